/**
 * Makes text of others safe to read: every character that can't be seen, or that moves its neighbours, becomes an escape.
 *
 * Two different texts never look the same afterwards: the marks used for escapes are escaped themselves where the text
 * contains them. Text in right-to-left letters still needs an isolated element (`<bdi>`) where it is drawn.
 */

export interface VisiblePart {
  /** `escape` stands for a character that is not drawn as itself; a page draws it differently from `text`. */
  readonly kind: 'text' | 'escape';
  readonly text: string;
}

/**
 * Control, format and unassigned characters, private use, lone surrogates, every space but U+0020, line separators,
 * what Unicode says may be ignored when drawn (fillers, variation selectors, tags), blanks that count as symbols
 * (U+2800, U+FFFC), and our own marks ⟨ and ␠.
 */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\ufffc\u27e8\u2420]|(?! )\p{Zs}/u;
const COMBINING = /^\p{M}/u;
const SPACE_MARK = '␠';

/**
 * Splits text for drawing. Spaces at either end become ␠, other characters of concern `⟨U+202E⟩`; a combining mark
 * at the beginning is escaped too, since it would be drawn on what stands before the text.
 */
export function visibleParts(text: string): readonly VisiblePart[] {
  let firstInner = 0;
  while (text[firstInner] === ' ') firstInner += 1;
  let lastInner = text.length;
  while (text[lastInner - 1] === ' ') lastInner -= 1;
  const parts: VisiblePart[] = [];
  let plain = '';
  let index = 0;
  for (const character of text) {
    const escape = escapeOf(character, index, firstInner, lastInner);
    index += character.length;
    if (escape === undefined) {
      plain += character;
      continue;
    }
    if (plain !== '') parts.push({ kind: 'text', text: plain });
    plain = '';
    parts.push({ kind: 'escape', text: escape });
  }
  if (plain !== '') parts.push({ kind: 'text', text: plain });
  return parts;
}

/** The same as one string. SECURITY(S12): what the text hides is shown, so a name can't look like another. */
export function visible(text: string): string {
  return visibleParts(text)
    .map((part) => part.text)
    .join('');
}

/** Visible text between “ and ”, which the text itself can't close. For sentences of ours that quote others. */
export function quoted(text: string): string {
  return `“${visible(text).replaceAll(/[“”]/g, unicodeEscape)}”`;
}

/** `⟨U+202E⟩`. */
export function unicodeEscape(character: string): string {
  return `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`;
}

function escapeOf(character: string, index: number, firstInner: number, lastInner: number): string | undefined {
  if (character === ' ') return index < firstInner || index >= lastInner ? SPACE_MARK : undefined;
  if (UNSEEN.test(character)) return unicodeEscape(character);
  return index === 0 && COMBINING.test(character) ? unicodeEscape(character) : undefined;
}
