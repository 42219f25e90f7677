/**
 * Tasks of real servers, in both editions, over pipes and over HTTP, followed by the whole host.
 *
 * @see MCP 2025-11-25 basic/utilities/tasks; io.modelcontextprotocol/tasks
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { CallDetail, CallView } from '../app/contract/calls.ts';
import type { CallId } from '../app/contract/ids.ts';
import { callId as callIdSchema } from '../app/contract/ids.ts';
import { newCallId, startSteeredHost, textWith } from './testing/startSteeredHost.ts';
import type { SteeredHost } from './testing/startSteeredHost.ts';
import { startTasks, startTaskServer } from './testing/startTasks.ts';
import type { TasksOptions, TaskServer } from './testing/startTasks.ts';

const EVERY_WAY = [
  ['2025', 'stdio'],
  ['2025', 'http'],
  ['2026', 'stdio'],
  ['2026', 'http'],
] as const;
/** Asked about often, so that tests need not wait. */
const QUICK = { pollInterval: 0 };

function watched({ host }: Pick<SteeredHost, 'host'>) {
  const views: CallView[] = [];
  host.subscribe((event) => {
    if (event.type === 'call.changed') views.push(event.call);
  });
  return views;
}

async function ended(host: SteeredHost, callId: CallId): Promise<CallDetail> {
  await host.waitFor('the end of a task', ({ calls }) =>
    calls.find((call) => call.callId === callId && call.endedAtMs !== undefined),
  );
  return host.host.run('call.get', { callId });
}

const requests = z.array(z.object({ method: z.string(), headers: z.record(z.string(), z.string()) }));

async function seenBy(server: TaskServer | undefined) {
  return requests.parse(await (await fetch(`${server?.origin}/seen`)).json());
}

async function begun(options: TasksOptions, toolName: string, args: Record<string, unknown> = {}) {
  const started = await startTasks(options);
  const callId = newCallId();
  const { outcome } = await started.host.host.run('tool.call', {
    callId,
    serverId: started.serverId,
    toolName,
    arguments: { ...QUICK, ...args },
    asTask: true,
  });
  return { ...started, callId, outcome };
}

