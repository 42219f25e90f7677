/**
 * The words beside a control: the bundle's own title and description, and limits, which are ours.
 */
import type { ReactNode } from 'react';
import type { ConfigOption } from '../../../app/contract/bundles.ts';
import { VisibleText } from '../../ui/VisibleText.tsx';

/** Label and description for a Mantine input, in the bundle's words. */
export function wordsOf(option: ConfigOption): {
  readonly label: ReactNode;
  readonly description: ReactNode;
  readonly withAsterisk: boolean;
} {
  return {
    label: <VisibleText text={option.title} />,
    description: <Description option={option} />,
    withAsterisk: option.required,
  };
}

export function Description({ option }: { readonly option: ConfigOption }): ReactNode {
  const limits = limitsOf(option);
  return (
    <>
      {option.description !== '' && (
        <span className="gh-quoted gh-quoted-text gh-field-claim">
          <VisibleText text={option.description} prose />
        </span>
      )}
      {limits !== '' && <span className="gh-field-limits">{limits}</span>}
    </>
  );
}

function limitsOf({ type, min, max, sensitive }: ConfigOption): string {
  const parts: string[] = [];
  if (type === 'number' && min !== undefined && max !== undefined) parts.push(`A number from ${min} to ${max}.`);
  else if (type === 'number' && min !== undefined) parts.push(`A number of at least ${min}.`);
  else if (type === 'number' && max !== undefined) parts.push(`A number of at most ${max}.`);
  else if (type === 'number') parts.push('A number.');
  if (sensitive) parts.push('Never shown again, never written in the clear.');
  return parts.join(' ');
}
