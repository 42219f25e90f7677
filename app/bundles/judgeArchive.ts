/**
 * Judges a bundle's archive from its directory, before a byte of it is written or inflated.
 *
 * What a directory says is a claim: sizes, checksums and local headers are compared with it while inflating. Rules here
 * refuse the whole archive; nothing is skipped or repaired, since a bundle with one such entry was made to deceive.
 */
import { AppError, type ErrorCode } from '../contract/errors.ts';
import type { ArchiveDirectory, ArchiveEntry } from '../ports/bundleReader.ts';
import {
  MAX_ENTRIES,
  MAX_EXPANDED_BYTES,
  MAX_FILE_BYTES,
  MAX_MANIFEST_BYTES,
  MAX_RATIO,
  RATIO_FREE_BYTES,
} from './archiveLimits.ts';
import { judgeEntryTree } from './entryTree.ts';
import { judgeEntryName } from './entryNames.ts';

const LOCAL_HEADER_BYTES = 30;
const METHOD_STORED = 0;
const METHOD_DEFLATED = 8;
/** Encrypted, strong encryption, encrypted directory: bits 0, 6 and 13 (APPNOTE 6.3.10 §4.4.4). */
const ENCRYPTION_FLAGS = 0x1 | 0x40 | 0x2000;

const FILE_TYPE_MASK = 0o170000;
const TYPE_LINK = 0o120000;
const TYPE_FOLDER = 0o040000;
const TYPE_FILE = 0o100000;

/** A file of this size is refused before it is read. @throws {AppError} `BUNDLE_TOO_LARGE` */
export function judgeFileSize(fileBytes: number): void {
  if (fileBytes <= MAX_FILE_BYTES) return;
  throw new AppError('BUNDLE_TOO_LARGE', 'The bundle file is too large.', {
    data: { sizeBytes: fileBytes, limitBytes: MAX_FILE_BYTES },
  });
}

/** Refused before the entries themselves are looked at. @throws {AppError} `BUNDLE_TOO_MANY_ENTRIES` */
export function judgeEntryCount(entryCount: number): void {
  if (entryCount <= MAX_ENTRIES) return;
  throw new AppError('BUNDLE_TOO_MANY_ENTRIES', 'The bundle has too many entries.', {
    data: { entries: entryCount, limit: MAX_ENTRIES },
  });
}

// SECURITY(S7): a link or a device in a bundle would reach, or be, something outside of it.
const ENTRY_RULES: readonly (readonly [ErrorCode, (entry: ArchiveEntry) => boolean])[] = [
  ['BUNDLE_ENTRY_IS_LINK', (entry) => fileType(entry) === TYPE_LINK],
  ['BUNDLE_ENTRY_IS_DEVICE', (entry) => ![0, TYPE_FILE, TYPE_FOLDER].includes(fileType(entry))],
  ['BUNDLE_ENTRY_FILE_AND_FOLDER', (entry) => fileType(entry) === TYPE_FOLDER && !entry.isDirectory],
  ['BUNDLE_ENTRY_FILE_AND_FOLDER', (entry) => entry.isDirectory && entry.expandedBytes > 0],
  ['BUNDLE_ENTRY_ENCRYPTED', (entry) => (entry.flags & ENCRYPTION_FLAGS) !== 0],
  ['BUNDLE_ENTRY_METHOD_UNKNOWN', (entry) => entry.method !== METHOD_STORED && entry.method !== METHOD_DEFLATED],
  [
    'BUNDLE_RATIO_TOO_HIGH',
    (entry) => entry.expandedBytes > RATIO_FREE_BYTES && entry.expandedBytes > MAX_RATIO * entry.compressedBytes,
  ],
  ['BUNDLE_MANIFEST_TOO_LARGE', (entry) => entry.name === 'manifest.json' && entry.expandedBytes > MAX_MANIFEST_BYTES],
];

function fileType(entry: ArchiveEntry): number {
  return entry.unixMode & FILE_TYPE_MASK;
}

/** @throws {AppError} with `data.entry` when a rule about one entry alone is broken. */
function judgeEntry(entry: ArchiveEntry): void {
  const broken =
    (entry.nameInvalid ? 'BUNDLE_ENTRY_NAME_INVALID' : judgeEntryName(entry.name)) ??
    ENTRY_RULES.find(([, isBroken]) => isBroken(entry))?.[0];
  if (broken !== undefined) throw refusal(broken, entry.name);
}

function refusal(code: ErrorCode, entry: string): AppError {
  return new AppError(code, 'An entry of the bundle breaks a rule.', { data: { entry } });
}

function judgeDisks(directory: ArchiveDirectory): void {
  const elsewhere = directory.entries.find((entry) => entry.diskNumber !== 0);
  if (directory.diskCount === 1 && elsewhere === undefined) return;
  throw new AppError('BUNDLE_SEVERAL_DISKS', 'The archive is split over several disks.', {
    data: elsewhere === undefined ? {} : { entry: elsewhere.name },
  });
}

/**
 * SECURITY(S7): entries that share bytes make a small archive expand without end, and let two readers see two contents.
 * Only the least an entry can take is known here; what its local header adds is judged while inflating.
 */
function judgeOverlaps(directory: ArchiveDirectory): void {
  let previousEnd = 0;
  for (const entry of directory.entries.toSorted((a, b) => a.offset - b.offset)) {
    const end = entry.offset + LOCAL_HEADER_BYTES + entry.compressedBytes;
    if (entry.offset < previousEnd || end > directory.directoryOffset) {
      throw refusal('BUNDLE_ENTRIES_OVERLAP', entry.name);
    }
    previousEnd = end;
  }
}

function judgeExpandedBytes(entries: readonly ArchiveEntry[]): void {
  const expandedBytes = entries.reduce((sum, entry) => sum + entry.expandedBytes, 0);
  if (expandedBytes <= MAX_EXPANDED_BYTES) return;
  throw new AppError('BUNDLE_EXPANDS_TOO_LARGE', 'The bundle expands to too many bytes.', {
    data: { expandedBytes, limitBytes: MAX_EXPANDED_BYTES },
  });
}

function judgeManifest(entries: readonly ArchiveEntry[]): void {
  if (entries.some((entry) => entry.name === 'manifest.json')) return;
  throw new AppError('BUNDLE_MANIFEST_MISSING', 'The archive has no manifest.json at its root.');
}

/**
 * Passes an archive whose directory keeps every rule.
 *
 * @throws {AppError} the `BUNDLE_…` code of the first rule that is broken, with `data.entry` where it is one entry's.
 */
export function judgeArchive(directory: ArchiveDirectory): void {
  judgeFileSize(directory.fileBytes);
  judgeDisks(directory);
  judgeEntryCount(directory.entries.length);
  directory.entries.forEach(judgeEntry);
  judgeEntryTree(directory.entries);
  judgeOverlaps(directory);
  judgeExpandedBytes(directory.entries);
  judgeManifest(directory.entries);
}
