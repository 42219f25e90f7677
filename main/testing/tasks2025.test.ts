/**
 * The server of tasks of 2025-11-25 does what its header and its tools say, without a host.
 */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { initialize, startRawServer, textIn, type RawMessage, type RawServer } from './startRawServer.ts';
import { startServerProcess } from './startServerProcess.ts';

const RELATED = 'io.modelcontextprotocol/related-task';
const created = z.object({ task: z.looseObject({ taskId: z.string(), status: z.literal('working') }) });
type Args = Record<string, unknown>;

async function start(...flags: string[]) {
  const server = startRawServer('servers/tasks2025.mjs', 'stdio', ...flags);
  const hello = await initialize(server, { elicitation: { form: {}, url: {} }, sampling: {} });
  const begin = async (name: string, args: Args = {}, more: Args = {}): Promise<string> => {
    const { result } = await server.ask('tools/call', { name, arguments: args, task: {}, ...more });
    return created.parse(result).task.taskId;
  };
  const call = (name: string, args: Args = {}) => server.ask('tools/call', { name, arguments: args });
  return { server, hello, begin, call };
}

async function until(server: RawServer, taskId: string, status: string): Promise<RawMessage> {
  for (;;) {
    const got = await server.ask('tasks/get', { taskId });
    if (got.result?.['status'] === status || got.error !== undefined) return got;
  }
}

describe('what it offers', () => {
  test('is tasks of tools, and lists and cancels them where its arguments say so', async () => {
    const { hello, server } = await start();
    expect(hello.result).toMatchObject({ capabilities: { tasks: { requests: { tools: { call: {} } } } } });
    expect(hello.result).not.toHaveProperty('capabilities.tasks.list');
    expect(hello.result).not.toHaveProperty('capabilities.tasks.cancel');
    expect(await server.ask('tasks/list')).toMatchObject({ error: { code: -32601 } });
    expect(await server.ask('tasks/cancel', { taskId: 'x' })).toMatchObject({ error: { code: -32601 } });

    const more = await start('list', 'cancel');
    expect(more.hello.result).toMatchObject({ capabilities: { tasks: { list: {}, cancel: {} } } });
    for (let count = 0; count < 12; count += 1) await more.begin('work');
    const first = (await more.server.ask('tasks/list')).result;
    const { nextCursor } = z.looseObject({ nextCursor: z.string() }).parse(first);
    expect(first?.['tasks']).toHaveLength(10);
    expect((await more.server.ask('tasks/list', { cursor: nextCursor })).result?.['tasks']).toHaveLength(2);
    expect(await more.server.ask('tasks/list', { cursor: 'no' })).toMatchObject({ error: { code: -32602 } });
  });

  test('is said by each tool, which insists on it', async () => {
    const { server, begin, call } = await start();
    const { result } = await server.ask('tools/list');
    const listed = z.array(z.looseObject({ name: z.string(), execution: z.object({ taskSupport: z.string() }) }));
    const support = Object.fromEntries(
      listed.parse(result?.['tools']).map(({ name, execution }) => [name, execution.taskSupport]),
    );
    expect(support).toMatchObject({ work: 'required', maybe: 'optional', plain: 'forbidden' });
    expect(await call('work')).toMatchObject({ error: { code: -32601 } });
    expect(await server.ask('tools/call', { name: 'plain', task: {} })).toMatchObject({ error: { code: -32601 } });
    expect(textIn(await call('maybe', { text: 'at once' }))).toBe('at once');
    const taskId = await begin('maybe', { text: 'later' });
    expect(textIn(await server.ask('tasks/result', { taskId }))).toBe('later');
  });
});

