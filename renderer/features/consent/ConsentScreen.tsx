/**
 * The consent screen: everything a launch would run or a connection would reach, on one page, and the two answers. It
 * only draws.
 */
import type { ReactNode } from 'react';
import type { AgreementView } from '../../../app/contract/decisions.ts';
import type { ErrorView } from '../../../app/contract/errors.ts';
import { useMirror } from '../../state/mirror.ts';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { DecisionPage } from '../decisions/DecisionPage.tsx';
import { useEscape } from '../decisions/useEscape.ts';
import { ChangesSection } from './ChangesSection.tsx';
import { ConsentFooter } from './ConsentFooter.tsx';
import { ConsentHeader } from './ConsentHeader.tsx';
import { FindingsSection } from './FindingsSection.tsx';
import { OriginSection } from './OriginSection.tsx';
import { PlanSection, type PlanSectionProps } from './PlanSection.tsx';
import { SentSection } from './SentSection.tsx';
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

function Plan({ decision, secrets }: PlanSectionProps): ReactNode {
  if (decision.kind === 'connect') {
    return (
      <>
        <PlanSection decision={decision} secrets={secrets} />
        <SentSection plan={decision.plan} />
      </>
    );
  }
  return (
    <>
      <OriginSection decision={decision} />
      <PlanSection decision={decision} secrets={secrets} />
      <ReachSection />
      {decision.bundle !== undefined && <ToolsSection bundle={decision.bundle} />}
    </>
  );
}
