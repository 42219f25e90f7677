/**
 * A state as a word with a sign and a colour, so that none of them is needed alone.
 */
import {
  IconAlertTriangleFilled,
  IconCircle,
  IconCircleCheckFilled,
  IconCircleXFilled,
  IconProgress,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';

export interface StatusWords {
  readonly words: string;
  readonly tone: 'good' | 'busy' | 'attention' | 'bad' | 'idle';
}

const ICONS = {
  good: IconCircleCheckFilled,
  busy: IconProgress,
  attention: IconAlertTriangleFilled,
  bad: IconCircleXFilled,
  idle: IconCircle,
} as const;

export function StatusWord({ words, tone }: StatusWords): ReactNode {
  const Icon = ICONS[tone];
  return (
    <span className={`gh-status gh-status-${tone}`}>
      <Icon size="1.1em" aria-hidden />
      <span>{words}</span>
    </span>
  );
}
