/**
 * Messages that answer nothing, tell nonsense or come too late: they end neither the conversation nor another call.
 */
import { describe, expect, test } from 'vitest';
import { newCallId, startSteeredHost } from './testing/startSteeredHost.ts';
import { addTaught, startCheckedHost, startTaught, textOf } from './testing/startTaught.ts';

const done = { content: [{ type: 'text', text: 'done' }] };
const rpc = (message: object): string => JSON.stringify({ jsonrpc: '2.0', ...message });

describe('responses (JSON-RPC 2.0 §5)', () => {
  const STRAY: readonly (readonly [string, string])[] = [
    ['to a request that was never made', rpc({ id: 4_711, result: done })],
    ['with an id that is text', rpc({ id: 'another', result: done })],
    ['with the id null', rpc({ id: null, result: done })],
    ['with an id that is a list', rpc({ id: ['%id'], result: done })],
    ['with an id that is a fraction', rpc({ id: 0.5, result: done })],
    ['with an id beyond every number', '{"jsonrpc":"2.0","id":1e999,"result":{}}'],
    ['without an id', rpc({ result: done })],
    ['that are an error without an id', rpc({ error: { code: -32700, message: 'What?' } })],
    ['that are an error with the id null', rpc({ id: null, error: { code: -32700, message: 'What?' } })],
    ['to a request that was answered before', rpc({ id: 0, result: done })],
  ];

  test('that fit no request answer nothing, and the real one still does', async () => {
    const { host, serverId, answerTo, isWell } = await startTaught();
    for (const [name, line] of STRAY) {
      const real = { content: [{ type: 'text', text: name }] };
      expect(await answerTo({ lines: [line], result: real })).toMatchObject(real);
    }
    await isWell();
    // A page can still read what went over the wire.
    expect((await host.run('server.wire', { serverId, afterSeq: 0 })).messages.length).toBeGreaterThan(20);
  });

  test('with an id of the same digits as text answer that request and no other', async () => {
    const { answerTo, isWell } = await startTaught();
    const line = '{"jsonrpc":"2.0","id":"%text","result":{"content":[]}}';
    expect(await answerTo({ lines: [line] })).toMatchObject({ kind: 'complete', content: [] });
    await isWell();
  });

  test('to one call never end another one, and a second one changes nothing', async () => {
    const { teach, call } = await startTaught();
    await teach({
      'tools/call taught': [{ lines: [rpc({ id: '%id', result: done }), rpc({ id: '%id', result: {} })] }],
    });
    const [first, other] = await Promise.all([call('taught'), call('counts')]);
    expect(first).toMatchObject({ kind: 'complete', ...done });
    expect(JSON.parse(textOf(other))).toMatchObject({ 'tools/call taught': 1 });
  });

  test('of a whole list of messages at once are taken one by one, what is none among them left out (2025-03-26 §Batching)', async () => {
    const { answerTo, isWell } = await startTaught();
    const batch = `[1,null,"x",${rpc({ id: 99, result: {} })},${rpc({ id: '%id', result: done })},[]]`;
    expect(await answerTo({ lines: [batch] })).toMatchObject({ kind: 'complete', ...done });
    await isWell();
  });

  test('of three million nothings at once are one line in the log, soon', async () => {
    const host = await startCheckedHost();
    const env = [{ name: 'TOKEN', value: 'canary-7d1f0a', secret: true }];
    const { serverId, call, isWell } = await addTaught(host, 'legacy', env);
    expect(await call('script', { lines: [{ '%list': [1, 3_000_000] }] })).toMatchObject({ kind: 'complete' });
    await isWell();
    expect((await host.log(serverId)).filter(({ from }) => from === 'stdout_noise')).toHaveLength(1);
  });
});

