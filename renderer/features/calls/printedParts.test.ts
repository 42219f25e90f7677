import { describe, expect, test } from 'vitest';
import { printedParts } from './printedParts.ts';

const text = (plain: string) => ({ kind: 'text', text: plain });
const escape = (mark: string) => ({ kind: 'escape', text: mark });

describe('printedParts (S12)', () => {
  test.each([
    ['lines, tabs and spaces at the ends act as such', ' a\r\n\tb \n', [text(' a\n\tb \n')]],
    ['a character that reorders is shown', 'a\u202Eb', [text('a'), escape('⟨U+202E⟩'), text('b')]],
    ['a lone carriage return is shown', 'safe\rrm', [text('safe'), escape('⟨U+000D⟩'), text('rm')]],
    ['a terminal sequence is shown', '\u001B[2J', [escape('⟨U+001B⟩'), text('[2J')]],
    ['text that spells an escape is not taken for one', '⟨U+000A⟩', [escape('⟨U+27E8⟩'), text('U+000A⟩')]],
    ['nothing', '', []],
  ])('%s', (_name, printed, parts) => {
    expect(printedParts(printed)).toEqual(parts);
  });
});
