/**
 * What a person sees of an opened bundle, before anything of it is installed.
 */
import type { BundleView, ConfigOption } from '../contract/bundles.ts';
import type { SignatureSummary } from '../contract/plan.ts';
import type { OpenedBundle } from '../ports/bundleReader.ts';
import { iconDataUrl } from './icons.ts';
import type { Manifest } from './manifest.ts';

export interface BundleFacts {
  readonly opened: OpenedBundle;
  /** Localized. */
  readonly manifest: Manifest;
  readonly signature: SignatureSummary;
  readonly options: readonly ConfigOption[];
  /** Content of the file that `iconFile` names. */
  readonly icon?: Uint8Array | undefined;
}

export function bundleView({ opened, manifest, signature, options, icon }: BundleFacts): BundleView {
  const iconUrl = icon && iconDataUrl(icon);
  return {
    fileName: opened.fileName,
    sha256: opened.sha256,
    sizeBytes: opened.sizeBytes,
    entryCount: opened.names.length,
    expandedBytes: opened.expandedBytes,
    name: manifest.name,
    displayName: manifest.displayName,
    version: manifest.version,
    manifestVersion: manifest.manifestVersion,
    description: manifest.description,
    ...(manifest.longDescription !== undefined && { longDescription: manifest.longDescription }),
    author: manifest.author,
    ...(manifest.license !== undefined && { license: manifest.license }),
    links: manifest.links.filter(({ url }) => isWebUrl(url)),
    privacyPolicies: manifest.privacyPolicies.filter(isWebUrl),
    keywords: manifest.keywords,
    serverType: manifest.serverType,
    ...(iconUrl !== undefined && { iconDataUrl: iconUrl }),
    signature,
    declaredTools: manifest.tools,
    toolsGenerated: manifest.toolsGenerated,
    declaredPrompts: manifest.prompts.map(({ name }) => name),
    options,
  };
}

/** SECURITY(S11): a link of a bundle leads to the web or nowhere. */
function isWebUrl(url: string): boolean {
  return URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol);
}
