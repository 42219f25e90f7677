/**
 * A warning in words of ours, before something is decided.
 */
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';

export interface WarningProps {
  readonly tone?: 'caution' | 'danger';
  readonly children: ReactNode;
}

export function Warning({ tone = 'caution', children }: WarningProps): ReactNode {
  return (
    <div className={tone === 'danger' ? 'gh-warning gh-warning-danger' : 'gh-warning'}>
      <IconAlertTriangle size={24} aria-hidden />
      <div>{children}</div>
    </div>
  );
}
