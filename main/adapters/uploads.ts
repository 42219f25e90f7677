/**
 * Files that arrive in chunks from the page, each in a private folder of its own below one folder.
 *
 * Chunks of one upload are written in the order they were handed over, one at a time. An upload that is complete stays
 * until it is discarded; what an earlier run left behind goes at the start.
 */
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../app/contract/errors.ts';
import type { Uploads } from '../../app/ports/uploads.ts';
import { toStoreError } from './storeFiles.ts';

/** The largest bundle that is read at all. */
const MAX_UPLOAD_BYTES = 512 * 1024 * 1024;
/** Incomplete uploads at a time. One more ends the one that has been quiet for longest: its page is gone. */
const MAX_OPEN_UPLOADS = 4;

interface Upload {
  readonly folder: string;
  readonly path: string;
  readonly sizeBytes: number;
  file: FileHandle | undefined;
  receivedBytes: number;
  /** The write before this one. Never rejects. */
  last: Promise<void>;
}

export interface UploadsOptions {
  /** Absolute. Everything in it is removed; made where it isn't there. */
  readonly dir: string;
  readonly maxBytes?: number;
}

/** @throws {AppError} `STORE_READ_ONLY` */
export async function createUploads({ dir, maxBytes = MAX_UPLOAD_BYTES }: UploadsOptions): Promise<Uploads> {
  await sweep(dir);
  /** In the order of their last chunk, the quietest first. */
  const uploads = new Map<string, Upload>();

  const get = (uploadId: string): Upload => {
    const upload = uploads.get(uploadId);
    if (upload === undefined) throw notFound();
    return upload;
  };

  const discard = async (uploadId: string): Promise<void> => {
    const upload = uploads.get(uploadId);
    if (upload === undefined) return;
    uploads.delete(uploadId);
    await upload.last;
    await finish(upload);
    await rm(upload.folder, { recursive: true, force: true });
  };

  return {
    async begin(uploadId, fileName, sizeBytes) {
      if (sizeBytes > maxBytes) throw tooLarge(sizeBytes, maxBytes);
      // SECURITY(S7): an id becomes the name of a folder, so it must not be a path.
      if (!/^[\w-]{1,100}$/.test(uploadId)) throw notFound();
      const folder = join(dir, uploadId);
      const path = join(folder, safeFileName(fileName));
      try {
        await mkdir(folder, { mode: 0o700 });
        const file = await open(path, 'wx', 0o600);
        uploads.set(uploadId, { folder, path, sizeBytes, file, receivedBytes: 0, last: Promise.resolve() });
      } catch (error) {
        throw toStoreError(error, path);
      }
      if (sizeBytes === 0) await finish(get(uploadId));
      const incomplete = [...uploads].filter(([, upload]) => upload.file !== undefined);
      const [quietest] = incomplete;
      if (incomplete.length > MAX_OPEN_UPLOADS && quietest !== undefined) await discard(quietest[0]);
    },

    async append(uploadId, offsetBytes, bytes) {
      const upload = get(uploadId);
      if (offsetBytes !== upload.receivedBytes) {
        throw new AppError('UPLOAD_OUT_OF_ORDER', 'A chunk is missing or came twice.', {
          data: { offsetBytes, expectedBytes: upload.receivedBytes },
        });
      }
      if (offsetBytes + bytes.length > upload.sizeBytes) throw tooLarge(offsetBytes + bytes.length, upload.sizeBytes);
      // Counted before it is written, so that the next chunk may come while this one is on its way.
      upload.receivedBytes += bytes.length;
      uploads.delete(uploadId);
      uploads.set(uploadId, upload);

      const write = upload.last.then(() => writeChunk(upload, offsetBytes, bytes));
      upload.last = write.catch(() => undefined);
      try {
        await write;
      } catch (error) {
        // Half a chunk may be in the file: what is left of the upload is worth nothing.
        await discard(uploadId);
        throw toStoreError(error, upload.path);
      }
    },

    async path(uploadId) {
      const upload = get(uploadId);
      await upload.last;
      if (upload.file !== undefined) throw notFound();
      return upload.path;
    },

    discard,
  };
}

async function writeChunk(upload: Upload, offsetBytes: number, bytes: Uint8Array): Promise<void> {
  if (upload.file === undefined) throw notFound();
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await upload.file.write(bytes, done, bytes.length - done, offsetBytes + done);
    done += bytesWritten;
  }
  if (offsetBytes + bytes.length === upload.sizeBytes) await finish(upload);
}

async function finish(upload: Upload): Promise<void> {
  const file = upload.file;
  upload.file = undefined;
  await file?.close();
}

async function sweep(dir: string): Promise<void> {
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    for (const name of await readdir(dir)) await rm(join(dir, name), { recursive: true, force: true });
  } catch (error) {
    throw toStoreError(error, dir);
  }
}

/**
 * The name a person knows the file by, as far as every file system can hold it. SECURITY(S7): the page's word for a
 * file name could be a path, a device of Windows, or end in dots.
 */
function safeFileName(fileName: string): string {
  const base = fileName.split(/[/\\]/).at(-1) ?? '';
  const [stem = '', extension = ''] = /^(.*?)(\.\w{1,10})?$/su.exec(base)?.slice(1) ?? [];
  const safe = stem
    .replaceAll(/[^\p{L}\p{N} ._-]/gu, '_')
    .replace(/^[. ]+|[. ]+$/gu, '')
    .slice(0, 60);
  const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(safe);
  return `${safe === '' || reserved ? 'upload' : safe}${extension}`;
}

function notFound(): AppError {
  return new AppError('UPLOAD_NOT_FOUND', 'There is no such upload, or bytes of it are missing.');
}

function tooLarge(sizeBytes: number, limitBytes: number): AppError {
  return new AppError('UPLOAD_TOO_LARGE', 'The upload is larger than it may be.', { data: { sizeBytes, limitBytes } });
}
