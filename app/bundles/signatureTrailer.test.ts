/**
 * Where a signature block is one, and where it only looks like one.
 */
import { describe, expect, test } from 'vitest';
import { findSignatureTrailer } from './signatureTrailer.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const uint32 = (value: number): Uint8Array => new Uint8Array(new Uint32Array([value]).buffer);
const joined = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));
const block = (cms: string, length = cms.length): Uint8Array =>
  joined(bytes('MCPB_SIG_V1'), uint32(length), bytes(cms), bytes('MCPB_SIG_END'));

describe('findSignatureTrailer', () => {
  test('finds the block at the end of a file of which only the tail is known', () => {
    expect(findSignatureTrailer(joined(bytes('PK'), block('cms')), 1_000)).toEqual({
      archiveBytes: 1_000 - 30,
      cmsOffset: 1_000 - 15,
      cmsBytes: 3,
    });
  });

  test('takes the block that ends the file where an archive holds another', () => {
    const file = joined(block('inner'), bytes('PK'), block('outer!'));
    expect(findSignatureTrailer(file, file.length)).toMatchObject({ archiveBytes: 34, cmsBytes: 6 });
  });

  test.each([
    ['no marker', bytes('PK archive')],
    ['bytes behind the footer', joined(block('cms'), bytes('x'))],
    ['a length that is too small', block('cms', 2)],
    ['a length that is too large', block('cms', 4)],
    ['an empty block', block('')],
    ['a footer alone', bytes('MCPB_SIG_END')],
    ['a file shorter than a footer', bytes('END')],
  ])('%s is no signature', (_name, file) => {
    expect(findSignatureTrailer(file, file.length)).toBeUndefined();
  });
});
