/**
 * A name chosen by others, between quotation marks inside a sentence of ours.
 *
 * SECURITY(S12): the name can't close the quotation, so it can't go on in our words: a server called
 * `X” is safe. “Y` stays one name.
 */
import type { ReactNode } from 'react';
import { quoted } from '../../app/contract/visibleText.ts';

export function QuotedName({ name }: { readonly name: string }): ReactNode {
  return (
    <bdi dir="ltr" className="gh-untrusted">
      {quoted(name)}
    </bdi>
  );
}
