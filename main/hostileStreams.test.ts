/**
 * Streams, sessions and endpoints of remote servers that are taken away, forgotten or moved again and again.
 *
 * @see MCP 2025-11-25 basic/transports §Streamable HTTP
 */
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startHttpServer } from './testing/httpServers.ts';
import { answerJson, beginEvents, eventOf, type Exchange } from './testing/startHttpMcp.ts';
import { startRemote } from './testing/startRemote.ts';
import { textWith } from './testing/startSteeredHost.ts';
import { startCheckedHost } from './testing/startTaught.ts';
import { waitUntil } from './testing/waiting.ts';

const done = { content: [{ type: 'text', text: 'done' }] };

test('a server that wants to be asked again at once and without end is asked more and more seldom (§Resumability)', async () => {
  // One event with an id, so that the stream can be taken up again, and never an answer.
  const again = (exchange: Exchange): void => {
    beginEvents(exchange, 'retry: 0\nid: 1\ndata:\n\n');
    exchange.response.end();
  };
  const { server, host, call } = await startRemote({ 'tools/call': again, GET: again }, { idleTimeoutMs: 2_500 });
  expect(await call()).toMatchObject({ kind: 'failed', error: { code: 'CALL_TIMED_OUT' } });
  const asked = server.asked.filter((what) => what === 'GET').length;
  expect(asked).toBeGreaterThan(1);
  expect(asked).toBeLessThan(20);
  expect(host.host.snapshot().servers[0]?.state.kind).toBe('running');
});

test('a server that wants to be left alone for days is left alone for days (§Sending Messages)', async () => {
  const later = (exchange: Exchange): void => {
    if (exchange.count === 1) beginEvents(exchange, 'retry: 259200000\nid: 1\ndata:\n\n');
    else beginEvents(exchange, eventOf({ id: 'x', result: {} }));
    exchange.response.end();
  };
  const lessons = { GET: later, 'tools/call': () => undefined };
  const { server, host, call } = await startRemote(lessons, { idleTimeoutMs: 96 * 3_600_000 });
  // With something under way the session stays, however fast the days go by for whoever answers pings.
  void call();
  await waitUntil('the first stream to end', () => server.asked.includes('GET'));
  const startedMs = host.clock.nowMs();
  const streams = (): number => server.asked.filter((what) => what === 'GET').length;
  const hours = setInterval(() => host.clock.advance(3_600_000), 20);
  await waitUntil('two days', () => host.clock.nowMs() - startedMs > 48 * 3_600_000);
  expect(streams()).toBe(1);
  await waitUntil('the second stream', () => streams() > 1);
  clearInterval(hours);
  expect(host.clock.nowMs() - startedMs).toBeGreaterThanOrEqual(72 * 3_600_000);
});

test('a server that ends the stream of its changes whenever it is opened is asked more and more seldom (MCP 2026-07-28 §Subscriptions)', async () => {
  const complete = { resultType: 'complete', ttlMs: 0, cacheScope: 'private' };
  const listen = (exchange: Exchange): void => {
    const about = { 'io.modelcontextprotocol/subscriptionId': exchange.message.id };
    const params = { _meta: about, notifications: { toolsListChanged: true } };
    beginEvents(exchange, eventOf({ method: 'notifications/subscriptions/acknowledged', params }));
    exchange.response.end(eventOf({ id: exchange.message.id, result: { ...complete, _meta: about } }));
  };
  const discover = (exchange: Exchange): void =>
    answerJson(exchange, {
      ...complete,
      supportedVersions: ['2026-07-28'],
      capabilities: { tools: { listChanged: true } },
    });
  const lessons = { 'server/discover': discover, 'subscriptions/listen': listen };
  const { server, host } = await startRemote(lessons, { era: 'modern' });
  const opened = (): number => server.asked.filter((what) => what === 'subscriptions/listen').length;
  await waitUntil('the first stream', () => opened() === 1);
  for (let seconds = 0; seconds < 20; seconds += 1) {
    host.clock.advance(1_000);
    await delay(50);
  }
  // After one second and after five more; the next wait is half a minute.
  expect(opened()).toBe(3);
});

