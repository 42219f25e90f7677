/**
 * The head of a page: its one `h1`, a line under it, and its actions. The heading takes the focus when the page opens.
 */
import { Text, Title } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';

export interface PageHeaderProps {
  readonly title: ReactNode;
  readonly description?: ReactNode;
  readonly actions?: ReactNode;
  /** Above the title, such as a way back. */
  readonly above?: ReactNode;
}

export function PageHeader({ title, description, actions, above }: PageHeaderProps): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  // Without this a screen reader stays on the control of the page that is gone.
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <header className="gh-page-header">
      <div>
        {above}
        <Title order={1} ref={heading} tabIndex={-1}>
          {title}
        </Title>
        {description !== undefined && (
          <Text c="dimmed" mt={4} maw="44rem">
            {description}
          </Text>
        )}
      </div>
      {actions}
    </header>
  );
}
