/**
 * What the stores share about files: writing one whole, moving a broken one aside, and naming what went wrong.
 *
 * A broken store is moved, never overwritten or deleted: what is in it belongs to a person.
 */
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { basename, dirname } from 'node:path';
import { AppError } from '../../app/contract/errors.ts';
import type { ErrorCode } from '../../app/contract/errors.ts';

const CODE_OF_ERRNO: Readonly<Record<string, ErrorCode>> = {
  ENOSPC: 'STORE_DISK_FULL',
  EDQUOT: 'STORE_DISK_FULL',
  EROFS: 'STORE_READ_ONLY',
  EACCES: 'STORE_READ_ONLY',
  EPERM: 'STORE_READ_ONLY',
};

/** The `errno` name of a system error, such as `ENOENT`. */
export function errnoOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** Names a failure to write. What is not about the disk comes back as it is: a bug. */
export function toStoreError(error: unknown, path: string): unknown {
  const errno = errnoOf(error);
  const code = errno === undefined ? undefined : CODE_OF_ERRNO[errno];
  if (errno === undefined || code === undefined) return error;
  return new AppError(code, 'A file of Gatehouse could not be written.', { data: { path, errno }, cause: error });
}

/**
 * Replaces a file so that a crash or a power cut leaves the old content or the new, mode 0600.
 *
 * @throws {AppError} `STORE_DISK_FULL`, `STORE_READ_ONLY`
 */
export function writeFileAtomically(path: string, content: string): void {
  const temporary = `${path}.tmp`;
  try {
    rmSync(temporary, { force: true });
    // SECURITY(S9): 0600 from its first byte, `x` so that a link put there by somebody else is not followed.
    const file = openSync(temporary, 'wx', 0o600);
    try {
      const bytes = Buffer.from(content);
      for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
    syncFolder(dirname(path));
  } catch (error) {
    rmSync(temporary, { force: true });
    throw toStoreError(error, path);
  }
}

/** Without this the rename itself can be lost in a power cut. Windows can't open folders, and doesn't need it. */
function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/**
 * Finds out whether a file of so many bytes fits beside `path`, for a library that doesn't look how much it wrote.
 *
 * @throws {AppError} `STORE_DISK_FULL`, `STORE_READ_ONLY`
 */
export function checkRoom(path: string, sizeBytes: number): void {
  const probe = `${path}.room`;
  try {
    writeFileAtomically(probe, ' '.repeat(sizeBytes));
  } finally {
    rmSync(probe, { force: true });
  }
}

/**
 * Moves a store that can't be read out of the way, together with the files that belong to it.
 *
 * @param companions Endings of files that go with it, such as `-wal`.
 * @returns The new path.
 * @throws {AppError} `STORE_READ_ONLY`
 */
export function setAside(path: string, companions: readonly string[] = []): string {
  const stamp = new Date().toISOString().replaceAll(/[:.]/g, '-');
  let target = `${path}.broken-${stamp}`;
  for (let n = 2; existsSync(target); n++) target = `${path}.broken-${stamp}-${n}`;
  try {
    renameSync(path, target);
    chmodSync(target, 0o600);
    for (const ending of companions) {
      if (existsSync(path + ending)) renameSync(path + ending, target + ending);
    }
  } catch (error) {
    throw toStoreError(error, path);
  }
  return target;
}

/** Whether `setAside` moved this file at some time, and what it moved is still there. */
export function liesSetAside(path: string): boolean {
  return readdirSync(dirname(path)).some((name) => name.startsWith(`${basename(path)}.broken-`));
}
