/**
 * What a list shows while it is empty: what would stand here, and how to get it.
 */
import { Title } from '@mantine/core';
import type { ReactNode } from 'react';

export interface EmptyStateProps {
  readonly icon?: ReactNode;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

export function EmptyState({ icon, title, children, action }: EmptyStateProps): ReactNode {
  return (
    <div className="gh-empty">
      {icon}
      <Title order={2} size="h3">
        {title}
      </Title>
      {children !== undefined && <div>{children}</div>}
      {action !== undefined && <div>{action}</div>}
    </div>
  );
}
