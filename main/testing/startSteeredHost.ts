/**
 * The whole host on real adapters, like `startTestHost`, with what tests steer in the place of four of them: the clock, the
 * keychain's key, the limits, and the time servers get to exit.
 */
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import type { ActivityRecord } from '../../app/contract/activity.ts';
import type { CallOutcome } from '../../app/contract/calls.ts';
import type { LaunchDecisionView } from '../../app/contract/decisions.ts';
import { callId } from '../../app/contract/ids.ts';
import type { CallId, ServerId } from '../../app/contract/ids.ts';
import type { LogLine, ServerView, TypedServer } from '../../app/contract/servers.ts';
import { createHost, type HostOptions } from '../../app/host.ts';
import type { Clock } from '../../app/ports/clock.ts';
import { ARMING_MS } from '../../app/servers/launchDecision.ts';
import { createBundleReader } from '../adapters/bundleReader.ts';
import { createConfigStore } from '../adapters/configStore.ts';
import { createDigest } from '../adapters/digest.ts';
import { createFingerprints } from '../adapters/fingerprints.ts';
import { createFolderBrowserPicker } from '../adapters/folderBrowser.ts';
import { createJsonSchemaValidator } from '../adapters/jsonSchemaValidator.ts';
import { createLedger } from '../adapters/ledger.ts';
import { createProcessLauncher } from '../adapters/processLauncher.ts';
import { systemRandomIds } from '../adapters/randomIds.ts';
import { createRuntimes } from '../adapters/runtimes.ts';
import { createSamples } from '../adapters/samples.ts';
import { createSecretStore } from '../adapters/secretStore.ts';
import { createSignatureVerifier } from '../adapters/signatureVerifier.ts';
import { createStorage } from '../adapters/storage.ts';
import { createUploads } from '../adapters/uploads.ts';
import { createWarden } from '../adapters/wardenClient.ts';
import { builtFile } from '../builtFile.ts';
import type { ComposedHost, ComposeOptions } from '../composeHost.ts';
import { startTestHost, type TestHost } from './startTestHost.ts';

const WAIT_MS = 10_000;

export interface SteeredOptions extends Pick<HostOptions, 'initializeTimeoutMs' | 'callLimits'> {
  /** Of an earlier run, to be started again, with its key. */
  readonly again?: SteeredHost;
}

export interface SteeredHost extends TestHost {
  readonly clock: SteeredClock;
  /** In the place of the keychain's. */
  readonly key: Uint8Array;
  /** Agrees at once: the moment in which a click doesn't count is skipped. */
  agree(decision: LaunchDecisionView): Promise<void>;
  /** Proposes, agrees, and waits until it runs. */
  add(definition: TypedServer): Promise<ServerId>;
  server(serverId: ServerId): ServerView;
  /** Calls, and answers the outcome. */
  outcome(serverId: ServerId, toolName: string, args?: Record<string, unknown>, id?: CallId): Promise<CallOutcome>;
  log(serverId: ServerId): Promise<readonly LogLine[]>;
  /** Waits for a line of the log that has this in it. */
  logged(serverId: ServerId, text: string): Promise<void>;
  records(kind: ActivityRecord['kind']): Promise<readonly ActivityRecord[]>;
}

/** Closed, and its folder removed, when the test ends. */
export async function startSteeredHost({ again, ...limits }: SteeredOptions = {}): Promise<SteeredHost> {
  const clock = steeredClock();
  const key = again?.key ?? randomBytes(32);
  const test = await startTestHost(again?.dataDir, (options) => compose(options, clock, key, limits));
  onTestFinished(() => test.close());
  const { host } = test;

  const agree = async (decision: LaunchDecisionView): Promise<void> => {
    clock.advance(ARMING_MS);
    await test.answer(decision, 'agree');
  };
  const log = async (serverId: ServerId): Promise<readonly LogLine[]> =>
    (await host.run('server.log', { serverId, afterSeq: 0 })).lines;
  return {
    ...test,
    clock,
    key,
    agree,
    log,
    add: async (definition) => {
      const { serverId } = await host.run('server.propose', { definition });
      await agree(await test.decision(serverId));
      await test.state(serverId, 'running');
      return serverId;
    },
    server: (serverId) => {
      const found = host.snapshot().servers.find((server) => server.serverId === serverId);
      if (found === undefined) throw new Error('There is no such server.');
      return found;
    },
    outcome: async (serverId, toolName, args = {}, id = newCallId()) => {
      const { outcome } = await host.run('tool.call', { callId: id, serverId, toolName, arguments: args });
      return outcome;
    },
    logged: async (serverId, text) => {
      const deadlineMs = performance.now() + WAIT_MS;
      while (!(await log(serverId)).some((line) => line.text.includes(text))) {
        if (performance.now() > deadlineMs) throw new Error(`Waited in vain for “${text}” in the log.`);
        await delay(20);
      }
    },
    records: async (kind) => (await host.run('activity.list', { kinds: [kind], limit: 200 })).records.toReversed(),
  };
}

