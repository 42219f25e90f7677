/**
 * What stands in place of a result when a call became a task: how it is, and the way to it.
 */
import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import type { CallView } from '../../../app/contract/calls.ts';
import type { CallId } from '../../../app/contract/ids.ts';
import { isOpenCall } from '../calls/callWords.ts';
import { useNavigation } from '../frame/navigation.tsx';
import { Notice } from '../servers/Notice.tsx';
import { StatusWord } from '../servers/StatusWord.tsx';
import { isTaskCall, taskStateWords } from './taskWords.ts';

export interface TaskHandleProps {
  readonly callId: CallId;
  /** Absent until the host has told of it. */
  readonly view?: CallView;
}

export function TaskHandle({ callId, view }: TaskHandleProps): ReactNode {
  const { go } = useNavigation();
  const isOver = view !== undefined && !isOpenCall(view.state);
  return (
    <Notice tone="plain" title={isOver ? 'It ran as a task' : 'It goes on as a task'}>
      <Group justify="space-between" gap="sm">
        {view !== undefined && isTaskCall(view) && <StatusWord {...taskStateWords(view)} />}
        <Button size="xs" variant="default" onClick={() => go({ at: 'task', callId })}>
          Show the task
        </Button>
      </Group>
    </Notice>
  );
}
