/**
 * Words of a bundle or a server, set apart so that nobody takes them for ours.
 *
 * SECURITY(S12): a rule at the left, a typeface of its own and a label that names the speaker. The text is drawn as
 * text only, without quotation marks, which it could close by itself.
 */
import type { ReactNode } from 'react';
import { VisibleText } from './VisibleText.tsx';

export interface QuotedProps {
  readonly text: string;
  /** Who says it. */
  readonly by?: 'bundle' | 'server';
  /** In place of `The bundle says:`, for example `Author, as the bundle says:`. Ours, never data. */
  readonly label?: string;
}

export function Quoted({ text, by = 'bundle', label }: QuotedProps): ReactNode {
  return (
    <blockquote className="gh-quoted">
      <span className="gh-quoted-label">{label ?? (by === 'bundle' ? 'The bundle says:' : 'The server says:')}</span>
      <span className="gh-quoted-text">
        <VisibleText text={text} prose />
      </span>
    </blockquote>
  );
}
