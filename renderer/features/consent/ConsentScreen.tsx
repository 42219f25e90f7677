/**
 * The consent screen: everything a launch would run or a connection would reach, on one page, and the two answers. It
 * only draws.
 */
import type { ReactNode } from 'react';
import type { AgreementView } from '../../../app/contract/decisions.ts';
import type { ErrorView } from '../../../app/contract/errors.ts';
import { useMirror } from '../../state/mirror.ts';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import type { SecretContext } from '../../ui/secretWords.ts';
import { DecisionPage } from '../decisions/DecisionPage.tsx';
import { useEscape } from '../decisions/useEscape.ts';
import { ChangesSection } from './ChangesSection.tsx';
import { ConsentFooter } from './ConsentFooter.tsx';
import { ConsentHeader } from './ConsentHeader.tsx';
import { FindingsSection } from './FindingsSection.tsx';
import { OriginSection } from './OriginSection.tsx';
import { RemoteSection, SentSection } from './RemoteSection.tsx';
import { RunSection } from './RunSection.tsx';
import { ReachSection, ToolsSection } from './ToolsSection.tsx';
import './consent.css';

export interface ConsentScreenProps {
  readonly decision: AgreementView;
  readonly pending: boolean;
  readonly error: ErrorView | undefined;
  readonly onAgree: (statementTicked: boolean) => void;
  readonly onCancel: () => void;
}

export function ConsentScreen({ decision, pending, error, onAgree, onCancel }: ConsentScreenProps): ReactNode {
  useEscape(pending ? undefined : onCancel);
  const keychain = useMirror(({ host }) => host.keychain);
  const { findings, changes, digest } = decision;
  const options = decision.kind === 'launch' ? (decision.bundle?.options ?? []) : [];
  const secrets = { keychain, options };
  return (
    <DecisionPage
      foot={
        // Another plan under the same decision starts over: not armed, not ticked.
        <ConsentFooter key={digest} decision={decision} pending={pending} onAgree={onAgree} onCancel={onCancel} />
      }
    >
      <ConsentHeader decision={decision} keychain={keychain} />
      <ChangesSection changes={changes} secrets={secrets} />
      <Plan decision={decision} secrets={secrets} />
      <FindingsSection findings={findings} about={decision.kind === 'launch' ? 'program' : 'server'} />
      {error !== undefined && <ErrorAlert error={error} />}
    </DecisionPage>
  );
}

interface PlanProps {
  readonly decision: AgreementView;
  readonly secrets: SecretContext;
}

function Plan({ decision, secrets }: PlanProps): ReactNode {
  const { findings, digest } = decision;
  if (decision.kind === 'connect') {
    return (
      <>
        <RemoteSection plan={decision.plan} findings={findings} secrets={secrets} digest={digest} />
        <SentSection plan={decision.plan} />
      </>
    );
  }
  return (
    <>
      <OriginSection decision={decision} />
      <RunSection plan={decision.plan} findings={findings} secrets={secrets} digest={digest} />
      <ReachSection />
      {decision.bundle !== undefined && <ToolsSection bundle={decision.bundle} />}
    </>
  );
}
