/**
 * One followed task and its server, with the real protocol between them.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { callId, serverId } from '../contract/ids.ts';
import { TASK_STATUSES, TASKS_EXTENSION } from '../contract/tasks.ts';
import type { TaskView } from '../contract/tasks.ts';
import type { RunningServer } from '../servers/slot.ts';
import { manualClock } from '../testing/manualClock.ts';
import { startScripted } from '../testing/scriptedServer.ts';
import type { Era } from '../testing/scriptedServer.ts';
import { FollowedTask } from './followedTask.ts';
import type { TaskEnding } from './followedTask.ts';
import type { TaskHandle } from './taskHandle.ts';
import { isEnd } from './taskStates.ts';

const OURS = 'ours';
const SECRET = 'a secret of its start';
const result = { content: [{ type: 'text', text: 'the result' }] };
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

type Said = Readonly<Record<string, unknown>>;
interface Server {
  /** What is said of the task when it is asked for: `{ result }` or `{ error }`. */
  get: Said;
  /** How `tasks/result` of the older edition is answered; a promise is waited for. */
  result: Said | Promise<Said>;
  /** How `tasks/update` of the newer edition is answered. */
  update: Said;
}

async function start(era: Era, status: TaskView['status'] = 'working') {
  const clock = manualClock();
  const complete = { resultType: 'complete', ttlMs: 0, cacheScope: 'private' };
  const server: Server = { get: {}, result: { result }, update: { result: complete } };
  const asked: string[] = [];
  const updates: unknown[] = [];
  const kept: TaskHandle[] = [];
  let questions = 0;
  const hearing: { task?: FollowedTask } = {};
  const offered = { tasks: { cancel: {}, requests: { tools: { call: {} } } } };
  const { connection, say } = await startScripted({
    era,
    clock,
    capabilities: { tools: {}, ...(era === 'legacy' ? offered : { extensions: { [TASKS_EXTENSION]: {} } }) },
    answers: {
      'tasks/get': () => {
        asked.push('tasks/get');
        return 'result' in server.get ? { result: { ...complete, ...(server.get['result'] as object) } } : server.get;
      },
      'tasks/result': () => {
        asked.push('tasks/result');
        return server.result;
      },
      'tasks/update': ({ inputResponses }) => {
        updates.push(inputResponses);
        return server.update;
      },
    },
    elicit: () => {
      questions += 1;
      return Promise.resolve({ action: 'accept', content: { name: `answer ${questions}` } });
    },
    events: { onTaskNews: (news) => void hearing.task?.hear(news) },
  });
  const ends: TaskEnding[] = [];
  const scheduled: number[] = [];
  const task = new FollowedTask({
    subject: { callId: callId.parse('call_aaaaaaaa'), serverId: serverId.parse('srv_aaaaaaaa'), toolName: 'work' },
    view: {
      taskId: OURS,
      edition: era === 'legacy' ? 'core' : 'extension',
      status,
      createdAtMs: clock.nowMs(),
      heardAtMs: clock.nowMs(),
      pollIntervalMs: 1_000,
      following: 'active',
      canCancel: true,
      endsWithServer: false,
    },
    handle: { taskId: OURS, progressToken: 'token', answeredKeys: [], recordSeq: 1 },
    clock,
    limits: { idleTimeoutMs: 60_000, maxTotalMs: 3_600_000 },
    hooks: {
      onChange: (_view, { handle }) => {
        if (handle !== undefined) kept.push(handle);
      },
      onEnd: (ending) => ends.push(ending),
      onProgress: () => undefined,
      schedule: (inMs) => scheduled.push(inMs),
      log: () => undefined,
      onTrouble: (error) => {
        throw error;
      },
    },
  });
  hearing.task = task;
  let released = 0;
  const link = { redact: (text: string) => text.replaceAll(SECRET, '[secret]') };
  // What a task sees of a running server.
  const running = { connection, link } as unknown as RunningServer;
  task.attach({ server: running, release: () => (released += 1) }, 0);
  const method = era === 'legacy' ? 'notifications/tasks/status' : 'notifications/tasks';
  return {
    task,
    ends,
    scheduled,
    asked,
    server,
    updates,
    questions: () => questions,
    /** Keys of questions that need not be asked again, as they were kept last. */
    answeredKeys: () => kept.at(-1)?.answeredKeys ?? [],
    complete,
    released: () => released,
    /** It is asked about, and this is the answer. */
    poll: async (get: Said) => {
      server.get = get;
      await task.poll();
      await settled();
    },
    push: async (said: Said) => {
      say({ method, params: said });
      await settled();
    },
  };
}

