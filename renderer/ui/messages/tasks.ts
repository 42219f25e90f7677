/**
 * Words for what becomes of tasks that brought no result.
 */
import type { WordsFor } from './words.ts';

export const TASK_WORDS: WordsFor<'TASK'> = {
  TASK_EXPIRED: {
    title: 'The task has expired',
    text: 'Servers keep a task only for so long. That time passed before Gatehouse heard how it ended.',
    hint: 'The tool may have done its work. Check before you call it again.',
  },
  TASK_UNKNOWN_TO_SERVER: {
    title: 'The server does not know this task any more',
    text: 'Asked about it, the server says that it has no such task. It may have been started anew, or have cleared the task away.',
    hint: 'The tool may have done its work. Check before you call it again.',
  },
  TASK_NOT_ACCESSIBLE: {
    title: 'The task is not accessible with this sign-in',
    text: 'It was begun under another sign-in, and the server shows it to no other. It may well go on.',
  },
  TASK_LOST_WITH_PROCESS: {
    title: 'The task ended with the server’s process',
    text: 'A server on this computer keeps its tasks in its process. That process has ended, and the task with it.',
    hint: 'The tool may have done part of its work. Check before you call it again.',
  },
  TASK_SERVER_REMOVED: {
    title: 'The task’s server was removed',
    text: 'Gatehouse asks nothing of servers that are not in its list. The server itself may go on with the task.',
  },
  TASK_SERVER_STOPPED: {
    title: 'The task’s server is not connected',
    text: 'Nothing is heard of the task until it is. Gatehouse then goes on following it by itself.',
    hint: 'Start or connect the server, or choose “Ask now”, which does.',
  },
  TASK_UNFOLLOWED: {
    title: 'The task is not followed any more',
    text: 'Somebody chose to stop following it. The server may have gone on; what became of it is not known here.',
  },
  TASK_TOOL_IMPOSSIBLE: {
    title: 'Nobody can call this tool',
    text: 'The tool says that it only runs as a task, and its server says that it takes none.',
    hint: 'Tell whoever made the server.',
  },
  TASK_CANCEL_UNSUPPORTED: {
    title: 'The server takes no request to cancel a task',
    text: 'It does not offer that. The task goes on.',
    hint: 'You can stop following it.',
  },
  TASK_RESULT_NOT_KEPT: {
    title: 'The result was not kept',
    text: 'The task has ended, but its result was too large to keep until Gatehouse was started again.',
  },
};
