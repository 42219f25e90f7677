import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { challengeOf } from './challenges.ts';

const url = 'https://mcp.test/.well-known/oauth-protected-resource';

describe('a refusal (RFC 9110 §11.6.1)', () => {
  test.each([
    ['nothing at all', null, { wantsProof: false }],
    ['a scheme alone', 'Bearer', { wantsProof: false }],
    ['another scheme', 'Basic realm="scope"', { wantsProof: false }],
    ['what it wants', 'Bearer scope="a b", error="insufficient_scope"', { scope: 'a b', error: 'insufficient_scope' }],
    [
      'small and large letters, and space',
      'bEARER  SCOPE = "a" ,ERROR=invalid_token',
      { scope: 'a', error: 'invalid_token' },
    ],
    ['where its metadata is', `Bearer resource_metadata="${url}"`, { resourceMetadataUrl: new URL(url) }],
    ['no address', 'Bearer resource_metadata="nowhere"', { wantsProof: false }],
    [
      'words with quotes',
      String.raw`Bearer error_description="say \"a\\b\", do"`,
      { errorDescription: String.raw`say "a\b", do` },
    ],
    ['a name within a value', 'Bearer realm="scope=admin, error=x", scope="read"', { scope: 'read' }],
    [
      'a name that only ends alike',
      'Bearer x_error="insufficient_scope", error="invalid_token"',
      { error: 'invalid_token' },
    ],
    ['another scheme first', 'Basic realm="a", Bearer scope="read"', { scope: 'read' }],
    ['another scheme last', 'Bearer scope="read", Basic realm="scope"', { scope: 'read' }],
    ['a bound token as well', 'Bearer scope="read", DPoP algs="ES256"', { scope: 'read', wantsProof: true }],
    ['a bound token', 'DPoP error="use_dpop_nonce"', { error: 'use_dpop_nonce', wantsProof: true }],
    ['one name twice', 'Bearer scope="first", scope="second"', { scope: 'first' }],
    ['a token of one piece', 'Negotiate abc==, Bearer scope="read"', { scope: 'read' }],
    ['a quote that never ends', 'Bearer error="x", scope="never', { error: 'x' }],
  ])('says %s', (_name, header, expected) => {
    expect(challengeOf(header)).toEqual({ wantsProof: false, ...expected });
  });

  test('is read to the end, whatever it is, and soon', () => {
    fc.assert(fc.property(fc.string({ maxLength: 500 }), (header) => void challengeOf(header)));
    expect(challengeOf(`Bearer ${'a="'.repeat(50_000)}`)).toMatchObject({ wantsProof: false });
  });

  test('says what was put into it', () => {
    const words = fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme-ascii' });
    fc.assert(
      fc.property(words, words, (scope, realm) => {
        const quote = (text: string): string => `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
        expect(challengeOf(`Bearer realm=${quote(realm)}, scope=${quote(scope)}`).scope).toBe(scope);
      }),
    );
  });
});
