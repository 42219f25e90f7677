import { ProtocolError } from '@modelcontextprotocol/client';
import type { Result } from '@modelcontextprotocol/client';
import { describe, expect, test } from 'vitest';
import { createFakeRandomIds } from '../testing/fakePorts.ts';
import { manualClock } from '../testing/manualClock.ts';
import {
  DEFAULT_TTL_MS,
  MAX_TASKS,
  MAX_TTL_MS,
  MAX_WAITING_FOR_ONE,
  MIN_TTL_MS,
  POLL_INTERVAL_MS,
  ReceivedTasks,
  TASKS_PER_PAGE,
} from './receivedTasks.ts';
import type { ReceivedTask, TaskWork } from './receivedTasks.ts';

const METHOD = 'elicitation/create';
const declined: Result = { action: 'decline' };
const rejected = new ProtocolError(-1, 'User rejected sampling request');
const invalid = (message: string): unknown => expect.objectContaining({ code: -32602, message });
const notFound = invalid('Failed to retrieve task: Task not found');

function startTasks() {
  const [clock, log] = [manualClock(), new Array<string>()];
  const tasks = new ReceivedTasks({ clock, randomIds: createFakeRandomIds(), log: (text) => log.push(text) });
  /** A task whose answer is in the test's hand. */
  const begin = (ttl?: number) => {
    const answered = Promise.withResolvers<Result>();
    let asked: Parameters<TaskWork>[0] | undefined;
    const task = tasks.begin({ method: METHOD, ttl }, (given) => {
      asked = given;
      return answered.promise;
    });
    if (asked === undefined) throw new Error('The work has not begun.');
    return { ...answered, taskId: task.taskId, task, ...asked };
  };
  return { clock, log, tasks, begin };
}

