/**
 * Decisions to run and to connect with something in every field, for tests.
 */
import { bundleView } from '../../../app/contract/bundles.ts';
import type { BundleView } from '../../../app/contract/bundles.ts';
import { connectDecisionView, launchDecisionView } from '../../../app/contract/decisions.ts';
import type { ConnectDecisionView, LaunchDecisionView } from '../../../app/contract/decisions.ts';

const sha = (digit: string): string => `sha256:${digit.repeat(64)}`;

const bundleOrigin = {
  kind: 'bundle',
  name: 'notes',
  version: '1.4.0',
  fileSha256: sha('a'),
  treeSha256: sha('b'),
  signature: { status: 'unsigned' },
};

/** Parsed, so that the example can't drift from the contract. */
export function exampleDecision(): LaunchDecisionView {
  return launchDecisionView.parse({
    kind: 'launch',
    decisionId: 'dec_example00',
    digest: sha('d'),
    createdAtMs: 1_000,
    armedAtMs: 2_000,
    serverId: 'srv_example00',
    serverName: 'Notes',
    reason: 'first',
    plan: {
      formatVersion: 1,
      origin: bundleOrigin,
      command: 'node',
      resolvedCommand: '/opt/gatehouse/node/bin/node',
      commandSha256: sha('c'),
      runtime: { name: 'node', version: '24.21.0', provided: 'gatehouse' },
      args: ['/home/ada/.gatehouse/servers/notes/server/index.js', '--root', '/home/ada/Notes'],
      cwd: '/home/ada/.gatehouse/servers/notes',
      env: [{ name: 'API_KEY', value: { parts: [{ secret: 'api_key' }] } }],
      inheritedEnv: ['HOME', 'LANG'],
      path: '/usr/bin:/bin',
      reach: 'everything',
    },
    findings: [{ code: 'UNSIGNED', severity: 'note', subject: 'bundle', detail: 'The bundle is not signed.' }],
    changes: [],
    bundle: exampleBundle(),
    needsStatement: false,
  });
}

export function exampleBundle(): BundleView {
  return bundleView.parse({
    fileName: 'notes.mcpb',
    sha256: sha('a'),
    sizeBytes: 52_000,
    entryCount: 12,
    expandedBytes: 210_000,
    name: 'notes',
    displayName: 'Notes',
    version: '1.4.0',
    manifestVersion: '0.4',
    description: 'Reads and writes notes.',
    author: 'Ada Example',
    links: [],
    privacyPolicies: [],
    keywords: [],
    serverType: 'node',
    signature: { status: 'unsigned' },
    declaredTools: [{ name: 'read_note', description: 'Reads one note.' }],
    toolsGenerated: false,
    declaredPrompts: [],
    options: [],
  });
}

/** A connection with something in every field. */
export function exampleConnect(change: Readonly<Record<string, unknown>> = {}): ConnectDecisionView {
  return connectDecisionView.parse({
    kind: 'connect',
    decisionId: 'dec_connect00',
    digest: sha('f'),
    createdAtMs: 1_000,
    armedAtMs: 2_000,
    serverId: 'srv_remote000',
    serverName: 'Calendar',
    reason: 'first',
    findings: [
      {
        code: 'SECRET_IN_ADDRESS',
        severity: 'caution',
        subject: 'url',
        detail: 'The address has a part called “key”.',
      },
    ],
    changes: [],
    needsStatement: false,
    plan: {
      formatVersion: 1,
      kind: 'remote',
      url: 'https://mcp.example.com:8443/v1/mcp?key=abc',
      origin: 'https://mcp.example.com:8443',
      tls: 'https',
      zone: 'public',
      transport: 'auto',
      headers: [
        { name: 'Authorization', value: { parts: ['Bearer ', { secret: 'header.authorization' }] } },
        { name: 'X-Team', value: 'blue' },
      ],
    },
    ...change,
  });
}
