/**
 * A server on the official SDK 1.x that has its questions answered as tasks of this host.
 *
 * @see MCP 2025-11-25 basic/utilities/tasks
 */
import { describe, expect, test } from 'vitest';
import type { ServerId } from '../app/contract/ids.ts';
import { DEFAULT_TTL_MS, MAX_TASKS, POLL_INTERVAL_MS, TASKS_PER_PAGE } from '../app/input/receivedTasks.ts';
import type { ReceivedTask } from '../app/input/receivedTasks.ts';
import { prompt } from './testing/samplingModels.ts';
import { ownServer, startSteeredHost, textWith, type SteeredHost } from './testing/startSteeredHost.ts';
import { textOf, type RpcAnswer } from './testing/startTaught.ts';

const RELATED = 'io.modelcontextprotocol/related-task';
const form = {
  message: 'Who are you?',
  requestedSchema: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] },
};
const sampling = { messages: [{ role: 'user', content: { type: 'text', text: 'Say hello.' } }], maxTokens: 100 };
const decline = { kind: 'elicitation_form', action: 'decline', secretsConfirmed: false } as const;
const ada = { kind: 'elicitation_form', action: 'accept', content: { name: 'Ada' }, secretsConfirmed: false } as const;
const notFound = { error: { code: -32602, message: textWith('Task not found') } };

/** 128 random bits (§Task Isolation and Access Control). */
const hardToGuess: unknown = expect.stringMatching(/^task_[\w-]{22}$/);

type Started = Awaited<ReturnType<typeof addAsking>>;

async function addAsking(host: SteeredHost, ...args: readonly string[]) {
  const serverId = await host.add(ownServer('requestsTasks', ...args));
  const call = async (toolName: string, toolArgs: Record<string, unknown> = {}): Promise<unknown> =>
    JSON.parse(textOf(await host.outcome(serverId, toolName, toolArgs)));
  /** One request of the server and its answer; the call it comes with is over then. */
  const request = async (method: string, params: object = {}): Promise<RpcAnswer> =>
    (await call('request', { method, params })) as RpcAnswer;
  /** A request as a task, by its id. */
  const begin = async (method: string, params: object): Promise<string> =>
    taskOf(await request(method, { ...params, task: {} })).taskId;
  return {
    host,
    serverId,
    call,
    request,
    begin,
    ask: () => begin('elicitation/create', form),
  };
}

/** As the test goes on to check. */
function taskOf({ result }: RpcAnswer): ReceivedTask {
  return (result as { readonly task: ReceivedTask }).task;
}

const start = async (...args: readonly string[]): Promise<Started> => addAsking(await startSteeredHost(), ...args);

async function allowSampling({ host, serverId }: { readonly host: SteeredHost; readonly serverId: ServerId }) {
  const { sampling: limits } = host.server(serverId).preferences;
  await host.host.run('server.prefer', { serverId, change: { sampling: { ...limits, enabled: true } } });
  await host.host.run('server.restart', { serverId });
  await host.state(serverId, 'running');
}

const emptyDesk = (host: SteeredHost) =>
  host.waitFor('an empty desk', ({ decisions }) => (decisions.length === 0 ? true : undefined));

