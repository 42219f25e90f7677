/**
 * Answers, progress and requests of servers that follow the protocol loosely or not at all.
 *
 * The server does what the test tells it (`testing/servers/tools.mjs`): the lines and the result are in the test's hand.
 */
import { describe, expect, test } from 'vitest';
import type { HostEvent } from '../app/contract/events.ts';
import type { CallProgress } from '../app/contract/calls.ts';
import { newCallId, ownServer, startSteeredHost, textWith } from './testing/startSteeredHost.ts';

const done = { content: [{ type: 'text', text: 'done' }] };

async function startTools() {
  const host = await startSteeredHost({ callLimits: { idleTimeoutMs: 5_000, maxTotalMs: 60_000 } });
  const serverId = await host.add(ownServer('tools'));
  const call = (tool: string, args: Record<string, unknown>, id = newCallId()) =>
    host.outcome(serverId, tool, args, id);
  return { host, serverId, call };
}

describe('results (MCP 2025-11-25 server/tools §Tool Result)', () => {
  test('of every kind are shown as what they are', async () => {
    const { call } = await startTools();
    const answer = async (result: unknown, tool = 'script') => call(tool, { result });

    expect(await answer({ ...done, isError: true })).toMatchObject({ kind: 'complete', isError: true, ...done });
    expect(await answer({})).toMatchObject({ kind: 'complete', isError: false, content: [] });
    expect(await answer({ ...done, extra: 1, _meta: { any: 'thing' } })).toMatchObject(done);
    const odd = [{ type: 'hologram', depth: 3 }, { type: 'text' }, 'bare', null, 7, { type: 'image', data: 1 }];
    expect(await answer({ content: [...odd, ...done.content] })).toMatchObject({
      content: [...odd.map((block) => ({ type: 'unknown', block })), ...done.content],
    });
    expect(await answer({ content: [{ type: 'unknown', block: 'forged' }] })).toMatchObject({
      content: [{ type: 'unknown', block: { type: 'unknown', block: 'forged' } }],
    });
  });

  test.each<[string, unknown, object]>([
    ['fits', { celsius: 20 }, { structuredCheck: 'valid' }],
    ['breaks the schema', { celsius: 'warm' }, { structuredCheck: 'invalid', structuredProblem: textWith('celsius') }],
    ['is missing', undefined, { structuredCheck: 'missing' }],
    ['is no object', 'warm', { structuredCheck: 'invalid' }],
  ])(
    'structured content that %s is said to, and is kept (§Output Schema)',
    async (_name, structuredContent, verdict) => {
      const { call } = await startTools();
      const outcome = await call('measured', {
        result: { ...done, ...(structuredContent === undefined ? {} : { structuredContent }) },
      });
      expect(outcome).toMatchObject({ kind: 'complete', ...done, ...verdict });
      if (structuredContent !== undefined) expect(outcome).toMatchObject({ structuredContent });
    },
  );

  test.each<[string, string]>([
    ['text', '{"jsonrpc":"2.0","id":"$id","result":"done"}'],
    ['null', '{"jsonrpc":"2.0","id":"$id","result":null}'],
    ['a list', '{"jsonrpc":"2.0","id":"$id","result":[1]}'],
    ['neither result nor error', '{"jsonrpc":"2.0","id":"$id"}'],
    ['content that is no list', '{"jsonrpc":"2.0","id":"$id","result":{"content":"done"}}'],
    ['another version of JSON-RPC', '{"jsonrpc":"1.0","id":"$id","result":{"content":[]}}'],
    ['an error that is none', '{"jsonrpc":"2.0","id":"$id","error":"no"}'],
  ])('that are none end the call: %s', async (_name, line) => {
    const { call } = await startTools();
    expect(await call('script', { lines: [line] })).toMatchObject({
      kind: 'failed',
      error: { code: 'CALL_RESULT_INVALID' },
    });
    expect(await call('script', { result: done })).toMatchObject({ kind: 'complete' });
  });

  test.each([
    [-32602, 'Unknown tool'],
    [-32603, 'no response'],
    [7, ''],
  ])('an error of the protocol is shown with its code and words: %i', async (code, message) => {
    const { call } = await startTools();
    const line = JSON.stringify({ jsonrpc: '2.0', id: '$id', error: { code, message, data: { garbled: true } } });
    expect(await call('script', { lines: [line] })).toMatchObject({
      kind: 'failed',
      error: { code: 'SERVER_PROTOCOL_ERROR', data: { rpcCode: code, said: textWith(message) } },
    });
  });

  test('a second answer changes nothing', async () => {
    const { call } = await startTools();
    const lines = ['first', 'second'].map((text) =>
      JSON.stringify({ jsonrpc: '2.0', id: '$id', result: { content: [{ type: 'text', text }] } }),
    );
    expect(await call('script', { lines })).toMatchObject({ content: [{ type: 'text', text: 'first' }] });
    expect(await call('script', { result: done })).toMatchObject(done);
  });

  test('garbage between them is noise', async () => {
    const { host, serverId, call } = await startTools();
    const lines = [
      'Listening on port 8080…',
      '{"half":',
      '[]',
      '"text"',
      'null',
      '{"level":30,"id":"$id","msg":"a log line"}',
      '\u0000\u0007\u001b[2J',
    ];
    expect(await call('script', { lines, result: done })).toMatchObject({ kind: 'complete', ...done });
    await host.logged(serverId, 'Listening on port 8080…');
    const noise = (await host.log(serverId)).filter(({ from }) => from === 'stdout_noise');
    expect(noise.map(({ text }) => text)).toContain('{"half":');
  });
});

