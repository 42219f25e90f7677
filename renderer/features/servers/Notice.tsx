/**
 * Words a person should see that are no error: what waits for them, what could not be trusted.
 */
import { Alert } from '@mantine/core';
import type { ReactNode } from 'react';

export interface NoticeProps {
  readonly title: string;
  /** `danger` and `caution` as everywhere; `plain` for what is only said. */
  readonly tone?: 'danger' | 'caution' | 'plain';
  /** `alert` interrupts a screen reader, `status` waits. */
  readonly role?: 'alert' | 'status';
  readonly children?: ReactNode;
}

export function Notice({ title, tone = 'caution', role, children }: NoticeProps): ReactNode {
  return (
    <Alert
      variant="outline"
      color={tone === 'plain' ? 'gray' : tone === 'danger' ? 'red' : 'yellow'}
      title={title}
      className={tone === 'plain' ? 'gh-alert' : `gh-alert gh-alert-${tone}`}
      mb="md"
      {...(role !== undefined && { role })}
    >
      {children}
    </Alert>
  );
}
