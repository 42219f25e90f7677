/**
 * What the main thread and the bundle worker say to each other: one job at a time, one answer for each.
 */
import type { ErrorView } from '../../app/contract/errors.ts';
import type { Sha256 } from '../../app/contract/ids.ts';
import type { OpenedBundle } from '../../app/ports/bundleReader.ts';

/** A bundle that was opened before, and must still be the same. */
export interface KnownBundle {
  readonly path: string;
  readonly sha256: Sha256;
  /** When the file's stat data are these, its content is taken to be the same; else it is hashed again. */
  readonly stat: string | undefined;
}

export interface OpenJob {
  readonly kind: 'open';
  readonly path: string;
}
export interface ReadFileJob {
  readonly kind: 'readFile';
  readonly bundle: KnownBundle;
  readonly name: string;
  readonly maxBytes: number;
}
export interface UnpackJob {
  readonly kind: 'unpack';
  readonly bundle: KnownBundle;
  /** A folder that does not exist yet. Absent: everything is checked and nothing written. */
  readonly stagingPath?: string;
}
export type BundleJob = OpenJob | ReadFileJob | UnpackJob;

export interface JobResults {
  open: { readonly opened: OpenedBundle; readonly stat: string };
  readFile: Uint8Array | undefined;
  unpack: Sha256;
}

export type WorkerMessage =
  | { readonly kind: 'progress'; readonly doneBytes: number; readonly totalBytes: number }
  | { readonly kind: 'done'; readonly result: JobResults[BundleJob['kind']] }
  /** `bug` is set for what is no `AppError`, for the log. */
  | { readonly kind: 'failed'; readonly error: ErrorView; readonly bug?: string };