describe('notifications (JSON-RPC 2.0 §4.1)', () => {
  const METHODS = [
    'notifications/progress',
    'notifications/message',
    'notifications/cancelled',
    'notifications/tools/list_changed',
    'notifications/resources/updated',
    'notifications/resources/list_changed',
    'notifications/prompts/list_changed',
    'notifications/elicitation/complete',
    'notifications/subscriptions/acknowledged',
    'notifications/tasks/status',
    'notifications/initialized',
    'notifications/gates/opened',
    '__proto__',
    '',
  ];
  const PARAMS = [
    undefined,
    null,
    7,
    'text',
    [1],
    {},
    { uri: 7 },
    { requestId: {} },
    { _meta: 'none' },
    { level: 'loud', data: {} },
  ];

  test.each(['legacy', 'modern'] as const)('with garbage in them are left alone: %s', async (era) => {
    const { call, isWell } = await startTaught(era);
    const lines = METHODS.flatMap((method) => PARAMS.map((params) => rpc({ method, params })));
    expect(await call('script', { lines })).toMatchObject({ kind: 'complete' });
    await isWell();
  });

  test('of progress for what is unknown or over change no call (MCP 2025-11-25 basic/utilities/progress)', async () => {
    const { host, serverId, call, isWell } = await startTaught();
    const first = newCallId();
    await call('counts', {}, first);
    const tokens = [-1, 0, 1, 2, 1e6, 'text', null, {}, Number.MAX_SAFE_INTEGER];
    const lines = tokens.map((progressToken) =>
      rpc({ method: 'notifications/progress', params: { progressToken, progress: 1, total: 2 } }),
    );
    const second = newCallId();
    expect(await call('script', { lines }, second)).toMatchObject({ kind: 'complete' });
    for (const id of [first, second]) {
      expect((await host.run('call.get', { callId: id })).call.progress).toBeUndefined();
    }
    await host.logged(serverId, 'unknown token');
    await isWell();
  });

  test('of progress beyond every number reach no page', async () => {
    const { host, call, isWell } = await startTaught();
    const note = (numbers: string): string =>
      `{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":"%token",${numbers}}}`;
    const lines = ['"progress":1e999', '"progress":1,"total":1e999', '"progress":-1e999', '"progress":2'].map(note);
    const id = newCallId();
    await call('script', { lines }, id);
    expect((await host.run('call.get', { callId: id })).call.progress).toEqual({ progress: 2 });
    await isWell();
  });

  test('of progress tell no secret of the server, on a page or on disk (S9)', async () => {
    const host = await startCheckedHost();
    const env = [{ name: 'TOKEN', value: 'canary-7d1f0a', secret: true }];
    const { call } = await addTaught(host, 'legacy', env);
    const id = newCallId();
    const params = { progressToken: '%token', progress: 1, message: 'with canary-7d1f0a' };
    await call('script', { lines: [rpc({ method: 'notifications/progress', params })] }, id);
    const { call: view } = await host.run('call.get', { callId: id });
    expect(view.progress).toEqual({ progress: 1, message: 'with •••' });
    // Also once it comes from the disk.
    await host.stop();
    const again = await startSteeredHost({ again: host });
    expect(JSON.stringify(again.host.snapshot().calls)).toContain('•••');
    expect(JSON.stringify(again.host.snapshot().calls)).not.toContain('canary-7d1f0a');
  });

  test('of progress that are cut where a secret stands tell no half of it (S9)', async () => {
    const host = await startCheckedHost();
    const { call } = await addTaught(host, 'legacy', [{ name: 'TOKEN', value: 'canary-7d1f0a', secret: true }]);
    const id = newCallId();
    const params = { progressToken: '%token', progress: 1, message: `${'x'.repeat(1_990)}canary-7d1f0a and more` };
    await call('script', { lines: [rpc({ method: 'notifications/progress', params })] }, id);
    const { call: view } = await host.run('call.get', { callId: id });
    expect(view.progress?.message).toBe(`${'x'.repeat(1_990)}••• and mo`);
  });

  test('of cancellation for what was never asked, or is over, cancel nothing (§Cancellation)', async () => {
    const { call, ask, isWell } = await startTaught();
    await ask({ method: 'ping' });
    const lines = [0, 1, -1, 'question 1', 'nothing', null].map((requestId) =>
      rpc({ method: 'notifications/cancelled', params: { requestId, reason: 'because' } }),
    );
    expect(await call('script', { lines })).toMatchObject({ kind: 'complete' });
    await isWell();
  });
});

describe('requests', () => {
  test('ping is answered while a question is open (MCP 2025-11-25 basic/utilities/ping)', async () => {
    const { host, ask } = await startTaught();
    const form = { message: 'Who?', requestedSchema: { type: 'object', properties: { name: { type: 'string' } } } };
    const asking = ask({ method: 'elicitation/create', params: form });
    const question = await host.question('elicitation_form');
    expect(await ask({ method: 'ping' }, { method: 'ping', params: { any: 'thing' } })).toEqual([
      { result: {} },
      { result: {} },
    ]);
    await host.reply(question, { kind: 'elicitation_form', action: 'decline', secretsConfirmed: false });
    expect(await asking).toEqual([{ result: { action: 'decline' } }]);
  });

  test('that a client does not serve are refused, each by its own id (JSON-RPC 2.0 §5.1)', async () => {
    const { ask, isWell } = await startTaught();
    const methods = [
      'tools/call',
      'initialize',
      'server/discover',
      'resources/read',
      'logging/setLevel',
      '__proto__',
      '',
    ];
    const answers = await ask(...methods.map((method) => ({ method, params: {} })));
    expect(answers.map(({ error }) => error)).toEqual(
      methods.map((): unknown => expect.objectContaining({ code: -32601 })),
    );
    await isWell();
  });

  test('with params that are none are refused, and none of them ends the conversation', async () => {
    const { ask, isWell } = await startTaught();
    const bad = [{ requestedSchema: [] }, { message: 7 }, { mode: 'telepathy', message: 'x' }, { mode: 'url' }, {}];
    const answers = await ask(...bad.map((params) => ({ method: 'elicitation/create', params })));
    expect(answers.map(({ error }) => error)).toEqual(
      bad.map((): unknown => expect.objectContaining({ code: -32602 })),
    );
    await isWell();
  });

  test('of a server of the modern era are dropped, and its log says so (MCP 2026-07-28 basic/transports/stdio)', async () => {
    const { host, serverId, call, isWell } = await startTaught('modern');
    const methods = ['ping', 'elicitation/create', 'roots/list', 'sampling/createMessage'];
    // All a form and a prompt need, so that nothing but the era keeps them from the desk.
    const params = {
      message: 'Who?',
      requestedSchema: { type: 'object', properties: { name: { type: 'string' } } },
      messages: [{ role: 'user', content: { type: 'text', text: 'Hello.' } }],
      maxTokens: 10,
    };
    const lines = methods.map((method, index) => rpc({ id: `q${index}`, method, params }));
    await call('script', { lines });
    await host.logged(serverId, 'sampling/createMessage');
    await isWell();
    expect(host.host.snapshot().decisions).toEqual([]);
    const { messages } = await host.run('server.wire', { serverId, afterSeq: 0 });
    expect(messages.filter(({ direction, kind }) => direction === 'sent' && kind !== 'request')).toEqual([]);
  });

  test('by the ten thousand are all answered, and another server’s calls go on', async () => {
    const { host, call, isWell } = await startTaught();
    const other = await addTaught(host);
    const flooded = call('flood', { line: { jsonrpc: '2.0', id: '%n', method: 'ping' }, times: 10_000 });
    await other.isWell();
    expect(await flooded).toMatchObject({ kind: 'complete' });
    await isWell();
  });
});
