/**
 * Decides what of a server's binary content the page shows itself.
 *
 * SECURITY(S12): only the types named here become `data:` URLs. SVG and HTML are documents that can hold script and
 * links; they, and anything unknown, are offered as a file instead.
 */

const IMAGE_TYPES = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);
const AUDIO_TYPES = new Set(
  ['wav', 'x-wav', 'mpeg', 'mp3', 'mp4', 'aac', 'ogg', 'webm', 'flac'].map((name) => `audio/${name}`),
);
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** A `data:` URL, or `undefined` for a type that is not shown or data that is not base64. */
export function imageSource(mimeType: string, base64: string): string | undefined {
  return dataUrl(IMAGE_TYPES, mimeType, base64);
}

/** As `imageSource`, for what an audio element plays. */
export function audioSource(mimeType: string, base64: string): string | undefined {
  return dataUrl(AUDIO_TYPES, mimeType, base64);
}

function dataUrl(types: ReadonlySet<string>, mimeType: string, base64: string): string | undefined {
  const type = mimeType.toLowerCase();
  return types.has(type) && BASE64.test(base64) ? `data:${type};base64,${base64}` : undefined;
}

/** The bytes, or `undefined` where the text is not base64. */
export function bytesFromBase64(base64: string): Uint8Array<ArrayBuffer> | undefined {
  if (!BASE64.test(base64)) return undefined;
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

/** Bytes behind a base64 text, without decoding it. */
export function base64Bytes(base64: string): number {
  const padding = base64.endsWith('==') ? 2 : Number(base64.endsWith('='));
  return Math.max(0, Math.floor((base64.length * 3) / 4) - padding);
}
