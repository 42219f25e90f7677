/**
 * Conversations over Streamable HTTP in which the server's answers are in the test's hand: streams that break, sessions that
 * end, tools that change, results of a kind nobody knows.
 */
import { describe, expect, test } from 'vitest';
import { answerJson, beginEvents, startHttpMcp, type Exchange, type HttpLessons } from './testing/startHttpMcp.ts';
import { startRemote } from './testing/startRemote.ts';
import { startCheckedHost } from './testing/startTaught.ts';
import { textWith } from './testing/startSteeredHost.ts';
import { waitUntil } from './testing/waiting.ts';

const done = { content: [{ type: 'text', text: 'done' }] };
const whole = { resultType: 'complete', ttlMs: 0, cacheScope: 'private' };
const modern = { era: 'modern' } as const;

const timesOf = (asked: readonly string[], what: string): number => asked.filter((each) => each === what).length;

function answerError({ response, message }: Exchange, error: object, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ jsonrpc: '2.0', id: message.id, error }));
}

/** A stream whose first event has an id and no message: who takes it up again waits ten milliseconds. */
function breakStream(exchange: Exchange): void {
  beginEvents(exchange, 'id: 1\nretry: 10\ndata: \n\n');
  exchange.response.end();
}

describe('a stream that breaks before the answer', () => {
  test('loses the answer and is not taken up again (2026-07-28 transports/streamable-http)', async () => {
    const { server, call } = await startRemote({ 'tools/call': breakStream }, modern);
    expect(await call()).toMatchObject({ kind: 'failed', error: { code: 'CALL_ANSWER_LOST' } });
    expect(timesOf(server.asked, 'tools/call')).toBe(1);
    expect(server.asked).not.toContain('GET');
  });

  test('and is not found again tells that the session is over (2025-11-25 transports §Session Management)', async () => {
    const { server, host, serverId, call } = await startRemote({
      GET: ({ request, response }) =>
        response.writeHead(request.headers['last-event-id'] === undefined ? 405 : 404).end(),
      'tools/call': breakStream,
    });
    expect(await call()).toMatchObject({ kind: 'failed', error: { code: 'SERVER_SESSION_LOST' } });
    await waitUntil('another session', () => timesOf(server.asked, 'initialize') === 2);
    await host.state(serverId, 'running');
  });
});

describe('a batch in an event stream', () => {
  const speaking = (protocolVersion: string) => (exchange: Exchange) =>
    answerJson(exchange, {
      protocolVersion,
      capabilities: { tools: {}, logging: {} },
      serverInfo: { name: 'batching', version: '1' },
    });
  const batch = (...messages: readonly object[]): string =>
    `data: ${JSON.stringify(messages.map((message) => ({ jsonrpc: '2.0', ...message })))}\n\n`;
  const note = { method: 'notifications/message', params: { level: 'info', data: 'told in a batch' } };

  test('brings every message of it (2025-03-26 basic/transports §Streamable HTTP)', async () => {
    const { server, host, serverId, call } = await startRemote({
      initialize: speaking('2025-03-26'),
      'tools/call': (exchange) => {
        const answer = { id: exchange.message.id, result: done };
        beginEvents(exchange, `id: 5\n${batch(note, { id: 'p', method: 'ping' }, answer)}`);
        exchange.response.end();
      },
    });
    expect(await call()).toMatchObject(done);
    await host.logged(serverId, 'told in a batch');
    await waitUntil('the answer to its ping', () => server.asked.includes('answer'));
  });

  test('that broke off after it is taken up again by its id', async () => {
    const asked: (string | undefined)[] = [];
    const { call } = await startRemote({
      initialize: speaking('2025-03-26'),
      'tools/call': (exchange) => {
        beginEvents(exchange, `retry: 10\nid: 5\n${batch(note, note)}`);
        exchange.response.end();
      },
      GET: (exchange) => {
        const lastId = exchange.request.headers['last-event-id'];
        if (lastId === undefined) return exchange.response.writeHead(405).end();
        asked.push(String(lastId));
        beginEvents(exchange, batch({ id: 2, result: done }));
        return exchange.response.end();
      },
    });
    expect(await call()).toMatchObject(done);
    expect(asked).toEqual(['5']);
  });

  test('is no message of any other revision', async () => {
    const { call } = await startRemote({
      initialize: speaking('2025-06-18'),
      'tools/call': (exchange) => {
        beginEvents(exchange, batch({ id: exchange.message.id, result: done }));
        exchange.response.end();
      },
    });
    expect(await call()).toMatchObject({ kind: 'failed', error: { code: 'CALL_ANSWER_LOST' } });
  });
});

test('a first GET that is answered with 404 ends no session (2025-11-25 transports §Listening for Messages)', async () => {
  const { server, host, serverId, call } = await startRemote({ GET: ({ response }) => response.writeHead(404).end() });
  await waitUntil('the stream to be asked for', () => server.asked.includes('GET'));
  expect(await call()).toMatchObject(done);
  expect(timesOf(server.asked, 'initialize')).toBe(1);
  expect(host.server(serverId).state.kind).toBe('running');
});

