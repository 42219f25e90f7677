/**
 * How large a bundle may be, in every direction. SECURITY(S7)
 *
 * Choice: far above what real bundles need (the largest known are some tens of megabytes), and low enough that a hostile
 * one can't fill a disk or a memory unnoticed.
 */

/** The file as it lies on disk, signature included. */
export const MAX_FILE_BYTES = 512 * 1024 * 1024;
/** All entries together, expanded. */
export const MAX_EXPANDED_BYTES = 2 * 1024 * 1024 * 1024;
/** Entries of the archive's directory; also the folders that their paths imply. */
export const MAX_ENTRIES = 100_000;
/** The archive's directory itself, which is held in memory. Choice: 670 bytes for each of 100,000 entries. */
export const MAX_DIRECTORY_BYTES = 64 * 1024 * 1024;
/** `manifest.json`, expanded. */
export const MAX_MANIFEST_BYTES = 1024 * 1024;
/** Expanded bytes for each compressed byte, for entries above `RATIO_FREE_BYTES`. */
export const MAX_RATIO = 200;
/** Entries up to this size, expanded, may have any ratio: short repetitive files compress well. */
export const RATIO_FREE_BYTES = 10 * 1024 * 1024;
/** One segment of a path, UTF-8. What common file systems allow. */
export const MAX_SEGMENT_BYTES = 255;
/** A whole path inside the bundle, UTF-8. macOS allows 1,024 for an absolute one. */
export const MAX_PATH_BYTES = 1024;
