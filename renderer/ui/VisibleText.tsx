/**
 * Text of others, drawn so that nothing in it is hidden: escapes for what can't be seen, wrapped anywhere, never cut.
 *
 * SECURITY(S12): the element is isolated and left to right, so that its text can't reorder ours.
 */
import type { ReactNode } from 'react';
import { visibleParts } from '../../app/contract/visibleText.ts';
import type { VisiblePart } from '../../app/contract/visibleText.ts';

export interface VisibleTextProps {
  readonly text: string;
  /** In the typeface of what runs. */
  readonly mono?: boolean;
  /** Prose: line ends break the line without an escape. Not for anything that is run or compared. */
  readonly prose?: boolean;
}

export function VisibleText({ text, mono = false, prose = false }: VisibleTextProps): ReactNode {
  const className = mono ? 'gh-untrusted gh-mono' : 'gh-untrusted';
  return (
    <bdi dir="ltr" className={className}>
      {prose ? <Lines text={text} /> : <Parts text={text} />}
    </bdi>
  );
}

function Lines({ text }: { readonly text: string }): ReactNode {
  return withoutBlankEnds(text)
    .split(/\r?\n/)
    .map((line, index) => (
      <span key={index}>
        {index > 0 && <br />}
        <Parts text={line} />
      </span>
    ));
}

/** `trim` would also take away what is to be shown, such as U+FEFF. */
function withoutBlankEnds(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && BLANK.includes(text.charAt(start))) start += 1;
  while (end > start && BLANK.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

function Parts({ text }: { readonly text: string }): ReactNode {
  return visibleParts(text).map((part, index) => <Part key={index} part={part} />);
}

function Part({ part }: { readonly part: VisiblePart }): ReactNode {
  if (part.kind === 'text') return part.text;
  return (
    <>
      <span className={part.text === SPACE_MARK ? 'gh-escape gh-escape-space' : 'gh-escape'}>{part.text}</span>
      {part.text === LINE_FEED && <br />}
    </>
  );
}

/** A line end is escaped and still ends the line: a script in an argument stays readable. */
const LINE_FEED = '⟨U+000A⟩';

const SPACE_MARK = '␠';

const BLANK = ' \t\r\n';