describe('a tool whose arguments are mirrored in headers (2026-07-28 transports/streamable-http §Custom Headers)', () => {
  const toolWith = (header: unknown, name = 'do') => ({
    name,
    inputSchema: { type: 'object', properties: { region: { type: 'string', 'x-mcp-header': header } } },
  });

  test('is called once more as it is listed anew when its headers no longer fit', async () => {
    const { server, call } = await startRemote(
      {
        'tools/list': (exchange) =>
          answerJson(exchange, { ...whole, tools: [toolWith(exchange.count === 1 ? 'Old' : 'New')] }),
        'tools/call': (exchange) =>
          exchange.count === 1
            ? answerError(exchange, { code: -32020, message: 'Header mismatch' }, 400)
            : answerJson(exchange, { ...whole, ...done }),
      },
      modern,
    );
    const before = server.asked.length;
    expect(await call('do', { region: 'eu' })).toMatchObject(done);
    expect(server.asked.slice(before)).toEqual(['tools/call', 'tools/list', 'tools/call']);
    const calls = server.requests.filter(({ headers }) => headers['mcp-method'] === 'tools/call');
    expect(calls.map(({ headers }) => [headers['mcp-param-old'], headers['mcp-param-new']])).toEqual([
      ['eu', undefined],
      [undefined, 'eu'],
    ]);
  });

  test('fails when its headers do not fit the second time either', async () => {
    const { server, call } = await startRemote(
      { 'tools/call': (exchange) => answerError(exchange, { code: -32020, message: 'Header mismatch' }, 400) },
      modern,
    );
    expect(await call()).toMatchObject({ kind: 'failed', error: { code: 'SERVER_PROTOCOL_ERROR' } });
    expect(timesOf(server.asked, 'tools/call')).toBe(2);
  });

  test('is left out where its annotation is invalid, and the log says which and why', async () => {
    const tools = [toolWith('Region'), toolWith('not a name', 'odd')];
    const { host, serverId } = await startRemote(
      { 'tools/list': (exchange) => answerJson(exchange, { ...whole, tools }) },
      modern,
    );
    const listed = await host.run('server.tools', { serverId });
    expect(listed.tools.map(({ name }) => name)).toEqual(['do']);
    const lines = (await host.log(serverId)).map(({ text }) => text);
    expect(lines.find((text) => text.includes('odd'))).toContain('It is no header name.');
  });
});

describe('a result of a kind nobody knows (2026-07-28 basic §ResultType)', () => {
  test('fails its call in words', async () => {
    const { call } = await startRemote(
      { 'tools/call': (exchange) => answerJson(exchange, { ...done, resultType: 'something new' }) },
      modern,
    );
    expect(await call()).toMatchObject({ kind: 'failed', error: { code: 'CALL_INPUT_UNSUPPORTED' } });
  });

  test.each(['something new', 'input_required'])('%j fails a list in words', async (resultType) => {
    const list = { ...whole, resultType, requestState: 'x', tools: [] };
    const { state } = await failStart({ 'tools/list': (exchange) => answerJson(exchange, list) });
    expect(state).toMatchObject({ kind: 'failed', error: { code: 'SERVER_PROTOCOL_ERROR' } });
  });
});

test('a server that knows no templates still lists its resources (2026-07-28 transports/streamable-http: 404 and an error)', async () => {
  const { host, serverId } = await startRemote(
    {
      'resources/list': (exchange) =>
        answerJson(exchange, { ...whole, resources: [{ name: 'One', uri: 'file:///one' }] }),
      'resources/templates/list': (exchange) =>
        answerError(exchange, { code: -32601, message: 'Method not found' }, 404),
    },
    modern,
  );
  const { resources, templates } = await host.run('server.resources', { serverId });
  expect(resources).toMatchObject([{ uri: 'file:///one' }]);
  expect(templates).toEqual([]);
});

describe('an error of the protocol that speaks of HTTP is no answer of HTTP', () => {
  const upstream = { code: -32603, message: 'upstream failed (HTTP 401)' };
  const endpoint = { code: -32603, message: 'Error POSTing to endpoint (HTTP 404): gone' };

  test.each([upstream, endpoint])('to a call: $message', async (error) => {
    const { host, serverId, call } = await startRemote({ 'tools/call': (exchange) => answerError(exchange, error) });
    expect(await call()).toMatchObject({
      kind: 'failed',
      error: { code: 'SERVER_PROTOCOL_ERROR', data: { rpcCode: -32603, said: error.message } },
    });
    expect(host.server(serverId).state.kind).toBe('running');
  });

  test.each([upstream, endpoint])('to initialize: $message; the older transport is not tried', async (error) => {
    const { state, asked } = await failStart({ initialize: (exchange) => answerError(exchange, error) }, 'legacy');
    expect(state).toMatchObject({
      error: { code: 'SERVER_INITIALIZE_FAILED', data: { said: textWith(error.message) } },
    });
    expect(asked).not.toContain('GET');
  });
});