describe('a form as a task', () => {
  test('is answered at once, waits for the person after its call is over, and brings their answer', async () => {
    const { host, serverId, request } = await start();
    const created = await request('elicitation/create', { ...form, task: { ttl: 600_000 } });
    const task = taskOf(created);
    const { taskId } = task;
    expect(created).toEqual({
      result: {
        task: {
          taskId: hardToGuess,
          status: 'working',
          createdAt: new Date(Date.parse(task.createdAt)).toISOString(),
          lastUpdatedAt: task.createdAt,
          ttl: 600_000,
          pollInterval: POLL_INTERVAL_MS,
        },
      },
    });
    const asked = await host.question('elicitation_form');
    expect(asked).toMatchObject({ serverId, message: form.message, fields: [{ key: 'name' }] });
    // No call runs any more that it could belong to, and it is still there.
    expect(await request('tasks/get', { taskId })).toEqual({ result: task });
    const result = request('tasks/result', { taskId, _meta: { [RELATED]: { taskId: 'another' } } });
    await host.reply(asked, ada);
    expect(await result).toEqual({
      result: { action: 'accept', content: { name: 'Ada' }, _meta: { [RELATED]: { taskId } } },
    });
    expect(await request('tasks/get', { taskId })).toMatchObject({ result: { taskId, status: 'completed' } });
    expect(await host.records('decision.input')).toMatchObject([
      { phase: 'begun', digestShown: asked.digest, details: { asked: 'elicitation_form' } },
      { phase: 'ended', decision: 'agreed', decidedBy: 'person', outcome: 'accept' },
    ]);
    for (const line of ['elicitation/create runs as task', `Task ${taskId} is completed.`, 'asks for the result']) {
      await host.logged(serverId, line);
    }
  });

  test('that is declined is completed, with that for an answer', async () => {
    const { host, request, ask } = await start();
    const taskId = await ask();
    await host.reply(await host.question('elicitation_form'), decline);
    expect(await request('tasks/result', { taskId })).toMatchObject({ result: { action: 'decline' } });
    expect(await request('tasks/get', { taskId })).toMatchObject({ result: { status: 'completed' } });
  });

  test('that nobody answers ends as the plain one does, and not with its call', async () => {
    const { host, request, ask } = await start();
    const taskId = await ask();
    await host.question('elicitation_form');
    host.clock.advance(15 * 60_000);
    expect(await request('tasks/result', { taskId })).toMatchObject({ result: { action: 'cancel' } });
  });

  test('is shown with the time that it has, and taken back when it is over', async () => {
    const { host, request } = await start();
    const { taskId, createdAt } = taskOf(await request('elicitation/create', { ...form, task: { ttl: 60_000 } }));
    const asked = await host.question('elicitation_form');
    expect(asked.expiresAtMs).toBe(Date.parse(createdAt) + 60_000);
    host.clock.advance(60_000);
    await emptyDesk(host);
    expect(await request('tasks/get', { taskId })).toMatchObject(notFound);
    await expect(host.reply(asked, ada)).rejects.toMatchObject({ code: 'DECISION_NOT_FOUND' });
    expect((await host.records('decision.input')).at(-1)).toMatchObject({ phase: 'ended', decision: 'withdrawn' });
  });

  test('can be cancelled while the person reads, and once (§Task Cancellation)', async () => {
    const { host, request, ask } = await start();
    const taskId = await ask();
    const asked = await host.question('elicitation_form');
    expect(await request('tasks/cancel', { taskId })).toMatchObject({ result: { taskId, status: 'cancelled' } });
    await emptyDesk(host);
    await expect(host.reply(asked, ada)).rejects.toMatchObject({ code: 'DECISION_NOT_FOUND' });
    expect(await request('tasks/get', { taskId })).toMatchObject({ result: { status: 'cancelled' } });
    expect(await request('tasks/result', { taskId })).toMatchObject({
      error: { code: -32603, message: textWith('cancelled') },
    });
    expect(await request('tasks/cancel', { taskId })).toMatchObject({
      error: { code: -32602, message: textWith("already in terminal status 'cancelled'") },
    });
  });

  test('comes to the error of the plain one (§Result Retrieval)', async () => {
    const { request, begin } = await start();
    const bad = { mode: 'url', message: 'Visit.', url: 'javascript:alert(1)', elicitationId: 'e-1' };
    const { error } = await request('elicitation/create', bad);
    expect(error).toMatchObject({ code: -32602, message: textWith('The address is refused') });
    const taskId = await begin('elicitation/create', bad);
    expect(await request('tasks/get', { taskId })).toMatchObject({
      result: { status: 'failed', statusMessage: textWith('The address is refused') },
    });
    expect(await request('tasks/result', { taskId })).toEqual({ error });
  });

  test('goes with its server, questions and all', async () => {
    const { host, serverId, ask, request } = await start();
    const taskId = await ask();
    await host.question('elicitation_form');
    await host.host.run('server.restart', { serverId });
    await host.state(serverId, 'running');
    expect(host.host.snapshot().decisions).toEqual([]);
    expect(await request('tasks/list')).toEqual({ result: { tasks: [] } });
    expect(await request('tasks/get', { taskId })).toMatchObject(notFound);
  });
});

