/**
 * Servers of the modern era that ask without end, ask nonsense or ask where nobody may be asked.
 *
 * @see MCP 2026-07-28 basic/patterns/mrtr
 */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { CallOutcome } from '../app/contract/calls.ts';
import { hostSnapshot } from '../app/contract/events.ts';
import { newCallId, textWith } from './testing/startSteeredHost.ts';
import { newRequestId, startTaught, textOf, type Taught } from './testing/startTaught.ts';

const required = (more: object) => ({ result: { resultType: 'input_required', ...more } });
const complete = (text: string) => ({ result: { resultType: 'complete', content: [{ type: 'text', text }] } });
const roots = { method: 'roots/list' };
const form = {
  method: 'elicitation/create',
  params: { message: 'x', requestedSchema: { type: 'object', properties: {} } },
};
const hello = { role: 'user', content: { type: 'text', text: 'Say hello.' } };
const failedWith = (code: string) => ({ kind: 'failed', error: { code } });

async function expectFailures({ answerTo, isWell }: Taught, rows: readonly (readonly [object, string])[]) {
  for (const [result, code] of rows) {
    const outcome = await answerTo(required(result));
    expect([result, outcome]).toMatchObject([result, failedWith(code)]);
  }
  await isWell();
}

describe('a round of questions', () => {
  test('that holds what is no question ends its call and nothing else', async () => {
    const taught = await startTaught('modern');
    await expectFailures(taught, [
      [{}, 'CALL_RESULT_INVALID'],
      [{ inputRequests: {} }, 'CALL_RESULT_INVALID'],
      [{ inputRequests: null }, 'CALL_RESULT_INVALID'],
      [{ inputRequests: 'abc' }, 'CALL_RESULT_INVALID'],
      [{ inputRequests: [roots] }, 'CALL_RESULT_INVALID'],
      [{ requestState: 7 }, 'CALL_RESULT_INVALID'],
      [{ inputRequests: { a: null } }, 'CALL_INPUT_REFUSED'],
      [{ inputRequests: { a: 'roots/list' } }, 'CALL_INPUT_REFUSED'],
      [{ inputRequests: { a: [roots] } }, 'CALL_INPUT_REFUSED'],
      [{ inputRequests: { a: { method: 7 } } }, 'CALL_INPUT_REFUSED'],
      [{ inputRequests: { a: { method: 'tools/call', params: { name: 'exit' } } } }, 'CALL_INPUT_REFUSED'],
      [{ inputRequests: { a: { method: 'elicitation/create', params: 'now' } } }, 'CALL_INPUT_REFUSED'],
      [{ inputRequests: { a: { method: 'elicitation/create', params: {} } } }, 'CALL_INPUT_REFUSED'],
      [{ inputRequests: { a: { method: 'sampling/createMessage', params: {} } } }, 'CALL_INPUT_REFUSED'],
    ]);
    expect(taught.host.host.snapshot().decisions).toEqual([]);
  });

  test.each<[string, object]>([
    ['a message that is no text', { ...form, params: { ...form.params, message: ['Who?'] } }],
    ['a mode nobody knows', { ...form, params: { ...form.params, mode: 'video' } }],
    ['no limit of tokens', { method: 'sampling/createMessage', params: { messages: [hello] } }],
  ])('with a question that has %s ends its call, and nobody is asked', async (_name, asked) => {
    const { host, serverId, answerTo, isWell } = await startTaught('modern');
    const { sampling } = host.server(serverId).preferences;
    await host.run('server.prefer', { serverId, change: { sampling: { ...sampling, enabled: true } } });
    expect(await answerTo(required({ inputRequests: { a: asked } }))).toMatchObject({
      ...failedWith('CALL_INPUT_REFUSED'),
      error: { data: { why: textWith('not made as the protocol has it') } },
    });
    expect(hostSnapshot.parse(host.host.snapshot()).decisions).toEqual([]);
    expect(await host.records('decision.input')).toEqual([]);
    await isWell();
  });

  test('of each of two calls at once gets its own answer and state back, whichever is answered first', async () => {
    const { host, call, teach } = await startTaught('modern');
    const asking = (name: string) => ({
      method: 'elicitation/create',
      params: { message: name, requestedSchema: { type: 'object', properties: { [name]: { type: 'string' } } } },
    });
    const [first, second] = ['first', 'second'].map((name) =>
      required({ inputRequests: { [name]: asking(name) }, requestState: `state of ${name}` }),
    );
    const both = [
      { type: 'text', text: '%state' },
      { type: 'text', text: '%inputs' },
    ];
    await teach({ 'tools/call taught': [first, second, { result: { resultType: 'complete', content: both } }] });
    const opened = (message: string) =>
      host.waitFor(`the form of the ${message}`, ({ decisions }) =>
        decisions.find((each) => each.kind === 'elicitation_form' && each.message === message),
      );
    const callings = new Map<string, Promise<CallOutcome>>();
    for (const name of ['first', 'second']) {
      callings.set(name, call('taught'));
      await opened(name);
    }
    for (const name of ['second', 'first']) {
      const content = { [name]: `for the ${name}` };
      await host.reply(await opened(name), {
        kind: 'elicitation_form',
        action: 'accept',
        content,
        secretsConfirmed: false,
      });
      expect(await callings.get(name)).toMatchObject({
        content: [
          { text: createHash('sha256').update(`state of ${name}`).digest('hex') },
          { text: JSON.stringify({ [name]: { action: 'accept', content } }) },
        ],
      });
    }
  });

  test('with ten thousand questions asks none of them', async () => {
    const { host, answerTo, isWell } = await startTaught('modern');
    const inputRequests = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`q${index}`, form]));
    expect(await answerTo(required({ inputRequests }))).toMatchObject(failedWith('CALL_INPUT_REFUSED'));
    expect(await host.records('decision.input')).toEqual([]);
    await isWell();
  });

  test('is answered under the keys it was asked, whatever they are', async () => {
    const { answerTo, isWell } = await startTaught('modern');
    const keys = ['__proto__', 'constructor', 'toString', '', 'a.b', '1', '\u0000', 'ключ'];
    const inputRequests = JSON.parse(
      `{${keys.map((key) => `${JSON.stringify(key)}:${JSON.stringify(roots)}`).join()}}`,
    ) as object;
    const answer = textOf(await answerTo(required({ inputRequests }), complete('%inputs')));
    const answered = JSON.parse(answer) as object;
    expect(Object.keys(answered).sort()).toEqual([...keys].sort());
    expect(Object.values(answered)).toEqual(keys.map(() => ({ roots: [] })));
    // Nothing of ours changed with it.
    expect(Object.keys(Object.prototype)).toEqual([]);
    await isWell();
  });

  test('gets the state of a megabyte back as it was, to the letter', async () => {
    const { answerTo } = await startTaught('modern');
    const state = `${'Zürich\u0000"\\\u2028 '.repeat(80_000)}\ud83d\ude00`;
    const outcome = await answerTo(required({ requestState: state }), complete('%state'));
    expect(textOf(outcome)).toBe(createHash('sha256').update(state).digest('hex'));
  });

  test('that never ends is given up, with and without questions', async () => {
    const taught = await startTaught('modern');
    await expectFailures(taught, [
      [{ requestState: 'again' }, 'CALL_INPUT_TOO_OFTEN'],
      [{ inputRequests: { a: roots } }, 'CALL_INPUT_TOO_OFTEN'],
    ]);
    const counts = JSON.parse(textOf(await taught.call('counts'))) as Record<string, number>;
    expect(counts['tools/call taught']).toBe(11);
  });

  test('can be left in the middle: its question closes with its call', async () => {
    const { host, serverId, teach } = await startTaught('modern');
    await teach({ 'tools/call taught': [required({ inputRequests: { a: roots, b: form, c: form } })] });
    const id = newCallId();
    const calling = host.outcome(serverId, 'taught', {}, id);
    await host.question('elicitation_form');
    await host.host.run('call.cancel', { callId: id });
    expect(await calling).toEqual({ kind: 'cancelled' });
    await host.waitFor('an empty desk', ({ decisions }) => (decisions.length === 0 ? true : undefined));
  });
});