describe.each(EVERY_WAY)('a task of a server of %s over %s', (edition, over) => {
  const options = { edition, over, flags: ['list', 'cancel'] } as const;

  test('answers its call at once with a handle, and brings the result in the end', async () => {
    const { host, callId, outcome, release } = await begun(options, 'work', { gate: 'a', text: 'the result' });
    expect(outcome).toMatchObject({ kind: 'task', task: { status: 'working', following: 'active', canCancel: true } });
    await release('a');
    expect(await ended(host, callId)).toMatchObject({
      call: { state: 'complete', task: { status: 'completed', following: 'over' } },
      arguments: { gate: 'a' },
      outcome: { kind: 'complete', content: [{ text: 'the result' }] },
    });
  });

  test('is on record before anybody hears of it, and its end completes the record of its call (S10)', async () => {
    const { host, callId, outcome, release } = await begun(options, 'work', { gate: 'a' });
    const taskId = outcome.kind === 'task' ? outcome.task.taskId : undefined;
    expect(taskId).toBeTypeOf('string');
    expect(await host.records('task.created')).toMatchObject([{ subject: callId, details: { taskId } }]);
    const ofCall = async () => (await host.records('tool.call')).filter(({ subject }) => subject === callId);
    expect(await ofCall()).toMatchObject([{ phase: 'begun' }]);
    await release('a');
    await ended(host, callId);
    await expect.poll(ofCall).toMatchObject([{}, { phase: 'ended', outcome: 'complete' }]);
  });

  test('that fails by its tool shows the tool’s own error', async () => {
    const { host, callId } = await begun(options, 'fails', { text: 'no luck' });
    expect(await ended(host, callId)).toMatchObject({
      call: { state: 'tool_error' },
      outcome: { kind: 'complete', isError: true, content: [{ text: 'no luck' }] },
    });
  });

  test('that breaks shows the error of the protocol', async () => {
    const { host, callId } = await begun(options, 'breaks', { text: 'in two' });
    expect(await ended(host, callId)).toMatchObject({
      call: { state: 'failed', task: { status: 'failed' } },
      outcome: { kind: 'failed', error: { code: 'SERVER_PROTOCOL_ERROR', data: { said: textWith('in two') } } },
    });
  });

  test('is asked to cancel, and cancelled once its server says so', async () => {
    const { host, callId } = await begun(options, 'work', { gate: 'never' });
    const views = watched(host);
    await host.host.run('call.cancel', { callId });
    expect(await ended(host, callId)).toMatchObject({ call: { state: 'cancelled' }, outcome: { kind: 'cancelled' } });
    expect(views.map(({ state }) => state)).toContain('cancelling');
    expect(await host.records('task.cancel')).toMatchObject([{ phase: 'begun' }, { outcome: 'asked' }]);
  });

  test('asks at the desk, and goes on with the answer', async () => {
    const { host, callId } = await begun(options, 'asks');
    const form = await host.question('elicitation_form');
    expect(form).toMatchObject({ message: 'question 1.1?', duringTools: ['asks'] });
    await host.reply(form, {
      kind: 'elicitation_form',
      action: 'accept',
      content: { name: 'Ada' },
      secretsConfirmed: false,
    });
    expect(await ended(host, callId)).toMatchObject({ outcome: { content: [{ text: textWith('Ada') }] } });
  });

  test('asks for as long as it takes: its question names its call, and is not taken back after a quarter of an hour', async () => {
    const { host, callId } = await begun(options, 'asks');
    const form = await host.question('elicitation_form');
    expect(form).toMatchObject({ ofCall: callId });
    host.clock.advance(24 * 3_600_000);
    expect(host.host.snapshot().decisions).toMatchObject([{ decisionId: form.decisionId }]);
    await host.reply(form, { kind: 'elicitation_form', action: 'decline', secretsConfirmed: false });
    expect(await ended(host, callId)).toMatchObject({ outcome: { content: [{ text: textWith('decline') }] } });
  });

  test('that is ended takes its question with it', async () => {
    const { host, callId } = await begun(options, 'asks');
    await host.question('elicitation_form');
    await host.host.run('task.unfollow', { callId });
    await host.waitFor('an empty desk', ({ decisions }) => (decisions.length === 0 ? true : undefined));
  });

  test('has an address visited, and goes on after that', async () => {
    const { host, callId } = await begun(options, 'visits', { url: 'https://example.com/consent' });
    await host.reply(await host.question('elicitation_url'), { kind: 'elicitation_url', action: 'open' });
    if (edition === '2026') {
      await host.reply(await host.question('elicitation_wait'), { kind: 'elicitation_wait', action: 'finished' });
    }
    expect(await ended(host, callId)).toMatchObject({ outcome: { content: [{ text: textWith('accept') }] } });
    expect(host.opened).toEqual(['https://example.com/consent']);
  });

  test('asks several things at once and one after another, each once', async () => {
    const { host, callId } = await begun(options, 'asks', { rounds: 2, questions: 2 });
    const asked: string[] = [];
    for (let count = 1; count <= 4; count += 1) {
      const form = await host.question('elicitation_form');
      asked.push(form.message);
      const content = { name: `answer ${count}` };
      await host.reply(form, { kind: 'elicitation_form', action: 'accept', content, secretsConfirmed: false });
    }
    expect(asked.toSorted()).toEqual(['question 1.1?', 'question 1.2?', 'question 2.1?', 'question 2.2?']);
    const { outcome } = await ended(host, callId);
    for (const count of [1, 2, 3, 4]) expect(JSON.stringify(outcome)).toContain(`answer ${count}`);
  });

  test('that is told what may be read meanwhile keeps that', async () => {
    const { outcome } = await begun(options, 'immediate', { gate: 'never' });
    const immediateResponse = 'It has begun; look again later.';
    expect(outcome).toMatchObject({ kind: 'task', task: edition === '2025' ? { immediateResponse } : {} });
  });

  test('keeps no argument that its schema calls secret (S9)', async () => {
    const { host, callId, release } = await begun(options, 'work', { gate: 'a', password: 'tell nobody' });
    await release('a');
    await ended(host, callId);
    await host.stop();
    const again = await startSteeredHost({ again: host });
    expect(await again.host.run('call.get', { callId })).toMatchObject({
      call: { argumentsLine: expect.not.stringContaining('tell nobody') as unknown },
      arguments: expect.not.objectContaining({ password: 'tell nobody' }) as unknown,
      withheld: ['/password'],
      outcome: { kind: 'complete', content: [{ text: 'done' }] },
    });
  });
});

