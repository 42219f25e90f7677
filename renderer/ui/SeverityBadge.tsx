/**
 * The severity of a finding: a word, a sign and a colour, so that none of them is needed alone.
 */
import { IconAlertOctagon, IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Finding } from '../../app/contract/plan.ts';

export type Severity = Finding['severity'];

const LOOKS = {
  danger: { word: 'Danger', Icon: IconAlertOctagon },
  caution: { word: 'Caution', Icon: IconAlertTriangle },
  note: { word: 'Note', Icon: IconInfoCircle },
} as const;

export interface SeverityBadgeProps {
  readonly severity: Severity;
  /** Follows the word: `Danger: Runs a shell`. */
  readonly children?: ReactNode;
}

export function SeverityBadge({ severity, children }: SeverityBadgeProps): ReactNode {
  const { word, Icon } = LOOKS[severity];
  return (
    <span className={`gh-severity gh-severity-${severity}`}>
      <Icon size={15} aria-hidden />
      <span>
        {word}
        {children !== undefined && <>: {children}</>}
      </span>
    </span>
  );
}
