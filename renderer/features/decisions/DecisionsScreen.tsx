/**
 * Everything that waits for a person: open decisions, and bundles whose configuration is not finished.
 */
import { Button } from '@mantine/core';
import { IconChecklist } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import type { LaunchDecisionView } from '../../../app/contract/decisions.ts';
import type { InstallView } from '../../../app/contract/installs.ts';
import { useMirror } from '../../state/mirror.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { formatAge, plural } from '../../ui/formatTime.ts';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { QuotedName } from '../../ui/QuotedName.tsx';
import { SeverityBadge } from '../../ui/SeverityBadge.tsx';
import { countBySeverity } from '../consent/subjects.ts';
import { useNavigation } from '../frame/navigation.tsx';
import { waitingInstalls } from './waiting.ts';
import './decisions.css';

const AGE_REFRESH_MS = 30_000;

export function DecisionsScreen(): ReactNode {
  const decisions = useMirror((mirror) => mirror.decisions);
  const installs = useMirror((mirror) => waitingInstalls(mirror));
  return (
    <>
      <PageHeader title="Decisions" description="What waits for you. Nothing here runs until you agree to it." />
      {decisions.length + installs.length === 0 ? (
        <EmptyState icon={<IconChecklist size={40} aria-hidden />} title="Nothing waits for you">
          When a server wants to run something you have not agreed to, it is asked here.
        </EmptyState>
      ) : (
        <ul className="gh-waiting">
          {decisions.map((decision) => (
            <DecisionRow key={decision.decisionId} decision={decision} />
          ))}
          {installs.map((install) => (
            <InstallRow key={install.installId} install={install} />
          ))}
        </ul>
      )}
    </>
  );
}

const ASKS: Readonly<Record<LaunchDecisionView['reason'], string>> = {
  first: 'wants to run for the first time',
  changed: 'has changed since you agreed',
  update: 'wants to be updated',
  downgrade: 'wants to go back to an older version',
  edited: 'was edited and has to be agreed to again',
  grant_invalid: 'has a record of agreement that does not count',
};

function DecisionRow({ decision }: { readonly decision: LaunchDecisionView }): ReactNode {
  const { go } = useNavigation();
  const nowMs = useNow();
  return (
    <li className="gh-card gh-waiting-row">
      <div>
        <h2>
          <QuotedName name={decision.serverName} /> {ASKS[decision.reason]}
        </h2>
        <div className="gh-waiting-facts">
          <span className="gh-soft">Asked {formatAge(decision.createdAtMs, nowMs)}</span>
          {countBySeverity(decision.findings).map(({ severity, count }) => (
            <SeverityBadge key={severity} severity={severity}>
              {plural(count, 'finding')}
            </SeverityBadge>
          ))}
        </div>
      </div>
      <Button
        onClick={() => {
          go({ at: 'decision', decisionId: decision.decisionId });
        }}
      >
        Read and decide
      </Button>
    </li>
  );
}

function InstallRow({ install }: { readonly install: InstallView }): ReactNode {
  const { go } = useNavigation();
  return (
    <li className="gh-card gh-waiting-row">
      <div>
        <h2>
          <QuotedName name={install.fileName} /> is being added
        </h2>
        <div className="gh-soft">The bundle has been read. Its configuration waits for you.</div>
      </div>
      <Button
        variant="default"
        onClick={() => {
          go({ at: 'install', installId: install.installId });
        }}
      >
        Go on
      </Button>
    </li>
  );
}

function useNow(): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), AGE_REFRESH_MS);
    return () => {
      clearInterval(timer);
    };
  }, []);
  return nowMs;
}
