/**
 * Hosts that are killed while tasks of remote servers go on: each call is followed on to its result, or said to be one whose
 * answer nobody heard, and none is sent twice.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { CallDetail } from '../app/contract/calls.ts';
import type { FormDecisionView } from '../app/contract/input.ts';
import type { CallId, ServerId } from '../app/contract/ids.ts';
import { startDrivenHost } from './testing/startDrivenHost.ts';
import type { DrivenHost } from './testing/startDrivenHost.ts';
import { answerJson, startHttpMcp } from './testing/startHttpMcp.ts';
import type { HttpLessons } from './testing/startHttpMcp.ts';
import { newCallId } from './testing/startSteeredHost.ts';
import { startTaskServer } from './testing/startTasks.ts';
import type { TaskServer } from './testing/startTasks.ts';
import { waitUntil } from './testing/waiting.ts';

/** Steered clocks start an hour ago; servers here are asked for times of day. */
const TO_NOW_MS = 3_600_000;
const restart = (killed: DrivenHost): DrivenHost => {
  const host = startDrivenHost(killed);
  host.advance(TO_NOW_MS);
  return host;
};
const detailOf = (host: DrivenHost, callId: CallId): Promise<CallDetail | undefined> =>
  host.run('call.get', { callId }).catch((error: unknown) => {
    if (!String(error).includes('CALL_NOT_FOUND')) throw error;
    return undefined;
  });
const ended = async (host: DrivenHost, callId: CallId): Promise<CallDetail> => {
  await host.waitFor('the end of a task', ({ calls }) =>
    calls.find((call) => call.callId === callId && call.state !== 'running'),
  );
  return host.run('call.get', { callId });
};

/** Nobody heard its answer, and nothing of it was found. */
const isLost = async (host: DrivenHost, callId: CallId): Promise<void> => {
  await expect
    .poll(() => host.run('call.get', { callId }), { timeout: 10_000 })
    .toMatchObject({
      call: { state: 'interrupted', task: { following: 'over' } },
      outcome: { error: { code: 'CALL_ANSWER_LOST' } },
    });
};

interface Scene {
  readonly host: DrivenHost;
  readonly server: TaskServer;
  readonly serverId: ServerId;
  readonly text: string;
  /** Calls, without waiting. */
  readonly call: (toolName: string) => Promise<unknown>;
}
const somewhereIn = (ms: number): Promise<void> => delay(Math.random() * ms);
const aQuestion = ({ host, text }: Scene): Promise<FormDecisionView> =>
  host.waitFor('a question', ({ decisions }) =>
    decisions.find((each): each is FormDecisionView => each.kind === 'elicitation_form' && each.message === `${text}?`),
  );
const answerIt = ({ host }: Scene, { decisionId, digest }: FormDecisionView): Promise<unknown> =>
  host.run('decision.answer', {
    decisionId,
    digest,
    answer: { kind: 'elicitation_form', action: 'accept', content: { name: 'Ada' }, secretsConfirmed: false },
  });

/** When the host is killed. */
const MOMENTS: Readonly<Record<string, (scene: Scene) => Promise<unknown>>> = {
  'before it is sent': async ({ call }) => {
    void call('work');
  },
  'somewhere around its sending': async ({ call }) => {
    void call('work');
    await somewhereIn(40);
  },
  'right after its server heard it': async ({ call, server, text }) => {
    void call('work');
    while (!(await server.heard()).some((message) => message.text === text)) await delay(1);
  },
  'right after its answer was kept': ({ call }) => call('work'),
  'while it is asked about': async ({ call }) => {
    await call('work');
    await somewhereIn(600);
  },
  'while a question of it is open': async (scene) => {
    await scene.call('asks');
    await aQuestion(scene);
  },
  'right after a question of it was answered': async (scene) => {
    await scene.call('asks');
    void answerIt(scene, await aQuestion(scene));
    await somewhereIn(20);
  },
  'around its end': async ({ call, server, text }) => {
    await call('work');
    await server.release(text);
    await somewhereIn(500);
  },
};

