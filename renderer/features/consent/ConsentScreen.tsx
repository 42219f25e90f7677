/**
 * The consent screen: everything a launch would run, on one page, and the two answers. It only draws.
 *
 * It takes the whole page and not a dialog, so that nothing of it is cut and nothing else can be reached meanwhile.
 */
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import type { LaunchDecisionView } from '../../../app/contract/decisions.ts';
import type { ErrorView } from '../../../app/contract/errors.ts';
import { useMirror } from '../../state/mirror.ts';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { ChangesSection } from './ChangesSection.tsx';
import { ConsentFooter } from './ConsentFooter.tsx';
import { ConsentHeader } from './ConsentHeader.tsx';
import { FindingsSection } from './FindingsSection.tsx';
import { OriginSection } from './OriginSection.tsx';
import { RunSection } from './RunSection.tsx';
import { ReachSection, ToolsSection } from './ToolsSection.tsx';
import './consent.css';

export interface ConsentScreenProps {
  readonly decision: LaunchDecisionView;
  readonly pending: boolean;
  readonly error: ErrorView | undefined;
  readonly onAgree: (statementTicked: boolean) => void;
  readonly onCancel: () => void;
}

export function ConsentScreen({ decision, pending, error, onAgree, onCancel }: ConsentScreenProps): ReactNode {
  useEscape(pending ? undefined : onCancel);
  const keychain = useMirror(({ host }) => host.keychain);
  const { plan, findings, changes, bundle, digest } = decision;
  const secrets = { keychain, options: bundle?.options ?? [] };
  return (
    <div className="gh-consent">
      <main className="gh-consent-body">
        <ConsentHeader decision={decision} keychain={keychain} />
        <ChangesSection changes={changes} secrets={secrets} />
        <OriginSection decision={decision} />
        <RunSection plan={plan} findings={findings} secrets={secrets} digest={digest} />
        <ReachSection />
        {bundle !== undefined && <ToolsSection bundle={bundle} />}
        <FindingsSection findings={findings} />
        {error !== undefined && <ErrorAlert error={error} />}
      </main>
      {/* Another plan under the same decision starts over: not armed, not ticked. */}
      <ConsentFooter key={digest} decision={decision} pending={pending} onAgree={onAgree} onCancel={onCancel} />
    </div>
  );
}

/** Escape is cancel, unless something on the page has taken the key for itself. */
function useEscape(onEscape: (() => void) | undefined): void {
  const latest = useRef(onEscape);
  useEffect(() => {
    latest.current = onEscape;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.defaultPrevented && !event.repeat) latest.current?.();
    };
    window.addEventListener('keydown', listen);
    return () => {
      window.removeEventListener('keydown', listen);
    };
  }, []);
}