describe('a task', () => {
  test('tells progress with the token of its call, stays at its gate, and keeps its result', async () => {
    const { server, begin, call } = await start();
    const taskId = await begin('work', { steps: 2, gate: 'g', pollInterval: 7 }, { _meta: { progressToken: 'tok' } });
    for (const progress of [1, 2]) {
      const { params } = await server.hear('notifications/progress');
      expect(params).toMatchObject({ progressToken: 'tok', progress, total: 2, _meta: { [RELATED]: { taskId } } });
    }
    const got = await server.ask('tasks/get', { taskId });
    expect(got.result).toMatchObject({ taskId, status: 'working', statusMessage: 'step 2 of 2', pollInterval: 7 });
    await call('release', { gate: 'g' });
    await until(server, taskId, 'completed');
    const { result } = await server.ask('tasks/result', { taskId });
    expect(result).toMatchObject({ content: [{ text: 'done' }], _meta: { [RELATED]: { taskId } } });
    expect(server.said.filter(({ method }) => method === 'notifications/tasks/status')).toEqual([]);
  });

  test('has the ttl it was asked for or the tool was told, and is forgotten after it', async () => {
    const { server } = await start();
    const begin = async (args: Args, ttl?: number) =>
      created.parse((await server.ask('tools/call', { name: 'work', arguments: args, task: { ttl } })).result).task;
    expect(await begin({}, 5_000)).toMatchObject({ ttl: 5_000 });
    expect(await begin({}, 1e15)).toMatchObject({ ttl: 3_600_000 });
    expect(await begin({ ttl: null })).toMatchObject({ ttl: null });
    expect(await begin({ pollInterval: null })).not.toHaveProperty('pollInterval');
    const { taskId } = await begin({ ttl: 30, gate: 'never' });
    expect(await until(server, taskId, 'gone')).toMatchObject({ error: { code: -32602 } });
  });

  test('fails by its result or by an error, and gives back which', async () => {
    const { server, begin } = await start();
    const failing = await begin('fails', { text: 'no luck' });
    await until(server, failing, 'failed');
    const { result } = await server.ask('tasks/result', { taskId: failing });
    expect(result).toMatchObject({ isError: true, content: [{ text: 'no luck' }] });
    const breaking = await begin('breaks');
    expect(await until(server, breaking, 'failed')).toMatchObject({ result: { statusMessage: 'It broke.' } });
    expect((await server.ask('tasks/result', { taskId: breaking })).error).toEqual({
      code: -32050,
      message: 'It broke.',
      data: { detail: 'in the middle' },
    });
  });

  test('is cancelled, and then no more', async () => {
    const { server, begin, call } = await start('cancel');
    const taskId = await begin('work', { gate: 'g' });
    expect((await server.ask('tasks/cancel', { taskId })).result).toMatchObject({ status: 'cancelled' });
    await call('release', { gate: 'g' });
    expect((await server.ask('tasks/get', { taskId })).result).toMatchObject({ status: 'cancelled' });
    expect(await server.ask('tasks/cancel', { taskId })).toMatchObject({ error: { code: -32602 } });
    expect(await server.ask('tasks/result', { taskId })).toMatchObject({ error: { code: -32603 } });
  });

  test('announces each change of its status where its tool or the server does', async () => {
    const { server, begin } = await start();
    const taskId = await begin('announces', { steps: 1 });
    for (const status of ['working', 'completed']) {
      expect((await server.hear('notifications/tasks/status')).params).toMatchObject({ taskId, status });
    }
    const other = await start('announce');
    await other.begin('work');
    expect((await other.server.hear('notifications/tasks/status')).params).toMatchObject({ status: 'completed' });
  });

  test('may come with words for a model, or not come at all', async () => {
    const { server, call } = await start();
    const { result } = await server.ask('tools/call', { name: 'immediate', arguments: {}, task: {} });
    const key = 'io.modelcontextprotocol/model-immediate-response';
    expect(result).toMatchObject({ task: { status: 'working' }, _meta: { [key]: expect.any(String) as unknown } });
    const plainly = await server.ask('tools/call', { name: 'answersPlainly', arguments: {}, task: {} });
    expect(plainly.result).toEqual({ content: [{ type: 'text', text: 'done' }] });
    const heard = JSON.parse(textIn(await call('heard'))) as unknown;
    expect(heard).toContainEqual(expect.objectContaining({ method: 'tools/call', name: 'immediate' }));
  });
});

