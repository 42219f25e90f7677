/**
 * From a stored server to what has to be planned: manifest and settings, or the typed command, with secrets by name.
 */
import { configOptions, missingConfig, withDefaults } from '../bundles/configuration.ts';
import { readManifest } from '../bundles/manifest.ts';
import { substituteLaunch } from '../bundles/substitute.ts';
import type { BundleView, ConfigValues } from '../contract/bundles.ts';
import type { PlanText } from '../contract/plan.ts';
import type { TypedServer } from '../contract/servers.ts';
import type { LaunchRequest } from '../launch/planLaunch.ts';
import type { MachineFacts } from '../ports/runtimes.ts';
import { variableSecret } from './storedServers.ts';
import type { StoredSource } from './storedServers.ts';

export interface BundlePlace {
  /** Where the tree will be, or is, installed. */
  readonly installDir: string;
  /** Where it lies at this moment. */
  readonly treeDir: string;
}

/** Options that have to be filled in before this server can start. Empty for typed commands. */
export function missingOptions(source: StoredSource, machine: MachineFacts): readonly string[] {
  if (source.kind === 'typed') return [];
  const options = configOptions(readManifest(new TextEncoder().encode(source.manifest)), machine);
  return missingConfig(options, source.config);
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
  };
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