describe('a result of a type nobody knows', () => {
  test('ends its call', async () => {
    const { answerTo, isWell } = await startTaught('modern');
    const types = ['gates_open', '', 7, null, {}];
    for (const resultType of types) {
      const outcome: CallOutcome = await answerTo({ result: { resultType, content: [] } });
      const code = typeof resultType === 'string' ? 'CALL_INPUT_UNSUPPORTED' : 'CALL_RESULT_INVALID';
      expect([resultType, outcome]).toMatchObject([resultType, failedWith(code)]);
    }
    // A task is known, and this is none (io.modelcontextprotocol/tasks §Task Creation).
    const task = await answerTo({ result: { resultType: 'task', content: [] } });
    expect(task).toMatchObject(failedWith('CALL_RESULT_INVALID'));
    // No type at all is one that is known (MCP 2026-07-28 basic §ResultType).
    expect(await answerTo({ result: { content: [] } })).toMatchObject({ kind: 'complete', content: [] });
    await isWell();
  });

  test('means nothing in the older era, which has no such member (MCP 2025-11-25)', async () => {
    const { answerTo, host } = await startTaught();
    const questions = { inputRequests: { a: roots }, requestState: 'x' };
    const outcome = await answerTo({ result: { resultType: 'input_required', ...questions, content: [] } });
    expect(outcome).toMatchObject({ kind: 'complete', content: [] });
    expect(host.host.snapshot().decisions).toEqual([]);
  });
});

test('questions instead of a list leave the list unread: nobody is asked (MCP 2026-07-28 server/tools §Listing Tools)', async () => {
  const { host, serverId, teach, isWell } = await startTaught('modern');
  const asking = [required({ inputRequests: { a: form }, requestState: 's' })];
  await teach({ 'resources/list': asking, 'prompts/list': asking, 'completion/complete': asking });
  await expect(host.run('server.resources', { serverId })).rejects.toMatchObject({ code: 'SERVER_PROTOCOL_ERROR' });
  await expect(host.run('server.prompts', { serverId })).rejects.toMatchObject({ code: 'SERVER_PROTOCOL_ERROR' });
  const completing = {
    serverId,
    target: { kind: 'prompt', name: 'x' },
    argument: { name: 'y', value: '' },
    others: {},
  } as const;
  await expect(host.run('argument.complete', completing)).rejects.toMatchObject({ code: 'CALL_INPUT_UNSUPPORTED' });
  expect(host.host.snapshot().decisions).toEqual([]);
  await isWell();
});

test('questions before a resource or a prompt end with that reading', async () => {
  const { host, serverId, teach } = await startTaught('modern');
  const asking = [required({ inputRequests: { a: { method: 'gates/open' } } })];
  await teach({ 'resources/read': asking, 'prompts/get': asking });
  const read = { requestId: newRequestId(), serverId, uri: 'x://y', evenIfCached: false };
  expect((await host.run('resource.read', read)).outcome).toMatchObject({
    ...failedWith('CALL_INPUT_REFUSED'),
    error: { data: { asked: textWith('gates/open') } },
  });
  const get = { requestId: newRequestId(), serverId, name: 'p', arguments: {} };
  expect((await host.run('prompt.get', get)).outcome).toMatchObject(failedWith('CALL_INPUT_REFUSED'));
});
