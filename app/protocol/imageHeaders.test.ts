import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  asciiBytes,
  joinBytes,
  JPEG,
  patched,
  PNG,
  pngWithChunk,
  WEBP_LOSSLESS,
  WEBP_LOSSY,
  webpChunk,
  webpOf,
} from '../testing/images.ts';
import { readImage } from './imageHeaders.ts';

const size = { widthPx: 3, heightPx: 2 };
const vp8 = WEBP_LOSSY.slice(12);
/** Of a WebP with extras: 3 × 2 unless told otherwise. */
const extended = (flags: number, width = 3, height = 2) =>
  webpChunk('VP8X', [flags, 0, 0, 0, ...littleEndian(width - 1), ...littleEndian(height - 1)]);
const littleEndian = (value: number) => [value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff];

/** Where the frame header of the JPEG begins. */
const SOF = JPEG.findIndex((byte, index) => byte === 0xff && JPEG[index + 1] === 0xc0);
/**
 * A frame of 65 535 × 65 535 pixels behind a byte that decoders skip. Read as a segment, that byte and the next would be one
 * of 0xC000 bytes, at whose end there is the small frame.
 */
const hiddenFrame = [0xff, ...patched(JPEG, SOF + 5, 0xff, 0xff, 0xff, 0xff).slice(SOF, SOF + 19)];
const beforeSof = (...bytes: readonly number[]) => joinBytes(JPEG.slice(0, SOF), bytes, JPEG.slice(SOF));

describe('readImage tells, by the bytes alone,', () => {
  test.each([
    ['a PNG', PNG, { type: 'image/png', ...size }],
    ['a PNG with a text in it', pngWithChunk('tEXt', asciiBytes('<script>')), { type: 'image/png', ...size }],
    [
      'a PNG of another size',
      patched(PNG, 16, 0, 1, 0, 0, 0, 0, 0, 9),
      { type: 'image/png', widthPx: 65_536, heightPx: 9 },
    ],
    ['a JPEG', JPEG, { type: 'image/jpeg', ...size }],
    ['a progressive JPEG', patched(JPEG, SOF + 1, 0xc2), { type: 'image/jpeg', ...size }],
    [
      'a JPEG of another size',
      patched(JPEG, SOF + 5, 0xff, 0xfe, 0, 1),
      { type: 'image/jpeg', widthPx: 1, heightPx: 65_534 },
    ],
    ['a lossy WebP', WEBP_LOSSY, { type: 'image/webp', ...size }],
    ['a lossless WebP', WEBP_LOSSLESS, { type: 'image/webp', ...size }],
    ['a WebP with extras', webpOf(extended(0x10), vp8), { type: 'image/webp', ...size }],
    [
      'the largest size a WebP claims',
      webpOf(extended(0, 5_000, 9), vp8),
      { type: 'image/webp', widthPx: 5_000, heightPx: 9 },
    ],
  ])('%s', (_name, bytes, facts) => expect(readImage(bytes)).toEqual(facts));

  test('an image that lies somewhere in a larger buffer', () => {
    const inside = joinBytes([1, 2, 3], PNG, [4, 5]).subarray(3, 3 + PNG.length);
    expect(readImage(inside)).toEqual({ type: 'image/png', ...size });
  });
});

describe('readImage takes for nothing (S12)', () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';

  test.each([
    ['no bytes', new Uint8Array()],
    ['an SVG with a script', asciiBytes(svg)],
    ['a page', asciiBytes('<!doctype html><script>alert(1)</script>')],
    ['a GIF', asciiBytes('GIF89a\u0001\0\u0001\0')],
    ['a bitmap', asciiBytes('BM')],
    ['an icon file', joinBytes([0, 0, 1, 0], PNG)],
    ['a PNG behind a space', joinBytes([0x20], PNG)],
    ['a PNG with a page behind it', joinBytes(PNG, asciiBytes(svg))],
    ['a PNG with an archive behind it', joinBytes(PNG, asciiBytes('PK\u0003\u0004'))],
    ['a PNG that ends too early', PNG.slice(0, -1)],
    ['a PNG without an end', PNG.slice(0, -12)],
    ['a PNG of several frames', pngWithChunk('acTL', new Uint8Array(8))],
    ['a PNG with a frame of its own', pngWithChunk('fdAT', new Uint8Array(8))],
    ['a PNG with two headers', pngWithChunk('IHDR', PNG.slice(16, 29))],
    ['a PNG with a chunk that is longer than the file', patched(PNG, 33, 0xff, 0xff, 0xff, 0xff)],
    ['a PNG that begins with another chunk', patched(PNG, 12, 0x49, 0x44, 0x41, 0x54)],
    ['a JPEG with a page behind it', joinBytes(JPEG, asciiBytes(svg))],
    ['a JPEG that ends too early', JPEG.slice(0, -1)],
    ['a JPEG without a frame', joinBytes(JPEG.slice(0, 2), [0xff, 0xda, 0, 2, 0xff, 0xd9])],
    ['a JPEG with two frames', beforeSof(...JPEG.slice(SOF, SOF + 19))],
    ['a JPEG whose frame hides behind a fill byte', beforeSof(...hiddenFrame, ...new Uint8Array(0xc002 - 20))],
    [
      'a JPEG whose frame hides behind a restart',
      beforeSof(0xff, 0xd0, ...hiddenFrame.slice(1), ...new Uint8Array(0xffc2 - 21)),
    ],
    ['a JPEG with something between its parts', beforeSof(0)],
    ['a lossless JPEG', patched(JPEG, SOF + 1, 0xc3)],
    ['an arithmetic JPEG', patched(JPEG, SOF + 1, 0xc9)],
    ['an animated WebP', webpOf(extended(0x02), vp8)],
    ['a WebP with an animation that it does not admit', webpOf(extended(0), webpChunk('ANMF', [0, 0]), vp8)],
    ['a WebP with a page behind it', joinBytes(WEBP_LOSSY, asciiBytes(svg))],
    ['a WebP that ends too early', WEBP_LOSSY.slice(0, -1)],
    ['a WebP without an image', webpOf(webpChunk('EXIF', [0, 0]))],
    ['a WebP whose start code is wrong', patched(WEBP_LOSSY, 23, 0)],
    ['a sound', webpOf(vp8).with(8, 0x41)],
  ])('%s', (_name, bytes) => expect(readImage(bytes)).toBeUndefined());

  test('whatever else there is, without an error', () => {
    const starts = fc.constantFrom(PNG.slice(0, 33), JPEG.slice(0, SOF), JPEG.slice(0, 3), WEBP_LOSSY.slice(0, 12));
    fc.assert(
      fc.property(starts, fc.uint8Array({ maxLength: 200 }), (start, rest) => {
        const facts = readImage(joinBytes(start, rest));
        expect([undefined, 'image/png', 'image/jpeg', 'image/webp']).toContain(facts?.type);
      }),
      { numRuns: 2_000 },
    );
  });
});
