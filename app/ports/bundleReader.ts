/**
 * Reads a bundle file and lays its tree down. The adapter works in a worker thread; the rules it applies are the pure
 * ones of `app/bundles`.
 */
import type { Sha256 } from '../contract/ids.ts';

/** One entry of the archive's central directory, as stored: nothing cleaned, nothing resolved. */
export interface ArchiveEntry {
  /** As decoded from the stored bytes. */
  readonly name: string;
  /** The stored bytes were not valid in the encoding they claim. */
  readonly nameInvalid: boolean;
  readonly isDirectory: boolean;
  readonly method: number;
  readonly flags: number;
  readonly compressedBytes: number;
  readonly expandedBytes: number;
  readonly crc32: number;
  /** Upper 16 bits of the external attributes, whichever system claims to have made the entry. */
  readonly unixMode: number;
  /** Where its local header starts. */
  readonly offset: number;
  readonly diskNumber: number;
}

export interface ArchiveDirectory {
  readonly fileBytes: number;
  /** Bytes of the archive proper, signature trailer excluded. */
  readonly archiveBytes: number;
  /** Where the central directory starts, so that entries that reach into it are seen. */
  readonly directoryOffset: number;
  readonly diskCount: number;
  readonly entries: readonly ArchiveEntry[];
}

/** The signature block behind an archive, MCPB's layout: PKCS#7, DER, detached. */
export interface SignatureBlock {
  readonly cms: Uint8Array;
  /** SHA-256 of the signed bytes as stored. */
  readonly contentSha256: Uint8Array;
  /** SHA-256 with the end-of-directory comment length put back to 0, since newer signers patch it after signing. */
  readonly contentSha256CommentReset: Uint8Array;
}

/** A bundle that passed every rule which its directory can tell. */
export interface OpenedBundle {
  readonly path: string;
  readonly fileName: string;
  readonly sha256: Sha256;
  readonly sizeBytes: number;
  readonly expandedBytes: number;
  /** Names of all entries; folders end in `/`. */
  readonly names: readonly string[];
  /** Contents of `manifest.json`, at most 1 MiB. */
  readonly manifest: Uint8Array;
  readonly signature: SignatureBlock | undefined;
}

export interface ReadOptions {
  readonly signal: AbortSignal;
  readonly onProgress?: (doneBytes: number, totalBytes: number) => void;
}

export interface StagedTree {
  readonly stagingId: string;
  /** Absolute, private to this user. Empty string when unpacked to nowhere. */
  readonly path: string;
  readonly treeSha256: Sha256;
}

export interface BundleReader {
  /** @throws {AppError} any `BUNDLE_…` code that needs no inflating, and `CALL_CANCELLED` when aborted. */
  open(path: string, options: ReadOptions): Promise<OpenedBundle>;
  /**
   * One small file of the bundle (icon, locale), or `undefined` when there is none of that name.
   * @throws {AppError} `BUNDLE_TOO_LARGE` past `maxBytes`
   */
  readFile(bundle: OpenedBundle, name: string, maxBytes: number): Promise<Uint8Array | undefined>;
  /** Inflates everything, checking sizes and checksums, into a new private folder, or to nowhere. */
  unpack(bundle: OpenedBundle, into: 'staging' | 'nowhere', options: ReadOptions): Promise<StagedTree>;
  /** Renames a staged tree to its place, whose name follows from the bundle's digest. Does nothing if it is there. */
  commit(staged: StagedTree, bundleSha256: Sha256): Promise<void>;
  discard(staged: StagedTree): Promise<void>;
  /** The folder a bundle of this digest is installed in, whether or not it is there. Absolute. */
  installedPath(bundleSha256: Sha256): string;
  removeInstalled(bundleSha256: Sha256): Promise<void>;
  /** Removes staging folders of runs that ended, and installed trees not in `keep`. */
  sweep(keep: readonly Sha256[] | 'all'): Promise<void>;
}