test('a plain form waits as ever', async () => {
  const { host, request } = await start();
  const asking = request('elicitation/create', form);
  await host.reply(await host.question('elicitation_form'), ada);
  expect(await asking).toEqual({ result: { action: 'accept', content: { name: 'Ada' } } });
  expect(await request('tasks/list')).toEqual({ result: { tasks: [] } });
});

describe('what the SDK of the server makes of it', () => {
  test('is the person’s answer to a form', async () => {
    const { host, call } = await start();
    const following = call('follow_form');
    const asked = await host.question('elicitation_form');
    await host.reply(asked, ada);
    const heard = (await following) as readonly { readonly type: string; readonly status?: string }[];
    expect(heard[0]).toEqual({ type: 'taskCreated', status: 'working' });
    expect(heard.at(-2)).toEqual({ type: 'taskStatus', status: 'completed' });
    expect(heard.at(-1)).toMatchObject({ type: 'result', result: { action: 'accept', content: { name: 'Ada' } } });
  });

  test('is the text of a person for a prompt, once sampling is on', async () => {
    const started = await start();
    const { host, call } = started;
    await allowSampling(started);
    const following = call('follow_sampling');
    await host.reply(await host.question('sampling_prompt'), prompt({ action: 'by_hand', text: 'Hello.' }));
    const heard = (await following) as readonly unknown[];
    expect(heard[0]).toEqual({ type: 'taskCreated', status: 'working' });
    expect(heard.at(-1)).toMatchObject({ type: 'result', result: { content: { type: 'text', text: 'Hello.' } } });
  });
});

test('a prompt as a task that the person declines fails, with error -1 for its result', async () => {
  const started = await start();
  const { host, request, begin } = started;
  await allowSampling(started);
  const taskId = await begin('sampling/createMessage', sampling);
  await host.reply(await host.question('sampling_prompt'), prompt({ action: 'decline' }));
  expect(await request('tasks/result', { taskId })).toEqual({
    error: { code: -1, message: textWith('User rejected sampling request') },
  });
  expect(await request('tasks/get', { taskId })).toMatchObject({
    result: { status: 'failed', statusMessage: 'User rejected sampling request', ttl: DEFAULT_TTL_MS },
  });
});

describe('messages that belong to a task of the server (§Associating Task-Related Messages)', () => {
  const _meta = { [RELATED]: { taskId: 'theirs' } };

  test('have its id in their answer, plain', async () => {
    const started = await start();
    const { host, request } = started;
    await allowSampling(started);
    const asking = request('elicitation/create', { ...form, _meta });
    await host.reply(await host.question('elicitation_form'), decline);
    expect(await asking).toEqual({ result: { action: 'decline', _meta } });
    const sampled = request('sampling/createMessage', { ...sampling, _meta });
    await host.reply(await host.question('sampling_prompt'), prompt({ action: 'by_hand', text: 'Hello.' }));
    expect(await sampled).toMatchObject({ result: { content: { text: 'Hello.' }, _meta } });
  });

  test('have it where they become a task as well, whose result names that task', async () => {
    const { host, request } = await start();
    const created = await request('elicitation/create', { ...form, _meta, task: {} });
    expect(created).toMatchObject({ result: { task: { status: 'working' }, _meta } });
    const { taskId } = taskOf(created);
    await host.reply(await host.question('elicitation_form'), decline);
    expect(await request('tasks/result', { taskId })).toEqual({
      result: { action: 'decline', _meta: { [RELATED]: { taskId } } },
    });
  });
});

