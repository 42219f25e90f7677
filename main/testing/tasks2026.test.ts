/**
 * The server of the tasks extension of 2026-07-28 does what its header and its tools say, without a host.
 */
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { DECLARES_TASKS, envelope, startRawServer, textIn, type RawMessage } from './startRawServer.ts';
import { startServerProcess } from './startServerProcess.ts';

type Args = Record<string, unknown>;
type Ask = (method: string, params?: Args) => Promise<RawMessage>;

const created = z.looseObject({ resultType: z.literal('task'), taskId: z.string(), status: z.literal('working') });
const SUBSCRIPTION = 'io.modelcontextprotocol/subscriptionId';
const MISSING = {
  code: -32021,
  data: { requiredCapabilities: { extensions: { 'io.modelcontextprotocol/tasks': {} } } },
};

function start(...flags: string[]) {
  const server = startRawServer('servers/tasks2026.mjs', 'stdio', ...flags);
  const ask: Ask = (method, params = {}) => server.ask(method, { ...params, _meta: envelope(DECLARES_TASKS) });
  const askBare: Ask = (method, params = {}) => server.ask(method, { ...params, _meta: envelope({ elicitation: {} }) });
  return { server, ask, askBare, ...talk(ask) };
}

function talk(ask: Ask) {
  const call = (name: string, args: Args = {}) => ask('tools/call', { name, arguments: args });
  const begin = async (name: string, args: Args = {}) => created.parse((await call(name, args)).result);
  const until = async (taskId: string, status: string): Promise<RawMessage> => {
    for (;;) {
      const got = await ask('tasks/get', { taskId });
      if (got.result?.['status'] === status || got.error !== undefined) return got;
    }
  };
  return { call, begin, until };
}

describe('a task', () => {
  test('is found once its call is answered, stays at its gate, and brings its result', async () => {
    const { server, ask, call, begin, until } = start();
    expect((await ask('server/discover')).result).toMatchObject({
      capabilities: { extensions: { 'io.modelcontextprotocol/tasks': {} } },
    });
    const task = await begin('work', { steps: 2, gate: 'g', pollInterval: 7, ttl: 5_000 });
    expect(task).toMatchObject({ ttlMs: 5_000, pollIntervalMs: 7 });
    expect(task).not.toHaveProperty('content');
    const { taskId } = task;
    expect((await ask('tasks/get', { taskId })).result).toMatchObject({
      resultType: 'complete',
      taskId,
      status: 'working',
    });
    await call('release', { gate: 'g' });
    const { result } = await until(taskId, 'completed');
    expect(result).toMatchObject({ statusMessage: 'step 2 of 2', result: { content: [{ text: 'done' }] } });
    expect(server.said).toEqual([]);
  });

  test('completes with a result that tells an error, and fails by an error of the protocol', async () => {
    const { begin, until } = start();
    const failing = await until((await begin('fails')).taskId, 'completed');
    expect(failing.result).toMatchObject({ status: 'completed', result: { isError: true } });
    const { result } = await until((await begin('breaks')).taskId, 'failed');
    const error = { code: -32050, message: 'It broke.', data: { detail: 'in the middle' } };
    expect(result).toMatchObject({ status: 'failed', statusMessage: 'It broke.', error });
  });

  test('is not found by another id, nor after its ttl', async () => {
    const { ask, begin, until } = start();
    for (const method of ['tasks/get', 'tasks/update', 'tasks/cancel']) {
      expect(await ask(method, { taskId: 'none', inputResponses: {} })).toMatchObject({ error: { code: -32602 } });
    }
    const { taskId } = await begin('work', { ttl: 30, gate: 'never' });
    expect(await until(taskId, 'gone')).toMatchObject({ error: { code: -32602 } });
    expect(await begin('work', { ttl: null, pollInterval: null })).toMatchObject({ ttlMs: null });
    expect(await begin('work', { pollInterval: null })).not.toHaveProperty('pollIntervalMs');
  });

  test.each([
    ['stop', 'cancelled', 'cancelled'],
    ['late', 'working', 'cancelled'],
    ['finish', 'working', 'completed'],
  ])(
    'that is asked to cancel, and was begun with onCancel %s, is %s at first and %s in the end',
    async (onCancel, soon, atLast) => {
      const { ask, begin, call, until } = start();
      const { taskId } = await begin('work', { gate: 'g', onCancel });
      expect((await ask('tasks/cancel', { taskId })).result).toMatchObject({ resultType: 'complete' });
      await until(taskId, soon);
      await call('release', { gate: 'g' });
      expect((await until(taskId, atLast)).result).toMatchObject({ status: atLast });
      // Over, it takes the wish and stays as it is.
      expect((await ask('tasks/cancel', { taskId })).result).toMatchObject({ resultType: 'complete' });
      expect((await ask('tasks/get', { taskId })).result).toMatchObject({ status: atLast });
    },
  );
});

