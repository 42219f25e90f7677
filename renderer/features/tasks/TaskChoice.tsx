/**
 * Says how a tool's calls run as tasks, and lets a person choose where the server does.
 */
import { Switch, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { assertNever } from '../../../app/contract/errors.ts';
import type { ToolView } from '../../../app/contract/servers.ts';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { Notice } from '../servers/Notice.tsx';
import { IMPOSSIBLE_WORDS } from './taskWords.ts';
import type { TaskChoice as Choice } from './useTaskChoice.ts';

export interface TaskChoiceProps {
  readonly tool: Pick<ToolView, 'taskSupport'>;
  readonly choice: Choice;
}

export function TaskChoice({ tool, choice }: TaskChoiceProps): ReactNode {
  const { isLocal } = choice;
  switch (tool.taskSupport) {
    case 'forbidden':
      return null;
    case 'optional':
      return <Optional choice={choice} />;
    case 'required':
      return <Text size="sm">This tool runs as a task: {isLocal ? LOCAL_WORDS : REMOTE_WORDS}</Text>;
    case 'impossible':
      return (
        <Notice title={IMPOSSIBLE_WORDS.title}>
          {IMPOSSIBLE_WORDS.text} {IMPOSSIBLE_WORDS.hint}
        </Notice>
      );
    default:
      return assertNever(tool.taskSupport);
  }
}

const REMOTE_WORDS = 'it goes on in the background, also after Gatehouse was closed.';
const LOCAL_WORDS = 'it goes on in the background until the server’s process ends, at the latest when Gatehouse quits.';

function Optional({ choice: { asTask, isLocal, pending, error, choose } }: { readonly choice: Choice }): ReactNode {
  return (
    <div>
      <Switch
        label="Run as a task"
        description={`If on, ${isLocal ? LOCAL_WORDS : REMOTE_WORDS} Remembered for this tool.`}
        checked={asTask}
        disabled={pending}
        onChange={(event) => choose(event.currentTarget.checked)}
      />
      {error !== undefined && <ErrorAlert error={error} />}
    </div>
  );
}
