/**
 * How a task is at this moment, in our words and in the server's, and what it asks.
 *
 * SECURITY(S12): status messages and progress are the server's claims, and stand as such.
 */
import { Group, Progress, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useMirror } from '../../state/mirror.ts';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { Quoted } from '../../ui/Quoted.tsx';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { isOpenCall, progressBar } from '../calls/callWords.ts';
import { DecisionRow } from '../decisions/DecisionRow.tsx';
import { oldestFirst } from '../decisions/decisionWords.ts';
import { StatusWord } from '../servers/StatusWord.tsx';
import { Ago } from './RunningTimes.tsx';
import { questionsOf } from './taskQuestions.ts';
import { needsInput, saysWords, taskSentence, taskStateWords, type TaskCall } from './taskWords.ts';
import '../decisions/decisions.css';

export interface TaskStateCardProps {
  readonly call: TaskCall;
  /** What can be done about it. */
  readonly children: ReactNode;
}

export function TaskStateCard({ call, children }: TaskStateCardProps): ReactNode {
  const { state, task } = call;
  const isOpen = isOpenCall(state);
  return (
    <section className="gh-card gh-task-card" aria-label="How it is">
      <Group gap="md">
        {/* Announced when it changes; the clock beside it is not. */}
        <span role="status">
          <StatusWord {...taskStateWords(call)} />
        </span>
        {isOpen && task.taskId !== undefined && (
          <Text size="sm" c="dimmed">
            Last heard of <Ago atMs={task.heardAtMs} />
          </Text>
        )}
      </Group>
      <Text>{taskSentence(call)}</Text>
      {task.statusMessage !== undefined && <Quoted label={saysWords(isOpen)} text={task.statusMessage} />}
      {isOpen && <Advance call={call} />}
      {isOpen && task.problem !== undefined && <ErrorAlert error={task.problem} tone="caution" />}
      <TaskQuestions call={call} />
      {children}
    </section>
  );
}

/** Only where the server tells of any: a bar that means nothing is left out. */
function Advance({ call: { progress } }: { readonly call: TaskCall }): ReactNode {
  if (progress === undefined) return null;
  const { percent, words } = progressBar(progress);
  return (
    <div>
      {percent !== undefined && <Progress value={percent} aria-label="Progress, as the server tells it" mb={6} />}
      <Text size="sm">
        {words}
        {progress.message !== undefined && (
          <>
            {' · '}
            <VisibleText text={progress.message} />
          </>
        )}
      </Text>
    </div>
  );
}

function TaskQuestions({ call }: { readonly call: TaskCall }): ReactNode {
  const questions = useMirror(({ decisions }) => oldestFirst(questionsOf(call, decisions)));
  const isMissing = questions.length === 0 && needsInput(call);
  return (
    <div role="status">
      {questions.length > 0 && (
        <ul className="gh-waiting" aria-label="What this task asks you">
          {questions.map((question) => (
            <DecisionRow key={question.decisionId} decision={question} onServerScreen />
          ))}
        </ul>
      )}
      {isMissing && (
        <Text size="sm" c="dimmed">
          No question of it is open at this moment.
        </Text>
      )}
    </div>
  );
}
