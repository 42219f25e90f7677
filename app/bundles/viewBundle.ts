/**
 * Everything about an opened bundle that can be told before any of it is unpacked: manifest, signature, whether it runs
 * here, texts in the person's language, icon.
 */
import type { BundleView } from '../contract/bundles.ts';
import { AppError } from '../contract/errors.ts';
import type { BundleReader, OpenedBundle } from '../ports/bundleReader.ts';
import type { Runtimes } from '../ports/runtimes.ts';
import type { SignatureVerifier } from '../ports/signatureVerifier.ts';
import { checkBundleFiles } from './bundleFiles.ts';
import { bundleView } from './bundleView.ts';
import { checkCompatibility } from './compatibility.ts';
import { configOptions } from './configuration.ts';
import { iconFile, MAX_ICON_BYTES } from './icons.ts';
import { localeFile, localizeManifest, MAX_LOCALE_BYTES } from './localize.ts';
import { readManifest } from './manifest.ts';
import type { Manifest, Platform } from './manifest.ts';

export interface ViewedBundle {
  readonly bundle: BundleView;
  readonly manifest: Manifest;
  /** `manifest.json` as it was read. */
  readonly manifestText: string;
}

export interface ViewBundlePorts {
  readonly bundleReader: BundleReader;
  readonly runtimes: Runtimes;
  readonly signatureVerifier: SignatureVerifier;
}

export interface ViewBundleOptions {
  readonly hostVersion: string;
  /** The platform to judge for; this machine's unless given. */
  readonly platform?: Platform;
}

/** @throws {AppError} any `BUNDLE_…` code that the manifest, the signature or this machine gives reason for */
export async function viewBundle(
  opened: OpenedBundle,
  { bundleReader, runtimes, signatureVerifier }: ViewBundlePorts,
  { hostVersion, platform = runtimes.machine.platform }: ViewBundleOptions,
): Promise<ViewedBundle> {
  const manifest = readManifest(opened.manifest);
  checkBundleFiles(manifest, opened.names, platform);
  checkCompatibility(manifest, { platform, hostVersion, runtimes: await runtimeVersions(manifest, runtimes) });
  const signature =
    opened.signature === undefined
      ? ({ status: 'unsigned' } as const)
      : await signatureVerifier.verify(opened.signature);
  const read = async (name: string | undefined, maxBytes: number): Promise<Uint8Array | undefined> => {
    try {
      return name === undefined ? undefined : await bundleReader.readFile(opened, name, maxBytes);
    } catch (error) {
      // An icon that is too large is no reason to refuse a bundle: it goes without.
      if (error instanceof AppError && error.code === 'BUNDLE_TOO_LARGE') return undefined;
      throw error;
    }
  };
  const localeBytes = await read(localeFile(manifest, runtimes.machine.locale, opened.names), MAX_LOCALE_BYTES);
  const localized = localeBytes === undefined ? manifest : localizeManifest(manifest, localeBytes);
  const iconBytes = await read(iconFile(manifest, opened.names), MAX_ICON_BYTES);
  return {
    bundle: bundleView({
      opened,
      manifest: localized,
      signature,
      options: configOptions(localized, runtimes.machine),
      icon: iconBytes,
    }),
    manifest,
    manifestText: new TextDecoder().decode(opened.manifest),
  };
}

/** Only the runtime that the bundle would use is looked for: asking one for its version starts it. */
async function runtimeVersions(
  { serverType, nodeRange, pythonRange }: Manifest,
  runtimes: Runtimes,
): Promise<{ readonly node?: string; readonly python?: string }> {
  if (serverType === 'node' && nodeRange !== undefined) {
    const found = await runtimes.find('node');
    return found === undefined ? {} : { node: found.version };
  }
  if (serverType === 'python' && pythonRange !== undefined) {
    const found = await runtimes.find('python');
    return found === undefined ? {} : { python: found.version };
  }
  return {};
}