describe('a task of the older edition (MCP 2025-11-25 basic/utilities/tasks)', () => {
  test('reports progress after its call was answered (§Task Progress Notifications)', async () => {
    const { host, callId } = await begun({ edition: '2025' }, 'work', { steps: 3, stepMs: 50 });
    const views = watched(host);
    await ended(host, callId);
    expect(views.map(({ progress }) => progress?.progress)).toContain(3);
  });

  test('is only asked for where a tool takes it: by choice, always, or never (§Tool-Level Negotiation)', async () => {
    const { host, serverId, call } = await startTasks({ edition: '2025' });
    const { tools } = await host.host.run('server.tools', { serverId });
    const support = Object.fromEntries(tools.map(({ name, taskSupport }) => [name, taskSupport]));
    expect(support).toMatchObject({ work: 'required', maybe: 'optional', plain: 'forbidden' });
    expect(await call('maybe')).toMatchObject({ kind: 'complete' });
    expect(await call('work')).toMatchObject({ kind: 'task' });
    const asTask = true;
    const plain = { callId: newCallId(), serverId, toolName: 'plain', arguments: {}, asTask };
    expect((await host.host.run('tool.call', plain)).outcome).toMatchObject({ kind: 'complete' });
    const maybe = { ...plain, callId: newCallId(), toolName: 'maybe' };
    expect((await host.host.run('tool.call', maybe)).outcome).toMatchObject({ kind: 'task' });
  });

  test('that a server answers plainly is a call like any other (§Task Support and Handling)', async () => {
    const { host, callId, outcome } = await begun({ edition: '2025' }, 'answersPlainly', { text: 'at once' });
    expect(outcome).toMatchObject({ kind: 'complete', content: [{ text: 'at once' }] });
    expect(await ended(host, callId)).toMatchObject({ call: expect.not.objectContaining({ task: {} }) as unknown });
    await expect.poll(() => host.host.run('task.list', { show: 'all', limit: 10 })).toMatchObject({ total: 0 });
  });

  test('without tasks/cancel can’t be cancelled, and says so (§Capability Negotiation)', async () => {
    const { host, callId, outcome } = await begun({ edition: '2025' }, 'work', { gate: 'never' });
    expect(outcome).toMatchObject({ task: { canCancel: false } });
    await expect(host.host.run('call.cancel', { callId })).rejects.toMatchObject({ code: 'TASK_CANCEL_UNSUPPORTED' });
    expect(await host.host.run('call.get', { callId })).toMatchObject({ call: { state: 'running' } });
    await host.host.run('task.unfollow', { callId });
    expect(await ended(host, callId)).toMatchObject({ outcome: { error: { code: 'TASK_UNFOLLOWED' } } });
  });

  test('is heard of at once where its server tells by itself (§Task Status Notification)', async () => {
    const flags = ['announce'];
    const { host, callId, release } = await begun({ edition: '2025', flags }, 'work', {
      gate: 'a',
      pollInterval: 600_000,
    });
    await release('a');
    expect(await ended(host, callId)).toMatchObject({ call: { state: 'complete' } });
  });

  test('ends with the process of its server, and is not said to be anything else', async () => {
    const { host, callId, call } = await begun({ edition: '2025' }, 'work', { gate: 'never' });
    await call('exit', { code: 0 });
    expect(await ended(host, callId)).toMatchObject({
      call: { state: 'failed', task: { problem: { code: 'TASK_LOST_WITH_PROCESS' } } },
    });
  });
});

