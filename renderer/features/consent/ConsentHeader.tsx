/**
 * The head of the consent screen: who wants to run what where, how dangerous that is, and why the question comes.
 */
import { Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import type { LaunchDecisionView } from '../../../app/contract/decisions.ts';
import { SeverityBadge } from '../../ui/SeverityBadge.tsx';
import { plural } from '../../ui/formatTime.ts';
import { QuotedName } from '../../ui/QuotedName.tsx';
import { FINDINGS_ID } from './FindingsSection.tsx';
import { showElement } from './showElement.ts';
import { countBySeverity } from './subjects.ts';

const REASONS: Readonly<Record<LaunchDecisionView['reason'], string>> = {
  first: 'You have not agreed to this program before. Nothing of it has run.',
  changed: 'You agreed to this server before, but what would run is not the same any more. It has not been started.',
  update: 'This is a newer version of a server you have. The version you have stays until you agree.',
  downgrade:
    'This is an older version than the one you have. Old versions can have faults that were mended since. The version you have stays until you agree.',
  edited: 'You edited this server. What it would run has to be agreed to again.',
  grant_invalid:
    'There is a record that you agreed to this server, but it was altered or is sealed with a key that is not yours, so it counts for nothing.',
};

/** Without a keychain no seal outlives a run, and a record of before says nothing about anybody. */
const NO_KEYCHAIN =
  'No keychain answers on this computer, so what you agree to lasts until Gatehouse quits. What you agreed to in an earlier run can’t be checked any more, and you are asked again.';

/** A bundle that is there already is installed over itself. */
const SAME_AGAIN =
  'You agreed to exactly this before. Its files are about to be installed again, so you are asked once more.';

function reasonWords({ reason, changes, installId }: LaunchDecisionView, keychain: boolean): string {
  if (reason === 'grant_invalid' && !keychain) return NO_KEYCHAIN;
  if (reason === 'changed' && changes.length === 0 && installId !== undefined) return SAME_AGAIN;
  return REASONS[reason];
}

export interface ConsentHeaderProps {
  readonly decision: LaunchDecisionView;
  readonly keychain: boolean;
}

export function ConsentHeader({ decision, keychain }: ConsentHeaderProps): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  // The focus starts on the heading: a screen reader begins to read there, and no key can agree by accident.
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, []);
  return (
    <header className="gh-consent-head">
      <Title order={1} ref={heading} tabIndex={-1} className="gh-consent-title">
        <QuotedName name={decision.serverName} /> wants to run a program on this computer
      </Title>
      <p className="gh-tight">{reasonWords(decision, keychain)}</p>
      <div className="gh-warning">
        <IconAlertTriangle size={24} aria-hidden />
        <p>
          <strong>This is potentially dangerous.</strong> The program runs with your rights: it can read and change your
          files and use your network. Gatehouse does not confine it. Agree only if you know where it comes from and why
          you need it.
        </p>
      </div>
      <FindingCounts decision={decision} />
    </header>
  );
}

function FindingCounts({ decision }: { readonly decision: LaunchDecisionView }): ReactNode {
  const counts = countBySeverity(decision.findings);
  if (counts.length === 0) return null;
  return (
    <button
      type="button"
      className="gh-counts"
      onClick={() => {
        showElement(FINDINGS_ID);
      }}
    >
      <span>Gatehouse noticed:</span>
      {counts.map(({ severity, count }) => (
        <SeverityBadge key={severity} severity={severity}>
          {plural(count, 'finding')}
        </SeverityBadge>
      ))}
    </button>
  );
}
