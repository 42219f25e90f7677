/**
 * A server with something in every field, for tests.
 */
import {
  remoteServer,
  serverView,
  type ConnectionView,
  type ServerSource,
  type ServerView,
} from '../../../app/contract/servers.ts';

/** Parsed, so that the example can't drift from the contract. */
export function exampleServer(change: Readonly<Record<string, unknown>> = {}): ServerView {
  return serverView.parse({
    serverId: 'srv_example00',
    name: 'Notes',
    source: {
      kind: 'bundle',
      name: 'notes',
      displayName: 'Notes',
      version: '1.4.0',
      author: 'Ada',
      fileName: 'notes.mcpb',
      fileSha256: `sha256:${'a'.repeat(64)}`,
      signature: { status: 'unsigned' },
      iconDataUrl: 'data:image/png;base64,iVBORw==',
      options: [],
      config: {},
    },
    state: { kind: 'stopped' },
    grant: 'agreed',
    preferences: {
      era: 'auto',
      roots: [],
      sampling: { enabled: false, maxRequestsPerHour: 30, maxTokensPerHour: 100_000, maxRounds: 10 },
    },
    toolsRevision: 1,
    resourcesRevision: 1,
    promptsRevision: 1,
    subscriptions: [],
    logSeq: 0,
    wireSeq: 0,
    createdAtMs: 1,
    ...change,
  });
}

export function remoteSource(
  change: Readonly<Record<string, unknown>> = {},
): Extract<ServerSource, { kind: 'remote' }> {
  const definition = { name: 'Far', url: 'https://mcp.example/mcp', transport: 'auto', headers: [], ...change };
  return { kind: 'remote', definition: remoteServer.parse(definition) };
}

export function runningServer(connection: Partial<ConnectionView> = {}): ServerView {
  return exampleServer({
    state: {
      kind: 'running',
      startedAtMs: 1,
      connection: {
        transport: 'stdio',
        era: 'legacy',
        protocolVersion: '2025-11-25',
        serverName: 'notes',
        serverVersion: '1.4.0',
        serverIcons: [],
        serverCapabilities: {},
        clientCapabilities: {},
        hasSession: false,
        toolCount: 0,
        ...connection,
      },
    },
  });
}