/** What is left to do once the answer is in. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('a request that runs as a task (MCP 2025-11-25 basic/utilities/tasks)', () => {
  test('is working as soon as it is taken, with times, its lifetime and how often to look (§TTL and Resource Management)', () => {
    const { clock, tasks, begin } = startTasks();
    const createdAt = new Date(clock.nowMs()).toISOString();
    const { task, taskId, expiresAtMs } = begin(120_000);
    expect(task).toEqual({
      taskId: 'task_00000001',
      status: 'working',
      createdAt,
      lastUpdatedAt: createdAt,
      ttl: 120_000,
      pollInterval: POLL_INTERVAL_MS,
    });
    expect(tasks.get(taskId)).toEqual(task);
    expect(expiresAtMs).toBe(clock.nowMs() + 120_000);
  });

  test.each<[string, number | undefined, number]>([
    ['nothing', undefined, DEFAULT_TTL_MS],
    ['what is within bounds', 90_000.5, 90_000],
    ['0', 0, MIN_TTL_MS],
    ['less than nothing', -1, MIN_TTL_MS],
    ['a lifetime', 1e15, MAX_TTL_MS],
    ['all there is', Number.MAX_VALUE, MAX_TTL_MS],
  ])('that asks to be kept for %s is told for how long it is (§TTL and Resource Management)', (_name, asked, ttl) => {
    const { begin } = startTasks();
    expect(begin(asked).task.ttl).toBe(ttl);
  });

  test('is completed with the plain result, and tells when', async () => {
    const { clock, tasks, begin } = startTasks();
    const { taskId, task, resolve } = begin();
    const result = tasks.result(taskId);
    clock.advance(5_000);
    resolve(declined);
    expect(await result).toEqual(declined);
    const lastUpdatedAt = new Date(clock.nowMs()).toISOString();
    expect(tasks.get(taskId)).toEqual({ ...task, status: 'completed', lastUpdatedAt });
    // As often as it is asked for.
    expect(await tasks.result(taskId)).toEqual(declined);
  });

  test('fails with the plain error, whoever waits for it (§Task Execution Errors)', async () => {
    const { tasks, begin } = startTasks();
    const { taskId, reject } = begin();
    reject(rejected);
    await settled();
    expect(tasks.get(taskId)).toMatchObject({ status: 'failed', statusMessage: 'User rejected sampling request' });
    await expect(tasks.result(taskId)).rejects.toBe(rejected);
  });

  test('has its result waited for until it is over (§Result Retrieval)', async () => {
    const { tasks, begin } = startTasks();
    const { taskId, resolve } = begin();
    let heard = false;
    const result = tasks.result(taskId).finally(() => (heard = true));
    await settled();
    expect(heard).toBe(false);
    resolve(declined);
    expect(await result).toEqual(declined);
  });
});

describe('a task that is cancelled (§Task Cancellation)', () => {
  test('is so at once, its question goes, and it stays so whatever is answered later', async () => {
    const { tasks, begin } = startTasks();
    const { taskId, signal, resolve } = begin();
    const result = tasks.result(taskId);
    expect(tasks.cancel(taskId)).toMatchObject({ taskId, status: 'cancelled' });
    expect(signal.aborted).toBe(true);
    resolve(declined);
    await settled();
    expect(tasks.get(taskId).status).toBe('cancelled');
    await expect(result).rejects.toMatchObject({ code: -32603, message: 'The task was cancelled' });
  });

  test.each<[ReceivedTask['status'], (task: PromiseWithResolvers<Result>) => void]>([
    ['completed', ({ resolve }) => resolve(declined)],
    ['failed', ({ reject }) => reject(rejected)],
  ])('was not %s before', async (status, end) => {
    const { tasks, begin } = startTasks();
    const task = begin();
    end(task);
    await settled();
    expect(() => tasks.cancel(task.taskId)).toThrow(
      invalid(`Cannot cancel task: already in terminal status '${status}'`),
    );
    expect(tasks.get(task.taskId).status).toBe(status);
  });

  test('was not cancelled before', () => {
    const { tasks, begin } = startTasks();
    const { taskId } = begin();
    tasks.cancel(taskId);
    expect(() => tasks.cancel(taskId)).toThrow(invalid("Cannot cancel task: already in terminal status 'cancelled'"));
  });
});

describe('a task whose time is over', () => {
  test('is forgotten, also while its question waits, which goes with it', async () => {
    const { clock, tasks, begin } = startTasks();
    const { taskId, signal } = begin(60_000);
    const result = tasks.result(taskId);
    clock.advance(59_999);
    expect(tasks.get(taskId).status).toBe('working');
    expect(signal.aborted).toBe(false);
    clock.advance(1);
    expect(signal.aborted).toBe(true);
    await expect(result).rejects.toThrow(invalid('Failed to retrieve task: Task has expired'));
    expect(() => tasks.get(taskId)).toThrow(notFound);
    expect(() => tasks.result(taskId)).toThrow(notFound);
    expect(() => tasks.cancel(taskId)).toThrow(notFound);
    expect(tasks.list()).toEqual({ tasks: [] });
  });

  test('was kept with its answer until then', async () => {
    const { clock, tasks, begin } = startTasks();
    const { taskId, resolve } = begin(60_000);
    resolve(declined);
    await settled();
    clock.advance(59_999);
    expect(await tasks.result(taskId)).toEqual(declined);
    clock.advance(1);
    expect(() => tasks.result(taskId)).toThrow(notFound);
  });
});

describe('the list of tasks (§Task Listing)', () => {
  test('has every task that can be asked about, in pages', () => {
    const { tasks, begin } = startTasks();
    const begun = Array.from({ length: 2 * TASKS_PER_PAGE + 1 }, () => begin().taskId);
    const listed: string[] = [];
    let cursor: string | undefined;
    let pages = 0;
    do {
      const page = tasks.list(cursor);
      listed.push(...page.tasks.map(({ taskId }) => taskId));
      cursor = page.nextCursor;
      pages += 1;
    } while (cursor !== undefined);
    expect(pages).toBe(3);
    expect(listed).toEqual(begun);
  });

  test('goes on behind a task that is forgotten meanwhile', () => {
    const { clock, tasks, begin } = startTasks();
    for (let begun = 0; begun < TASKS_PER_PAGE; begun += 1) begin(60_000);
    const last = begin(120_000);
    const { nextCursor } = tasks.list();
    clock.advance(60_000);
    expect(tasks.list(nextCursor)).toEqual({ tasks: [last.task] });
  });

  test('ends with a full page when there is nothing behind it', () => {
    const { tasks, begin } = startTasks();
    for (let begun = 0; begun < TASKS_PER_PAGE; begun += 1) begin();
    expect(tasks.list().nextCursor).toBe(undefined);
  });

  test.each(['', '0', '-1', '1.5', '2', 'x', '1e9', '99999999999999999999'])(
    'has no page behind a cursor that was never given: %s',
    (cursor) => {
      const { tasks, begin } = startTasks();
      begin();
      expect(() => tasks.list(cursor)).toThrow(invalid('Invalid cursor'));
    },
  );
});

describe('what a server can make of it (§Security Considerations)', () => {
  test('a limited number of tasks, and more once their time is over', () => {
    const { clock, log, tasks, begin } = startTasks();
    for (let begun = 0; begun < MAX_TASKS; begun += 1) begin(60_000);
    expect(() => begin()).toThrow(
      expect.objectContaining({ code: -32603, message: 'Too many tasks are kept already' }),
    );
    expect(log.at(-1)).toBe(`${METHOD} was refused as a task: ${MAX_TASKS} are kept already.`);
    clock.advance(60_000);
    begin();
    expect(tasks.list().tasks).toHaveLength(1);
  });

  test('a limited number of requests that wait for one result, which is there for all of them later', async () => {
    const { tasks, begin } = startTasks();
    const { taskId, resolve } = begin();
    const waiting = Array.from({ length: MAX_WAITING_FOR_ONE }, () => tasks.result(taskId));
    expect(() => tasks.result(taskId)).toThrow(expect.objectContaining({ code: -32603 }));
    resolve(declined);
    expect(new Set(await Promise.all(waiting))).toEqual(new Set([declined]));
    expect(await tasks.result(taskId)).toEqual(declined);
  });

  test('nothing of another server’s task, whose id it may have heard of', async () => {
    const [mine, theirs] = [startTasks(), startTasks()];
    mine.begin();
    const { taskId, resolve } = theirs.begin();
    mine.tasks.end();
    resolve(declined);
    await settled();
    expect(() => mine.tasks.get(taskId)).toThrow(notFound);
    expect(() => mine.tasks.result(taskId)).toThrow(notFound);
    expect(() => mine.tasks.cancel(taskId)).toThrow(notFound);
    expect(mine.tasks.list()).toEqual({ tasks: [] });
    expect(await theirs.tasks.result(taskId)).toEqual(declined);
  });

  test('a few lines in its log for guessing, and no flood', () => {
    const { log, tasks } = startTasks();
    for (let guess = 0; guess < 1_000; guess += 1) expect(() => tasks.get(`task_${guess}`)).toThrow(notFound);
    expect(new Set(log)).toEqual(new Set(['The server asked after a task that there is not, or no more.']));
    expect(log.length).toBe(20);
  });
});

test('the life of a task is in the server’s log (§Audit and Logging)', async () => {
  const { clock, log, tasks, begin } = startTasks();
  const { taskId, resolve } = begin(60_000);
  resolve(declined);
  await settled();
  await tasks.result(taskId);
  await tasks.result(taskId);
  clock.advance(60_000);
  expect(log).toEqual([
    `${METHOD} runs as task ${taskId}.`,
    `Task ${taskId} is completed.`,
    `The server asks for the result of task ${taskId}.`,
    `Task ${taskId} is forgotten: its time is over.`,
  ]);
});

test('the end of the connection takes every question back and leaves no timer', async () => {
  const { clock, tasks, begin } = startTasks();
  const [first, second] = [begin(), begin()];
  const result = tasks.result(first.taskId);
  tasks.end();
  expect([first.signal.aborted, second.signal.aborted]).toEqual([true, true]);
  expect(clock.waiting).toBe(0);
  await expect(result).rejects.toThrow(invalid('Failed to retrieve task: Task has expired'));
});