test.each([
  ['asks', {}, 'elicitation/create', { mode: 'form' }],
  ['visits', { url: 'https://visit.example/' }, 'elicitation/create', { mode: 'url', url: 'https://visit.example/' }],
  ['asksModel', { text: 'Hi.' }, 'sampling/createMessage', { maxTokens: 100 }],
])('%s waits for input, shows its question, and goes on', async (name, args, method, params) => {
  const { ask, begin, until } = start();
  const { taskId } = await begin(name, args);
  const { result } = await until(taskId, 'input_required');
  expect(result).toMatchObject({ inputRequests: { 'question 1.1': { method, params } } });
  const inputResponses = { 'question 1.1': { action: 'accept', content: { name: 'Ada' } } };
  expect((await ask('tasks/update', { taskId, inputResponses })).result).toMatchObject({ resultType: 'complete' });
  expect(JSON.stringify((await until(taskId, 'completed')).result)).toContain('Ada');
});

test('answers may come in parts, keys are new in each round, and what is not open is ignored', async () => {
  const { ask, begin, until } = start();
  const { taskId } = await begin('asks', { questions: 2, rounds: 2 });
  const openKeys = async (): Promise<string[]> =>
    Object.keys((await until(taskId, 'input_required')).result?.['inputRequests'] as object);
  const update = (...keys: string[]) =>
    ask('tasks/update', {
      taskId,
      inputResponses: Object.fromEntries(keys.map((key) => [key, { action: 'decline' }])),
    });
  expect(await openKeys()).toEqual(['question 1.1', 'question 1.2']);
  await update('question 1.2', 'question 9.9');
  expect(await openKeys()).toEqual(['question 1.1']);
  await update('question 1.2', 'question 1.1');
  expect(await openKeys()).toEqual(['question 2.1', 'question 2.2']);
  await update('question 1.1', 'question 2.1', 'question 2.2');
  expect((await until(taskId, 'completed')).result).toMatchObject({ status: 'completed' });
});

describe('a client that does not declare the extension with its request', () => {
  test('gets a plain answer, or none where the server refuses or a question is needed', async () => {
    const generous = start();
    const call = { name: 'work', arguments: { text: 'plain' } };
    expect(textIn(await generous.askBare('tools/call', call))).toBe('plain');
    expect((await generous.askBare('tools/call', { name: 'asks', arguments: {} })).error).toMatchObject(MISSING);
    const strict = start('refuse');
    expect((await strict.askBare('tools/call', call)).error).toMatchObject(MISSING);
    expect(textIn(await strict.askBare('tools/call', { name: 'plain', arguments: {} }))).toBe('done');
    expect(textIn(await strict.call('maybe', { asTask: false }))).toBe('done');
    expect(textIn(await strict.call('answersPlainly'))).toBe('done');
  });

  test('can ask for no task', async () => {
    const { askBare, begin } = start('push');
    const { taskId } = await begin('work');
    for (const method of ['tasks/get', 'tasks/update', 'tasks/cancel']) {
      expect((await askBare(method, { taskId, inputResponses: {} })).error).toMatchObject(MISSING);
    }
    const listening = await askBare('subscriptions/listen', { notifications: { taskIds: [taskId] } });
    expect(listening.error).toMatchObject(MISSING);
  });
});

describe('notifications', () => {
  test('of the tasks that were named are sent to who listens, until it no longer does', async () => {
    const { server, ask, begin, call, until } = start('push');
    const { taskId } = await begin('work', { gate: 'g', text: 'told' });
    const other = await begin('asks', { gate: 'g' });
    void ask('subscriptions/listen', { notifications: { taskIds: [taskId, 'none'] } });
    const { params } = await server.hear('notifications/subscriptions/acknowledged');
    expect(params).toMatchObject({ notifications: { taskIds: [taskId] } });
    const _meta = { [SUBSCRIPTION]: (params?.['_meta'] as Args)[SUBSCRIPTION] };
    await call('release', { gate: 'g' });
    await until(other.taskId, 'input_required');
    const told = await server.hear('notifications/tasks');
    expect(told.params).toMatchObject({ taskId, status: 'completed', result: { content: [{ text: 'told' }] }, _meta });
    server.send({ method: 'notifications/cancelled', params: { requestId: _meta[SUBSCRIPTION] } });
    await ask('tasks/cancel', { taskId: other.taskId });
    await until(other.taskId, 'cancelled');
    expect(server.said.filter(({ method }) => method === 'notifications/tasks')).toHaveLength(1);
  });

  test('are not promised where the server does not push', async () => {
    const { server, ask, begin } = start();
    const { taskId } = await begin('work');
    void ask('subscriptions/listen', { notifications: { taskIds: [taskId] } });
    const { params } = await server.hear('notifications/subscriptions/acknowledged');
    expect(params).toMatchObject({ notifications: {} });
    expect(params).not.toHaveProperty('notifications.taskIds');
  });
});