async function answerEverything(host: DrivenHost): Promise<void> {
  const { decisions } = await host.run('mirror.snapshot', {});
  const forms = decisions.filter((each): each is FormDecisionView => each.kind === 'elicitation_form');
  for (const form of forms) await answerIt({ host } as Scene, form).catch(() => undefined);
}

test.each([
  ['2025', ['list', 'cancel', 'ask-again']],
  ['2026', []],
] as const)(
  'a host that is killed at any moment loses no task of a server of %s and sends no call twice',
  { timeout: 90_000 },
  async (edition, flags) => {
    const server = await startTaskServer(edition, ...flags);
    let host = startDrivenHost();
    host.advance(TO_NOW_MS);
    const serverId = await host.connect(server.definition());
    const calls: { readonly callId: CallId; readonly text: string; readonly moment: string }[] = [];
    for (const [moment, happen] of Object.entries(MOMENTS)) {
      const [callId, text, at] = [newCallId(), moment, host];
      const gate = moment.includes('question') ? {} : { gate: text };
      const call = (toolName: string): Promise<unknown> =>
        // Killed, it is never answered.
        at.run('tool.call', {
          callId,
          serverId,
          toolName,
          arguments: { text, pollInterval: 0, ...gate },
          asTask: true,
        });
      calls.push({ callId, text, moment });
      await happen({ host, server, serverId, text, call });
      await host.kill();
      host = restart(host);
      const snapshot = await host.run('mirror.snapshot', {});
      expect(snapshot.servers).toHaveLength(1);
      // What its server lists is found before anything else is begun.
      const wasHeard = (await server.heard()).some((message) => message.text === text);
      if (edition === '2025' && wasHeard) {
        await host.waitFor(`what was called ${moment}`, (now) =>
          now.calls.find((each) => each.callId === callId && each.task?.taskId !== undefined),
        );
      }
    }
    for (const { text } of calls) await server.release(text);
    const open = async () =>
      (await host.run('mirror.snapshot', {})).calls.filter(({ state }) => state === 'running').length;
    while ((await open()) > 0) {
      await answerEverything(host);
      await delay(50);
    }
    const sent = (await server.heard()).filter(({ method }) => method === 'tools/call').map(({ text }) => text);
    expect(sent).toEqual([...new Set(sent)]);
    for (const { callId, text, moment } of calls) {
      const detail = await detailOf(host, callId);
      const wasHeard = sent.includes(text);
      const state = detail?.call.state ?? 'nowhere';
      // Lost is only what was killed before its answer was kept, and that is said. With a list of tasks not even that.
      const mayBe = wasHeard ? ['complete'] : ['nowhere', 'interrupted'];
      if (edition === '2026' && wasHeard && detail?.call.task?.taskId === undefined) mayBe.push('interrupted');
      expect(mayBe, `called ${moment}, heard: ${wasHeard}`).toContain(state);
      if (state === 'complete') {
        expect(detail?.outcome).toMatchObject({ kind: 'complete', isError: false });
        expect(JSON.stringify(detail?.outcome)).toContain(moment.includes('question') ? 'Ada' : text);
      }
    }
    const states = await Promise.all(calls.map(async ({ callId }) => (await detailOf(host, callId))?.call.state));
    expect(states.slice(3)).toEqual(Array.from({ length: 5 }, () => 'complete'));
  },
);

const hello = {
  protocolVersion: '2025-11-25',
  capabilities: { tools: {}, tasks: { list: {}, requests: { tools: { call: {} } } } },
  serverInfo: { name: 'silent', version: '1.0.0' },
};

