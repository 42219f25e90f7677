/**
 * Reads a text file that a person chose, up to a limit that is kept while reading: a file may grow, and some have no size.
 */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { AppError } from '../../app/contract/errors.ts';
import type { TextFiles } from '../../app/ports/textFiles.ts';

const CHUNK_BYTES = 64 * 1024;

export function createTextFiles(): TextFiles {
  return {
    async read(path, maxBytes) {
      const bytes = await readBytes(path, maxBytes).catch((error: unknown) => {
        throw error instanceof AppError ? error : unreadable(codeOf(error));
      });
      try {
        return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
      } catch {
        throw unreadable('NOT_UTF8');
      }
    },
  };
}

async function readBytes(path: string, maxBytes: number): Promise<Uint8Array> {
  // Opening a pipe would otherwise wait for somebody to write into it. Windows has neither the flag nor such pipes.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    if (!(await file.stat()).isFile()) throw unreadable('NOT_A_FILE');
    const chunks: Uint8Array[] = [];
    let total = 0;
    for (;;) {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, null);
      if (bytesRead === 0) return Buffer.concat(chunks);
      total += bytesRead;
      if (total > maxBytes) {
        throw new AppError('IMPORT_TOO_LARGE', 'The file is larger than is read.', { data: { limitBytes: maxBytes } });
      }
      chunks.push(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}

function unreadable(reason: string): AppError {
  return new AppError('IMPORT_UNREADABLE', 'The file can’t be read as text.', { data: { reason } });
}

/** Of the system's errors, such as `ENOENT`. */
function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN';
}
