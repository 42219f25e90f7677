/**
 * All that the core needs from a machine.
 */
import type { AuthorizationCallback } from './authorizationCallback.ts';
import type { Browser } from './browser.ts';
import type { BundleReader } from './bundleReader.ts';
import type { Clock } from './clock.ts';
import type { ConfigStore } from './configStore.ts';
import type { Digest } from './digest.ts';
import type { FilePicker } from './filePicker.ts';
import type { Fingerprints } from './fingerprints.ts';
import type { HttpFetch } from './httpFetch.ts';
import type { JsonSchemaValidator } from './jsonSchemaValidator.ts';
import type { Ledger } from './ledger.ts';
import type { ModelProvider } from './modelProvider.ts';
import type { Notifier } from './notifier.ts';
import type { ProcessLauncher } from './processLauncher.ts';
import type { RandomIds } from './randomIds.ts';
import type { Runtimes } from './runtimes.ts';
import type { Samples } from './samples.ts';
import type { SecretStore } from './secretStore.ts';
import type { SignatureVerifier } from './signatureVerifier.ts';
import type { Storage } from './storage.ts';
import type { TextFiles } from './textFiles.ts';
import type { Uploads } from './uploads.ts';

export interface Ports {
  readonly authorizationCallback: AuthorizationCallback;
  readonly browser: Browser;
  readonly bundleReader: BundleReader;
  readonly clock: Clock;
  readonly configStore: ConfigStore;
  readonly digest: Digest;
  readonly filePicker: FilePicker;
  readonly fingerprints: Fingerprints;
  readonly httpFetch: HttpFetch;
  readonly jsonSchemaValidator: JsonSchemaValidator;
  readonly ledger: Ledger;
  readonly modelProvider: ModelProvider;
  readonly notifier: Notifier;
  readonly processLauncher: ProcessLauncher;
  readonly randomIds: RandomIds;
  readonly runtimes: Runtimes;
  readonly samples: Samples;
  readonly secretStore: SecretStore;
  readonly signatureVerifier: SignatureVerifier;
  readonly storage: Storage;
  readonly textFiles: TextFiles;
  readonly uploads: Uploads;
}
