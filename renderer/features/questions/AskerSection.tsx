/**
 * Who asks: the server by the name the person gave it and by what runs or is reached, and how long it waits.
 *
 * SECURITY(S12): nothing here is what the server calls itself (MCP 2025-11-25 client/elicitation: clients MUST make clear
 * which server asks).
 */
import type { ReactNode } from 'react';
import type { QuestionView } from '../decisions/kinds.ts';
import { formatAge } from '../../ui/formatTime.ts';
import { Quoted } from '../../ui/Quoted.tsx';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { useNow } from '../calls/useNow.ts';
import { timeLeft } from './timeLeft.ts';

const REFRESH_MS = 5_000;

export interface AskerSectionProps {
  readonly decision: QuestionView;
  /** What the server says about it. */
  readonly message?: string;
}

export function AskerSection({ decision, message }: AskerSectionProps): ReactNode {
  const nowMs = useNow(REFRESH_MS);
  const { serverName, serverOrigin, duringTools, createdAtMs, expiresAtMs } = decision;
  return (
    <section aria-label="Who asks" className="gh-card">
      <dl className="gh-facts">
        <dt>Asked by</dt>
        <dd>
          <strong>
            <VisibleText text={serverName} />
          </strong>{' '}
          <span className="gh-soft">(the name you gave this server)</span>
        </dd>
        <dt>Which is</dt>
        <dd>
          <VisibleText text={serverOrigin} mono />
        </dd>
        <dt>While</dt>
        <dd>{duringTools.length === 0 ? 'no tool of it runs' : <RunningTools names={duringTools} />}</dd>
        <dt>Asked</dt>
        <dd>
          {formatAge(createdAtMs, nowMs)}, taken back by itself {timeLeft(expiresAtMs, nowMs)}
        </dd>
      </dl>
      {message !== undefined && (
        <div className="gh-claims">
          <Quoted by="server" text={message} />
        </div>
      )}
    </section>
  );
}

function RunningTools({ names }: { readonly names: readonly string[] }): ReactNode {
  return (
    <>
      its {names.length === 1 ? 'tool' : 'tools'}{' '}
      {names.map((name, index) => (
        <span key={index}>
          {index > 0 && ', '}
          <VisibleText text={name} mono />
        </span>
      ))}{' '}
      {names.length === 1 ? 'runs' : 'run'}
    </>
  );
}