describe('a task of the newer edition (io.modelcontextprotocol/tasks)', () => {
  test('is made whenever the server decides so, and asked for by nobody (§Capability Negotiation)', async () => {
    const { call, host, serverId } = await startTasks({ edition: '2026' });
    expect(await call('maybe', { asTask: false })).toMatchObject({ kind: 'complete' });
    expect(await call('maybe')).toMatchObject({ kind: 'task', task: { edition: 'extension' } });
    const { tools } = await host.host.run('server.tools', { serverId });
    expect(new Set(tools.map(({ taskSupport }) => taskSupport))).toEqual(new Set(['forbidden']));
  });

  test('may complete although it was to be cancelled (§Task Cancellation)', async () => {
    const { host, callId, release } = await begun({ edition: '2026' }, 'work', { gate: 'a', onCancel: 'finish' });
    await host.host.run('call.cancel', { callId });
    expect(await host.host.run('call.get', { callId })).toMatchObject({ call: { state: 'cancelling' } });
    await release('a');
    expect(await ended(host, callId)).toMatchObject({ call: { state: 'complete' } });
  });

  test.each(['stdio', 'http'] as const)(
    'is heard of at once over %s where its server tells by itself (§Task Status Notifications)',
    async (over) => {
      const { host, callId, release } = await begun({ edition: '2026', over, flags: ['push'] }, 'work', {
        gate: 'a',
        pollInterval: 600_000,
      });
      // Once it listens.
      host.clock.advance(1_000);
      await new Promise((resolve) => setTimeout(resolve, 500));
      await release('a');
      expect(await ended(host, callId)).toMatchObject({ call: { state: 'complete' } });
    },
  );

  test('is never sent notifications/cancelled (§Task Cancellation)', async () => {
    const { host, callId, heard } = await begun({ edition: '2026' }, 'work', { gate: 'never' });
    await host.host.run('call.cancel', { callId });
    await ended(host, callId);
    const methods = (await heard()).map(({ method }) => method);
    expect(methods).toContain('tasks/cancel');
    expect(methods).not.toContain('notifications/cancelled');
  });
});

