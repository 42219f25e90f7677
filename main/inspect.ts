/**
 * `gatehouse inspect`: judges a bundle and prints what it would run, for a reviewer or a pipeline.
 *
 * It writes nothing and runs nothing of the bundle; the one program it may ask for its version is the runtime that is
 * already on this machine. Everything it prints is computed by the core that the app itself uses.
 */
import { basename, resolve } from 'node:path';
import { configOptions, missingConfig } from '../app/bundles/configuration.ts';
import { viewBundle } from '../app/bundles/viewBundle.ts';
import type { ViewedBundle } from '../app/bundles/viewBundle.ts';
import type { Finding, LaunchPlan, PlanText } from '../app/contract/plan.ts';
import { quoted, visible } from '../app/contract/visibleText.ts';
import { findingsOf } from '../app/launch/findings.ts';
import { planDigest } from '../app/launch/planDigest.ts';
import { planLaunch } from '../app/launch/planLaunch.ts';
import { hasSecret, showText } from '../app/launch/planText.ts';
import type { OpenedBundle } from '../app/ports/bundleReader.ts';
import type { MachineFacts, RuntimeName, Runtimes } from '../app/ports/runtimes.ts';
import { bundleRequest } from '../app/servers/launchRequest.ts';
import { version as hostVersion } from './about.ts';
import { createBundleReader } from './adapters/bundleReader.ts';
import { createDigest } from './adapters/digest.ts';
import { createFingerprints } from './adapters/fingerprints.ts';
import { createRuntimes } from './adapters/runtimes.ts';
import { createSignatureVerifier } from './adapters/signatureVerifier.ts';
import { readAssignments } from './inspectConfig.ts';
import type { Assignment } from './inspectConfig.ts';

type SecretText = Exclude<PlanText, string>;

export interface InspectOptions {
  readonly platform?: MachineFacts['platform'];
  /** In the order given. */
  readonly config: readonly Assignment[];
  /** Where bundles would be installed. Absolute; need not exist. */
  readonly dataDir: string;
}

export interface Inspection {
  readonly bundle: {
    readonly name: string;
    readonly displayName: string;
    readonly version: string;
    readonly manifestVersion: string;
    readonly sha256: string;
    readonly sizeBytes: number;
    readonly signature: { readonly status: string; readonly publisher?: string };
  };
  readonly launch: {
    readonly command: string;
    readonly resolvedCommand?: string;
    readonly commandSha256?: string;
    readonly args: readonly string[];
    readonly cwd: string;
    readonly env: readonly (
      | { readonly name: string; readonly value: string }
      | { readonly name: string; readonly secret: true; readonly parts: SecretText['parts'] }
    )[];
  };
  readonly missingConfig: readonly string[];
  readonly missingRuntime?: RuntimeName;
  readonly findings: readonly Finding[];
  readonly digest: string;
}

/** @throws {AppError} what is wrong with the bundle or the configuration */
export async function inspect(file: string, options: InspectOptions): Promise<Inspection> {
  const bundleReader = createBundleReader({
    bundlesDir: resolve(options.dataDir, 'bundles'),
    stagingDir: resolve(options.dataDir, 'staging'),
  });
  try {
    const runtimes = runtimesOf(options.platform);
    const opened = await bundleReader.open(resolve(file), { signal: new AbortController().signal });
    const viewed = await viewBundle(
      opened,
      { bundleReader, runtimes, signatureVerifier: createSignatureVerifier() },
      { hostVersion },
    );
    const staged = await bundleReader.unpack(opened, 'nowhere', { signal: new AbortController().signal });
    const config = readAssignments(viewed.bundle.options, options.config);
    const installDir = bundleReader.installedPath(opened.sha256);
    const place = { installDir, treeDir: installDir };
    const request = bundleRequest(viewed.bundle, viewed.manifestText, config, place, runtimes.machine);
    const { plan, missingRuntime } = await planLaunch(
      { ...request, treeSha256: staged.treeSha256 },
      { runtimes, fingerprints: createFingerprints() },
    );
    return {
      bundle: bundleFacts(opened, viewed),
      launch: launchFacts(plan),
      missingConfig: missingConfig(configOptions(viewed.manifest, runtimes.machine), config),
      ...(missingRuntime === undefined ? {} : { missingRuntime }),
      findings: findingsOf(plan, { bundleDir: installDir, machine: runtimes.machine }),
      digest: planDigest(plan, createDigest({ key: undefined })),
    };
  } finally {
    await bundleReader.close();
  }
}