describe('progress (MCP 2025-11-25 basic/utilities/progress)', () => {
  /** What the page was told of a call, in order. */
  async function progressOf(lines: readonly string[]) {
    const { host, call } = await startTools();
    const told: CallProgress[] = [];
    const id = newCallId();
    host.host.subscribe((event: HostEvent) => {
      if (event.type !== 'call.changed' || event.call.callId !== id || event.call.progress === undefined) return;
      if (told.at(-1) !== event.call.progress) told.push(event.call.progress);
    });
    expect(await call('script', { lines, result: done }, id)).toMatchObject({ kind: 'complete', ...done });
    return told;
  }
  const note = (params: object, token: unknown = '$token') =>
    JSON.stringify({ jsonrpc: '2.0', method: 'notifications/progress', params: { progressToken: token, ...params } });

  test('goes up; what goes down or stays is ignored', async () => {
    const lines = [5, 3, 5, 6, -1, 7].map((progress) => note({ progress, total: 10 }));
    expect((await progressOf(lines)).map(({ progress }) => progress)).toEqual([5, 6, 7]);
  });

  test('may be fractions, without a total, above it, and with words', async () => {
    const lines = [note({ progress: 0.25 }), note({ progress: 0.5, total: 0.4, message: 'Räumt auf' })];
    expect(await progressOf(lines)).toEqual([{ progress: 0.25 }, { progress: 0.5, total: 0.4, message: 'Räumt auf' }]);
  });

  test('with tokens nobody gave, or no number, is ignored', async () => {
    const lines = [
      note({ progress: 1 }, 999_999),
      note({ progress: 1 }, 'abc'),
      note({ progress: 1 }, null),
      note({ progress: 'much' }),
      note({}),
      note({ progress: 2 }),
    ];
    expect(await progressOf(lines)).toEqual([{ progress: 2 }]);
  });

  test('after the answer is ignored', async () => {
    const answer = JSON.stringify({ jsonrpc: '2.0', id: '$id', result: done });
    expect(await progressOf([note({ progress: 1 }), answer, note({ progress: 2 })])).toEqual([{ progress: 1 }]);
  });
});

describe('cancellation (MCP 2025-11-25 basic/utilities/cancellation)', () => {
  test('is told to the server, and what it answers afterwards is ignored', async () => {
    const { host, serverId, call } = await startTools();
    const id = newCallId();
    const waiting = call('stubborn', {}, id);
    await host.waitFor('its progress', ({ calls }) => calls.find(({ callId }) => callId === id)?.progress);
    await host.host.run('call.cancel', { callId: id });
    expect(await waiting).toEqual({ kind: 'cancelled' });
    await host.logged(serverId, 'too late');
    expect(await call('cancellations', {})).toMatchObject({
      content: [{ text: textWith('requestId') }],
    });
    expect((await host.host.run('call.get', { callId: id })).outcome).toEqual({ kind: 'cancelled' });
    await expect(host.host.run('call.cancel', { callId: id })).rejects.toMatchObject({ code: 'CALL_NOT_FOUND' });
  });
});

describe('the id of a call (S10)', () => {
  test('is good for one call: another one is refused and leaves no record', async () => {
    const { host, call } = await startTools();
    const id = newCallId();
    const refused = { code: 'COMMAND_INVALID', data: { callId: id } };
    const running = call('echo', { hello: 1 }, id);
    await expect(call('echo', { hello: 2 }, id)).rejects.toMatchObject(refused);
    const outcome = await running;
    await expect(call('echo', { hello: 3 }, id)).rejects.toMatchObject(refused);
    expect(await host.host.run('call.get', { callId: id })).toMatchObject({ arguments: { hello: 1 }, outcome });
    const { records } = await host.host.run('activity.list', { subject: id, limit: 50 });
    expect(records.map(({ phase }) => phase)).toEqual(['ended', 'begun']);
  });
});

describe('requests of the server while a call runs', () => {
  test.each([
    ['ping (MCP 2025-11-25 basic/utilities/ping)', 'ping', { result: {} }],
    ['one nobody knows (JSON-RPC 2.0 §5.1)', 'gates/open', { error: { code: -32601 } }],
    ['roots, of which none were picked (MCP 2025-11-25 client/roots)', 'roots/list', { result: { roots: [] } }],
    [
      'sampling, which was not offered (MCP 2025-11-25 client/sampling)',
      'sampling/createMessage',
      { error: { code: -32601 } },
    ],
    [
      'an elicitation that asks for nothing (MCP 2025-11-25 client/elicitation §Error Handling)',
      'elicitation/create',
      { error: { code: -32602 } },
    ],
  ])('are answered: %s', async (_name, method, expected) => {
    const { call } = await startTools();
    const outcome = await call('ask', { method });
    if (outcome.kind !== 'complete') throw new Error(JSON.stringify(outcome));
    const [block] = outcome.content;
    expect(JSON.parse(block?.type === 'text' ? block.text : '')).toMatchObject(expected);
  });
});