const said = (status: string, more: Said = {}) => ({ taskId: OURS, status, createdAt: '', ...more });

describe('a followed task', () => {
  test('ends with what its server says of the end, without the secrets of its start (S9)', async () => {
    const { poll, ends, released } = await start('modern');
    const error = { code: -32603, message: `It broke: ${SECRET}` };
    await poll({ result: said('failed', { error }) });
    expect(ends).toMatchObject([
      { kind: 'failed', error: { code: 'SERVER_PROTOCOL_ERROR', data: { said: 'It broke: [secret]' } } },
    ]);
    expect(released()).toBe(1);
  });

  test('that was said to be over when it began, and then to go on, ends when its result comes', async () => {
    const { poll, ends, task } = await start('modern', 'completed');
    await poll({ result: said('working') });
    expect(ends).toEqual([]);
    expect(task.view.status).toBe('completed');
    await poll({ result: said('completed', { result }) });
    expect(ends).toMatchObject([{ kind: 'result', result }]);
  });

  test('waits for its result at `tasks/result`, once, however often it is asked about meanwhile', async () => {
    const { poll, server, asked, ends } = await start('legacy');
    const answer = Promise.withResolvers<Said>();
    server.result = answer.promise;
    for (const status of ['input_required', 'input_required', 'working', 'completed']) {
      await poll({ result: said(status) });
    }
    expect(asked.filter((method) => method === 'tasks/result')).toHaveLength(1);
    answer.resolve({ result });
    await settled();
    expect(ends).toMatchObject([{ kind: 'result', result }]);
  });

  test('that can’t be asked about is asked about more and more seldom, and never less than every ten minutes', async () => {
    const { poll, scheduled, task } = await start('modern');
    for (let count = 0; count < 12; count += 1) await poll({ error: { code: -32603, message: 'not at the moment' } });
    const waits = scheduled.slice(1);
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    expect(waits.at(-1)).toBe(600_000);
    expect(task.view).toMatchObject({ following: 'paused', problem: { code: 'SERVER_PROTOCOL_ERROR' } });
    await poll({ result: said('working') });
    expect(task.view).toMatchObject({ following: 'active', status: 'working' });
    expect(task.view.problem).toBeUndefined();
  });
});

describe('a question of a task (io.modelcontextprotocol/tasks §Task Update Requests)', () => {
  const requestedSchema = { type: 'object', properties: { name: { type: 'string' } } };
  const params = { mode: 'form', message: 'Who?', requestedSchema };
  const question = { method: 'elicitation/create', params };
  const asks = { result: said('input_required', { inputRequests: { first: question } }) };
  const answer = { first: { action: 'accept', content: { name: 'answer 1' } } };

  test('is asked once, and its key kept once the server has the answer', async () => {
    const { poll, updates, questions, answeredKeys } = await start('modern');
    for (let count = 0; count < 3; count += 1) await poll(asks);
    expect([questions(), updates]).toEqual([1, [answer]]);
    expect(answeredKeys()).toEqual(['first']);
  });

  test('whose answer did not get through is not asked again: the answer is sent again', async () => {
    const { poll, server, task, updates, questions, answeredKeys, complete } = await start('modern');
    server.update = { error: { code: -32603, message: 'not at the moment' } };
    await poll(asks);
    expect(answeredKeys()).toEqual([]);
    expect(task.view).toMatchObject({ status: 'input_required', problem: { code: 'SERVER_PROTOCOL_ERROR' } });
    server.update = { result: complete };
    await poll(asks);
    await poll(asks);
    expect([questions(), updates]).toEqual([1, [answer, answer]]);
    expect(answeredKeys()).toEqual(['first']);
    await poll({ result: said('working') });
    expect(task.view.problem).toBeUndefined();
  });
});