/** A server that keeps tasks and never answers the call that makes one. */
async function startSilent(more: HttpLessons = {}) {
  const tasks: object[] = [];
  const state = { isAway: false };
  const task = (status: string) => ({
    taskId: `task ${tasks.length + 1}`,
    status,
    createdAt: new Date().toISOString(),
    lastUpdatedAt: new Date().toISOString(),
    ttl: null,
    pollInterval: 0,
  });
  const server = await startHttpMcp({
    initialize: (exchange) => {
      if (state.isAway) exchange.request.socket.destroy();
      else answerJson(exchange, hello);
    },
    'tools/list': (exchange) =>
      answerJson(exchange, {
        tools: [{ name: 'work', inputSchema: { type: 'object' }, execution: { taskSupport: 'required' } }],
      }),
    'tools/call': () => tasks.push(task('working')),
    'tasks/list': (exchange) => answerJson(exchange, { tasks }),
    'tasks/get': (exchange) => answerJson(exchange, { ...tasks[0], status: 'completed' }),
    'tasks/result': (exchange) => answerJson(exchange, { content: [{ type: 'text', text: 'the result' }] }),
    ...more,
  });
  const host = startDrivenHost();
  host.advance(TO_NOW_MS);
  const serverId = await host.connect(server.definition);
  /** Calls, and is killed once the server heard it. */
  const callAndKill = async (...ids: readonly CallId[]): Promise<void> => {
    for (const callId of ids) void host.run('tool.call', { callId, serverId, toolName: 'work', arguments: {} });
    await waitUntil('the server hears it', () => tasks.length === ids.length);
    await host.kill();
  };
  const asked = (method: string): number => server.asked.filter((each) => each === method).length;
  return { server, host, state, tasks, callAndKill, asked, task };
}

describe('a call whose answer nobody heard (MCP 2025-11-25 basic/utilities/tasks §Listing Tasks)', () => {
  test('is found again in the list of tasks, and brings its result', async () => {
    const { host, callAndKill, asked } = await startSilent();
    const callId = newCallId();
    await callAndKill(callId);
    const again = restart(host);
    await again.waitFor('the task', ({ calls }) => calls.find(({ task }) => task?.taskId === 'task 1'));
    expect(await ended(again, callId)).toMatchObject({
      call: { state: 'complete' },
      outcome: { content: [{ text: 'the result' }] },
    });
    expect(asked('tools/call')).toBe(1);
  });

  test('is found once its server can be reached again', async () => {
    const { host, state, callAndKill, asked } = await startSilent();
    const callId = newCallId();
    await callAndKill(callId);
    state.isAway = true;
    const initialized = asked('initialize');
    const again = restart(host);
    await waitUntil('the server is tried', () => asked('initialize') > initialized);
    await again.waitFor('a failed start', ({ servers }) => servers.find((each) => each.state.kind === 'failed'));
    expect(await again.run('call.get', { callId })).toMatchObject({ call: { state: 'interrupted' } });
    state.isAway = false;
    again.advance(60_000);
    await again.waitFor('the task', ({ calls }) => calls.find(({ task }) => task?.taskId === 'task 1'));
    expect(await ended(again, callId)).toMatchObject({ call: { state: 'complete' } });
    expect(asked('tools/call')).toBe(1);
  });

  test('is given up where the list is refused', async () => {
    const refused = { error: { code: -32603, message: 'not today' } };
    const { host, callAndKill, asked } = await startSilent({
      'tasks/list': ({ response, message }) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ jsonrpc: '2.0', id: message.id, ...refused }));
      },
    });
    const callId = newCallId();
    await callAndKill(callId);
    const again = restart(host);
    await isLost(again, callId);
    expect(asked('tasks/list')).toBe(1);
  });

  test('is not guessed where two tasks may be its own, and says that nobody heard its answer', async () => {
    const { host, callAndKill, asked } = await startSilent();
    const ids = [newCallId(), newCallId()];
    await callAndKill(...ids);
    const again = restart(host);
    await waitUntil('the list is read', () => asked('tasks/list') > 0);
    for (const callId of ids) {
      await isLost(again, callId);
    }
    expect(asked('tools/call')).toBe(2);
    expect(asked('tasks/get')).toBe(0);
  });

  test('is given up where the list has no end, and the host goes on', async () => {
    const { host, callAndKill, asked } = await startSilent({
      'tasks/list': (exchange) => answerJson(exchange, { tasks: [], nextCursor: `page ${exchange.count}` }),
    });
    const callId = newCallId();
    await callAndKill(callId);
    const again = restart(host);
    await waitUntil('the list is read', () => asked('tasks/list') > 10);
    expect((await again.run('mirror.snapshot', {})).servers).toHaveLength(1);
    await waitUntil('it is given up', () => asked('tasks/list') >= 1_000, 20_000);
    await isLost(again, callId);
    await delay(100);
    expect(asked('tasks/list')).toBe(1_000);
  });
});