describe.each(['2025', '2026'] as const)('a task of a remote server of %s', (edition) => {
  const options = { edition, over: 'http' } as const;

  test('is followed on after Gatehouse was closed and started again', async () => {
    const { host, callId, release } = await begun(options, 'work', { gate: 'a', text: 'next morning' });
    await host.stop();
    const again = await startSteeredHost({ again: host });
    expect(await again.host.run('call.get', { callId })).toMatchObject({ call: { state: 'running' } });
    await release('a');
    expect(await ended(again, callId)).toMatchObject({ outcome: { content: [{ text: 'next morning' }] } });
  });

  test('that ended meanwhile brings its result at the next start', async () => {
    const { host, callId, release } = await begun(options, 'work', { gate: 'a', text: 'overnight' });
    await host.stop();
    await release('a');
    const again = await startSteeredHost({ again: host });
    expect(await ended(again, callId)).toMatchObject({ outcome: { content: [{ text: 'overnight' }] } });
  });

  test('pauses while its server is stopped, and goes on when it starts', async () => {
    const { host, serverId, callId, release } = await begun(options, 'work', { gate: 'a' });
    await host.host.run('server.stop', { serverId });
    expect(await host.host.run('call.get', { callId })).toMatchObject({
      call: { state: 'running', task: { following: 'paused', problem: { code: 'TASK_SERVER_STOPPED' } } },
    });
    await release('a');
    await host.host.run('server.start', { serverId });
    expect(await ended(host, callId)).toMatchObject({ call: { state: 'complete' } });
  });

  test('goes on after its server could not be reached for a while', async () => {
    const { host, server, callId, release } = await begun(options, 'work', { gate: 'a' });
    await server?.goAway();
    await host.waitFor('a pause', ({ calls }) => calls.find(({ task }) => task?.following === 'paused'));
    await server?.comeBack();
    await release('a');
    host.clock.advance(60_000);
    expect(await ended(host, callId)).toMatchObject({ call: { state: 'complete' } });
  });

  test('that its server forgot is said to be unknown to it', async () => {
    const { host, server, callId } = await begun(options, 'work', { gate: 'never' });
    await server?.forgetTasks();
    expect(await ended(host, callId)).toMatchObject({ outcome: { error: { code: 'TASK_UNKNOWN_TO_SERVER' } } });
  });

  test('that its server forgot after its time is said to have expired', async () => {
    const { host, server, callId } = await begun(options, 'work', { gate: 'never', ttl: 60_000 });
    host.clock.advance(61_000);
    await server?.forgetTasks();
    expect(await ended(host, callId)).toMatchObject({ outcome: { error: { code: 'TASK_EXPIRED' } } });
  });

  test('is not accessible with another sign-in, and that is what is said (§Task Isolation)', async () => {
    const server = await startTaskServer(edition, 'own=authorization');
    const host = await startSteeredHost();
    const serverId = await host.connect(server.definition('Bearer the first one'));
    const callId = newCallId();
    await host.outcome(serverId, 'work', { ...QUICK, gate: 'never' }, callId);
    await host.host.run('server.editRemote', { serverId, definition: server.definition('Bearer another one') });
    expect(await ended(host, callId)).toMatchObject({ outcome: { error: { code: 'TASK_NOT_ACCESSIBLE' } } });
  });

  test('ends here with its server’s removal', async () => {
    const { host, serverId, callId } = await begun(options, 'work', { gate: 'never' });
    await host.host.run('server.remove', { serverId });
    host.clock.advance(11_000);
    expect(await ended(host, callId)).toMatchObject({ outcome: { error: { code: 'TASK_SERVER_REMOVED' } } });
  });

  test('two hundred at once all end, and none is asked about out of turn', async () => {
    const { host, serverId, heard, release } = await startTasks(options);
    const ids = Array.from({ length: 200 }, () => newCallId());
    await Promise.all(ids.map((id) => host.outcome(serverId, 'work', { ...QUICK, gate: 'all' }, id)));
    expect(await host.host.run('task.list', { show: 'open', limit: 200 })).toMatchObject({ total: 200 });
    await release('all');
    for (const id of ids) expect(await ended(host, id)).toMatchObject({ call: { state: 'complete' } });
    const polled = (await heard()).filter(({ method }) => method === 'tasks/get');
    const bySecond = Map.groupBy(polled, ({ atMs }) => Math.floor(atMs / 1_000));
    // Thirty a second, and what the edges of two seconds may share.
    expect(Math.max(...[...bySecond.values()].map((polls) => polls.length))).toBeLessThanOrEqual(40);
  }, 60_000);
});

