/**
 * Servers that play tricks with their tasks, in both editions: whatever they say costs them their own task at most.
 *
 * @see MCP 2025-11-25 basic/utilities/tasks §Security Considerations; io.modelcontextprotocol/tasks
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { CallDetail, CallView } from '../app/contract/calls.ts';
import type { FormDecisionView } from '../app/contract/input.ts';
import type { CallId, ServerId } from '../app/contract/ids.ts';
import { MAX_PER_MINUTE, MAX_WAITING } from '../app/input/questions.ts';
import { MAX_POLL_MS, MIN_POLL_MS } from '../app/tasks/pollTiming.ts';
import { MAX_STATUS_MESSAGE } from '../app/tasks/taskReport.ts';
import { newCallId, startSteeredHost, textWith } from './testing/startSteeredHost.ts';
import { heardMessages, localTaskServer, taskTricks } from './testing/startTasks.ts';
import { addTaught, newRequestId, startCheckedHost, textOf } from './testing/startTaught.ts';
import type { CheckedHost } from './testing/startTaught.ts';

const ERAS = ['legacy', 'modern'] as const;
type Era = (typeof ERAS)[number];
const done = { kind: 'complete', content: [{ text: 'done' }] };
const noTask = { kind: 'failed', error: { code: 'CALL_RESULT_INVALID' } };
const answer = { kind: 'elicitation_form', action: 'decline', secretsConfirmed: false } as const;

function onServer(host: CheckedHost, serverId: ServerId) {
  const call = async (toolName: string, args: Record<string, unknown> = {}, callId = newCallId()) => {
    const { outcome } = await host.run('tool.call', { callId, serverId, toolName, arguments: args });
    return { callId, outcome };
  };
  const view = (callId: CallId): CallView => {
    const found = host.host.snapshot().calls.find((each) => each.callId === callId);
    if (found === undefined) throw new Error('There is no such call.');
    return found;
  };
  const reached = (callId: CallId, what: string, isThere: (view: CallView) => boolean) =>
    host.waitFor(what, ({ calls }) => calls.find((each) => each.callId === callId && isThere(each)));
  return {
    call,
    view,
    reached,
    ended: async (callId: CallId): Promise<CallDetail> => {
      await reached(callId, 'the end of a task', ({ endedAtMs }) => endedAtMs !== undefined);
      return host.run('call.get', { callId });
    },
    /** Gives it up, which works whatever its server does. */
    giveUp: async (callId: CallId): Promise<void> => {
      await host.run('task.unfollow', { callId });
      expect(view(callId)).toMatchObject({ state: 'failed', task: { problem: { code: 'TASK_UNFOLLOWED' } } });
    },
    heard: async (method: string) => {
      const messages = heardMessages.parse(JSON.parse(textOf((await call('heard')).outcome)));
      return messages.filter((each) => each.method === method);
    },
    isWell: async () => expect((await call('isWell')).outcome).toMatchObject({ content: [{ text: 'well' }] }),
  };
}

/** A host with the server of tricks, and one that is well. */
async function start(era: Era, leaked?: string) {
  const host = await startCheckedHost();
  const serverId = await host.add(taskTricks(era, leaked));
  const tricks = onServer(host, serverId);
  return {
    host,
    serverId,
    ...tricks,
    /** The server answers, and so does another one. */
    allIsWell: async () => {
      await tricks.isWell();
      await (await addTaught(host)).isWell();
    },
  };
}

const forms = ({ host }: CheckedHost) =>
  host.snapshot().decisions.filter((each): each is FormDecisionView => each.kind === 'elicitation_form');

const inData = async (dataDir: string): Promise<readonly string[]> => {
  const entries = await readdir(dataDir, { recursive: true, withFileTypes: true });
  const files = entries.filter((each) => each.isFile());
  return Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), 'utf8')));
};

