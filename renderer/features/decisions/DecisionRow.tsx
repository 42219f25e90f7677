/**
 * One open decision in a list: what it is, whose, how long it has waited, and the way to it.
 */
import { Button } from '@mantine/core';
import {
  IconForms,
  IconHourglass,
  IconLogin2,
  IconMessage2Check,
  IconMessage2Question,
  IconPlugConnected,
  IconTerminal2,
  IconWorld,
} from '@tabler/icons-react';
import { useId } from 'react';
import type { ReactNode } from 'react';
import type { DecisionView } from '../../../app/contract/decisions.ts';
import { formatAge, plural } from '../../ui/formatTime.ts';
import { QuotedName } from '../../ui/QuotedName.tsx';
import { SeverityBadge } from '../../ui/SeverityBadge.tsx';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { useNow } from '../calls/useNow.ts';
import { countBySeverity } from '../consent/subjects.ts';
import { useNavigation } from '../frame/navigation.tsx';
import { timeLeft } from '../questions/timeLeft.ts';
import { asksWords, originOf } from './decisionWords.ts';
import { isAgreement } from './kinds.ts';

const REFRESH_MS = 15_000;

const ICONS: Readonly<Record<DecisionView['kind'], typeof IconForms>> = {
  launch: IconTerminal2,
  connect: IconPlugConnected,
  elicitation_form: IconForms,
  elicitation_url: IconWorld,
  elicitation_wait: IconHourglass,
  sign_in: IconLogin2,
  sign_in_wait: IconHourglass,
  sampling_prompt: IconMessage2Question,
  sampling_reply: IconMessage2Check,
};

export interface DecisionRowProps {
  readonly decision: DecisionView;
  /** Beside the server's own facts, where what it runs or where it is need not be said again. */
  readonly onServerScreen?: boolean;
}

export function DecisionRow({ decision, onServerScreen = false }: DecisionRowProps): ReactNode {
  const { go } = useNavigation();
  const id = useId();
  const nowMs = useNow(REFRESH_MS);
  const { kind, serverName, createdAtMs, decisionId } = decision;
  const Icon = ICONS[kind];
  return (
    <li className="gh-card gh-waiting-row">
      <Icon size={24} className="gh-waiting-icon" aria-hidden />
      <div>
        <h2 id={id}>
          <QuotedName name={serverName} /> {asksWords(decision)}
        </h2>
        {!onServerScreen && (
          <div className="gh-soft">
            <VisibleText text={originOf(decision)} mono />
          </div>
        )}
        <div className="gh-waiting-facts">
          <span className="gh-soft">
            Asked {formatAge(createdAtMs, nowMs)}
            {!isAgreement(decision) && <>, taken back by itself {timeLeft(decision.expiresAtMs, nowMs)}</>}
          </span>
          {isAgreement(decision) &&
            countBySeverity(decision.findings).map(({ severity, count }) => (
              <SeverityBadge key={severity} severity={severity}>
                {plural(count, 'finding')}
              </SeverityBadge>
            ))}
        </div>
      </div>
      <Button aria-describedby={id} onClick={() => go({ at: 'decision', decisionId })}>
        {isAgreement(decision) ? 'Read and decide' : 'Read and answer'}
      </Button>
    </li>
  );
}
