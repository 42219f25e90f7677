/**
 * Bytes from base64 and back (RFC 4648 §4), as pages send chunks of files and icons travel.
 */
import { AppError } from './errors.ts';

/** @throws {AppError} `COMMAND_INVALID` */
export function bytesOfBase64(base64: string): Uint8Array {
  let binary: string;
  try {
    binary = atob(base64);
  } catch (cause) {
    throw new AppError('COMMAND_INVALID', 'The chunk is not base64.', { cause });
  }
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index += 1) bytes[index] = binary.charCodeAt(index);
  return bytes;
}

export function base64OfBytes(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
