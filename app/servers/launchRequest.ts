/**
 * From a stored server to what has to be planned: manifest and settings, or the typed command, with secrets by name.
 */
import { checkConfig, configOptions, missingConfig, withDefaults } from '../bundles/configuration.ts';
import { readManifest } from '../bundles/manifest.ts';
import { substituteLaunch } from '../bundles/substitute.ts';
import type { BundleView, ConfigValues } from '../contract/bundles.ts';
import { AppError } from '../contract/errors.ts';
import type { PlanText } from '../contract/plan.ts';
import type { RemoteServer, TypedServer } from '../contract/servers.ts';
import { uvEnvironment } from '../launch/pathRules.ts';
import type { LaunchRequest } from '../launch/planLaunch.ts';
import type { RemoteRequest } from '../launch/planRemote.ts';
import type { MachineFacts } from '../ports/runtimes.ts';
import { headerSecret, variableSecret } from './storedServers.ts';
import type { StoredSource } from './storedServers.ts';

export interface BundlePlace {
  /** Where the tree will be, or is, installed. */
  readonly installDir: string;
  /** Where it lies at this moment. */
  readonly treeDir: string;
}

/**
 * Checks a bundle's configuration as it is stored. Values of options that an update removed are kept and not looked at.
 *
 * @throws {AppError} `CONFIG_REQUIRED_MISSING` with `data.keys`, and what `checkConfig` throws
 */
export function checkOptions(source: StoredSource, machine: MachineFacts): void {
  if (source.kind !== 'bundle') return;
  const options = configOptions(readManifest(new TextEncoder().encode(source.manifest)), machine);
  const missing = missingConfig(options, source.config);
  if (missing.length > 0) {
    throw new AppError('CONFIG_REQUIRED_MISSING', 'Required options are not filled in.', { data: { keys: missing } });
  }
  const keys = new Set(options.map(({ key }) => key));
  checkConfig(options, Object.fromEntries(Object.entries(source.config).filter(([key]) => keys.has(key))));
}

/** @throws {AppError} `CONFIG_VALUE_UNSAFE` */
export function bundleRequest(
  bundle: BundleView,
  manifestText: string,
  config: ConfigValues,
  place: BundlePlace,
  machine: MachineFacts,
): LaunchRequest {
  const manifest = readManifest(new TextEncoder().encode(manifestText));
  const options = configOptions(manifest, machine);
  const launch = substituteLaunch(manifest, {
    bundleDir: place.installDir,
    machine,
    config: withDefaults(options, config),
  });
  return {
    origin: {
      kind: 'bundle',
      name: bundle.name,
      version: bundle.version,
      fileSha256: bundle.sha256,
      signature: bundle.signature,
      serverType: bundle.serverType,
      ...place,
    },
    ...launch,
    env: [...launch.env, ...hostVariables(bundle.serverType, place.installDir, launch.env)],
  };
}

/**
 * Keeps runtimes from writing into the installed files, which would then count as changed: compiled Python has its place
 * beside its source, and uv makes its environment inside the project, unless told otherwise. Shown and agreed to like
 * every other variable; one that the bundle sets itself stays.
 */
function hostVariables(
  serverType: BundleView['serverType'],
  installDir: string,
  set: LaunchRequest['env'],
): LaunchRequest['env'] {
  if (serverType !== 'python' && serverType !== 'uv') return [];
  const variables = [
    { name: 'PYTHONDONTWRITEBYTECODE', value: '1' },
    ...(serverType === 'uv' ? [{ name: 'UV_PROJECT_ENVIRONMENT', value: uvEnvironment(installDir) }] : []),
  ];
  return variables.filter(({ name }) => !set.some((variable) => variable.name === name));
}

export function typedRequest(definition: TypedServer): LaunchRequest {
  return {
    origin: { kind: 'typed' },
    command: definition.command,
    args: definition.args,
    env: definition.env.map((variable) => ({ name: variable.name, value: variableText(variable) })),
    ...(definition.cwd === undefined ? {} : { cwd: definition.cwd }),
  };
}

function variableText(variable: TypedServer['env'][number]): PlanText {
  return variable.secret ? { parts: [{ secret: variableSecret(variable.name) }] } : (variable.value ?? '');
}

export function remoteRequest({ url, transport, headers }: RemoteServer): RemoteRequest {
  return {
    url,
    transport,
    headers: headers.map(({ name, value, secret }) => ({
      name,
      value: secret ? { parts: [{ secret: headerSecret(name) }] } : (value ?? ''),
    })),
  };
}
