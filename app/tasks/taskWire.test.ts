/**
 * The two ways of speaking of tasks, with the real protocol between host and server.
 */
import { describe, expect, test } from 'vitest';
import { TASKS_EXTENSION } from '../contract/tasks.ts';
import { manualClock } from '../testing/manualClock.ts';
import { startScripted } from '../testing/scriptedServer.ts';
import type { Answer, Era } from '../testing/scriptedServer.ts';
import { taskWireOf } from './taskWire.ts';
import type { TaskWire } from './taskWire.ts';

const CAPABILITIES = {
  legacy: { tasks: { list: {}, cancel: {}, requests: { tools: { call: {} } } } },
  modern: { extensions: { [TASKS_EXTENSION]: {} } },
};
const limits = { idleTimeoutMs: 60_000, maxTotalMs: 60_000 };
const task = (taskId: string) => ({ taskId, status: 'working', createdAt: '2026-07-28T00:00:00Z' });
const { signal } = new AbortController();

async function start(era: Era, answers: Record<string, Answer>): Promise<TaskWire> {
  const capabilities = { tools: {}, ...CAPABILITIES[era] };
  const { connection } = await startScripted({ era, clock: manualClock(), capabilities, answers });
  const wire = taskWireOf(connection);
  if (wire === undefined) throw new Error('The server has no tasks.');
  return wire;
}

describe('the list of tasks (MCP 2025-11-25 basic/utilities/tasks §Listing Tasks)', () => {
  test('is read page by page, to its end', async () => {
    const pages: Record<string, object> = {
      '': { tasks: [task('a'), task('b')], nextCursor: 'second' },
      second: { tasks: [task('c')], nextCursor: 'third' },
      third: { tasks: [] },
    };
    const wire = await start('legacy', {
      'tasks/list': ({ cursor = '' }) => ({ result: { ...pages[String(cursor)] } }),
    });
    expect((await wire.list(signal)).map(({ taskId }) => taskId)).toEqual(['a', 'b', 'c']);
  });

  test('is given up after a thousand pages where its cursors lead in circles', async () => {
    let asked = 0;
    const wire = await start('legacy', {
      'tasks/list': () => ({ result: { tasks: [task(`t${(asked += 1)}`)], nextCursor: 'again' } }),
    });
    expect(await wire.list(signal)).toHaveLength(1_000);
    expect(asked).toBe(1_000);
  });

  test('is given up after ten thousand tasks', async () => {
    let asked = 0;
    const tasks = Array.from({ length: 6_000 }, (_, index) => task(`t${index}`));
    const wire = await start('legacy', {
      'tasks/list': () => ((asked += 1), { result: { tasks, nextCursor: 'more' } }),
    });
    expect(await wire.list(signal)).toHaveLength(12_000);
    expect(asked).toBe(2);
  });

  test('loses what is no task, and nothing else', async () => {
    const tasks = [null, 7, { status: 'working' }, task('a'), { ...task('b'), status: 'paused' }, task('c')];
    const wire = await start('legacy', { 'tasks/list': () => ({ result: { tasks } }) });
    expect((await wire.list(signal)).map(({ taskId }) => taskId)).toEqual(['a', 'c']);
  });

  test.each([{}, { tasks: 'none' }, { tasks: {}, nextCursor: 1 }])('is none where it is %j', async (result) => {
    const wire = await start('legacy', { 'tasks/list': () => ({ result }) });
    await expect(wire.list(signal)).rejects.toMatchObject({ code: 'CALL_RESULT_INVALID' });
  });
});

describe('the newer edition (io.modelcontextprotocol/tasks)', () => {
  const complete = { resultType: 'complete', ttlMs: 0, cacheScope: 'private' };

  test('has no list and no result of its own, and does not ask for them', async () => {
    const wire = await start('modern', {});
    expect([wire.canList, await wire.list(signal)]).toEqual([false, []]);
    await expect(wire.result('a', { ...limits, signal })).rejects.toMatchObject({ code: 'SERVER_FEATURE_MISSING' });
  });

  test('answers questions by their keys (§Task Update Requests)', async () => {
    const heard: unknown[] = [];
    const wire = await start('modern', { 'tasks/update': (params) => (heard.push(params), { result: complete }) });
    await wire.update('a', { key: { action: 'decline' } });
    expect(heard).toMatchObject([{ taskId: 'a', inputResponses: { key: { action: 'decline' } } }]);
  });

  test('says which request of an unknown task was refused', async () => {
    const wire = await start('modern', { 'tasks/get': () => ({ error: { code: -32602, message: 'none' } }) });
    await expect(wire.get('a', signal)).rejects.toMatchObject({ data: { rpcCode: -32602 } });
  });

  test('reads a task also where its answer calls itself one, as the specification’s own examples do', async () => {
    const wire = await start('modern', { 'tasks/get': () => ({ result: { resultType: 'task', ...task('a') } }) });
    expect(await wire.get('a', signal)).toMatchObject({ taskId: 'a' });
  });
});
