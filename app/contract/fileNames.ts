/**
 * Names of files in paths of any platform.
 */

/** The last segment, whichever separator the path uses. */
export function baseName(path: string): string {
  return path.split(/[/\\]/).findLast((segment) => segment !== '') ?? path;
}
