import { describe, expect, test } from 'vitest';
import { exampleTask, plainCall } from '../tasks/exampleTask.ts';
import { openWork, quitWords } from './settingsWords.ts';

test('open calls, local tasks and remote ones are counted apart, ended ones not at all', () => {
  const ended = exampleTask({ state: 'complete' });
  const local = exampleTask({ state: 'cancelling' }, { endsWithServer: true });
  expect(openWork([plainCall(), exampleTask(), exampleTask(), local, ended])).toEqual({
    calls: 1,
    localTasks: 1,
    remoteTasks: 2,
  });
});

describe('what quitting does', () => {
  const nothing = { calls: 0, localTasks: 0, remoteTasks: 0 };

  test('to each sort of work stands in a sentence of its own', () => {
    expect(quitWords({ calls: 2, localTasks: 1, remoteTasks: 3 })).toEqual([
      '2 calls are running. Quitting ends them.',
      '1 task is open that lives in a server’s process on this computer. Quitting ends that process, and the task with it.',
      '3 tasks are open on servers elsewhere. Gatehouse follows them on when it is started again.',
    ]);
  });

  test('is left out of sorts that there are none of', () => {
    expect(quitWords({ ...nothing, calls: 1 })).toEqual(['1 call is running. Quitting ends it.']);
  });

  test('is said also when the host knows of work that the page has not heard of yet', () => {
    expect(quitWords(nothing)).toEqual(['Calls are running. Quitting ends them.']);
  });
});