export function newCallId(): CallId {
  return callId.parse(systemRandomIds.next('call'));
}

/** One of our servers, started by hand with this Node. */
export function ownServer(name: string, ...args: string[]): TypedServer {
  const script = join(import.meta.dirname, `servers/${name}.mjs`);
  return { name, command: process.execPath, args: [script, ...args], env: [] };
}

async function compose(
  { dataDir, shell }: ComposeOptions,
  clock: Clock,
  key: Uint8Array,
  limits: Partial<HostOptions>,
): Promise<ComposedHost> {
  const inData = (name: string): string => join(dataDir, name);
  await Promise.all(['bundles', 'staging', 'uploads'].map((name) => mkdir(inData(name), { recursive: true })));
  const runtimes = createRuntimes();
  const ledger = createLedger({ file: inData('ledger.sqlite') });
  const bundleReader = createBundleReader({ bundlesDir: inData('bundles'), stagingDir: inData('staging') });
  const graces = { stdinMs: 300, termMs: 300, killMs: 3_000 };
  const processLauncher = createProcessLauncher({ warden: createWarden(), graces });
  const ports = {
    bundleReader,
    clock,
    configStore: await createConfigStore({ dir: dataDir }),
    digest: createDigest({ key }),
    filePicker: createFolderBrowserPicker({ machine: runtimes.machine }),
    fingerprints: createFingerprints(),
    jsonSchemaValidator: createJsonSchemaValidator(),
    ledger,
    processLauncher,
    randomIds: systemRandomIds,
    runtimes,
    samples: createSamples(builtFile('samples')),
    secretStore: createSecretStore({ file: inData('secrets.json'), key }),
    signatureVerifier: createSignatureVerifier(),
    storage: createStorage({ dataDir, forgetKey: () => Promise.resolve() }),
    uploads: createUploads({ dir: inData('uploads') }),
  };
  const licences = () => Promise.resolve([]);
  const host = await createHost(ports, { version: '0.0.0', shell, dataDir, licences, ...limits });
  const closeAll = async (): Promise<void> => {
    await host.close();
    await processLauncher.stopAll();
    await bundleReader.close();
    ledger.close();
  };
  let closed: Promise<void> | undefined;
  return { host, close: () => (closed ??= closeAll()) };
}

export interface SteeredClock extends Clock {
  /** Moves time on by so much at once, and runs what falls due. */
  advance(ms: number): void;
}

/**
 * A clock that goes by itself and can be pushed. It starts an hour ago: who waits by the machine's own clock for a moment
 * that this one named has nothing to wait for.
 */
function steeredClock(): SteeredClock {
  let offsetMs = -3_600_000;
  const timers = new Map<NodeJS.Timeout, { readonly dueMs: number; readonly callback: () => void }>();
  const nowMs = (): number => Date.now() + offsetMs;
  return {
    nowMs,
    after(delayMs, callback) {
      const timer = setTimeout(() => {
        timers.delete(timer);
        callback();
      }, delayMs);
      timers.set(timer, { dueMs: nowMs() + delayMs, callback });
      return () => {
        clearTimeout(timer);
        timers.delete(timer);
      };
    },
    advance(ms) {
      offsetMs += ms;
      const due = [...timers].filter(([, { dueMs }]) => dueMs <= nowMs()).sort(([, a], [, b]) => a.dueMs - b.dueMs);
      for (const [timer, { callback }] of due) {
        // One that fell due before may have called it off.
        if (!timers.delete(timer)) continue;
        clearTimeout(timer);
        callback();
      }
    },
  };
}
