/**
 * What a person can do about a task: ask now, cancel, give it up, call again.
 *
 * Cancelling is a request: the server says whether it did. So the button says what was asked, never that it happened.
 */
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { CallDetail } from '../../../app/contract/calls.ts';
import { useCommand } from '../../state/useCommand.ts';
import { useMirror } from '../../state/mirror.ts';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { isOpenCall } from '../calls/callWords.ts';
import { useNavigation } from '../frame/navigation.tsx';
import type { TaskCall } from './taskWords.ts';

export interface TaskActionsProps {
  readonly call: TaskCall;
  /** Absent until it is here. */
  readonly detail?: CallDetail;
}

export function TaskActions({ call, detail }: TaskActionsProps): ReactNode {
  const { serverId, toolName } = call;
  const { go } = useNavigation();
  const isThere = useMirror(({ servers }) => servers.some((server) => server.serverId === serverId));
  const callAgain = (kept: CallDetail): void =>
    go({ at: 'server', serverId, again: { toolName, arguments: kept.arguments, withheld: kept.withheld } });
  return (
    <Stack gap="sm">
      {isOpenCall(call.state) && <OpenTaskActions call={call} />}
      {isThere && detail !== undefined && (
        <Group>
          <Button variant="default" size="xs" onClick={() => callAgain(detail)}>
            Call again with the same arguments
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function OpenTaskActions({ call }: { readonly call: TaskCall }): ReactNode {
  const { callId, serverId, task } = call;
  const refresh = useCommand('task.refresh');
  const cancel = useCommand('call.cancel');
  const { expectDecision, stopExpecting } = useNavigation();
  const askNow = async (): Promise<void> => {
    // A server that has to start first may lead to a question.
    expectDecision(serverId);
    await refresh.run({ callId });
    stopExpecting(serverId);
  };
  const wasAsked = call.state === 'cancelling';
  return (
    <>
      <Group gap="sm">
        <Button variant="default" size="xs" onClick={() => void askNow()} loading={refresh.status === 'pending'}>
          Ask now
        </Button>
        {task.canCancel && (
          <Button
            variant="default"
            size="xs"
            onClick={() => void cancel.run({ callId })}
            disabled={wasAsked}
            loading={!wasAsked && cancel.status === 'pending'}
          >
            {wasAsked ? 'Asked the server to cancel' : 'Cancel the task'}
          </Button>
        )}
        <StopFollowing call={call} />
      </Group>
      {!task.canCancel && task.taskId !== undefined && (
        <Text size="sm" c="dimmed">
          This server takes no request to cancel a task.
        </Text>
      )}
      {refresh.status === 'failed' && <ErrorAlert error={refresh.error} />}
      {cancel.status === 'failed' && <ErrorAlert error={cancel.error} />}
    </>
  );
}

function StopFollowing({ call: { callId } }: { readonly call: TaskCall }): ReactNode {
  const [asks, setAsks] = useState(false);
  const unfollow = useCommand('task.unfollow');
  const stop = async (): Promise<void> => {
    const outcome = await unfollow.run({ callId });
    if (outcome.status === 'done') setAsks(false);
  };
  return (
    <>
      <Button variant="default" size="xs" onClick={() => setAsks(true)}>
        Stop following…
      </Button>
      <Modal
        opened={asks}
        onClose={() => setAsks(false)}
        title="Stop following this task?"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Stack gap="md">
          <Text>
            Gatehouse asks the server about it no more, and its result will never stand here. The server is not told: it
            may go on with the task. This can’t be taken back.
          </Text>
          {unfollow.status === 'failed' && <ErrorAlert error={unfollow.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setAsks(false)} data-autofocus>
              Go on following
            </Button>
            <Button color="red.9" onClick={() => void stop()} loading={unfollow.status === 'pending'}>
              Stop following
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
