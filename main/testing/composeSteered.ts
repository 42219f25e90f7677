/**
 * The host on real adapters, but for what tests steer: the clock, the keychain's key, the limits, the time servers get to
 * exit. Also for scripts that run a host in a process of its own, so nothing of the test runner is in here.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createHost, type HostOptions } from '../../app/host.ts';
import type { Browser } from '../../app/ports/browser.ts';
import type { Clock } from '../../app/ports/clock.ts';
import { CALLBACK_PORTS, createAuthorizationCallback } from '../adapters/authorizationCallback.ts';
import { createBundleReader } from '../adapters/bundleReader.ts';
import { createConfigStore } from '../adapters/configStore.ts';
import { createDigest } from '../adapters/digest.ts';
import { createFingerprints } from '../adapters/fingerprints.ts';
import { createFolderBrowserPicker } from '../adapters/folderBrowser.ts';
import { createHttpFetch } from '../adapters/httpFetch.ts';
import { createJsonSchemaValidator } from '../adapters/jsonSchemaValidator.ts';
import { createLedger } from '../adapters/ledger.ts';
import { createModelProvider } from '../adapters/modelProvider.ts';
import { createProcessLauncher } from '../adapters/processLauncher.ts';
import { systemRandomIds } from '../adapters/randomIds.ts';
import { createRuntimes } from '../adapters/runtimes.ts';
import { createSamples } from '../adapters/samples.ts';
import { createSecretStore } from '../adapters/secretStore.ts';
import { createSignatureVerifier } from '../adapters/signatureVerifier.ts';
import { createStorage } from '../adapters/storage.ts';
import { createTextFiles } from '../adapters/textFiles.ts';
import { createUploads } from '../adapters/uploads.ts';
import { createWarden } from '../adapters/wardenClient.ts';
import { builtFile } from '../builtFile.ts';
import type { ComposedHost, ComposeOptions } from '../composeHost.ts';

export interface Steering {
  /** In the place of the operating system's: nothing is opened, the addresses are kept. */
  readonly browser?: Browser;
  readonly clock: Clock;
  /** In the place of the keychain's. */
  readonly key: Uint8Array;
  /** As where none answers: secrets last for this run. */
  readonly withoutKeychain?: boolean;
  readonly limits?: Pick<HostOptions, 'initializeTimeoutMs' | 'callLimits'>;
  /** PEM, in the place of the system's. */
  readonly trustedRoots?: readonly string[];
}

/** @returns What puts a host together in the place of `composeHost`. */
export function composeSteered(steering: Steering) {
  return ({ dataDir, shell }: ComposeOptions): Promise<ComposedHost> => compose(dataDir, shell, steering);
}

/** Apart from those of a test file that runs at the same time. */
export const callbackPorts = CALLBACK_PORTS.map((port) => port + Number(process.env['VITEST_POOL_ID'] ?? 0));

const noBrowser: Browser = { open: () => Promise.reject(new Error('Nothing is opened in this test.')) };

async function compose(
  dataDir: string,
  shell: ComposeOptions['shell'],
  { browser = noBrowser, clock, key, withoutKeychain = false, limits = {}, trustedRoots }: Steering,
): Promise<ComposedHost> {
  const inData = (name: string): string => join(dataDir, name);
  await Promise.all(['bundles', 'staging', 'uploads'].map((name) => mkdir(inData(name), { recursive: true })));
  const runtimes = createRuntimes();
  const ledger = createLedger({ file: inData('ledger.sqlite') });
  const bundleReader = createBundleReader({ bundlesDir: inData('bundles'), stagingDir: inData('staging') });
  const graces = { stdinMs: 300, termMs: 300, killMs: 3_000 };
  const processLauncher = createProcessLauncher({ warden: createWarden(), graces });
  const httpFetch = createHttpFetch();
  const ports = {
    authorizationCallback: createAuthorizationCallback({ ports: callbackPorts }),
    browser,
    bundleReader,
    clock,
    configStore: await createConfigStore({ dir: dataDir }),
    digest: createDigest({ key }),
    filePicker: createFolderBrowserPicker({ machine: runtimes.machine }),
    fingerprints: createFingerprints(),
    httpFetch,
    jsonSchemaValidator: createJsonSchemaValidator(),
    ledger,
    modelProvider: createModelProvider(),
    notifier: { notify: () => undefined },
    processLauncher,
    randomIds: systemRandomIds,
    runtimes,
    samples: createSamples(builtFile('samples')),
    secretStore: createSecretStore({ file: inData('secrets.json'), key: withoutKeychain ? undefined : key }),
    signatureVerifier: createSignatureVerifier(trustedRoots === undefined ? {} : { trustedRoots }),
    storage: createStorage({ dataDir, forgetKey: () => Promise.resolve(), closeStores: () => undefined }),
    textFiles: createTextFiles(),
    uploads: await createUploads({ dir: inData('uploads') }),
  };
  const licences = () => Promise.resolve([]);
  const logBug = (error: unknown): void => console.error(error);
  const host = await createHost(ports, { version: '0.0.0', shell, dataDir, licences, logBug, ...limits });
  const closeAll = async (): Promise<void> => {
    await host.close();
    await processLauncher.stopAll();
    await httpFetch.close();
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
export function steeredClock(): SteeredClock {
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