/** This machine's, or, for another platform, one on which nothing is installed. */
function runtimesOf(platform: MachineFacts['platform'] | undefined): Runtimes {
  const here = createRuntimes();
  if (platform === undefined || platform === here.machine.platform) return here;
  const nothing = (): Promise<undefined> => Promise.resolve(undefined);
  return {
    machine: { ...here.machine, platform },
    find: nothing,
    resolve: nothing,
    head: nothing,
    isDirectory: () => Promise.resolve(true),
    canOpenFolder: () => Promise.resolve(true),
  };
}

function bundleFacts(opened: OpenedBundle, { bundle }: ViewedBundle): Inspection['bundle'] {
  const { status, publisher } = bundle.signature;
  return {
    name: bundle.name,
    displayName: bundle.displayName,
    version: bundle.version,
    manifestVersion: bundle.manifestVersion,
    sha256: opened.sha256,
    sizeBytes: opened.sizeBytes,
    signature: { status, ...(publisher === undefined ? {} : { publisher }) },
  };
}

function launchFacts(plan: LaunchPlan): Inspection['launch'] {
  return {
    command: showText(plan.command),
    ...(plan.resolvedCommand === undefined ? {} : { resolvedCommand: plan.resolvedCommand }),
    ...(plan.commandSha256 === undefined ? {} : { commandSha256: plan.commandSha256 }),
    args: plan.args.map(showText),
    cwd: plan.cwd,
    env: plan.env.map(({ name, value }) =>
      typeof value !== 'string' && hasSecret(value)
        ? { name, secret: true, parts: value.parts }
        : { name, value: showText(value) },
    ),
  };
}

/** The inspection as a person reads it in a terminal: every invisible or control character is shown as an escape. */
export function printInspection(file: string, { bundle, launch, findings, ...rest }: Inspection): string {
  const lines = [
    `${visible(bundle.displayName)} ${visible(bundle.version)} (${visible(bundle.name)}), from ${visible(basename(file))}`,
    `  ${bundle.sha256}, ${bundle.sizeBytes} bytes, ${printSignature(bundle.signature)}`,
    '',
    'This would run',
    `  command   ${visible(launch.command)}`,
    ...(launch.resolvedCommand === undefined ? [] : [`  resolved  ${visible(launch.resolvedCommand)}`]),
    ...(launch.commandSha256 === undefined ? [] : [`            ${launch.commandSha256}`]),
    ...launch.args.map((arg, index) => `  args[${index}]   ${visible(arg)}`),
    `  folder    ${visible(launch.cwd)}`,
    ...launch.env.map(
      (variable) =>
        `  env       ${visible(variable.name)}=${'secret' in variable ? printSecretText(variable) : visible(variable.value)}`,
    ),
    ...(rest.missingConfig.length > 0
      ? ['', `Missing configuration: ${rest.missingConfig.map(visible).join(', ')}`]
      : []),
    ...(rest.missingRuntime === undefined ? [] : ['', `Missing on this machine: ${rest.missingRuntime}`]),
    ...(findings.length > 0 ? ['', 'Findings'] : []),
    ...findings.map(({ severity, code, subject, detail }) => `  ${severity.padEnd(7)} ${code} ${subject}: ${detail}`),
    '',
    rest.digest,
  ];
  return lines.join('\n');
}

function printSignature({ status, publisher }: Inspection['bundle']['signature']): string {
  return publisher === undefined ? status : `${status}, in the name of ${quoted(publisher)}`;
}

/** Each secret as a mark in its place. SECURITY(S12): text of others can't hold a ⟨, so none passes for such a mark. */
function printSecretText({ parts }: SecretText): string {
  return parts
    .map((part) =>
      typeof part === 'string'
        ? visible(part)
        : `⟨from your keychain: ${visible(part.secret.replace(/^user_config\./, ''))}⟩`,
    )
    .join('');
}
