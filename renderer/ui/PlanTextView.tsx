/**
 * One value of a launch plan as it would be handed over: text with everything visible, secrets as a mark in its place.
 *
 * SECURITY(S9): a plan never holds a secret's value, so there is nothing here to reveal.
 */
import type { ReactNode } from 'react';
import type { PlanText } from '../../app/contract/plan.ts';
import { SecretChip } from './SecretChip.tsx';
import { keptWords, secretName } from './secretWords.ts';
import type { SecretContext } from './secretWords.ts';
import { VisibleText } from './VisibleText.tsx';

export interface PlanTextViewProps {
  readonly text: PlanText;
  readonly secrets: SecretContext;
}

export function PlanTextView({ text, secrets }: PlanTextViewProps): ReactNode {
  if (text === '') return <span className="gh-escape">empty</span>;
  if (typeof text === 'string') return <VisibleText text={text} mono />;
  return (
    <span className="gh-mono">
      {text.parts.map((part, index) =>
        typeof part === 'string' ? (
          <VisibleText key={index} text={part} mono />
        ) : (
          <SecretChip key={index}>
            {keptWords(secrets.keychain)}: <VisibleText text={secretName(part.secret, secrets)} />
          </SecretChip>
        ),
      )}
    </span>
  );
}
