/**
 * A manifest's command for one platform, before substitution.
 */
import type { LaunchTemplate, Manifest, Platform } from './manifest.ts';

/**
 * Each of command, args and env that the platform's override has replaces the base part whole: variables of the base are
 * not merged in, as in the reference implementation. `undefined` where the command is left to the host (`uv`).
 *
 * @see MCPB MANIFEST.md §Platform-Specific Configuration
 */
export function effectiveLaunch(manifest: Manifest, platform: Platform): LaunchTemplate | undefined {
  return manifest.launch && { ...manifest.launch, ...manifest.overrides.get(platform) };
}
