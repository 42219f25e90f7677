/**
 * Words for tasks: the state in two or three words, and in a sentence. Pure.
 *
 * The words of the two editions mean different things (`failed` covers a tool's own error in one and not in the other),
 * so these say what happened and not which word was used.
 */
import type { CallView } from '../../../app/contract/calls.ts';
import { assertNever, type ErrorCode } from '../../../app/contract/errors.ts';
import type { TaskView } from '../../../app/contract/tasks.ts';
import { ERROR_WORDS } from '../../ui/messages.ts';
import { callStateWords, isOpenCall } from '../calls/callWords.ts';
import type { StatusWords } from '../servers/StatusWord.tsx';

/** A call that became a task, or was to become one. */
export type TaskCall = CallView & { readonly task: TaskView };

export function isTaskCall(call: CallView): call is TaskCall {
  return call.task !== undefined;
}

/** It waits for something that only a person can give, and its server is there to take it. */
export function needsInput({ state, task }: TaskCall): boolean {
  return isOpenCall(state) && task.status === 'input_required' && task.following === 'active';
}

export interface OpenTasks {
  readonly open: number;
  /** Of those, the ones that can't go on without an answer. */
  readonly asking: number;
}

export function countOpenTasks(calls: readonly CallView[]): OpenTasks {
  const open = calls.filter(isTaskCall).filter(({ state }) => isOpenCall(state));
  return { open: open.length, asking: open.filter(needsInput).length };
}

/** How a task ended that has no result and no error of the tool's, as far as Gatehouse knows. */
const ENDED_WORDS: Partial<Readonly<Record<ErrorCode, StatusWords>>> = {
  TASK_EXPIRED: { words: 'Expired', tone: 'attention' },
  TASK_UNKNOWN_TO_SERVER: { words: 'Unknown to the server', tone: 'attention' },
  TASK_NOT_ACCESSIBLE: { words: 'Not accessible with this sign-in', tone: 'attention' },
  TASK_LOST_WITH_PROCESS: { words: 'Lost with its process', tone: 'bad' },
  TASK_SERVER_REMOVED: { words: 'Server removed', tone: 'attention' },
  TASK_UNFOLLOWED: { words: 'Not followed any more', tone: 'idle' },
  TASK_RESULT_NOT_KEPT: { words: 'Ended, result not kept', tone: 'attention' },
};

export function taskStateWords(call: TaskCall): StatusWords {
  const { state, task } = call;
  switch (state) {
    case 'running':
      return task.following === 'paused' ? { words: 'Not heard of at present', tone: 'attention' } : openWords(task);
    case 'failed':
      return (task.problem && ENDED_WORDS[task.problem.code]) ?? callStateWords(state);
    case 'interrupted':
      return task.taskId === undefined ? { words: 'Sent, answer unknown', tone: 'attention' } : callStateWords(state);
    case 'cancelling':
    case 'complete':
    case 'tool_error':
    case 'cancelled':
      return callStateWords(state);
    default:
      return assertNever(state);
  }
}

function openWords({ taskId, status }: TaskView): StatusWords {
  if (taskId === undefined) return { words: 'Being sent', tone: 'busy' };
  switch (status) {
    case 'working':
      return { words: 'Working', tone: 'busy' };
    case 'input_required':
      return { words: 'Needs an answer', tone: 'attention' };
    case 'completed':
    case 'failed':
    case 'cancelled':
      return { words: 'Ended, fetching the result', tone: 'busy' };
    default:
      return assertNever(status);
  }
}

/** The same in a sentence or two, for the task's own page. Why a task is paused stands below it, as an error. */
export function taskSentence(call: TaskCall): string {
  const { state, task } = call;
  switch (state) {
    case 'running':
      return runningSentence(task);
    case 'cancelling':
      return 'The server was asked to cancel it and has not said yet that it did. It may still come to an end by itself.';
    case 'cancelled':
      return 'The server says that it cancelled it. What it had done by then stays done.';
    case 'complete':
      return 'It came to its end.';
    case 'tool_error':
      return 'It came to its end, and the tool says that it failed.';
    case 'failed':
      return task.problem === undefined
        ? 'It ended with an error in place of a result.'
        : lostSentence(task.problem.code);
    case 'interrupted':
      return 'It was sent, but Gatehouse ended before the answer came. Whether the server did the work is not known here. It is not sent again unless you do so.';
    default:
      return assertNever(state);
  }
}

function runningSentence({ following, status, taskId }: TaskView): string {
  if (following === 'paused') return 'Gatehouse hears nothing of it at present. What stands here is the last it heard.';
  if (taskId === undefined) return 'It was sent. The server has not said yet that it made a task of it.';
  if (status === 'input_required') return 'The server says that it can’t go on without an answer.';
  return status === 'working'
    ? 'The server works on it.'
    : 'The server says that it ended. Its result is being fetched.';
}

function lostSentence(code: ErrorCode): string {
  return ENDED_WORDS[code] === undefined
    ? 'It ended with an error in place of a result.'
    : 'How it ended, or what came of it, is not known here.';
}

/** Before a status message. */
export function saysWords(isOpen: boolean): string {
  return isOpen ? 'The server says:' : 'The server said last:';
}

const EDITION_WORDS: Readonly<Record<TaskView['edition'], string>> = {
  core: 'Tasks of MCP 2025-11-25',
  extension: 'io.modelcontextprotocol/tasks, an extension of MCP 2026-07-28',
};

export function editionWords(edition: TaskView['edition']): string {
  return EDITION_WORDS[edition];
}

/** Where it lives, which decides what it survives. */
export function homeWords({ endsWithServer }: TaskView): string {
  return endsWithServer
    ? 'In the server’s process on this computer. It ends with that process, at the latest when Gatehouse quits.'
    : 'With the server. It goes on when Gatehouse quits, and is followed on at the next start.';
}

/** Why a tool can't be called: the words of the error that a call would end with. */
export const IMPOSSIBLE_WORDS = ERROR_WORDS.TASK_TOOL_IMPOSSIBLE;
