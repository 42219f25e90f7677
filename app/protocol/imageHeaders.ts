/**
 * What an image is, by its own bytes: PNG, JPEG or WebP of one frame, or nothing.
 *
 * Reads headers and how the parts follow each other, decodes nothing. SECURITY(S12): whatever is behind the end of an image,
 * as in a file that is two kinds at once, makes it none.
 */

export interface ImageFacts {
  readonly type: 'image/png' | 'image/jpeg' | 'image/webp';
  readonly widthPx: number;
  readonly heightPx: number;
}

type Size = Omit<ImageFacts, 'type'>;

/** `undefined` for every other kind, for animations, and for what ends too early or too late. */
export function readImage(bytes: Uint8Array): ImageFacts | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (startsWith(bytes, PNG_MAGIC)) return named('image/png', pngSize(view));
    if (startsWith(bytes, JPEG_MAGIC)) return named('image/jpeg', jpegSize(view));
    if (textAt(view, 0) === 'RIFF' && textAt(view, 8) === 'WEBP') return named('image/webp', webpSize(view));
    return undefined;
  } catch (error) {
    // A part that claims to be longer than the image is.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const PNG_MAGIC = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const JPEG_MAGIC = [0xff, 0xd8, 0xff];

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}

function named(type: ImageFacts['type'], size: Size | undefined): ImageFacts | undefined {
  return size === undefined ? undefined : { type, ...size };
}

/** Chunks up to IEND (PNG, third edition, §5.3 and §11.2.1); those that start with acTL, fcTL or fdAT make an animation. */
function pngSize(view: DataView): Size | undefined {
  if (view.getUint32(8) !== 13 || textAt(view, 12) !== 'IHDR') return undefined;
  const size = { widthPx: view.getUint32(16), heightPx: view.getUint32(20) };
  for (let at = 33; ;) {
    const length = view.getUint32(at);
    const kind = textAt(view, at + 4);
    at += 12 + length;
    if (kind === 'IEND') return at === view.byteLength ? size : undefined;
    if (['IHDR', 'acTL', 'fcTL', 'fdAT'].includes(kind)) return undefined;
  }
}

/** Segments up to the first scan (ITU-T T.81 §B.1.1). Only what browsers draw: baseline, extended and progressive, by Huffman. */
function jpegSize(view: DataView): Size | undefined {
  if (view.getUint16(view.byteLength - 2) !== 0xffd9) return undefined;
  let size: Size | undefined;
  for (let at = 2; ;) {
    const marker = view.getUint16(at);
    const length = view.getUint16(at + 2);
    if (marker < 0xffc0 || hasNoLength(marker) || length < 2) return undefined;
    if (marker === 0xffda) return size;
    if (isFrameHeader(marker)) {
      if (size !== undefined || marker > 0xffc2) return undefined;
      size = { heightPx: view.getUint16(at + 5), widthPx: view.getUint16(at + 7) };
    }
    at += 2 + length;
  }
}

/** Fill bytes and markers that stand alone: a reader that takes what follows for a length would see another image than a decoder. */
function hasNoLength(marker: number): boolean {
  return marker === 0xffff || (marker >= 0xffd0 && marker <= 0xffd9);
}

function isFrameHeader(marker: number): boolean {
  return marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker);
}

/** Chunks up to the end that the first eight bytes claim (RFC 9649 §2.4 to §2.7): the largest size that any of them names. */
function webpSize(view: DataView): Size | undefined {
  if (view.getUint32(4, true) + 8 !== view.byteLength) return undefined;
  const sizes: Size[] = [];
  for (let at = 12; at < view.byteLength;) {
    const kind = textAt(view, at);
    const length = view.getUint32(at + 4, true);
    if (kind === 'ANIM' || kind === 'ANMF') return undefined;
    const size = webpChunkSize(view, kind, at + 8);
    if (size === 'none') return undefined;
    if (size !== undefined) sizes.push(size);
    at += 8 + length + (length % 2);
    if (at > view.byteLength) return undefined;
  }
  if (sizes.length === 0) return undefined;
  return {
    widthPx: Math.max(...sizes.map(({ widthPx }) => widthPx)),
    heightPx: Math.max(...sizes.map(({ heightPx }) => heightPx)),
  };
}

/** `undefined` of chunks that say nothing about it, `none` of those that make the image none of ours. */
function webpChunkSize(view: DataView, kind: string, at: number): Size | 'none' | undefined {
  switch (kind) {
    case 'VP8X':
      if ((view.getUint8(at) & 0x02) !== 0) return 'none';
      return { widthPx: uint24(view, at + 4) + 1, heightPx: uint24(view, at + 7) + 1 };
    case 'VP8 ':
      // RFC 6386 §9.1: the start code of a key frame, then the size in 14 bits each.
      if (uint24(view, at + 3) !== 0x2a019d) return 'none';
      return { widthPx: view.getUint16(at + 6, true) & 0x3fff, heightPx: view.getUint16(at + 8, true) & 0x3fff };
    case 'VP8L': {
      if (view.getUint8(at) !== 0x2f) return 'none';
      const bits = view.getUint32(at + 1, true);
      return { widthPx: (bits & 0x3fff) + 1, heightPx: ((bits >>> 14) & 0x3fff) + 1 };
    }
    default:
      return undefined;
  }
}

function textAt(view: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((offset) => view.getUint8(at + offset)));
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
}
