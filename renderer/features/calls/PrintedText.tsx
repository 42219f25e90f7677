/**
 * Printed text of a server: a result, a log line, JSON. Drawn as text, wrapped, with line ends as they are.
 *
 * SECURITY(S12): isolated and left to right; what can't be seen is an escape.
 */
import type { ReactNode } from 'react';
import { printedParts } from './printedParts.ts';

export interface PrintedTextProps {
  readonly text: string;
}

export function PrintedText({ text }: PrintedTextProps): ReactNode {
  return (
    <bdi dir="ltr" className="gh-untrusted gh-mono">
      {printedParts(text).map((part, index) =>
        part.kind === 'text' ? (
          part.text
        ) : (
          <span key={index} className="gh-escape">
            {part.text}
          </span>
        ),
      )}
    </bdi>
  );
}
