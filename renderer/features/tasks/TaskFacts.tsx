/**
 * What is known of a task besides its state, as facts.
 */
import type { ReactNode } from 'react';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { formatDuration, formatTimestamp } from '../../ui/formatTime.ts';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { isOpenCall } from '../calls/callWords.ts';
import { UntilExpiry } from './RunningTimes.tsx';
import { editionWords, homeWords, type TaskCall } from './taskWords.ts';

export function TaskFacts({ call }: { readonly call: TaskCall }): ReactNode {
  const { startedAtMs, endedAtMs, task } = call;
  const isOpen = isOpenCall(call.state);
  return (
    <section className="gh-card gh-task-facts" aria-label="Facts">
      <dl className="gh-facts">
        <Fact label="Started">{formatTimestamp(startedAtMs)}</Fact>
        {endedAtMs !== undefined && (
          <Fact label="Ended">
            {formatTimestamp(endedAtMs)}, after {formatDuration(endedAtMs - startedAtMs)}
          </Fact>
        )}
        {task.taskId !== undefined && <Fact label="Last heard of">{formatTimestamp(task.heardAtMs)}</Fact>}
        {isOpen && <Fact label="Asked about">every {formatDuration(task.pollIntervalMs)}, while it is followed</Fact>}
        {task.taskId !== undefined && <Expiry call={call} />}
        {isOpen && <Fact label="Lives">{homeWords(task)}</Fact>}
        <Fact label="Protocol">{editionWords(task.edition)}</Fact>
        <Fact label="Task id">{task.taskId === undefined ? 'Not known' : <TaskId taskId={task.taskId} />}</Fact>
      </dl>
    </section>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactNode {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Expiry({ call: { state, task } }: { readonly call: TaskCall }): ReactNode {
  const { expiresAtMs } = task;
  if (expiresAtMs === undefined) return <Fact label="Kept by the server">without a limit that Gatehouse was told</Fact>;
  return (
    <Fact label="Kept by the server">
      until {formatTimestamp(expiresAtMs)}
      {isOpenCall(state) && (
        <>
          ; expires <UntilExpiry atMs={expiresAtMs} />
        </>
      )}
    </Fact>
  );
}

function TaskId({ taskId }: { readonly taskId: string }): ReactNode {
  return (
    <span className="gh-with-copy">
      <VisibleText text={taskId} mono />
      <CopyButton text={taskId} label="Copy the task id" />
    </span>
  );
}
