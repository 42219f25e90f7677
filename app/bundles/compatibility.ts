/**
 * Whether a bundle says it runs here. An absent constraint means anywhere.
 *
 * A constraint counts for the runtime that the bundle's server type would use, and for Gatehouse's own name among the
 * clients; what a manifest asks of other clients says nothing about us.
 *
 * @see MCPB MANIFEST.md §Compatibility
 */
import { AppError } from '../contract/errors.ts';
import type { Manifest, Platform } from './manifest.ts';
import { satisfiesPythonRange, satisfiesRange } from './versionRanges.ts';

export interface Surroundings {
  readonly platform: Platform;
  readonly hostVersion: string;
  /** Versions of the runtimes that would be used; one that is missing here is not judged. */
  readonly runtimes: { readonly node?: string; readonly python?: string };
}

/**
 * @throws {AppError} `BUNDLE_PLATFORM_UNSUPPORTED`, `BUNDLE_RUNTIME_UNSUPPORTED`, `BUNDLE_HOST_VERSION_UNSUPPORTED`, with
 *   `data.required` and `data.found`
 */
export function checkCompatibility(manifest: Manifest, { platform, hostVersion, runtimes }: Surroundings): void {
  const { platforms, hostRange, nodeRange, pythonRange, serverType } = manifest;
  if (platforms !== undefined && !platforms.includes(platform)) {
    throw new AppError('BUNDLE_PLATFORM_UNSUPPORTED', 'The bundle does not run on this platform.', {
      data: { required: platforms, found: platform },
    });
  }
  if (hostRange !== undefined && !satisfiesRange(hostVersion, hostRange)) {
    throw new AppError('BUNDLE_HOST_VERSION_UNSUPPORTED', 'The bundle asks for another version of Gatehouse.', {
      data: { required: hostRange, found: hostVersion },
    });
  }
  if (serverType === 'node') checkRuntime('node', nodeRange, runtimes.node, satisfiesRange);
  if (serverType === 'python') checkRuntime('python', pythonRange, runtimes.python, satisfiesPythonRange);
}

function checkRuntime(
  runtime: 'node' | 'python',
  required: string | undefined,
  found: string | undefined,
  satisfies: (version: string, range: string) => boolean,
): void {
  if (required === undefined || found === undefined || satisfies(found, required)) return;
  throw new AppError('BUNDLE_RUNTIME_UNSUPPORTED', 'The bundle asks for another version of its runtime.', {
    data: { runtime, required, found },
  });
}
