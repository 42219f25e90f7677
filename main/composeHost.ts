/**
 * The one place where adapters meet ports. Both shells and the command line get their host here.
 */
import { mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { createHost } from '../app/host.ts';
import type { Host } from '../app/hostInterface.ts';
import type { Browser } from '../app/ports/browser.ts';
import type { FilePicker } from '../app/ports/filePicker.ts';
import type { Notifier } from '../app/ports/notifier.ts';
import { createAuthorizationCallback } from './adapters/authorizationCallback.ts';
import { createSystemBrowser } from './adapters/browser.ts';
import { createBundleReader } from './adapters/bundleReader.ts';
import { systemClock } from './adapters/clock.ts';
import { createConfigStore } from './adapters/configStore.ts';
import type { StoreClass } from './adapters/configStore.ts';
import { createDigest } from './adapters/digest.ts';
import { createFingerprints } from './adapters/fingerprints.ts';
import { createFolderBrowserPicker } from './adapters/folderBrowser.ts';
import { createHttpFetch } from './adapters/httpFetch.ts';
import { createJsonSchemaValidator } from './adapters/jsonSchemaValidator.ts';
import { openKeychain } from './adapters/keychain.ts';
import { createLedger } from './adapters/ledger.ts';
import { createModelProvider } from './adapters/modelProvider.ts';
import { silentNotifier } from './adapters/notifier.ts';
import { createProcessLauncher } from './adapters/processLauncher.ts';
import { systemRandomIds } from './adapters/randomIds.ts';
import { createRuntimes } from './adapters/runtimes.ts';
import { createSamples } from './adapters/samples.ts';
import { createSecretStore } from './adapters/secretStore.ts';
import { createSignatureVerifier } from './adapters/signatureVerifier.ts';
import { createStorage } from './adapters/storage.ts';
import { toStoreError } from './adapters/storeFiles.ts';
import { createTextFiles } from './adapters/textFiles.ts';
import { createUploads } from './adapters/uploads.ts';
import { createWarden, noWarden } from './adapters/wardenClient.ts';
import type { Warden } from './adapters/wardenClient.ts';
import { builtFile } from './builtFile.ts';
import { readLicences, version } from './about.ts';

export interface ComposeOptions {
  /** Absolute path of a folder that is there and private to this user. */
  readonly dataDir: string;
  readonly shell: 'electron' | 'loopback';
  /** The native dialog in Electron; folders drawn by the page elsewhere. */
  readonly filePicker?: FilePicker;
  /** Electron's ways to open an address outside and to tell that something waits. */
  readonly browser?: Browser;
  readonly notifier?: Notifier;
  /** Electron's store class; `conf` elsewhere, which writes the same file. */
  readonly loadStoreClass?: () => Promise<StoreClass>;
  /** The Node that a packaged app brings. Absolute. */
  readonly bundledNode?: string;
}

export interface ComposedHost {
  readonly host: Host;
  /** Stops every server, then closes what the adapters hold. */
  close(): Promise<void>;
}

/** @throws {AppError} `STORE_…` when the data folder can't be used at all. */
export async function composeHost(options: ComposeOptions): Promise<ComposedHost> {
  // Plans name files with links resolved, so the folder that bundles are installed in has to be named that way too.
  const dataDir = await realpath(options.dataDir);
  const inData = (name: string): string => join(dataDir, name);
  const folders = ['bundles', 'staging', 'uploads'].map(inData);
  await Promise.all(folders.map((path) => mkdir(path, { recursive: true, mode: 0o700 }))).catch((error: unknown) => {
    throw toStoreError(error, dataDir);
  });
  const keychain = await openKeychain({ dataDir });
  const key = keychain?.key;
  const configStore = await createConfigStore({
    dir: dataDir,
    ...(options.loadStoreClass === undefined ? {} : { loadStoreClass: options.loadStoreClass }),
  });
  const runtimes = createRuntimes(options.bundledNode === undefined ? {} : { bundledNode: options.bundledNode });
  const ledger = createLedger({ file: inData('ledger.sqlite') });
  const bundleReader = createBundleReader({ bundlesDir: inData('bundles'), stagingDir: inData('staging') });
  const processLauncher = createProcessLauncher({
    warden: wardenOf(options),
  });
  const httpFetch = createHttpFetch();
  let areOpen = true;
  const closeStores = (): void => {
    if (areOpen) ledger.close();
    areOpen = false;
  };
  const host = await createHost(
    {
      authorizationCallback: createAuthorizationCallback(),
      browser: options.browser ?? createSystemBrowser(),
      bundleReader,
      clock: systemClock,
      configStore,
      digest: createDigest({ key }),
      filePicker: options.filePicker ?? createFolderBrowserPicker({ machine: runtimes.machine }),
      fingerprints: createFingerprints(),
      httpFetch,
      jsonSchemaValidator: createJsonSchemaValidator(),
      ledger,
      modelProvider: createModelProvider(),
      notifier: options.notifier ?? silentNotifier,
      processLauncher,
      randomIds: systemRandomIds,
      runtimes,
      samples: createSamples(builtFile('samples')),
      secretStore: createSecretStore({ file: inData('secrets.json'), key }),
      signatureVerifier: createSignatureVerifier(),
      storage: createStorage({ dataDir, forgetKey: () => keychain?.forget(), closeStores }),
      textFiles: createTextFiles(),
      uploads: await createUploads({ dir: inData('uploads') }),
    },
    {
      version,
      shell: options.shell,
      dataDir,
      licences: readLicences,
      logBug: (error) => console.error(error),
    },
  );
  return {
    host,
    close: async () => {
      await host.close();
      await processLauncher.stopAll();
      await httpFetch.close();
      await bundleReader.close();
      closeStores();
    },
  };
}

/**
 * Who ends the servers of a host that was killed. Electron's executable is no Node, so without one that comes with
 * Gatehouse nobody does.
 */
function wardenOf({ shell, bundledNode }: ComposeOptions): Warden {
  if (bundledNode !== undefined) return createWarden({ nodePath: bundledNode });
  return shell === 'electron' ? noWarden : createWarden();
}
