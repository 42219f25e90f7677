/**
 * Says that a change counts from the next start of a server that runs, with a button that starts it anew.
 */
import { Button, Group, Text } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import type { ServerView } from '../../../app/contract/servers.ts';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { actionWords } from '../servers/serverWords.ts';
import { useServerAction } from '../servers/useServerAction.ts';

export interface RestartToApplyProps {
  readonly server: ServerView;
  /** The sentence. */
  readonly children: string;
}

export function RestartToApply({ server, children }: RestartToApplyProps): ReactNode {
  const { act, error } = useServerAction(server);
  const id = useId();
  return (
    <>
      {server.state.kind === 'running' && (
        <Group mt="md" gap="md">
          <Text id={id} size="sm" c="dimmed" role="status">
            {children}
          </Text>
          <Button variant="default" size="xs" aria-describedby={id} onClick={() => act('restart')}>
            {actionWords('restart', server)} now
          </Button>
        </Group>
      )}
      {error !== undefined && <ErrorAlert error={error} />}
    </>
  );
}
