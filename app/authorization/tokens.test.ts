import { describe, expect, test } from 'vitest';
import { checkedTokens, expiryOf, isBound } from './tokens.ts';

const tokens = { access_token: 'abc.DEF~-_+/==', token_type: 'Bearer' };

describe('an answer of a token endpoint', () => {
  test.each(['Bearer', 'bearer', 'DPoP', 'dpop'])('is taken with a token of the type %s', (type) => {
    expect(checkedTokens({ ...tokens, token_type: type }, { proves: true })).toMatchObject({
      access_token: tokens.access_token,
    });
    expect(isBound({ token_type: type })).toBe(type.toLowerCase() === 'dpop');
  });

  test.each([
    ['a type that nobody knows how to use', { token_type: 'mac' }],
    ['a token that is bound to a key that nobody has (RFC 9449 §5)', { token_type: 'DPoP' }],
    ['no token', { access_token: '' }],
    ['a line end in its token, which would be another header', { access_token: 'abc\r\nx-admin: 1' }],
    ['a token of other letters than a header takes', { access_token: 'töken' }],
    ['a token with a space in it', { access_token: 'abc def' }],
  ])('is refused with %s (S9)', (_name, change) => {
    expect(() => checkedTokens({ ...tokens, ...change }, { proves: false })).toThrow(
      expect.objectContaining({ code: 'AUTH_TOKEN_FAILED' }),
    );
  });
});

test('scopes of a token that are none are left out (RFC 6749 §3.3)', () => {
  const { scope } = checkedTokens({ ...tokens, scope: 'read \u001B[31m "x" write' }, { proves: false });
  expect(scope).toBe('read write');
});

describe('when a token expires', () => {
  test.each([
    ['is not known where nothing is said', undefined, undefined],
    ['is not known where nonsense is said', Number.NaN, undefined],
    ['is not known where infinity is said', Number.POSITIVE_INFINITY, undefined],
    ['is now where it was before', -5, 1_000],
    ['is said in seconds', 3_600, 3_601_000],
    ['is in ten years where it is said to be later', 1e300, 1_000 + 10 * 365 * 86_400_000],
  ])('%s', (_name, seconds, expected) => {
    expect(expiryOf(seconds === undefined ? {} : { expires_in: seconds }, 1_000)).toBe(expected);
  });
});