describe.each(ERAS)('a task of a hostile server of the %s era', (era) => {
  test('with odd times is followed to its end like any other, and lives as long as makes sense', async () => {
    const { call, ended, allIsWell } = await start(era);
    const names = ['ttlZero', 'ttlNegative', 'ttlHuge', 'ttlText', 'ttlAbsent', 'createdNever', 'createdLongAgo'];
    const begun = await Promise.all(names.map(async (name) => ({ name, ...(await call(name)) })));
    const lives = new Map<string, number | undefined>();
    for (const { name, callId } of begun) {
      const { call: view, outcome } = await ended(callId);
      expect({ name, outcome }).toMatchObject({ name, outcome: done });
      const { expiresAtMs, createdAtMs = 0 } = view.task ?? {};
      lives.set(name, expiresAtMs === undefined ? undefined : expiresAtMs - createdAtMs);
    }
    const forEver = ['ttlNegative', 'ttlHuge', 'ttlText', 'ttlAbsent'].map((name) => lives.get(name));
    expect(forEver).toEqual([undefined, undefined, undefined, undefined]);
    expect(lives.get('ttlZero')).toBe(0);
    expect(lives.get('createdLongAgo')).toBe(60_000);
    await allIsWell();
  });

  test('that is to be asked about at once is asked four times a second', async () => {
    const { call, view, ended, heard } = await start(era);
    const begun = await Promise.all(['pollZero', 'pollNegative'].map((name) => call(name)));
    expect(begun.map(({ callId }) => view(callId).task?.pollIntervalMs)).toEqual([MIN_POLL_MS, MIN_POLL_MS]);
    for (const { callId } of begun) expect(await ended(callId)).toMatchObject({ outcome: done });
    const asked = Map.groupBy(await heard('tasks/get'), ({ taskId }) => taskId);
    expect([...asked.values()].map((polls) => polls.length)).toEqual([3, 3]);
    for (const [first, second, third] of asked.values()) {
      const gaps = [(second?.atMs ?? 0) - (first?.atMs ?? 0), (third?.atMs ?? 0) - (second?.atMs ?? 0)];
      // As far as two clocks of whole milliseconds can tell.
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(MIN_POLL_MS - 5);
    }
  });

  test.each(['pollHuge', 'pollText'])(
    'is asked about at a pace of ours where its own makes no sense: %s',
    async (name) => {
      const { host, call, view, reached, ended } = await start(era);
      const { callId } = await call(name);
      const { pollIntervalMs } = view(callId).task ?? {};
      expect(pollIntervalMs).toBe(name === 'pollHuge' ? MAX_POLL_MS : 1_500);
      for (const _asked of [1, 2, 3]) {
        const { heardAtMs = 0 } = view(callId).task ?? {};
        host.clock.advance(MAX_POLL_MS);
        await reached(callId, 'an answer', ({ task }) => (task?.heardAtMs ?? 0) > heardAtMs);
      }
      expect(await ended(callId)).toMatchObject({ outcome: done });
    },
  );

  test('that is none ends its call as an answer that is not valid', async () => {
    const { host, call, allIsWell } = await start(era);
    const names = ['statusUnknown', 'idEmpty', 'idNumber', 'idHuge', 'fieldsMissing'];
    const outcomes = await Promise.all(names.map(async (name) => [name, (await call(name)).outcome]));
    expect(outcomes).toMatchObject(names.map((name) => [name, noTask]));
    await expect.poll(() => host.run('task.list', { show: 'all', limit: 10 })).toMatchObject({ total: 0 });
    await allIsWell();
  });

  test('that is loud is cut at two thousand characters (S12)', async () => {
    const { call, view, ended, allIsWell } = await start(era);
    const { callId } = await call('statusLoud');
    expect(view(callId).task?.statusMessage).toHaveLength(MAX_STATUS_MESSAGE);
    const { call: after, outcome } = await ended(callId);
    expect(after.task?.statusMessage).toHaveLength(MAX_STATUS_MESSAGE);
    expect(outcome).toMatchObject(done);
    await allIsWell();
  });

  test('ends once, with its first end, whatever is said of it later', async () => {
    const { call, ended, heard, view } = await start(era);
    const ends = {
      jumpsBack: { state: 'complete', task: { status: 'completed' } },
      changesItsEnd: { state: era === 'legacy' ? 'complete' : 'failed', task: { status: 'failed' } },
      bornDone: { state: 'complete', task: { status: 'completed' } },
      bornWaiting: { state: 'complete', task: { status: 'completed' } },
    };
    const begun = await Promise.all(Object.keys(ends).map((name) => call(name)));
    const views = await Promise.all(begun.map(async ({ callId }) => (await ended(callId)).call));
    expect(views).toMatchObject(Object.values(ends));
    const polls = (await heard('tasks/get')).length;
    for (const { outcome } of begun) {
      const { taskId } = outcome.kind === 'task' ? outcome.task : {};
      await call('slanders', { taskId, said: { status: 'cancelled' } });
    }
    await delay(2 * MIN_POLL_MS);
    expect(begun.map(({ callId }) => view(callId))).toEqual(views);
    expect(await heard('tasks/get')).toHaveLength(polls);
  });

  test('that never ends is still a task when it says that it is cancelled and goes on, and can be given up', async () => {
    const { host, call, view, giveUp, allIsWell } = await start(era);
    const { callId } = await call('neverEnds');
    await host.run('call.cancel', { callId });
    await delay(2 * MIN_POLL_MS);
    expect(view(callId)).toMatchObject({ state: 'cancelling', task: { status: 'working' } });
    await giveUp(callId);
    await allIsWell();
  });

  test('that refuses to be cancelled says so, and goes on', async () => {
    const { host, call, view, giveUp } = await start(era);
    const { callId } = await call('refusesCancel');
    await expect(host.run('call.cancel', { callId })).rejects.toMatchObject({
      code: 'SERVER_PROTOCOL_ERROR',
      data: { said: textWith('Not while it works.') },
    });
    expect(view(callId)).toMatchObject({ state: 'running', task: { following: 'active' } });
    await giveUp(callId);
  });

  test('that is silent is asked once at a time, and keeps nobody waiting', async () => {
    const { host, call, view, heard, giveUp, allIsWell } = await start(era);
    const [never, once] = [await call('neverAnswersGet'), await call('fallsSilent')];
    await delay(4 * MIN_POLL_MS);
    for (const { callId } of [never, once]) await host.run('task.refresh', { callId });
    await delay(MIN_POLL_MS);
    const polls = Map.groupBy(await heard('tasks/get'), ({ taskId }) => taskId);
    const counts = [never, once].map(
      ({ outcome }) => polls.get(outcome.kind === 'task' ? outcome.task.taskId : '')?.length,
    );
    expect(counts).toEqual([1, 2]);
    for (const { callId } of [never, once]) {
      expect(view(callId)).toMatchObject({ state: 'running', task: { status: 'working' } });
      await host.run('call.cancel', { callId });
      await giveUp(callId);
    }
    await allIsWell();
  });

  test('that answers for another one is not heard', async () => {
    const { host, serverId, call, view, giveUp, allIsWell } = await start(era);
    const { callId, outcome } = await call('changesId');
    await host.logged(serverId, 'An answer about a task named another task, and was ignored.');
    const { taskId } = outcome.kind === 'task' ? outcome.task : {};
    expect(view(callId)).toMatchObject({ state: 'running', task: { taskId, status: 'working' } });
    await giveUp(callId);
    await allIsWell();
  });

  test('that claims to be another server’s leaves that one alone, and so does what is said of it', async () => {
    const { host, call, view, reached, giveUp } = await start(era);
    const honest = onServer(host, await host.add(localTaskServer(era === 'legacy' ? '2025' : '2026')));
    const theirs = await honest.call('work', { gate: 'a', pollInterval: 0 });
    const { taskId } = theirs.outcome.kind === 'task' ? theirs.outcome.task : {};
    await call('slanders', { taskId });
    const own = await call('claims', { taskId });
    expect(own.outcome).toMatchObject({ kind: 'task', task: { taskId } });
    await delay(2 * MIN_POLL_MS);
    expect(view(theirs.callId)).toMatchObject({ state: 'running', task: { status: 'working' } });
    await call('slanders', { taskId });
    await reached(own.callId, 'the end of its own', ({ state }) => state === 'complete');
    expect(view(theirs.callId)).toMatchObject({ state: 'running', task: { status: 'working' } });
    await honest.call('release', { gate: 'a' });
    expect(await honest.ended(theirs.callId)).toMatchObject({ outcome: done });
    const second = await call('claims', { taskId });
    await giveUp(second.callId);
  });

  test('of which a flood of news comes costs no more than one of them', async () => {
    const { host, call, view, giveUp } = await start(era);
    const other = await addTaught(host);
    const { callId, outcome } = await call('neverEnds');
    const { taskId } = outcome.kind === 'task' ? outcome.task : {};
    const flooding = call('slanders', { taskId, said: { status: 'working' }, times: 20_000 });
    const startedMs = performance.now();
    await other.isWell();
    expect(performance.now() - startedMs).toBeLessThan(3_000);
    await flooding;
    expect(view(callId)).toMatchObject({ state: 'running', task: { status: 'working' } });
    await giveUp(callId);
  });

  test('whose result is none ends as an answer that is not valid', async () => {
    const { call, ended } = await start(era);
    const { callId } = await call('noResult');
    expect(await ended(callId)).toMatchObject({ call: { state: 'failed' }, outcome: noTask });
  });

  test('whose result is ten megabytes is shown in full, and not kept for another day', async () => {
    const { host, call, ended, allIsWell } = await start(era);
    const { callId } = await call('hugeResult');
    const { outcome } = await ended(callId);
    expect(outcome?.kind === 'complete' ? textOf(outcome) : '').toHaveLength(10_000_000);
    await allIsWell();
    await host.stop();
    const again = await startSteeredHost({ again: host });
    expect(await again.host.run('call.get', { callId })).toMatchObject({
      call: { state: 'complete' },
      outcome: { kind: 'failed', error: { code: 'TASK_RESULT_NOT_KEPT' } },
    });
    expect(Math.max(...(await inData(host.dataDir)).map((file) => file.length))).toBeLessThan(5_000_000);
  });

  test('asks at most five things at once and twenty a minute, and another server is heard meanwhile', async () => {
    const { host, serverId, call, giveUp } = await start(era);
    let most = 0;
    host.host.subscribe(() => (most = Math.max(most, forms(host).length)));
    const { callId } = await call('floods');
    await host.waitFor('five questions', ({ decisions }) => (decisions.length === MAX_WAITING ? true : undefined));
    // A task waits for its turn, and a hundred of them do.
    if (era === 'legacy') await host.logged(serverId, 'A question was refused: the server asks too many.');
    const other = await addTaught(host);
    const asking = other.ask({
      method: 'elicitation/create',
      params: { message: 'Who?', requestedSchema: { type: 'object', properties: { other: { type: 'string' } } } },
    });
    await host.waitFor('its question', ({ decisions }) => decisions.find((each) => each.serverId === other.serverId));
    for (const form of forms(host).filter((each) => each.serverId === other.serverId)) await host.reply(form, answer);
    expect(await asking).toEqual([{ result: { action: 'decline' } }]);
    await delay(4 * MIN_POLL_MS);
    const ofTricks = forms(host).filter((each) => each.serverId === serverId);
    expect(ofTricks).toHaveLength(MAX_WAITING);
    expect(most).toBeLessThanOrEqual(MAX_WAITING + 1);
    await giveUp(callId);
    // With its task, what it wanted to know is of no use any more.
    await host.waitFor('an empty desk', ({ decisions }) => (decisions.length === 0 ? true : undefined));
  });

  test('that asks for what no server may ask for is refused that', async () => {
    const { host, call, giveUp, allIsWell, heard } = await start(era);
    const { callId } = await call('asksOddly');
    await delay(3 * MIN_POLL_MS);
    expect(host.host.snapshot().decisions).toEqual([]);
    expect(await heard('tasks/update')).toEqual([]);
    await giveUp(callId);
    await allIsWell();
  });

  test('says its secrets in no file, wherever it says them (S9)', async () => {
    const leaked = 'canary-5f0c9d77e2';
    const { host, call, ended } = await start(era, leaked);
    const ends = [];
    for (const name of ['leaks', 'leaksAndFails']) ends.push(await ended((await call(name)).callId));
    expect(ends).toMatchObject([
      { call: { state: 'complete', progress: { progress: 3 } }, outcome: { content: [{ text: leaked }] } },
      { call: { state: 'failed', task: { status: 'failed' } } },
    ]);
    await host.stop();
    for (const file of await inData(host.dataDir)) expect(file).not.toContain(leaked);
  });

  test('is no answer to the reading of a resource', async () => {
    const { host, serverId } = await start(era);
    const uri = 'trick://resourceAsTask';
    const read = await host.run('resource.read', { requestId: newRequestId(), serverId, uri, evenIfCached: true });
    expect(read.outcome).toMatchObject(noTask);
  });
});

