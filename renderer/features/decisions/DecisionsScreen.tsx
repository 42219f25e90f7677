/**
 * Everything that waits for a person: open decisions of all servers, oldest first, bundles whose configuration is not
 * finished, and imports.
 */
import { Button } from '@mantine/core';
import { IconChecklist } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { InstallView } from '../../../app/contract/installs.ts';
import { useMirror } from '../../state/mirror.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { QuotedName } from '../../ui/QuotedName.tsx';
import { useNavigation } from '../frame/navigation.tsx';
import { ImportRow } from '../imports/ImportRow.tsx';
import { DecisionRow } from './DecisionRow.tsx';
import { oldestFirst } from './decisionWords.ts';
import { waitingInstalls } from './waiting.ts';
import './decisions.css';

export function DecisionsScreen(): ReactNode {
  const decisions = useMirror((mirror) => oldestFirst(mirror.decisions));
  const installs = useMirror((mirror) => waitingInstalls(mirror));
  const imports = useMirror((mirror) => mirror.imports);
  return (
    <>
      <PageHeader
        title="Decisions"
        description="What waits for you. Nothing here runs, and nothing is sent, until you say so."
      />
      {decisions.length + installs.length + imports.length === 0 ? (
        <EmptyState icon={<IconChecklist size={40} aria-hidden />} title="Nothing waits for you">
          What servers want to run, to reach or to know from you is asked here.
        </EmptyState>
      ) : (
        <ul className="gh-waiting" aria-label="What waits for you">
          {decisions.map((decision) => (
            <DecisionRow key={decision.decisionId} decision={decision} />
          ))}
          {installs.map((install) => (
            <InstallRow key={install.installId} install={install} />
          ))}
          {imports.map((view) => (
            <ImportRow key={view.importId} view={view} />
          ))}
        </ul>
      )}
    </>
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