describe('a session of a remote server of 2025-11-25 (transports §Session Management)', () => {
  test('is taken up again for the sake of its tasks, which live in it', async () => {
    const { host, callId, release, server } = await begun(
      { edition: '2025', over: 'http', flags: ['own=session'] },
      'work',
      { gate: 'a', text: 'the same session' },
    );
    await host.stop();
    await release('a');
    const again = await startSteeredHost({ again: host });
    expect(await ended(again, callId)).toMatchObject({ outcome: { content: [{ text: 'the same session' }] } });
    expect((await server?.heard())?.filter(({ method }) => method === 'initialize')).toHaveLength(1);
  });

  test('that is gone is begun anew, and a task that lived in it is said to be unknown', async () => {
    const { host, callId, server } = await begun({ edition: '2025', over: 'http', flags: ['own=session'] }, 'work', {
      gate: 'never',
    });
    await host.stop();
    await fetch(`${server?.origin}/forget`);
    const again = await startSteeredHost({ again: host });
    expect(await ended(again, callId)).toMatchObject({ outcome: { error: { code: 'TASK_UNKNOWN_TO_SERVER' } } });
  });

  test('that is gone is begun anew also where its server says so with 400, as many do', async () => {
    const { host, serverId, callId, server, release } = await begun(
      { edition: '2025', over: 'http', flags: ['says-400'] },
      'work',
      { gate: 'a', text: 'found again' },
    );
    await host.stop();
    await fetch(`${server?.origin}/forget`);
    const again = await startSteeredHost({ again: host });
    await again.state(serverId, 'running');
    // While it runs, too.
    await fetch(`${server?.origin}/forget`);
    await again.waitFor('a pause', ({ calls }) => calls.find(({ task }) => task?.following === 'paused'));
    await release('a');
    again.clock.advance(60_000);
    expect(await ended(again, callId)).toMatchObject({ outcome: { content: [{ text: 'found again' }] } });
  });

  test('that is lost while it is followed is begun anew, and a task that outlives it goes on', async () => {
    const { host, callId, release, server } = await begun({ edition: '2025', over: 'http' }, 'work', { gate: 'a' });
    await fetch(`${server?.origin}/forget`);
    await host.waitFor('a pause', ({ calls }) => calls.find(({ task }) => task?.following === 'paused'));
    await release('a');
    host.clock.advance(60_000);
    expect(await ended(host, callId)).toMatchObject({ call: { state: 'complete' } });
  });

  test('is ended in order once no task of it is followed', async () => {
    const { host, serverId, callId, release, server } = await begun({ edition: '2025', over: 'http' }, 'work', {
      gate: 'a',
    });
    await release('a');
    await ended(host, callId);
    await host.host.run('server.stop', { serverId });
    expect((await seenBy(server)).map(({ method }) => method)).toContain('DELETE');
  });

  test('its id is in no file in the clear, though it is kept (S9)', async () => {
    const { host, server } = await begun({ edition: '2025', over: 'http' }, 'work', { gate: 'never' });
    const ids = (await seenBy(server)).flatMap(({ headers }) => headers['mcp-session-id'] ?? []);
    expect(new Set(ids).size).toBe(1);
    await host.stop();
    const files = await readdir(host.dataDir, { recursive: true, withFileTypes: true });
    for (const file of files.filter((each) => each.isFile())) {
      expect(await readFile(join(file.parentPath, file.name), 'latin1')).not.toContain(ids[0]);
    }
  });
});

describe('local tasks at the next start', () => {
  test.each(['2025', '2026'] as const)('of %s are said to be lost with their process', async (edition) => {
    const { host, callId } = await begun({ edition }, 'work', { gate: 'never' });
    expect(host.host.endsWithQuit()).toEqual({ calls: 0, tasks: 1 });
    await expect(host.host.run('app.quit', { evenWithCalls: false })).rejects.toMatchObject({ code: 'SERVER_BUSY' });
    await host.stop();
    const again = await startSteeredHost({ again: host });
    expect(await again.host.run('call.get', { callId })).toMatchObject({
      call: { state: 'failed', task: { following: 'over' } },
      outcome: { kind: 'failed', error: { code: 'TASK_LOST_WITH_PROCESS' } },
    });
  });
});

test('the list of tasks is found by server, state and text, and read page by page', async () => {
  const { host, serverId } = await startTasks({ edition: '2026' });
  const ids = ['one', 'two', 'three'].map((text) => ({ id: newCallId(), text }));
  for (const { id, text } of ids) await host.outcome(serverId, 'work', { ...QUICK, gate: text, text }, id);
  const list = async (query: object) => {
    const { calls, total } = await host.host.run('task.list', { show: 'all', limit: 10, ...query });
    return { found: calls.map(({ callId }) => ids.find(({ id }) => id === callId)?.text), total };
  };
  expect(await list({})).toEqual({ found: ['three', 'two', 'one'], total: 3 });
  expect(await list({ limit: 2 })).toEqual({ found: ['three', 'two'], total: 3 });
  expect(await list({ before: ids[1]?.id })).toEqual({ found: ['one'], total: 3 });
  expect(await list({ text: '"two"' })).toEqual({ found: ['two'], total: 1 });
  expect(await list({ show: 'ended' })).toEqual({ found: [], total: 0 });
  expect(await list({ serverId: 'srv_nobody000' })).toEqual({ found: [], total: 0 });
  expect(callIdSchema.safeParse(ids[0]?.id).success).toBe(true);
});

