/**
 * The server that plays tricks with tasks plays each of them, in both editions, without a host.
 */
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { DECLARES_TASKS, envelope, initialize, startRawServer, textIn, type RawMessage } from './startRawServer.ts';

type Args = Record<string, unknown>;
const ERAS = ['legacy', 'modern'] as const;
type Era = (typeof ERAS)[number];
const task = z.looseObject({ taskId: z.unknown() });
const NAMES = { legacy: ['ttl', 'pollInterval'], modern: ['ttlMs', 'pollIntervalMs'] } as const;

async function start(era: Era) {
  const server = startRawServer('hostileServers/taskTricks.mjs', era);
  if (era === 'legacy') await initialize(server);
  const ask = (method: string, params: Args = {}) =>
    server.ask(method, era === 'legacy' ? params : { ...params, _meta: envelope(DECLARES_TASKS) });
  const begin = async (name: string, args: Args = {}) => {
    const { result } = await ask('tools/call', { name, arguments: args, ...(era === 'legacy' ? { task: {} } : {}) });
    return task.parse(era === 'legacy' ? result?.['task'] : result);
  };
  const get = async (taskId: unknown) => (await ask('tasks/get', { taskId })).result;
  const call = async (name: string, args: Args = {}) => textIn(await ask('tools/call', { name, arguments: args }));
  /** Whether it stays silent, while it goes on answering others. */
  const isSilent = async (silent: Promise<RawMessage>): Promise<boolean> => {
    const well = call('isWell');
    const first = await Promise.race([silent.then(() => 'answered'), well]);
    return first === 'well';
  };
  /** The result of a task, in the way of its edition. */
  const result = async (taskId: unknown): Promise<unknown> => {
    if (era === 'legacy') return (await ask('tasks/result', { taskId })).result;
    for (;;) {
      const got = await get(taskId);
      if (got?.['status'] === 'completed') return got['result'];
    }
  };
  return { server, ask, begin, get, call, isSilent, result };
}

describe.each(ERAS)('in the %s era', (era) => {
  const [ttl, pollInterval] = NAMES[era];

  test.each([
    ['ttlZero', { [ttl]: 0 }],
    ['ttlNegative', { [ttl]: -1 }],
    ['ttlHuge', { [ttl]: 1e15 }],
    ['ttlText', { [ttl]: '60000' }],
    ['pollZero', { [pollInterval]: 0 }],
    ['pollNegative', { [pollInterval]: -5 }],
    ['pollHuge', { [pollInterval]: 1e12 }],
    ['pollText', { [pollInterval]: 'NaN' }],
    ['createdNever', { createdAt: 'the day before yesterday' }],
    ['createdLongAgo', { createdAt: '-271821-04-20T00:00:00Z' }],
    ['statusUnknown', { status: 'pondering' }],
    ['idEmpty', { taskId: '' }],
    ['idNumber', { taskId: 7 }],
  ])('%s is said from the first to the last', async (name, said) => {
    const { begin, get } = await start(era);
    const first = await begin(name);
    expect(first).toMatchObject(said);
    expect(await get(first.taskId)).toMatchObject(said);
  });

  test('some say too much or too little', async () => {
    const { begin, get } = await start(era);
    const { taskId } = await begin('statusLoud');
    const loud = z.object({ statusMessage: z.string() }).parse(await get(taskId)).statusMessage;
    expect(loud.length).toBeGreaterThan(1_000_000);
    expect(loud).toContain('\u001b[31m');
    expect(loud).toContain('\u202e');
    expect((await begin('idHuge')).taskId).toHaveLength(1_000_000);
    expect(await begin('ttlAbsent')).not.toHaveProperty(ttl);
    expect(await begin('fieldsMissing')).not.toHaveProperty('status');
  });

  test.each([
    ['neverEnds', 'working', 'working', 'working', 'working'],
    ['jumpsBack', 'completed', 'working', 'working', 'completed'],
    ['changesItsEnd', 'failed', 'cancelled', 'completed', 'completed'],
    ['ttlZero', 'working', 'working', 'completed', 'completed'],
  ])('%s goes its way', async (name, ...way) => {
    const { begin, get } = await start(era);
    const { taskId } = await begin(name);
    const went: unknown[] = [];
    while (went.length < way.length) went.push((await get(taskId))?.['status']);
    expect(went).toEqual(way);
  });

  test('a task can be another, and begin as it likes', async () => {
    const { begin, get } = await start(era);
    const { taskId } = await begin('changesId');
    const got = z.object({ taskId: z.string() }).parse(await get(taskId));
    expect(got.taskId).not.toBe(taskId);
    expect(await begin('claims', { taskId: 'of another' })).toMatchObject({ taskId: 'of another' });
    expect(await get('of another')).toMatchObject({ taskId: 'of another', status: 'working' });
    expect(await begin('bornDone')).toMatchObject({ status: 'completed' });
    expect(await begin('bornWaiting')).toMatchObject({ status: 'input_required' });
  });

  test('it falls silent', async () => {
    const { ask, begin, get, isSilent } = await start(era);
    const never = await begin('neverAnswersGet');
    expect(await isSilent(ask('tasks/get', { taskId: never.taskId }))).toBe(true);
    const once = await begin('fallsSilent');
    expect(await get(once.taskId)).toMatchObject({ status: 'working' });
    expect(await isSilent(ask('tasks/get', { taskId: once.taskId }))).toBe(true);
  });

  test('it says yes to a cancellation and goes on, or refuses it', async () => {
    const { ask, begin, get } = await start(era);
    const { taskId } = await begin('neverEnds');
    expect((await ask('tasks/cancel', { taskId })).error).toBeUndefined();
    expect(await get(taskId)).toMatchObject({ status: 'working' });
    const refused = await begin('refusesCancel');
    expect(await ask('tasks/cancel', { taskId: refused.taskId })).toMatchObject({ error: { code: -32603 } });
    expect(await ask('tasks/cancel', { taskId: 'none' })).toMatchObject({ error: { code: -32602 } });
  });

  test('a result is huge, or none', async () => {
    const { begin, result } = await start(era);
    expect(JSON.stringify(await result((await begin('hugeResult')).taskId)).length).toBeGreaterThan(10_000_000);
    expect(await result((await begin('noResult')).taskId)).toMatchObject({ content: 'none' });
  });

  test('it tells of a task that is not its own, and answers a resource as a task', async () => {
    const { server, ask, call } = await start(era);
    await call('slanders', { taskId: 'of another' });
    const { params } = await server.hear(era === 'legacy' ? 'notifications/tasks/status' : 'notifications/tasks');
    expect(params).toMatchObject({ taskId: 'of another', status: 'completed' });
    const { result } = await ask('resources/read', { uri: 'trick://resourceAsTask' });
    expect(result).toMatchObject(era === 'legacy' ? { task: { status: 'working' } } : { resultType: 'task' });
  });
});

