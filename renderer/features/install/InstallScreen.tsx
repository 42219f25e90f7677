/**
 * One bundle on its way in: reading, refused, configuration, unpacking, the decision, done. Draws the host's state.
 */
import { Button, Progress } from '@mantine/core';
import { useEffect } from 'react';
import type { ReactNode } from 'react';
import type { InstallId, ServerId } from '../../../app/contract/ids.ts';
import type { InstallView } from '../../../app/contract/installs.ts';
import { useMirror } from '../../state/mirror.ts';
import { useCommand } from '../../state/useCommand.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { formatBytes } from '../../ui/formatTime.ts';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { DecisionScreen } from '../decisions/DecisionScreen.tsx';
import { useNavigation } from '../frame/navigation.tsx';
import { HOME } from '../frame/screens.ts';
import { ReadyInstall } from './ReadyInstall.tsx';
import './install.css';

export function InstallScreen({ installId }: { readonly installId: InstallId }): ReactNode {
  const install = useMirror(({ installs }) => installs.find((each) => each.installId === installId));
  return install === undefined ? <NotUnderWay /> : <InstallSteps install={install} />;
}

function InstallSteps({ install }: { readonly install: InstallView }): ReactNode {
  const { state, fileName, installId } = install;
  const cancel = useCancel(installId);
  switch (state.kind) {
    case 'reading':
      return (
        <InProgress
          title="Reading the bundle"
          text="Gatehouse looks at every entry before anything is unpacked. Nothing of it runs."
          {...{ fileName, doneBytes: state.doneBytes, totalBytes: state.totalBytes, onCancel: cancel }}
        />
      );
    case 'unpacking':
      return (
        <InProgress
          title="Unpacking into a private folder"
          text="Gatehouse checks and hashes every file. Nothing of it runs before you agree."
          {...{ fileName, doneBytes: state.doneBytes, totalBytes: state.totalBytes, onCancel: cancel }}
        />
      );
    case 'refused':
      return (
        <>
          <PageHeader title="This bundle can’t be used" description={<VisibleText text={fileName} mono />} />
          <ErrorAlert error={state.error} actions={<Button onClick={cancel}>Close</Button>} />
          <p className="gh-soft">Nothing of it has run, and nothing was left on your disk.</p>
        </>
      );
    case 'ready':
      return <ReadyInstall installId={installId} state={state} onCancel={cancel} />;
    case 'awaiting_decision':
      return <AwaitedDecision decisionId={state.decisionId} />;
    case 'installed':
      return <GoToServer serverId={state.serverId} />;
  }
}

/** The decision's page; after the agreement files are put in place, which can take a moment. */
function AwaitedDecision({
  decisionId,
}: Pick<InstallView['state'] & { kind: 'awaiting_decision' }, 'decisionId'>): ReactNode {
  const isOpen = useMirror(({ decisions }) => decisions.some((each) => each.decisionId === decisionId));
  return isOpen ? <DecisionScreen decisionId={decisionId} /> : <EmptyState title="Putting the files in place…" />;
}

function GoToServer({ serverId }: { readonly serverId: ServerId }): ReactNode {
  const { replace } = useNavigation();
  useEffect(() => {
    replace({ at: 'server', serverId });
  }, [replace, serverId]);
  return null;
}

interface InProgressProps {
  readonly title: string;
  readonly text: string;
  readonly fileName: string;
  readonly doneBytes: number;
  readonly totalBytes: number;
  readonly onCancel: () => void;
}

function InProgress({ title, text, fileName, doneBytes, totalBytes, onCancel }: InProgressProps): ReactNode {
  const percent = totalBytes === 0 ? 0 : Math.min(100, (100 * doneBytes) / totalBytes);
  return (
    <>
      <PageHeader title={title} description={<VisibleText text={fileName} mono />} />
      <div className="gh-card gh-progress">
        <p className="gh-tight">{text}</p>
        <Progress value={percent} aria-label={title} size="lg" />
        <div className="gh-progress-foot">
          <span className="gh-soft">
            {totalBytes === 0 ? 'Starting…' : `${formatBytes(doneBytes)} of ${formatBytes(totalBytes)}`}
          </span>
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
        </div>
      </div>
    </>
  );
}

function NotUnderWay(): ReactNode {
  const { replace } = useNavigation();
  return (
    <EmptyState
      title="This installation is not under way any more"
      action={
        <Button
          onClick={() => {
            replace(HOME);
          }}
        >
          Go to the servers
        </Button>
      }
    >
      It was finished or cancelled. Open the bundle again if you still want it.
    </EmptyState>
  );
}

function useCancel(installId: InstallId): () => void {
  const { run } = useCommand('install.cancel');
  const { replace } = useNavigation();
  return () => {
    replace(HOME);
    void run({ installId }); // An install that is already gone needs no cancelling.
  };
}