describe('a task that asks', () => {
  const asking = [
    ['asks', {}, 'elicitation/create', { mode: 'form' }],
    ['visits', { url: 'https://visit.example/' }, 'elicitation/create', { mode: 'url', url: 'https://visit.example/' }],
    ['asksModel', { text: 'Hi.' }, 'sampling/createMessage', { maxTokens: 100 }],
  ] as const;
  test.each(asking)('%s waits for input, hands its question over at tasks/result, and goes on', async (...row) => {
    const [name, args, method, params] = row;
    const { server, begin } = await start();
    const taskId = await begin(name, { ...args, gate: 'g' });
    expect(await server.ask('tasks/get', { taskId })).toMatchObject({ result: { status: 'working' } });
    await server.ask('tools/call', { name: 'release', arguments: { gate: 'g' } });
    await until(server, taskId, 'input_required');
    expect(server.said).toEqual([]);
    const result = server.ask('tasks/result', { taskId });
    const question = await server.hear(method);
    expect(question.params).toMatchObject({ ...params, _meta: { [RELATED]: { taskId } } });
    server.send({ id: question.id, result: { action: 'accept', content: { name: 'Ada' } } });
    expect(JSON.parse(textIn(await result))).toEqual({
      'question 1.1': { action: 'accept', content: { name: 'Ada' } },
    });
  });

  test('asks several at once, and in rounds', async () => {
    const { server, begin } = await start();
    const taskId = await begin('asks', { questions: 2, rounds: 2 });
    const result = server.ask('tasks/result', { taskId });
    for (const expected of ['question 1.1?', 'question 1.2?', 'question 2.1?', 'question 2.2?']) {
      const { id, params } = await server.hear('elicitation/create');
      expect(params?.['message']).toBe(expected);
      server.send({ id, result: { action: 'decline' } });
    }
    expect(Object.keys(JSON.parse(textIn(await result)) as object)).toHaveLength(4);
  });

  test('withdraws its question when it is cancelled', async () => {
    const { server, begin } = await start('cancel');
    const taskId = await begin('asks');
    void server.ask('tasks/result', { taskId });
    const { id } = await server.hear('elicitation/create');
    await server.ask('tasks/cancel', { taskId });
    expect((await server.hear('notifications/cancelled')).params).toMatchObject({ requestId: id });
    expect((await server.ask('tasks/get', { taskId })).result).toMatchObject({ status: 'cancelled' });
  });

  test('asks each time at tasks/result where its arguments say so, and takes the newest back', async () => {
    const { server, begin } = await start('ask-again');
    const taskId = await begin('asks');
    void server.ask('tasks/result', { taskId });
    const first = await server.hear('elicitation/create');
    const result = server.ask('tasks/result', { taskId });
    expect((await server.hear('notifications/cancelled')).params).toMatchObject({ requestId: first.id });
    const second = await server.hear('elicitation/create');
    server.send({ id: second.id, result: { action: 'accept', content: { name: 'Eve' } } });
    expect(textIn(await result)).toContain('Eve');
  });
});

test('it asks its client as a task, and tells what it saw', async () => {
  const { server, call } = await start();
  const steps = [{ until: 'completed' }, { method: 'tasks/result' }, { together: [{ method: 'tasks/list' }] }];
  const calling = call('asksAsTask', { method: 'elicitation/create', params: { message: 'Who?' }, steps });
  const asked = await server.hear('elicitation/create');
  expect(asked.params).toEqual({ message: 'Who?', task: {} });
  server.send({ id: asked.id, result: { task: { taskId: 'ours', status: 'working' } } });
  for (const status of ['working', 'completed']) {
    const { id, params } = await server.hear('tasks/get');
    expect(params).toEqual({ taskId: 'ours' });
    server.send({ id, result: { taskId: 'ours', status } });
  }
  const { id } = await server.hear('tasks/result');
  server.send({ id, error: { code: -1, message: 'User rejected' } });
  server.send({ id: (await server.hear('tasks/list')).id, result: { tasks: [] } });
  const [first, got, ended, listed] = JSON.parse(textIn(await calling)) as unknown[];
  expect(first).toMatchObject({ result: { task: { taskId: 'ours' } } });
  expect(got).toMatchObject({ result: { status: 'completed' } });
  expect(ended).toMatchObject({ error: { code: -1 } });
  expect(listed).toEqual({ together: [{ result: { tasks: [] } }] });
});

