/**
 * A bundle file, opened once and read front to back, hashing every byte on the way.
 *
 * SECURITY(S7): what is inflated and what is hashed are the same bytes in memory, so a file that someone changes between
 * two looks is found out, however its stat data are forged. Synchronous: it runs in the bundle worker only.
 */
import { createHash, type Hash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { judgeFileSize } from '../../app/bundles/judgeArchive.ts';
import { AppError } from '../../app/contract/errors.ts';

/** Bytes read at a time. Choice: few calls, and progress that moves. */
const CHUNK_BYTES = 256 * 1024;

export class BundleFile {
  readonly sizeBytes: number;
  /** Device, inode, size, mtime and ctime: a hint that nothing changed, never a proof. */
  readonly stat: string;
  private readonly fd: number;

  /** @throws {AppError} `BUNDLE_NOT_FOUND`, `BUNDLE_UNREADABLE`, `BUNDLE_TOO_LARGE` */
  constructor(path: string) {
    try {
      if (!statSync(path).isFile()) throw new AppError('BUNDLE_UNREADABLE', 'The bundle is not a file.');
      // Not blocking, or a pipe that took the file's place would hold the worker for ever.
      this.fd = openSync(path, constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NONBLOCK));
    } catch (cause) {
      throw readError(cause);
    }
    const stat = fstatSync(this.fd, { bigint: true });
    this.sizeBytes = Number(stat.size);
    this.stat = [stat.dev, stat.ino, stat.size, stat.mtimeNs, stat.ctimeNs].join(' ');
    try {
      judgeFileSize(this.sizeBytes);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Bytes `[start, end)`. @throws {AppError} `BUNDLE_CHANGED_WHILE_READING` when the file ends earlier */
  read(start: number, end: number): Buffer<ArrayBuffer> {
    const bytes = Buffer.allocUnsafeSlow(end - start);
    for (let done = 0; done < bytes.length;) {
      const count = this.readInto(bytes, done, start + done);
      if (count === 0) throw changed();
      done += count;
    }
    return bytes;
  }

  close(): void {
    closeSync(this.fd);
  }

  private readInto(bytes: Buffer, at: number, position: number): number {
    try {
      return readSync(this.fd, bytes, at, bytes.length - at, position);
    } catch (cause) {
      throw readError(cause);
    }
  }
}

/** Reads the part of a bundle file before its archive's directory, in order and each byte once. */
export class BundleStream {
  /** SHA-256 of what was read so far. */
  readonly hash: Hash = createHash('sha256');
  /** Where the directory starts; what is behind it is hashed from memory. */
  readonly endBytes: number;
  private readonly file: BundleFile;
  private readonly onRead: (doneBytes: number) => void;
  private buffered: Buffer<ArrayBuffer> = Buffer.alloc(0);
  private bufferedEnd = 0;

  constructor(file: BundleFile, endBytes: number, onRead: (doneBytes: number) => void) {
    this.file = file;
    this.endBytes = endBytes;
    this.onRead = onRead;
  }

  /** Offset of the next byte. */
  get position(): number {
    return this.bufferedEnd - this.buffered.length;
  }

  /** The next `count` bytes, or `undefined` when fewer are left. The caller may keep them. */
  take(count: number): Buffer<ArrayBuffer> | undefined {
    if (this.position + count > this.endBytes) return undefined;
    const pieces: Buffer<ArrayBuffer>[] = [];
    for (let missing = count; missing > 0;) {
      const piece = this.takeSome(missing);
      pieces.push(piece);
      missing -= piece.length;
    }
    return pieces.length === 1 ? pieces[0] : Buffer.concat(pieces);
  }

  /** The next `count` bytes in pieces; the caller has made sure that so many are left. */
  *takeInPieces(count: number): Generator<Buffer<ArrayBuffer>> {
    for (let missing = count; missing > 0;) {
      const piece = this.takeSome(missing);
      missing -= piece.length;
      yield piece;
    }
  }

  skipTo(offset: number): void {
    while (this.position < offset) this.takeSome(offset - this.position);
  }

  private takeSome(atMost: number): Buffer<ArrayBuffer> {
    if (this.buffered.length === 0) this.fill();
    const piece = this.buffered.subarray(0, atMost);
    this.buffered = this.buffered.subarray(piece.length);
    return piece;
  }

  private fill(): void {
    const start = this.bufferedEnd;
    this.bufferedEnd = Math.min(start + CHUNK_BYTES, this.endBytes);
    // A new buffer each time, since pieces of the last one may still be in use.
    this.buffered = this.file.read(start, this.bufferedEnd);
    this.hash.update(this.buffered);
    this.onRead(this.bufferedEnd);
  }
}

/** @returns `BUNDLE_CHANGED_WHILE_READING` */
export function changed(): AppError {
  return new AppError('BUNDLE_CHANGED_WHILE_READING', 'The bundle file changed while it was read.');
}

function readError(cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
  const isMissing = code === 'ENOENT' || code === 'ENOTDIR';
  return new AppError(isMissing ? 'BUNDLE_NOT_FOUND' : 'BUNDLE_UNREADABLE', 'The bundle file could not be read.', {
    data: { reason: code },
    cause,
  });
}
