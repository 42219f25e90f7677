/**
 * What SQLite's result codes mean for a person.
 */
import { AppError } from '../../app/contract/errors.ts';
import type { ErrorCode } from '../../app/contract/errors.ts';

/** Primary result codes, https://sqlite.org/rescode.html */
const SQLITE_PERM = 3;
const SQLITE_READONLY = 8;
const SQLITE_IOERR = 10;
const SQLITE_CORRUPT = 11;
const SQLITE_FULL = 13;
const SQLITE_CANTOPEN = 14;
const SQLITE_NOTADB = 26;

const CODE_OF_RESULT: Readonly<Record<number, ErrorCode>> = {
  [SQLITE_PERM]: 'STORE_READ_ONLY',
  [SQLITE_READONLY]: 'STORE_READ_ONLY',
  [SQLITE_CANTOPEN]: 'STORE_READ_ONLY',
  [SQLITE_IOERR]: 'STORE_UNREADABLE',
  [SQLITE_CORRUPT]: 'STORE_UNREADABLE',
  [SQLITE_NOTADB]: 'STORE_UNREADABLE',
  [SQLITE_FULL]: 'STORE_DISK_FULL',
};

/** A check of the whole database found a fault that opening it didn't meet. Never leaves the adapter. */
export class DamagedLedger extends Error {}

/** The database's content makes no sense, so that starting a new one is right. Disk trouble isn't that. */
export function isDamaged(error: unknown): boolean {
  if (error instanceof DamagedLedger) return true;
  const result = resultOf(error);
  return result === SQLITE_CORRUPT || result === SQLITE_NOTADB;
}

/** What isn't SQLite's, or is a mistake of ours such as a broken constraint, comes back as it is. */
export function toLedgerError(error: unknown, path: string): unknown {
  const result = resultOf(error);
  const code = result === undefined ? undefined : CODE_OF_RESULT[result];
  if (result === undefined || code === undefined) return error;
  return new AppError(code, 'The ledger could not be used.', { data: { path, sqliteResult: result }, cause: error });
}

function resultOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return undefined;
  // The low byte is the primary code of an extended one.
  return error.errcode & 0xff;
}
