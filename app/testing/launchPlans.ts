/**
 * Launch plans for tests: one of each origin, with every field that can be told apart filled in.
 */
import { sha256, type Sha256 } from '../contract/ids.ts';
import type { LaunchPlan } from '../contract/plan.ts';
import type { MachineFacts } from '../ports/runtimes.ts';

/** `sha256:` and one digit 64 times. */
export function sha256Of(digit: string): Sha256 {
  return sha256.parse(`sha256:${digit.repeat(64)}`);
}

export const testMachine: MachineFacts = {
  platform: 'linux',
  arch: 'x64',
  homeDir: '/home/ana',
  desktopDir: '/home/ana/Desktop',
  documentsDir: '/home/ana/Documents',
  downloadsDir: '/home/ana/Downloads',
  locale: 'en-US',
  path: '/usr/local/bin:/usr/bin:/bin',
  inheritedEnv: ['HOME', 'LANG'],
};

export const TEST_BUNDLE_DIR = '/data/bundles/acme';

/** A typed command, `/usr/bin/server` without arguments unless changed. */
export function typedPlan(change: Partial<LaunchPlan> = {}): LaunchPlan {
  return {
    formatVersion: 1,
    origin: { kind: 'typed' },
    command: '/usr/bin/server',
    resolvedCommand: '/usr/bin/server',
    commandSha256: sha256Of('a'),
    args: [],
    cwd: '/srv/work',
    env: [],
    inheritedEnv: ['HOME', 'LANG'],
    path: '/usr/local/bin:/usr/bin:/bin',
    reach: 'everything',
    ...change,
  };
}

/** A signed node bundle in `TEST_BUNDLE_DIR`, run by the runtime that Gatehouse brings, unless changed. */
export function bundlePlan(change: Partial<LaunchPlan> = {}): LaunchPlan {
  return typedPlan({
    origin: {
      kind: 'bundle',
      name: 'acme',
      version: '1.0.0',
      fileSha256: sha256Of('b'),
      treeSha256: sha256Of('c'),
      signature: { status: 'signed_trusted', publisher: 'Acme', issuer: 'Some CA', fingerprint: sha256Of('d') },
    },
    command: 'node',
    resolvedCommand: '/opt/gatehouse/runtime/node',
    runtime: { name: 'node', version: '24.21.0', provided: 'gatehouse' },
    args: [`${TEST_BUNDLE_DIR}/server/index.js`],
    cwd: TEST_BUNDLE_DIR,
    env: [{ name: 'LOG', value: 'info' }],
    ...change,
  });
}

/** As for another machine: nothing was looked up, so there is neither an executable nor a runtime. */
export function unresolved(plan: LaunchPlan): LaunchPlan {
  const copy: { -readonly [K in keyof LaunchPlan]: LaunchPlan[K] } = { ...plan };
  delete copy.resolvedCommand;
  delete copy.commandSha256;
  delete copy.runtime;
  return copy;
}

/** Run by a program that is no runtime. */
export function withoutRuntime(plan: LaunchPlan): LaunchPlan {
  const copy: { -readonly [K in keyof LaunchPlan]: LaunchPlan[K] } = { ...plan };
  delete copy.runtime;
  return copy;
}
