import { describe, expect, test } from 'vitest';
import { TASK_STATUSES } from '../../../app/contract/tasks.ts';
import { callState } from '../../../app/contract/calls.ts';
import { exampleTask } from './exampleTask.ts';
import { needsInput, taskSentence, taskStateWords } from './taskWords.ts';

const problem = (code: string) => ({ code, message: 'm', data: {} });

describe('the words for a task', () => {
  test.each([
    ['at work', {}, {}, 'Working'],
    ['that asks', {}, { status: 'input_required' }, 'Needs an answer'],
    ['without an id yet', {}, { taskId: undefined }, 'Being sent'],
    ['that has ended and is not fetched', {}, { status: 'failed' }, 'Ended, fetching the result'],
    ['of a server that is gone', {}, { following: 'paused', status: 'working' }, 'Not heard of at present'],
    ['that was asked to cancel', { state: 'cancelling' }, {}, 'Asked to cancel'],
    ['that the server cancelled', { state: 'cancelled' }, { status: 'cancelled' }, 'Cancelled'],
    ['with a result', { state: 'complete' }, { status: 'completed' }, 'Done'],
    [
      'that its tool calls failed, in one edition',
      { state: 'tool_error' },
      { status: 'failed' },
      'The tool says it failed',
    ],
    ['and in the other', { state: 'tool_error' }, { status: 'completed' }, 'The tool says it failed'],
    ['that failed', { state: 'failed' }, { status: 'failed' }, 'Failed'],
    ['of which nobody heard', { state: 'interrupted' }, { taskId: undefined }, 'Sent, answer unknown'],
  ])('%s', (_name, change, taskChange, words) => {
    expect(taskStateWords(exampleTask(change, taskChange)).words).toBe(words);
  });

  test('tell every way apart in which it can be lost', () => {
    const codes = [
      'EXPIRED',
      'UNKNOWN_TO_SERVER',
      'NOT_ACCESSIBLE',
      'LOST_WITH_PROCESS',
      'SERVER_REMOVED',
      'UNFOLLOWED',
    ];
    const words = [...codes, 'RESULT_NOT_KEPT'].map(
      (code) => taskStateWords(exampleTask({ state: 'failed' }, { problem: problem(`TASK_${code}`) })).words,
    );
    expect(new Set([...words, 'Failed']).size).toBe(8);
  });

  test('are there for every state and status', () => {
    for (const state of callState.options) {
      for (const status of TASK_STATUSES) expect(taskSentence(exampleTask({ state }, { status }))).toMatch(/\.$/);
    }
  });
});

test.each([
  ['an open task that asks', { state: 'running' }, { status: 'input_required' }, true],
  ['one whose server is not there', { state: 'running' }, { status: 'input_required', following: 'paused' }, false],
  ['one at work', { state: 'running' }, { status: 'working' }, false],
  ['one that ended while it asked', { state: 'failed' }, { status: 'input_required' }, false],
])('%s needs input: %o', (_name, change, taskChange, needs) => {
  expect(needsInput(exampleTask(change, taskChange))).toBe(needs);
});
