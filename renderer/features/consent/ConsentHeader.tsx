/**
 * The head of the consent screen: what is to be run or reached, how dangerous that is, and why the question comes.
 */
import type { ReactNode } from 'react';
import type { AgreementView } from '../../../app/contract/decisions.ts';
import { plural } from '../../ui/formatTime.ts';
import { QuotedName } from '../../ui/QuotedName.tsx';
import { SeverityBadge } from '../../ui/SeverityBadge.tsx';
import { Warning } from '../../ui/Warning.tsx';
import { DecisionTitle } from '../decisions/DecisionPage.tsx';
import { FINDINGS_ID } from './FindingsSection.tsx';
import { reasonWords } from './reasonWords.ts';
import { ZONE_WORDS } from './remoteWords.ts';
import { showElement } from '../../ui/showElement.ts';
import { countBySeverity } from './subjects.ts';

export interface ConsentHeaderProps {
  readonly decision: AgreementView;
  readonly keychain: boolean;
}

export function ConsentHeader({ decision, keychain }: ConsentHeaderProps): ReactNode {
  return (
    <header className="gh-consent-head">
      <DecisionTitle>
        <Question decision={decision} />
      </DecisionTitle>
      <p className="gh-tight">{reasonWords(decision, keychain)}</p>
      <Warning>
        <Danger kind={decision.kind} />
      </Warning>
      <FindingCounts decision={decision} />
    </header>
  );
}

function Question({ decision }: { readonly decision: AgreementView }): ReactNode {
  const name = <QuotedName name={decision.serverName} />;
  if (decision.kind === 'launch') return <>{name} wants to run a program on this computer</>;
  return (
    <>
      Connect to {name} {ZONE_WORDS[decision.plan.zone].where}?
    </>
  );
}

function Danger({ kind }: Pick<AgreementView, 'kind'>): ReactNode {
  if (kind === 'launch') {
    return (
      <>
        <strong>This is potentially dangerous.</strong> The program runs with your rights: it can read and change your
        files and use your network. Gatehouse does not confine it. Agree only if you know where it comes from and why
        you need it.
      </>
    );
  }
  return (
    <>
      <strong>Whoever runs this server gets what you send to it.</strong> What becomes of that, nobody here can see or
      take back. Gatehouse starts no program for it, but what it answers can be wrong or meant to mislead you. Agree
      only if you know whose server it is and why you need it.
    </>
  );
}

function FindingCounts({ decision }: { readonly decision: AgreementView }): ReactNode {
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