/** What a server may say, and how: asked or by itself, of this task or of another, sense or nonsense. */
const report = fc.record(
  {
    taskId: fc.oneof({ weight: 4, arbitrary: fc.constant(OURS) }, fc.constantFrom('theirs', '', 7)),
    status: fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...TASK_STATUSES) }, fc.constantFrom('paused', 1)),
    statusMessage: fc.oneof(fc.string(), fc.integer()),
    ttl: fc.oneof(fc.integer(), fc.string(), fc.double()),
    ttlMs: fc.oneof(fc.integer(), fc.string(), fc.double()),
    pollInterval: fc.oneof(fc.integer(), fc.string(), fc.double()),
    pollIntervalMs: fc.oneof(fc.integer(), fc.string(), fc.double()),
    result: fc.constantFrom(result, { content: 'none' }, 'none'),
    error: fc.constantFrom({ code: -32603, message: 'broke' }, 'broke'),
  },
  { requiredKeys: ['taskId', 'status'] },
);
const step = fc.record({
  by: fc.constantFrom('poll' as const, 'push' as const),
  report,
  refused: fc.oneof({ weight: 6, arbitrary: fc.constant(undefined) }, fc.constantFrom(-32602, -32603)),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** The first end that a server says of this very task; `unknown` where it says that there is no such task. */
function firstEnd(steps: readonly Step[]): string | undefined {
  for (const { by, refused, report: each } of steps) {
    if (by === 'poll' && refused !== undefined) {
      if (refused === -32602) return 'unknown';
      continue;
    }
    const status = TASK_STATUSES.find((known) => known === each.status);
    if (each.taskId === OURS && status !== undefined && isEnd(status)) return status;
  }
  return undefined;
}

test.each(['legacy', 'modern'] as const)(
  'whatever a server of the %s era says of a task, and how, it ends once, with the first end, and nothing changes it',
  async (era) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), fc.nat(3), async (steps, lateBy) => {
        const { poll, push, ends, task, server, released } = await start(era);
        // As the older edition has it: not before the task has ended, and then when it comes.
        const ended = Promise.withResolvers<Said>();
        server.result = ended.promise;
        for (const [index, { by, report: each, refused }] of steps.entries()) {
          if (by === 'push') await push(each);
          else await poll(refused === undefined ? { result: each } : { error: { code: refused, message: 'no' } });
          const end = firstEnd(steps.slice(0, index + 1));
          if (end === undefined) expect(isEnd(task.view.status) || task.isOver).toBe(false);
          else if (end !== 'unknown') expect(task.view.status).toBe(end);
          if (firstEnd(steps.slice(0, Math.max(0, index + 1 - lateBy))) !== undefined) ended.resolve({ result });
        }
        const end = firstEnd(steps);
        if (end !== undefined) ended.resolve({ result });
        await settled();
        expect([ends.length, released()]).toEqual(end === undefined ? [0, 0] : [1, 1]);
        expect(task.isOver).toBe(end !== undefined);
        const unknown: unknown = expect.stringMatching(/^TASK_(UNKNOWN_TO_SERVER|EXPIRED)$/);
        if (end === 'unknown') expect(ends).toMatchObject([{ error: { code: unknown } }]);
        if (end === 'cancelled') expect(ends).toEqual([{ kind: 'cancelled' }]);
      }),
      { numRuns: 200 },
    );
  },
);