describe('what an earlier run left', () => {
  test('an answer to it is no answer to a request of a session that was taken up (2025-11-25 basic §Requests)', async () => {
    // Two tasks wait for their end when the host goes; both of its last requests are unanswered.
    const { host, callId, serverId, release } = await begun({ edition: '2025', over: 'http' }, 'asks', {
      text: 'first',
    });
    const second = newCallId();
    await host.outcome(serverId, 'work', { ...QUICK, gate: 'b', text: 'the second one' }, second);
    await host.question('elicitation_form');
    await host.stop();
    const again = await startSteeredHost({ again: host });
    await again.waitFor('both', ({ calls }) =>
      calls.filter(({ state }) => state === 'running').length === 2 ? true : undefined,
    );
    await release('b');
    expect(await ended(again, second)).toMatchObject({ outcome: { content: [{ text: 'the second one' }] } });
    await again.host.run('task.unfollow', { callId });
  });
});

test('a call that is to become a task and is cancelled before it is one is cancelled as a task (2025-11-25 cancellation)', async () => {
  const { host, serverId, server } = await startTasks({ edition: '2025', over: 'http', flags: ['cancel'] });
  const callId = newCallId();
  const calling = host.outcome(serverId, 'work', { ...QUICK, gate: 'never' }, callId);
  await host.waitFor('the call', ({ calls }) =>
    calls.find(({ task }) => task !== undefined && task.taskId === undefined),
  );
  await host.host.run('call.cancel', { callId });
  await calling;
  expect(await ended(host, callId)).toMatchObject({ call: { state: 'cancelled', task: { status: 'cancelled' } } });
  const methods = (await server?.heard())?.map(({ method }) => method);
  expect(methods).toContain('tasks/cancel');
  expect(methods).not.toContain('notifications/cancelled');
});

test.each(['2025', '2026'] as const)(
  'ten tasks of %s that ask at once are all answered, five at a time',
  async (edition) => {
    const { host, serverId } = await startTasks({ edition });
    const ids = Array.from({ length: 10 }, () => newCallId());
    const asTask = true;
    for (const callId of ids) {
      await host.host.run('tool.call', { callId, serverId, toolName: 'asks', arguments: { ...QUICK }, asTask });
    }
    for (let count = 0; count < 10; count += 1) {
      const form = await host.question('elicitation_form');
      const content = { name: 'Ada' };
      await host.reply(form, { kind: 'elicitation_form', action: 'accept', content, secretsConfirmed: false });
    }
    for (const callId of ids) expect(await ended(host, callId)).toMatchObject({ call: { state: 'complete' } });
  },
  60_000,
);

test.each(EVERY_WAY)(
  'a task of %s over %s asks for a message, and goes on with what was written by hand',
  async (edition, over) => {
    const { host, serverId } = await startTasks({ edition, over });
    const { sampling } = host.server(serverId).preferences;
    await host.host.run('server.prefer', { serverId, change: { sampling: { ...sampling, enabled: true } } });
    await host.host.run('server.restart', { serverId });
    await host.state(serverId, 'running');
    const callId = newCallId();
    await host.host.run('tool.call', { callId, serverId, toolName: 'asksModel', arguments: { ...QUICK } });
    const prompt = await host.question('sampling_prompt');
    expect(prompt).toMatchObject({ ofCall: callId });
    await host.reply(prompt, { kind: 'sampling_prompt', outcome: { action: 'by_hand', text: 'Hello from Ada.' } });
    expect(await ended(host, callId)).toMatchObject({ outcome: { content: [{ text: textWith('Hello from Ada.') }] } });
  },
);

test('a stop while a connection is tried again stays a stop', async () => {
  const { host, serverId, server, callId } = await begun({ edition: '2025', over: 'http' }, 'work', { gate: 'never' });
  await server?.goAway();
  await host.waitFor('a pause', ({ calls }) => calls.find(({ task }) => task?.following === 'paused'));
  await host.host.run('server.stop', { serverId });
  await server?.comeBack();
  host.clock.advance(3_600_000);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(host.server(serverId).state).toEqual({ kind: 'stopped' });
  expect(await host.host.run('call.get', { callId })).toMatchObject({ call: { task: { following: 'paused' } } });
});