describe('questions in the newer era', () => {
  test('come by the thousand, again under an answered key, or of a kind nobody may ask', async () => {
    const { ask, begin, get } = await start('modern');
    const flooded = await get((await begin('floods')).taskId);
    expect(Object.keys(flooded?.['inputRequests'] as object)).toHaveLength(1_000);
    const { taskId } = await begin('asksAgain');
    const asked = await get(taskId);
    await ask('tasks/update', { taskId, inputResponses: { 'question 0': { action: 'accept', content: {} } } });
    expect((await get(taskId))?.['inputRequests']).toEqual(asked?.['inputRequests']);
    const odd = await get((await begin('asksOddly')).taskId);
    expect(odd).toMatchObject({ inputRequests: { 'question 0': { method: 'tools/call' } } });
  });
});

describe('questions in the older era', () => {
  test('come by the thousand, or again by the id of one that was answered', async () => {
    const { server, ask, begin } = await start('legacy');
    const { taskId } = await begin('floods');
    void ask('tasks/result', { taskId });
    for (let count = 0; count < 1_000; count += 1) await server.hear('elicitation/create');
    const again = await begin('asksAgain');
    void ask('tasks/result', { taskId: again.taskId });
    const first = await server.hear('elicitation/create');
    server.send({ id: first.id, result: { action: 'accept', content: {} } });
    expect((await server.hear('elicitation/create')).id).toBe(first.id);
    void ask('tasks/result', { taskId: (await begin('asksOddly')).taskId });
    expect(await server.hear('tools/call')).toMatchObject({ id: 'question 0' });
  });

  test('a result never comes', async () => {
    const { ask, begin, isSilent } = await start('legacy');
    const { taskId } = await begin('neverAnswersResult');
    expect(await isSilent(ask('tasks/result', { taskId }))).toBe(true);
  });
});

test('it lists ten thousand tasks, or goes on for ever', async () => {
  const { ask, call } = await start('legacy');
  expect((await ask('tasks/list')).result).toEqual({ tasks: [] });
  await call('listsMany');
  expect((await ask('tasks/list')).result?.['tasks']).toHaveLength(10_000);
  await call('listsForEver');
  const cursors = new Set<unknown>();
  for (let count = 0; count < 5; count += 1) cursors.add((await ask('tasks/list')).result?.['nextCursor']);
  expect(cursors.size).toBe(5);
});
