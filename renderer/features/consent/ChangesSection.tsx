/**
 * What differs from the plan that was agreed to, field by field, old and new.
 */
import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { PlanChange, PlanText } from '../../../app/contract/plan.ts';
import { plural } from '../../ui/formatTime.ts';
import { PlanTextView } from '../../ui/PlanTextView.tsx';
import type { SecretContext } from '../../ui/secretWords.ts';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { changedValue } from './remoteWords.ts';
import { describeSubject } from './subjects.ts';

export interface ChangesSectionProps {
  readonly changes: readonly PlanChange[];
  readonly secrets: SecretContext;
}

export function ChangesSection({ changes, secrets }: ChangesSectionProps): ReactNode {
  if (changes.length === 0) return null;
  return (
    <section aria-labelledby="changes-heading" className="gh-card gh-changes-card">
      <Title order={2} id="changes-heading">
        What changed since you agreed
      </Title>
      <p className="gh-tight gh-soft">{plural(changes.length, 'difference')}. Everything else is as it was.</p>
      <table className="gh-changes">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Agreed to before</th>
            <th scope="col">Now</th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <ChangeRow key={change.field} change={change} secrets={secrets} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface ChangeRowProps {
  readonly change: PlanChange;
  readonly secrets: SecretContext;
}

function ChangeRow({ change, secrets }: ChangeRowProps): ReactNode {
  const subject = describeSubject(change.field);
  return (
    <tr>
      <th scope="row">
        {subject.label}
        {subject.name !== undefined && (
          <>
            {' '}
            <VisibleText text={subject.name} mono />
          </>
        )}
      </th>
      <td className="gh-before">
        <Side field={change.field} text={change.before} secrets={secrets} sign="−" said="before" />
      </td>
      <td className="gh-after">
        <Side field={change.field} text={change.after} secrets={secrets} sign="+" said="now" />
      </td>
    </tr>
  );
}

interface SideProps {
  readonly field: string;
  readonly text: PlanText | undefined;
  readonly secrets: SecretContext;
  readonly sign: string;
  readonly said: string;
}

function Side({ field, text, secrets, sign, said }: SideProps): ReactNode {
  return (
    <>
      <span className="gh-sign" aria-hidden>
        {sign}
      </span>
      <span className="gh-side-label">{said}: </span>
      {text === undefined ? (
        <span className="gh-soft">not there</span>
      ) : (
        <PlanTextView text={changedValue(field, text)} secrets={secrets} />
      )}
    </>
  );
}
