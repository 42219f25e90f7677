import { describe, expect, test } from 'vitest';
import { hostUnicode, hostWarnings } from './hostNames.ts';

/** As a parsed URL writes it. */
const hostOf = (typed: string): string => new URL(`https://${typed}/`).hostname;

describe('hostWarnings (S12)', () => {
  test.each([
    ['example.com', []],
    ['xn.example.com', []],
    ['a-xn--b.example', []],
    ['127.0.0.1.example.com', []],
    ['1.2.3.example', []],
    ['127.0.0.1', ['IP_LITERAL']],
    ['0x7f.1', ['IP_LITERAL']],
    ['①②⑦.0.0.1', ['IP_LITERAL']],
    ['[::1]', ['IP_LITERAL']],
    ['münchen.example', ['PUNYCODE']],
    ['日本語テスト.example', ['PUNYCODE']],
    ['例え-abc.example', ['PUNYCODE']],
    ['пример.example', ['PUNYCODE']],
    // All of one alphabet, and drawn like another: “apple”.
    ['аррӏе.example', ['PUNYCODE']],
    ['login.аррӏе.example', ['PUNYCODE']],
    // The first letter is Cyrillic, the others are Latin.
    ['аpple.example', ['PUNYCODE', 'MIXED_SCRIPTS']],
    ['αpple.example', ['PUNYCODE', 'MIXED_SCRIPTS']],
    ['ひら한글.example', ['PUNYCODE', 'MIXED_SCRIPTS']],
    // Each label has an alphabet of its own.
    ['пример.münchen.example', ['PUNYCODE']],
  ])('%s: %j', (typed, warnings) => expect(hostWarnings(hostOf(typed))).toEqual(warnings));

  test('punycode that can’t be read is still punycode', () => {
    expect(hostWarnings('xn--9999999999999.example')).toEqual(['PUNYCODE']);
    expect(hostUnicode('xn--9999999999999.example')).toBeUndefined();
  });
});

describe('hostUnicode', () => {
  test.each([
    ['аррӏе.example', 'аррӏе.example'],
    ['MÜNCHEN.example', 'münchen.example'],
    ['example.com', undefined],
    ['127.0.0.1', undefined],
  ])('of %s is %s', (typed, unicode) => expect(hostUnicode(hostOf(typed))).toBe(unicode));
});
