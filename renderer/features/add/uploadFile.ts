/**
 * Sends a file to the host in chunks, since a page can't name a path.
 */
import { UPLOAD_CHUNK_BYTES } from '../../../app/contract/commands.ts';
import type { UploadId } from '../../../app/contract/ids.ts';
import type { Bridge } from '../../bridge/createBridge.ts';

export interface UploadOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (doneBytes: number) => void;
}

/**
 * One chunk at a time: the host writes it before the next one is read, so memory stays at a chunk or two.
 *
 * @returns `undefined` when it was cancelled; what had arrived is then removed.
 * @throws {AppError} `UPLOAD_…`, `STORE_DISK_FULL`, `BRIDGE_CLOSED`
 */
export async function uploadFile(
  bridge: Pick<Bridge, 'run'>,
  file: File,
  { signal, onProgress }: UploadOptions,
): Promise<UploadId | undefined> {
  const { uploadId } = await bridge.run('upload.begin', { fileName: file.name, sizeBytes: file.size });
  for (let offsetBytes = 0; offsetBytes < file.size; offsetBytes += UPLOAD_CHUNK_BYTES) {
    const base64 = await toBase64(file.slice(offsetBytes, offsetBytes + UPLOAD_CHUNK_BYTES));
    if (signal.aborted) {
      await bridge.run('upload.cancel', { uploadId });
      return undefined;
    }
    await bridge.run('upload.chunk', { uploadId, offsetBytes, base64 });
    onProgress(Math.min(file.size, offsetBytes + UPLOAD_CHUNK_BYTES));
  }
  return uploadId;
}

/** The browser's own encoder, which answers with a data URL. */
function toBase64(slice: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => {
      const { result } = reader;
      resolve(typeof result === 'string' ? result.slice(result.indexOf(',') + 1) : '');
    });
    reader.addEventListener('error', () => {
      reject(reader.error ?? new Error('The file could not be read.'));
    });
    reader.readAsDataURL(slice);
  });
}
