/**
 * One task in the list: what was called, how it is, and when it was last heard of.
 */
import { Anchor } from '@mantine/core';
import { memo, type ReactNode } from 'react';
import type { CallId } from '../../../app/contract/ids.ts';
import { formatTimestamp } from '../../ui/formatTime.ts';
import { QuotedName } from '../../ui/QuotedName.tsx';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { isOpenCall, progressBar } from '../calls/callWords.ts';
import { StatusWord } from '../servers/StatusWord.tsx';
import { Ago, UntilExpiry } from './RunningTimes.tsx';
import { saysWords, taskStateWords, type TaskCall } from './taskWords.ts';

export interface TaskRowProps {
  readonly call: TaskCall;
  readonly onOpen: (callId: CallId) => void;
}

/** Drawn again only when its own task changes: hundreds of others may. */
export const TaskRow = memo(function TaskRow({ call, onOpen }: TaskRowProps): ReactNode {
  const { toolName, serverName, argumentsLine, task } = call;
  return (
    <li className="gh-task-row" onClick={() => onOpen(call.callId)}>
      <div className="gh-task-what">
        <div className="gh-task-name">
          <Anchor component="button" type="button">
            <VisibleText text={toolName} mono />
          </Anchor>{' '}
          <span className="gh-soft">
            on <QuotedName name={serverName} />
          </span>
        </div>
        {argumentsLine !== undefined && (
          <div className="gh-soft gh-one-line">
            <VisibleText text={argumentsLine} mono />
          </div>
        )}
        {task.statusMessage !== undefined && (
          <div className="gh-one-line">
            <span className="gh-soft">{saysWords(isOpenCall(call.state))}</span>{' '}
            <QuotedName name={task.statusMessage} />
          </div>
        )}
      </div>
      <div className="gh-task-state">
        <StatusWord {...taskStateWords(call)} />
        <Times call={call} />
      </div>
    </li>
  );
});

function Times({ call }: { readonly call: TaskCall }): ReactNode {
  const { startedAtMs, endedAtMs, progress, task } = call;
  const isOpen = isOpenCall(call.state);
  return (
    <ul className="gh-task-times">
      {isOpen && progress !== undefined && <li>{progressBar(progress).words}</li>}
      <li>Started {formatTimestamp(startedAtMs)}</li>
      {endedAtMs !== undefined && <li>Ended {formatTimestamp(endedAtMs)}</li>}
      {isOpen && task.taskId !== undefined && (
        <li>
          Last heard of <Ago atMs={task.heardAtMs} />
        </li>
      )}
      {isOpen && task.expiresAtMs !== undefined && (
        <li>
          Expires <UntilExpiry atMs={task.expiresAtMs} />
        </li>
      )}
    </ul>
  );
}
