/**
 * Splits printed text (a result, a log, JSON) for drawing: line ends and tabs act as such, whatever else can't be seen
 * becomes an escape.
 *
 * Not for anything that is run or compared: there a line end is a character like any other, and is shown.
 */
import { visibleParts, type VisiblePart } from '../../../app/contract/visibleText.ts';

/** Escapes that stand for what a printed text may hold. Text of others can't contain them: its own ⟨ is escaped. */
const PRINTED: Readonly<Record<string, string>> = { '⟨U+000A⟩': '\n', '⟨U+0009⟩': '\t', '␠': ' ' };

/** Neighbouring text is one part, so that a long plain text is one element in the page. */
export function printedParts(text: string): readonly VisiblePart[] {
  const parts: VisiblePart[] = [];
  let plain = '';
  for (const part of visibleParts(text.replaceAll('\r\n', '\n'))) {
    const printed = part.kind === 'text' ? part.text : PRINTED[part.text];
    if (printed !== undefined) {
      plain += printed;
      continue;
    }
    if (plain !== '') parts.push({ kind: 'text', text: plain });
    plain = '';
    parts.push(part);
  }
  if (plain !== '') parts.push({ kind: 'text', text: plain });
  return parts;
}
