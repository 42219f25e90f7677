/**
 * Digests of files and trees, with the stat data that tell whether they need computing again.
 */
import type { Sha256 } from '../contract/ids.ts';

/** A digest and what the file system said when it was computed. Opaque to the core; goes back to the same port. */
export interface Fingerprint {
  readonly digest: Sha256;
  /** Device, inode, size, mtime and ctime of every file, folded into one value. On Windows always `undefined`. */
  readonly stat: string | undefined;
}

export interface Fingerprints {
  /**
   * Of one file, links followed. Computed again only when the stat data differ from `known`.
   * @throws {AppError} `LAUNCH_COMMAND_NOT_FOUND`
   */
  file(path: string, known?: Fingerprint): Promise<Fingerprint>;
  /**
   * Over every path, mode and content below a folder; links are not followed and count by their target's text.
   * @throws {AppError} `LAUNCH_FILES_MISSING`
   */
  tree(path: string, known?: Fingerprint): Promise<Fingerprint>;
}