test('ids of events that no header can carry end the stream they came in, and nothing else', async () => {
  const ids = ['i'.repeat(1_000_000), 'é', '日本', '\u0001', ' '];
  const answer = (exchange: Exchange): void => {
    const id = ids[exchange.count - 1];
    if (id === undefined) {
      answerJson(exchange, done);
      return;
    }
    beginEvents(exchange, `retry: 1\nid: ${id}\ndata:\n\n`);
    exchange.response.end();
  };
  const { call } = await startRemote({ 'tools/call': answer }, { idleTimeoutMs: 1_500 });
  const outcomes = await Promise.all(ids.map(() => call()));
  expect(outcomes).toMatchObject(ids.map(() => ({ kind: 'failed', error: { code: textWith('CALL_') } })));
  expect(await call()).toMatchObject(done);
});

test('a server that forgets every session is begun anew, more and more seldom, and then given up (§Session Management)', async () => {
  const { server, host, serverId, call } = await startRemote({
    'tools/call': ({ response }) => response.writeHead(404).end(),
  });
  for (let lost = 1; lost <= 6; lost += 1) {
    expect(await call()).toMatchObject({ kind: 'failed' });
    const { state } = await host.waitFor('the loss', ({ servers }) =>
      servers.find((each) => each.state.kind === 'failed' || (each.state.kind === 'running' && lost === 1)),
    );
    if (lost === 6) expect(state).toMatchObject({ error: { code: 'SERVER_CRASH_LOOP' } });
    else host.clock.advance(60_000);
    if (lost < 6) await host.state(serverId, 'running');
  }
  expect(server.asked.filter((what) => what === 'initialize')).toHaveLength(6);
});

test('a session that its server says back is hidden (S9)', async () => {
  const id = 'session-canary-7d1';
  const result = {
    protocolVersion: '2025-11-25',
    capabilities: { tools: {} },
    serverInfo: { name: 's', version: '1' },
  };
  const { host, serverId, call } = await startRemote({
    initialize: (exchange) => answerJson(exchange, result, { 'mcp-session-id': id }),
    'tools/call': ({ response, message }) => {
      const error = { code: -32_000, message: `Session ${id} is busy.`, data: { id } };
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ jsonrpc: '2.0', id: message.id, error }));
    },
  });
  const outcome = await call();
  expect(outcome).toMatchObject({ kind: 'failed', error: { data: { said: textWith('is busy') } } });
  const everything = async (): Promise<string> => {
    const { messages } = await host.run('server.wire', { serverId, afterSeq: 0 });
    return JSON.stringify([outcome, messages, host.host.snapshot(), await host.log(serverId)]);
  };
  expect(await everything()).not.toContain(id);
  await host.run('server.stop', { serverId });
  expect(await everything()).not.toContain(id);
});

test.each(['a b', 'x'.repeat(5_000), 'é', '"<>&', '..%2f..'])(
  'a session called %j is sent back as it is, and shown nowhere (S9)',
  async (id) => {
    const result = {
      protocolVersion: '2025-11-25',
      capabilities: { tools: {} },
      serverInfo: { name: 's', version: '1' },
    };
    const { server, host, serverId, call } = await startRemote({
      initialize: (exchange) => answerJson(exchange, result, { 'mcp-session-id': id }),
    });
    expect(await call()).toMatchObject(done);
    expect(server.requests.at(-1)?.headers['mcp-session-id']).toBe(id);
    if (id.length < 4) return;
    const { messages } = await host.run('server.wire', { serverId, afterSeq: 0 });
    const everything = JSON.stringify([
      host.host.snapshot(),
      messages,
      await host.log(serverId),
      await host.records('server.connect'),
    ]);
    expect(everything).not.toContain(JSON.stringify(id).slice(1, -1));
  },
);

test('the endpoint of HTTP+SSE stays at the address that was agreed to (S6)', async () => {
  const elsewhere = await startHttpServer((_request, response) => response.writeHead(202).end());
  const endpoints = [
    `${elsewhere.origin}/messages`,
    `//127.0.0.1:${elsewhere.port}/messages`,
    'javascript:alert(1)',
    'file:///etc/passwd',
  ];
  for (const endpoint of endpoints) {
    const server = await startHttpServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(`event: endpoint\ndata: ${endpoint}\n\n`);
    });
    const host = await startCheckedHost({ initializeTimeoutMs: 1_500 });
    const { serverId } = await host.run('server.proposeRemote', {
      definition: {
        name: 'Old',
        url: `${server.origin}/sse`,
        transport: 'sse',
        headers: [{ name: 'X-Key', value: 'canary-91c4', secret: true }],
      },
    });
    await host.agree(await host.question('connect'));
    expect((await host.state(serverId, 'failed')).state).toMatchObject({ error: { code: textWith('') } });
    await host.stop();
  }
  expect(elsewhere.connections()).toBe(0);
});
