/** The vectors are RFC 8785's own (§3.2.2, §3.2.3, appendix B). */
import { describe, expect, test } from 'vitest';
import { canonicalJson } from './canonicalJson.ts';

describe('canonicalJson (RFC 8785)', () => {
  test('writes the example of §3.2.2 as §3.2.3 prints it', () => {
    const value: unknown = JSON.parse(
      String.raw`{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],` +
        String.raw`"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}`,
    );
    expect(canonicalJson(value)).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],` +
        String.raw`"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  test('sorts members by UTF-16 code units, also below the top and with names of the prototype', () => {
    const names = ['€', '\r', '\u{fb33}', '1', '\u{1f600}', '\u0080', 'ö'];
    const value = Object.fromEntries(names.map((name) => [name, 0]));
    expect(Object.keys(JSON.parse(canonicalJson([value]).slice(1, -1)) as object)).toEqual([
      '1',
      '\r',
      '\u0080',
      'ö',
      '€',
      '\u{1f600}',
      '\u{fb33}',
    ]);
    expect(canonicalJson(JSON.parse('{"b":{"z":1,"__proto__":2},"a":0}'))).toBe('{"a":0,"b":{"__proto__":2,"z":1}}');
  });

  test.each([
    [-0, '0'],
    [5e-324, '5e-324'],
    [1.7976931348623157e308, '1.7976931348623157e+308'],
    [9007199254740992, '9007199254740992'],
    [295147905179352830000, '295147905179352830000'],
    [1e21, '1e+21'],
    [333333333.33333325, '333333333.33333325'],
  ])('writes the number %d as %s (appendix B)', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  test('leaves out undefined members, and says so nowhere else', () => {
    expect(canonicalJson({ b: undefined, a: 1 })).toBe('{"a":1}');
  });

  test.each<[string, unknown]>([
    ['NaN', NaN],
    ['Infinity', { a: Infinity }],
    ['a lone surrogate', 'a\ud800b'],
    ['a lone surrogate in a name', { '\udc00': 1 }],
    ['undefined in an array', [undefined]],
    ['a bigint', 1n],
    ['a date', new Date(0)],
    ['a function', () => 0],
  ])('refuses %s', (_name, value) => {
    expect(() => canonicalJson(value)).toThrow('Not a value of canonical JSON');
  });
});