describe('requests about tasks', () => {
  test('list them all in pages (§Task Listing)', async () => {
    const { host, request, begin } = await start();
    const ids: string[] = [];
    for (let asked = 0; asked < TASKS_PER_PAGE + 1; asked += 1) {
      ids.push(
        await begin('elicitation/create', { ...form, requestedSchema: { type: 'object', properties: { a: 1 } } }),
      );
    }
    const first = (await request('tasks/list')).result as { readonly tasks: object[]; readonly nextCursor: string };
    const second = (await request('tasks/list', { cursor: first.nextCursor })).result as { readonly tasks: object[] };
    expect([...first.tasks, ...second.tasks]).toMatchObject(ids.map((taskId) => ({ taskId, status: 'failed' })));
    expect(second).not.toHaveProperty('nextCursor');
    expect(await request('tasks/list', { cursor: 'x' })).toMatchObject({ error: { code: -32602 } });
    expect(host.host.snapshot().decisions).toEqual([]);
  });

  test.each(['tasks/get', 'tasks/result', 'tasks/cancel'])(
    '%s finds none of another server, and none that there is not (§Task Isolation and Access Control)',
    async (method) => {
      const host = await startSteeredHost();
      const [mine, theirs] = [await addAsking(host), await addAsking(host)];
      const taskId = await theirs.ask();
      expect(await mine.request(method, { taskId })).toMatchObject(notFound);
      expect(await mine.request(method, { taskId: 'task_0' })).toMatchObject(notFound);
      expect(await mine.request(method)).toMatchObject({ error: { code: -32602 } });
      expect(await mine.request('tasks/list')).toEqual({ result: { tasks: [] } });
      expect(await theirs.request('tasks/get', { taskId })).toMatchObject({ result: { status: 'working' } });
    },
  );

  test('are refused past a number of tasks, with words (§Resource Management)', async () => {
    const { serverId, host, call } = await start();
    // They fail at once, and count as long as they are kept.
    const params = { ...form, requestedSchema: { type: 'object', properties: { a: 1 } }, task: {} };
    for (let asked = 0; asked < MAX_TASKS; asked += 1) await call('request', { method: 'elicitation/create', params });
    expect(await call('request', { method: 'elicitation/create', params })).toMatchObject({
      error: { code: -32603, message: textWith('Too many tasks are kept already') },
    });
    await host.logged(serverId, `was refused as a task: ${MAX_TASKS} are kept already.`);
    host.clock.advance(DEFAULT_TTL_MS);
    expect(await call('request', { method: 'elicitation/create', params })).toMatchObject({ result: { task: {} } });
  });

  test.each([7, 'soon', { ttl: 'long' }])('are refused with a task that is none: %j', async (task) => {
    const { host, request } = await start();
    expect(await request('elicitation/create', { ...form, task })).toMatchObject({ error: { code: -32602 } });
    expect(host.host.snapshot().decisions).toEqual([]);
  });
});

describe('what is declared (§Client Capabilities)', () => {
  test('is forms, and prompts once they are on', async () => {
    const started = await start();
    const requests = { elicitation: { create: {} } };
    expect(await started.call('capabilities')).toMatchObject({ tasks: { list: {}, cancel: {}, requests } });
    expect(await started.call('capabilities')).not.toHaveProperty('tasks.requests.sampling');
    await allowSampling(started);
    expect(await started.call('capabilities')).toHaveProperty('tasks.requests.sampling', { createMessage: {} });
    const { state } = started.host.server(started.serverId);
    expect(state).toMatchObject({ connection: { clientCapabilities: { tasks: { list: {} } } } });
  });

  test('is nothing to a server of 2026-07-28, which can’t ask so', async () => {
    const host = await startSteeredHost();
    const serverId = await host.add(ownServer('whole2026'));
    const { messages } = await host.host.run('server.wire', { serverId, afterSeq: 0 });
    const sent = messages.filter(({ direction }) => direction === 'sent').map(({ text }) => text);
    expect(sent.some((text) => text.includes('"elicitation"'))).toBe(true);
    expect(sent.filter((text) => text.includes('"tasks"'))).toEqual([]);
    const { state } = host.server(serverId);
    expect(state).not.toHaveProperty('connection.clientCapabilities.tasks');
  });

  test('holds only where the server speaks that version: with an older one `task` is ignored', async () => {
    const { host, request } = await start('2025-06-18');
    const asking = request('elicitation/create', { ...form, task: {} });
    await host.reply(await host.question('elicitation_form'), ada);
    expect(await asking).toEqual({ result: { action: 'accept', content: { name: 'Ada' } } });
  });
});
