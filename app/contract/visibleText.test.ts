import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quoted, visible, visibleParts } from './visibleText.ts';

describe('visible (S12)', () => {
  test.each([
    ['plain text', 'server --root /srv/a b', 'server --root /srv/a b'],
    ['letters of other scripts', 'données-ß-文件-😀', 'données-ß-文件-😀'],
    ['a line end and a tab', 'a\n\tb', 'a⟨U+000A⟩⟨U+0009⟩b'],
    ['a terminal escape', '\u001b[2K', '⟨U+001B⟩[2K'],
    ['a bidirectional override', 'txt\u202egpj', 'txt⟨U+202E⟩gpj'],
    ['a zero-width space', 'r\u200bm', 'r⟨U+200B⟩m'],
    ['a no-break space', 'rm\u00a0-rf', 'rm⟨U+00A0⟩-rf'],
    ['an ideographic space', 'a\u3000b', 'a⟨U+3000⟩b'],
    ['a blank that counts as a letter', 'a\u3164b', 'a⟨U+3164⟩b'],
    ['a blank that counts as a symbol', 'a\u2800b', 'a⟨U+2800⟩b'],
    ['tag characters', 'a\u{e0072}\u{e006d}', 'a⟨U+E0072⟩⟨U+E006D⟩'],
    ['a variation selector', 'a\ufe01', 'a⟨U+FE01⟩'],
    ['a lone surrogate', 'a\ud800', 'a⟨U+D800⟩'],
    ['a private character', '\ue000', '⟨U+E000⟩'],
    ['spaces at both ends', '  a b ', '␠␠a b␠'],
    ['nothing but spaces', '  ', '␠␠'],
    ['a combining mark at the beginning', '\u0338a', '⟨U+0338⟩a'],
    ['a forged escape', '⟨U+202E⟩', '⟨U+27E8⟩U+202E⟩'],
    ['a forged space mark', '␠a', '⟨U+2420⟩a'],
    ['nothing', '', ''],
  ])('%s', (_name, text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  test('two different texts never look the same', () => {
    const tricky = fc.string({
      unit: fc.constantFrom(' ', 'a', '⟨', '⟩', 'U', '+', '0', '2', '␠', '\u200b', '\ud800'),
    });
    fc.assert(fc.property(tricky, tricky, (a, b) => a === b || visible(a) !== visible(b)));
  });

  test('parts tell escapes from text', () => {
    expect(visibleParts(' a\u200bb')).toEqual([
      { kind: 'escape', text: '␠' },
      { kind: 'text', text: 'a' },
      { kind: 'escape', text: '⟨U+200B⟩' },
      { kind: 'text', text: 'b' },
    ]);
  });
});

test('quoted text cannot close its own quotation', () => {
  expect(quoted('a” is safe “b')).toBe('“a⟨U+201D⟩ is safe ⟨U+201C⟩b”');
});
