import { describe, expect, test } from 'vitest';
import { createDigest } from './digest.ts';

const key = Buffer.alloc(32, 7);

describe('createDigest', () => {
  test.each([
    ['', 'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [new Uint8Array([0x61, 0x62, 0x63]), 'sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ])('hashes %j (FIPS 180-2 vectors)', (input, digest) => {
    expect(createDigest({ key }).sha256(input)).toBe(digest);
  });

  test('verifies what an earlier run signed with the same key', () => {
    const mac = createDigest({ key }).hmac('grants', 'grant');
    expect(createDigest({ key: Buffer.alloc(32, 7) }).verifyHmac('grants', 'grant', mac)).toBe(true);
  });

  const mac = createDigest({ key }).hmac('grants', 'grant');
  test.each([
    ['another text', 'grant2', mac],
    ['a flipped digit', 'grant', (mac.startsWith('0') ? '1' : '0') + mac.slice(1)],
    ['a shortened mac', 'grant', mac.slice(0, 62)],
    ['upper case', 'grant', mac.toUpperCase()],
    ['nothing', 'grant', ''],
    ['text that is no mac', 'grant', 'not a mac'],
  ])('S6: refuses %s', (_name, text, given) => {
    expect(createDigest({ key }).verifyHmac('grants', text, given)).toBe(false);
  });

  test.each([
    ['another key', Buffer.alloc(32, 8)],
    ['no keychain', undefined],
  ])('S6: under %s a grant of another run is no grant', (_name, otherKey) => {
    expect(createDigest({ key: otherKey }).verifyHmac('grants', 'grant', mac)).toBe(false);
  });

  test('without a keychain, a grant is good for this run', () => {
    const digest = createDigest({ key: undefined });
    expect(digest.verifyHmac('grants', 'grant', digest.hmac('grants', 'grant'))).toBe(true);
  });
});
