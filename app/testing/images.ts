/**
 * Small images for tests, 3 × 2 pixels each, drawn by a browser, and what can be done to them.
 */
import { base64OfBytes, bytesOfBase64 } from '../contract/base64.ts';

export const PNG = bytesOfBase64(
  'iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAYAAACddGYaAAAAFUlEQVR4AWI6Y2z8H4QZgIAJiOEIAAAA//8bVOYDAAAABklEQVQDAF4KBGcnnafWAAAAAElFTkSuQmCC',
);
export const JPEG = bytesOfBase64(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI////////////////////////////////////////////////////2wBDAVVaWnhpeOuCguv/////////////////////////////////////////////////////////////////////////wAARCAACAAMDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAT/xAAXEAEAAwAAAAAAAAAAAAAAAAAAAQMz/8QAFQEBAQAAAAAAAAAAAAAAAAAAAAH/xAAWEQEBAQAAAAAAAAAAAAAAAAAAATH/2gAMAwEAAhEDEQA/AJbdJAFuv//Z',
);
export const WEBP_LOSSY = bytesOfBase64('UklGRi4AAABXRUJQVlA4ICIAAABwAQCdASoDAAIAB0CWJZACdAFAAAD+2iPv9OzIRitMxAAA');
export const WEBP_LOSSLESS = bytesOfBase64('UklGRiQAAABXRUJQVlA4TBgAAAAvAkAAEA8wM8M8M/Mf8FAIIAAKmoj+xwM=');

export function dataUrl(type: string, bytes: Uint8Array): string {
  return `data:${type};base64,${base64OfBytes(bytes)}`;
}

export function joinBytes(...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** ASCII. */
export function asciiBytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Bytes exchanged from `at` on. */
export function patched(bytes: Uint8Array, at: number, ...change: readonly number[]): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy.set(change, at);
  return copy;
}

/** A PNG with one more chunk, right before its data. Its checksum is wrong, which nobody looks at in a chunk like this. */
export function pngWithChunk(kind: string, content: Uint8Array): Uint8Array {
  const length = [content.length >>> 24, content.length >>> 16, content.length >>> 8, content.length].map(
    (byte) => byte & 0xff,
  );
  return joinBytes(PNG.slice(0, 33), length, asciiBytes(kind), content, [0, 0, 0, 0], PNG.slice(33));
}

/** A WebP of these chunks. */
export function webpOf(...chunks: readonly Uint8Array[]): Uint8Array {
  const size = 4 + chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  return joinBytes(asciiBytes('RIFF'), [size & 0xff, (size >> 8) & 0xff, 0, 0], asciiBytes('WEBP'), ...chunks);
}

/** At most 255 bytes of content, an even number of them. */
export function webpChunk(kind: string, content: readonly number[]): Uint8Array {
  return joinBytes(asciiBytes(kind), [content.length, 0, 0, 0], content);
}