describe('over HTTP', () => {
  async function startHttp(...flags: string[]) {
    const server = await startServerProcess('tasks2025', ...flags);
    const connect = async (authorization?: string) => {
      const capabilities = { elicitation: { form: {} } };
      const client = new Client({ name: 'bare', version: '1.0.0' }, { capabilities });
      const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
      const transport = new StreamableHTTPClientTransport(new URL(`${server.origin}/mcp`), {
        requestInit: { headers },
        reconnectionOptions: {
          maxRetries: 0,
          initialReconnectionDelay: 1,
          maxReconnectionDelay: 1,
          reconnectionDelayGrowFactor: 1,
        },
      });
      client.onerror = () => undefined;
      await client.connect(transport);
      onTestFinished(() => client.close());
      const ask = (method: string, params: Args) => client.request({ method, params }, z.looseObject({}));
      const begin = async (name: string, args: Args) =>
        created.parse(await ask('tools/call', { name, arguments: args, task: {} })).task.taskId;
      return { client, ask, begin };
    };
    const pull = async (lever: string): Promise<unknown> => (await fetch(`${server.origin}${lever}`)).json();
    return { server, connect, pull };
  }

  test('a task outlives its session, and ends when all are forgotten', async () => {
    const { connect, pull } = await startHttp();
    const first = await connect();
    const taskId = await first.begin('work', { gate: 'a b' });
    await pull('/forget');
    await expect(first.ask('tasks/get', { taskId })).rejects.toMatchObject({ code: 404 });
    const second = await connect();
    expect(await second.ask('tasks/get', { taskId })).toMatchObject({ status: 'working' });
    await pull('/release?a%20b');
    expect(await second.ask('tasks/result', { taskId })).toMatchObject({ content: [{ text: 'done' }] });
    await pull('/forget-tasks');
    await expect(second.ask('tasks/get', { taskId })).rejects.toMatchObject({ code: -32602 });
    expect(await pull('/heard')).toContainEqual(expect.objectContaining({ method: 'tasks/get', taskId }));
  });

  test.each([
    ['own=session', 'Bearer a', 'Bearer a'],
    ['own=authorization', 'Bearer a', 'Bearer b'],
  ])('with %s another finds nothing', async (flag, own, other) => {
    const { connect } = await startHttp(flag, 'list');
    const first = await connect(own);
    const second = await connect(other);
    const taskId = await first.begin('work', { gate: 'never' });
    expect(await first.ask('tasks/get', { taskId })).toMatchObject({ status: 'working' });
    await expect(second.ask('tasks/get', { taskId })).rejects.toMatchObject({ code: -32602 });
    await expect(second.ask('tasks/result', { taskId })).rejects.toMatchObject({ code: -32602 });
    expect(await second.ask('tasks/list', {})).toMatchObject({ tasks: [] });
  });

  test('with own=authorization a task is found in another session of the same sign-in', async () => {
    const { connect } = await startHttp('own=authorization');
    const taskId = await (await connect('Bearer a')).begin('work', {});
    expect(await (await connect('Bearer a')).ask('tasks/get', { taskId })).toMatchObject({ taskId });
  });

  test.each([
    ['ask-again', 'handed over'],
    ['ask-again', 'not handed over'],
    ['announce', 'handed over'],
  ])('with %s an open question that was %s is asked in the next session, or its task fails', async (flag, how) => {
    const { connect, pull } = await startHttp(flag);
    const first = await connect();
    const asked = Promise.withResolvers<undefined>();
    first.client.setRequestHandler(ElicitRequestSchema, () => {
      asked.resolve(undefined);
      return new Promise(() => undefined);
    });
    const taskId = await first.begin('asks', {});
    if (how === 'handed over') {
      first.ask('tasks/result', { taskId }).catch(() => undefined);
      await asked.promise;
    }
    await pull('/forget');
    const second = await connect();
    second.client.setRequestHandler(ElicitRequestSchema, () => ({ action: 'accept', content: { name: 'Ada' } }));
    const result = second.ask('tasks/result', { taskId });
    if (flag === 'ask-again') expect(JSON.stringify(await result)).toContain('Ada');
    else await expect(result).rejects.toMatchObject({ code: -32000 });
  });

  test('it can be away for a while', async () => {
    const { connect, pull } = await startHttp();
    const { ask, begin } = await connect();
    const taskId = await begin('work', {});
    await pull('/away');
    await expect(ask('tasks/get', { taskId })).rejects.toThrow('fetch failed');
    await pull('/back');
    // A connection that was cut may still be thought to be there.
    await vi.waitFor(async () => expect(await ask('tasks/get', { taskId })).toMatchObject({ taskId }), 5_000);
  });
});