describe('over HTTP', () => {
  async function startHttp(...flags: string[]) {
    const server = await startServerProcess('tasks2026', ...flags);
    const post = (authorization: string, message: { method: string; params: Args }, signal?: AbortSignal) => {
      const { taskId, name } = message.params;
      const mcpName = taskId ?? name;
      return fetch(`${server.origin}/mcp`, {
        method: 'POST',
        headers: {
          authorization,
          accept: 'application/json, text/event-stream',
          'content-type': 'application/json',
          'mcp-protocol-version': '2026-07-28',
          'mcp-method': message.method,
          ...(typeof mcpName === 'string' ? { 'mcp-name': mcpName } : {}),
        },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, ...message }),
        ...(signal === undefined ? {} : { signal }),
      });
    };
    const as = (authorization: string, capabilities: object = DECLARES_TASKS) => {
      const ask: Ask = async (method, params = {}) => {
        const meta = { _meta: envelope(capabilities) };
        const body = await (await post(authorization, { method, params: { ...params, ...meta } })).text();
        const lines = body.split('\n').filter((line) => line.startsWith('data: {'));
        return JSON.parse(lines.at(-1)?.slice(6) ?? body) as RawMessage;
      };
      return { ask, ...talk(ask) };
    };
    const pull = async (lever: string): Promise<unknown> => (await fetch(`${server.origin}${lever}`)).json();
    return { post, as, pull };
  }

  test('a task is worked on between requests, answered, and forgotten', async () => {
    const { as, pull } = await startHttp();
    const { ask, begin, until } = as('Bearer a');
    const { taskId } = await begin('asks', { gate: 'g' });
    await pull('/release?g');
    await until(taskId, 'input_required');
    await ask('tasks/update', { taskId, inputResponses: { 'question 1.1': { action: 'cancel' } } });
    await until(taskId, 'completed');
    await pull('/forget-tasks');
    expect(await ask('tasks/get', { taskId })).toMatchObject({ error: { code: -32602 } });
    expect(await pull('/heard')).toContainEqual(expect.objectContaining({ method: 'tasks/update', taskId }));
  });

  test.each([
    ['own=authorization', 'another sign-in finds nothing', { error: { code: -32602 } }],
    ['push', 'all find all', { result: { status: 'working' } }],
  ])('with %s %s', async (flag, _what, found) => {
    const { as } = await startHttp(flag);
    const { taskId } = await as('Bearer a').begin('work', { gate: 'never' });
    expect(await as('Bearer a').ask('tasks/get', { taskId })).toMatchObject({ result: { status: 'working' } });
    expect(await as('Bearer b').ask('tasks/get', { taskId })).toMatchObject(found);
  });

  test('a listener hears of its tasks on its stream, and needs the extension for it', async () => {
    const { as, post, pull } = await startHttp('push', 'refuse');
    const { ask, begin } = as('Bearer a');
    const { taskId } = await begin('work', { gate: 'g' });
    const bare = as('Bearer a', {}).ask;
    const params = { notifications: { taskIds: [taskId] } };
    expect((await bare('subscriptions/listen', params)).error).toMatchObject(MISSING);
    expect((await bare('tools/call', { name: 'work', arguments: {} })).error).toMatchObject(MISSING);
    const ended = new AbortController();
    onTestFinished(() => ended.abort());
    const listening = { method: 'subscriptions/listen', params: { ...params, _meta: envelope(DECLARES_TASKS) } };
    const stream = await post('Bearer a', listening, ended.signal);
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toContain('notifications/subscriptions/acknowledged');
    await pull('/release?g');
    expect((await reader?.read())?.value).toMatch(/"method":"notifications\/tasks".*"status":"completed"/);
    expect(await ask('tasks/get', { taskId })).toMatchObject({ result: { status: 'completed' } });
  });
});
