/**
 * One value of a launch plan as it would be handed over: text with everything visible, secrets as a mark in its place.
 *
 * SECURITY(S9): a plan never holds a secret's value, so there is nothing here to reveal.
 */
import { IconKey } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { PlanText } from '../../app/contract/plan.ts';
import { VisibleText } from './VisibleText.tsx';

export function PlanTextView({ text }: { readonly text: PlanText }): ReactNode {
  if (text === '') return <span className="gh-escape">empty</span>;
  if (typeof text === 'string') return <VisibleText text={text} mono />;
  return (
    <span className="gh-mono">
      {text.parts.map((part, index) =>
        typeof part === 'string' ? (
          <VisibleText key={index} text={part} mono />
        ) : (
          <SecretMark key={index} name={part.secret} />
        ),
      )}
    </span>
  );
}

function SecretMark({ name }: { readonly name: string }): ReactNode {
  return (
    <span className="gh-secret">
      <IconKey size={14} aria-hidden />
      <span>
        from your keychain: <VisibleText text={name} mono />
      </span>
    </span>
  );
}
