/**
 * The canonical form of an installed tree, over which its digest is computed.
 *
 * Unpacking and checking an installed folder must arrive at the same text, so both use these two functions and nothing
 * else: one line for each file or link, then `treeManifest`, then SHA-256 over its UTF-8 bytes. Folders have no line, so
 * an empty folder does not count. Of a mode only the owner's execute bit counts, and on Windows, where a file system has
 * none, `executable` is always false.
 */

/**
 * One file or link of a tree, as a line without line breaks.
 *
 * @param path Relative to the tree, `/` between segments. Unicode normalisation does not count, since some file systems
 *   change it on the way.
 * @param executable The owner's execute bit; false for links and on Windows.
 * @param digestOrTarget `sha256:…` of a file's content, or the text of a link's target.
 */
export function treeManifestLine(
  kind: 'file' | 'link',
  path: string,
  executable: boolean,
  digestOrTarget: string,
): string {
  // JSON, so that a line break or a quote in a name can't pass for another line.
  return JSON.stringify([path.normalize('NFC'), kind, executable ? 'x' : '-', digestOrTarget]);
}

/** The text whose SHA-256 is the tree's digest: the lines in JavaScript's default order, joined with `\n`. */
export function treeManifest(lines: readonly string[]): string {
  return lines.toSorted().join('\n');
}