test('in the newer edition a question is answered once, however often it is asked (§Task Update Requests)', async () => {
  const { host, call, heard, giveUp } = await start('modern');
  const { callId } = await call('asksAgain');
  await host.reply(await host.question('elicitation_form'), answer);
  await delay(4 * MIN_POLL_MS);
  expect(host.host.snapshot().decisions).toEqual([]);
  expect(await heard('tasks/update')).toHaveLength(1);
  expect((await heard('tasks/get')).length).toBeGreaterThan(1);
  await giveUp(callId);
});

test('in the older edition a question that is asked anew at once is asked twenty times a minute at most', async () => {
  const { host, call, giveUp, allIsWell } = await start('legacy');
  let answered = 0;
  host.host.subscribe(() => {
    for (const form of forms(host))
      host.reply(form, answer).then(
        () => (answered += 1),
        () => undefined,
      );
  });
  const { callId } = await call('asksAgain');
  await expect.poll(() => answered, { timeout: 10_000 }).toBe(MAX_PER_MINUTE);
  await delay(1_500);
  expect(answered).toBe(MAX_PER_MINUTE);
  host.clock.advance(60_000);
  await expect.poll(() => answered, { timeout: 10_000 }).toBeGreaterThan(MAX_PER_MINUTE);
  await allIsWell();
  await giveUp(callId);
});

test('in the older edition a result that never comes is given up after the limit, and asked for again', async () => {
  const { host, call, reached, heard, giveUp, allIsWell } = await start('legacy');
  const { callId } = await call('neverAnswersResult');
  await reached(callId, 'its end', ({ task }) => task?.status === 'completed');
  host.clock.advance(5_000);
  const view = await reached(callId, 'a problem', ({ task }) => task?.problem !== undefined);
  expect(view).toMatchObject({ state: 'running', task: { problem: { code: 'CALL_TIMED_OUT' } } });
  await host.run('task.refresh', { callId });
  await expect.poll(async () => (await heard('tasks/result')).length).toBe(2);
  await giveUp(callId);
  await allIsWell();
});
