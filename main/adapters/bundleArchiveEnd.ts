/**
 * Finds an archive's end record, and with it where the directory lies.
 *
 * Readers that search for it disagree about what an archive holds. Here the record must end exactly where the archive
 * does (or, in bundles whose signer made the signature the archive's comment, where the file does), and the directory
 * exactly where the end records start.
 *
 * @see PKWARE APPNOTE 6.3.10 §4.3.14 to §4.3.16
 */
import { AppError } from '../../app/contract/errors.ts';

export const END_BYTES = 22;
export const MAX_COMMENT_BYTES = 0xffff;

const END_SIGNATURE = 0x06054b50;
const LOCATOR_BYTES = 20;
const LOCATOR_SIGNATURE = 0x07064b50;
const END64_BYTES = 56;
const END64_SIGNATURE = 0x06064b50;

/** Offsets are from the start of the file. */
export interface ArchiveEnd {
  readonly directoryOffset: number;
  readonly directoryBytes: number;
  readonly entryCount: number;
  readonly diskCount: number;
  readonly commentLengthOffset: number;
}

export function notAnArchive(reason: string, cause?: unknown): AppError {
  return new AppError('BUNDLE_NOT_AN_ARCHIVE', 'The file is not a ZIP archive that can be read.', {
    data: { reason },
    cause,
  });
}

/**
 * @param last The file's last bytes.
 * @param archiveBytes Where the archive ends and the signature starts.
 * @throws {AppError} `BUNDLE_NOT_AN_ARCHIVE`
 */
export function findArchiveEnd(last: Buffer, fileBytes: number, archiveBytes: number): ArchiveEnd {
  const lastStart = fileBytes - last.length;
  const highest = archiveBytes - lastStart - END_BYTES;
  for (let at = highest; at >= Math.max(0, highest - MAX_COMMENT_BYTES); at -= 1) {
    if (last.readUInt32LE(at) !== END_SIGNATURE) continue;
    const commentEnd = lastStart + at + END_BYTES + last.readUInt16LE(at + 20);
    if (commentEnd === archiveBytes || (commentEnd === fileBytes && lastStart + at + END_BYTES === archiveBytes)) {
      return readEnd(last, at, lastStart);
    }
  }
  throw notAnArchive('it has no end record');
}

interface EndFields {
  readonly disk: number;
  readonly directoryDisk: number;
  readonly diskEntries: number;
  readonly entryCount: number;
  readonly directoryBytes: number;
  readonly directoryOffset: number;
}

function readEnd(last: Buffer, at: number, lastStart: number): ArchiveEnd {
  const fields = {
    disk: last.readUInt16LE(at + 4),
    directoryDisk: last.readUInt16LE(at + 6),
    diskEntries: last.readUInt16LE(at + 8),
    entryCount: last.readUInt16LE(at + 10),
    directoryBytes: last.readUInt32LE(at + 12),
    directoryOffset: last.readUInt32LE(at + 16),
  };
  const locatorAt = at - LOCATOR_BYTES;
  const isZip64 = locatorAt >= 0 && last.readUInt32LE(locatorAt) === LOCATOR_SIGNATURE;
  return isZip64
    ? archiveEnd(readEnd64(last, locatorAt), lastStart + locatorAt - END64_BYTES, lastStart + at)
    : archiveEnd(fields, lastStart + at, lastStart + at);
}

/** The ZIP64 record stands right before its locator; one with an extension or anywhere else is not read. */
function readEnd64(last: Buffer, locatorAt: number): EndFields {
  const at = locatorAt - END64_BYTES;
  if (at < 0 || last.readUInt32LE(at) !== END64_SIGNATURE) throw notAnArchive('its ZIP64 end record is misplaced');
  return {
    disk: last.readUInt32LE(at + 16),
    directoryDisk: last.readUInt32LE(at + 20),
    diskEntries: Number(last.readBigUInt64LE(at + 24)),
    entryCount: Number(last.readBigUInt64LE(at + 32)),
    directoryBytes: Number(last.readBigUInt64LE(at + 40)),
    directoryOffset: Number(last.readBigUInt64LE(at + 48)),
  };
}

function archiveEnd(fields: EndFields, recordsOffset: number, endOffset: number): ArchiveEnd {
  const { directoryOffset, directoryBytes, entryCount } = fields;
  const diskCount = Math.max(fields.disk, fields.directoryDisk) + 1;
  if (diskCount > 1 || fields.diskEntries !== entryCount) {
    // Offsets of a split archive are on other disks, so there is no directory to look for.
    throw new AppError('BUNDLE_SEVERAL_DISKS', 'The archive is split over several disks.', {
      data: { disks: diskCount },
    });
  }
  if (directoryOffset + directoryBytes !== recordsOffset) throw notAnArchive('its directory is misplaced');
  return { directoryOffset, directoryBytes, entryCount, diskCount, commentLengthOffset: endOffset + 20 };
}