test('a web page at the address fails the start as what it is, not as another version', async () => {
  const page = ({ response }: Exchange): void =>
    void response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Welcome</title>');
  const { state, asked } = await failStart({ 'server/discover': page, initialize: page, GET: page }, 'legacy');
  expect(state).toMatchObject({ error: { code: 'SERVER_INITIALIZE_FAILED' } });
  expect(asked).not.toContain('GET');
});

test('the id of a session is shown and kept nowhere (S9)', async () => {
  const session = 'session-canary-81c4';
  const { server, host, serverId, call } = await startRemote({
    initialize: (exchange) =>
      answerJson(
        exchange,
        { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo: { name: 'x', version: '1' } },
        { 'mcp-session-id': session },
      ),
  });
  expect(await call()).toMatchObject(done);
  expect(server.requests.map(({ headers }) => headers['mcp-session-id'])).toContain(session);
  const { records } = await host.run('activity.list', { limit: 200 });
  expect(records.length).toBeGreaterThan(2);
  const everything = JSON.stringify([
    host.host.snapshot(),
    await host.log(serverId),
    await host.run('server.wire', { serverId, afterSeq: 0 }),
    records,
    await host.run('storage.export', {}),
  ]);
  expect(everything).toContain('"tools/call"');
  expect(everything).not.toContain(session);
});

describe('a server of 2026-07-28 that takes its results lightly', () => {
  const tool = (name: string, more = {}) => ({ name, inputSchema: { type: 'object' }, ...more });
  const names = async (list: object) => {
    const { host, serverId } = await startRemote({ 'tools/list': (exchange) => answerJson(exchange, list) }, modern);
    return (await host.run('server.tools', { serverId })).tools.map(({ name }) => name);
  };

  test.each([
    ['says nothing of caching', { resultType: 'complete', tools: [tool('do')] }],
    ['says nonsense of caching', { ...whole, ttlMs: -1.5, cacheScope: 'everybody', tools: [tool('do')] }],
    ['lists what is no tool', { ...whole, tools: [{ name: 1 }, null, tool('do'), { name: 'bare' }] }],
    ['lists an icon that is none', { ...whole, tools: [tool('do', { icons: [{ src: 5 }] })] }],
    ['gives a hint that is none', { ...whole, tools: [tool('do', { annotations: { readOnlyHint: 'yes' } })] }],
  ])('starts with its good tools when it %s', async (_what, list) => {
    expect(await names(list)).toEqual(['do']);
  });

  test('lists its good resources, templates and prompts as well', async () => {
    const { host, serverId } = await startRemote(
      {
        'server/discover': (exchange) =>
          answerJson(exchange, {
            ...whole,
            supportedVersions: ['2026-07-28'],
            capabilities: { resources: {}, prompts: {} },
          }),
        'resources/list': (exchange) => answerJson(exchange, { resources: [null, { name: 'One', uri: 'x:one' }] }),
        'resources/templates/list': (exchange) =>
          answerJson(exchange, { resourceTemplates: [{ name: 'All' }, { name: 'Any', uriTemplate: 'x:{any}' }] }),
        'prompts/list': (exchange) => answerJson(exchange, { prompts: [{ name: 'ask' }, { name: 7 }] }),
      },
      modern,
    );
    expect(await host.run('server.resources', { serverId })).toMatchObject({
      resources: [{ uri: 'x:one' }],
      templates: [{ uriTemplate: 'x:{any}' }],
      dropped: 2,
    });
    expect(await host.run('server.prompts', { serverId })).toMatchObject({ prompts: [{ name: 'ask' }], dropped: 1 });
  });

  test('is heard out when a block of its answer is of a type nobody knows', async () => {
    const hologram = { type: 'hologram', depth: 3 };
    const content = [...done.content, hologram];
    const { call } = await startRemote(
      { 'tools/call': (exchange) => answerJson(exchange, { ...whole, content }) },
      modern,
    );
    expect(await call()).toMatchObject({
      kind: 'complete',
      content: [...done.content, { type: 'unknown', block: hologram }],
    });
  });

  test('still fails its call when the answer is none', async () => {
    const { call } = await startRemote(
      { 'tools/call': (exchange) => answerJson(exchange, { ...whole, content: 'done' }) },
      modern,
    );
    expect(await call()).toMatchObject({ kind: 'failed', error: { code: 'CALL_RESULT_INVALID' } });
  });
});

/** How a start ends that is not meant to succeed, whichever transport it may try. */
async function failStart(lessons: HttpLessons, era: 'legacy' | 'modern' = 'modern') {
  const server = await startHttpMcp(lessons, era);
  const host = await startCheckedHost();
  const definition = { ...server.definition, transport: 'auto' } as const;
  const { serverId } = await host.run('server.proposeRemote', { definition });
  await host.agree(await host.question('connect'));
  return { state: (await host.state(serverId, 'failed')).state, asked: server.asked };
}
