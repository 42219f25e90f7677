/**
 * Reads an archive's directory as it is stored, for the judge to see all of it.
 *
 * adm-zip reads the entries' records, out of a copy of the directory alone: it never sees a path or a content. Where the
 * directory lies is found here, strictly: it must end where the end record starts, and that one where the archive ends,
 * so that nothing can hide behind a comment, a second directory or a count that is too low.
 */
import AdmZip from 'adm-zip';
import { MAX_DIRECTORY_BYTES } from '../../app/bundles/archiveLimits.ts';
import { judgeEntryCount } from '../../app/bundles/judgeArchive.ts';
import {
  findSignatureTrailer,
  MAX_SIGNATURE_BYTES,
  type SignatureTrailer,
} from '../../app/bundles/signatureTrailer.ts';
import { AppError } from '../../app/contract/errors.ts';
import type { ArchiveDirectory, ArchiveEntry } from '../../app/ports/bundleReader.ts';
import type { BundleFile } from './bundleFile.ts';
import { END_BYTES, findArchiveEnd, MAX_COMMENT_BYTES, notAnArchive, type ArchiveEnd } from './bundleArchiveEnd.ts';

const RECORD_BYTES = 46;
const RECORD_SIGNATURE = 0x02014b50;
/** adm-zip takes about 10 kB for each entry it holds (measured, 0.6.1), so it gets the directory in pieces. */
const ENTRIES_PER_PIECE = 500;
/** The mode is in the upper half of the external attributes. */
const MODE_SHIFT = 16;

/** An entry, with its name as stored, which its local header must repeat byte for byte. */
export interface StoredEntry extends ArchiveEntry {
  readonly rawName: Uint8Array;
}

export interface BundleDirectory extends ArchiveDirectory {
  readonly entries: readonly StoredEntry[];
  /** The file from `directoryOffset` on: directory, end record, signature. Everything above was read from these bytes. */
  readonly tail: Buffer;
  /** Where in the file the end record's comment length stands. */
  readonly commentLengthOffset: number;
  readonly signature: SignatureTrailer | undefined;
}

/** @throws {AppError} `BUNDLE_NOT_AN_ARCHIVE`, `BUNDLE_TOO_MANY_ENTRIES`, `BUNDLE_TOO_LARGE`, `BUNDLE_SEVERAL_DISKS` */
export function readDirectory(file: BundleFile): BundleDirectory {
  const lastStart = Math.max(0, file.sizeBytes - MAX_SIGNATURE_BYTES - MAX_COMMENT_BYTES - END_BYTES);
  const last = file.read(lastStart, file.sizeBytes);
  const signature = findSignatureTrailer(last, file.sizeBytes);
  const end = findArchiveEnd(last, file.sizeBytes, signature?.archiveBytes ?? file.sizeBytes);
  judgeEntryCount(end.entryCount);
  const tail = tailFrom(end.directoryOffset, file, last);
  return {
    fileBytes: file.sizeBytes,
    archiveBytes: signature?.archiveBytes ?? file.sizeBytes,
    directoryOffset: end.directoryOffset,
    diskCount: end.diskCount,
    entries: readEntries(tail.subarray(0, end.directoryBytes), end),
    tail,
    commentLengthOffset: end.commentLengthOffset,
    signature,
  };
}

/** Of the file's end that was read already, what is needed; and what is missing before it. Each byte is read once. */
function tailFrom(directoryOffset: number, file: BundleFile, last: Buffer): Buffer {
  const lastStart = file.sizeBytes - last.length;
  if (directoryOffset >= lastStart) return last.subarray(directoryOffset - lastStart);
  if (file.sizeBytes - directoryOffset > MAX_DIRECTORY_BYTES) {
    throw new AppError('BUNDLE_TOO_LARGE', "The archive's directory is too large.", {
      data: { sizeBytes: file.sizeBytes - directoryOffset, limitBytes: MAX_DIRECTORY_BYTES },
    });
  }
  return Buffer.concat([file.read(directoryOffset, lastStart), last]);
}

function readEntries(directory: Buffer, end: ArchiveEnd): StoredEntry[] {
  const starts = recordStarts(directory);
  if (starts.length !== end.entryCount) throw notAnArchive('the directory has another number of entries than it says');
  const entries: StoredEntry[] = [];
  for (let first = 0; first < starts.length; first += ENTRIES_PER_PIECE) {
    const next = starts[first + ENTRIES_PER_PIECE] ?? directory.length;
    const count = Math.min(ENTRIES_PER_PIECE, starts.length - first);
    entries.push(...readPiece(directory.subarray(starts[first], next), count));
  }
  return entries;
}

/** Where each record starts. They follow one another without a gap, up to the very end of the directory. */
function recordStarts(directory: Buffer): number[] {
  const starts: number[] = [];
  for (let at = 0; at < directory.length;) {
    if (at + RECORD_BYTES > directory.length || directory.readUInt32LE(at) !== RECORD_SIGNATURE) {
      throw notAnArchive('the directory holds something that is no entry');
    }
    starts.push(at);
    const [name, extra, comment] = [28, 30, 32].map((field) => directory.readUInt16LE(at + field));
    at += RECORD_BYTES + (name ?? 0) + (extra ?? 0) + (comment ?? 0);
    if (at > directory.length) throw notAnArchive('an entry reaches out of the directory');
  }
  return starts;
}

function readPiece(records: Buffer, count: number): StoredEntry[] {
  const endRecord = Buffer.alloc(END_BYTES);
  endRecord.writeUInt32LE(0x06054b50, 0);
  endRecord.writeUInt16LE(count, 8);
  endRecord.writeUInt16LE(count, 10);
  endRecord.writeUInt32LE(records.length, 12);
  try {
    return readZip(Buffer.concat([records, endRecord]))
      .getEntries()
      .map(storedEntry);
  } catch (cause) {
    throw notAnArchive('an entry of the directory could not be read', cause);
  }
}

/**
 * adm-zip refuses a second entry of a name with words of its own, and adds folders that paths imply. Both are the judge's
 * business, so it gets to see numbers instead of names.
 */
function readZip(bytes: Buffer): AdmZip {
  let seen = 0;
  const options = {
    noSort: true,
    decoder: { efs: true, encode: (text: string) => Buffer.from(text), decode: () => String((seen += 1)) },
  };
  return new AdmZip(bytes, options);
}

function storedEntry({ header, rawEntryName }: AdmZip.IZipEntry): StoredEntry {
  // A copy, since adm-zip's is a view that would keep its whole piece of the directory.
  const rawName = Uint8Array.from(rawEntryName);
  const { name, nameInvalid } = decodeName(rawName);
  return {
    name,
    nameInvalid,
    rawName,
    isDirectory: name.endsWith('/'),
    method: header.method,
    flags: header.flags,
    compressedBytes: header.compressedSize,
    expandedBytes: header.size,
    crc32: header.crc,
    // Whatever system says it made the entry: the reference implementation looks at these bits on every one.
    unixMode: header.attr >>> MODE_SHIFT,
    offset: header.offset,
    diskNumber: header.diskNumStart,
  };
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * UTF-8, whether or not the entry says so: common packers write it without the flag, and a manifest, being JSON, couldn't
 * name a file in another encoding anyway.
 */
function decodeName(rawName: Uint8Array): { name: string; nameInvalid: boolean } {
  try {
    return { name: utf8.decode(rawName), nameInvalid: false };
  } catch {
    return { name: Buffer.from(rawName).toString('latin1'), nameInvalid: true };
  }
}
