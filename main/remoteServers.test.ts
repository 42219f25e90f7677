import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { RemoteServer } from '../app/contract/servers.ts';
import { startHttpServer } from './testing/httpServers.ts';
import { newCallId, startSteeredHost, textWith } from './testing/startSteeredHost.ts';
import { startServerProcess } from './testing/startServerProcess.ts';

const definition = (url: string, change: Partial<RemoteServer> = {}): RemoteServer => ({
  name: 'Whole',
  url,
  transport: 'auto',
  headers: [],
  ...change,
});
const said = (text: string) => ({ kind: 'complete', content: [{ type: 'text', text }] });

async function startRemote(name: 'whole2025' | 'whole2026', path = '/mcp', change: Partial<RemoteServer> = {}) {
  const server = await startServerProcess(name);
  const host = await startSteeredHost();
  const serverId = await host.connect(definition(`${server.origin}${path}`, change));
  return { server, host, serverId };
}

/** A server of 2026-07-28 whose calls end in results without a type. */
async function answerByHand(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { id, method } = z.looseObject({ id: z.unknown(), method: z.string() }).parse(await json(request));
  const whole = { resultType: 'complete', ttlMs: 0, cacheScope: 'private' };
  const results: Readonly<Record<string, object>> = {
    'server/discover': { ...whole, supportedVersions: ['2026-07-28'], capabilities: { tools: {} } },
    'tools/list': { ...whole, tools: [{ name: 'plain', inputSchema: { type: 'object' } }] },
    'tools/call': { content: [{ type: 'text', text: 'no type' }] },
  };
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ jsonrpc: '2.0', id, result: results[method] }));
}

describe('a remote server', () => {
  test('is shown before anything is sent to it, and reached only once that is agreed to (S6)', async () => {
    const server = await startServerProcess('whole2025');
    const host = await startSteeredHost();
    const headers = [
      { name: 'Authorization', value: 'Bearer canary-5f3b2a', secret: true },
      { name: 'X-Team', value: 'blue', secret: false },
    ];
    const { serverId } = await host.host.run('server.proposeRemote', {
      definition: definition(`${server.origin}/mcp`, { headers }),
    });
    const decision = await host.question('connect');
    expect(decision).toMatchObject({
      serverId,
      reason: 'first',
      plan: {
        kind: 'remote',
        url: `${server.origin}/mcp`,
        origin: server.origin,
        tls: 'none',
        zone: 'loopback',
        headers: [
          { name: 'Authorization', value: { parts: [{ secret: 'header.authorization' }] } },
          { name: 'X-Team', value: 'blue' },
        ],
      },
    });
    expect(await server.seen()).toEqual([]);
    await host.agree(decision);
    await host.state(serverId, 'running');
    for (const { headers: sent } of await server.seen()) {
      expect(sent).toMatchObject({ authorization: 'Bearer canary-5f3b2a', 'x-team': 'blue' });
    }
    expect(await host.records('server.connect')).toMatchObject([
      { phase: 'begun', decision: 'agreed', details: { origin: server.origin } },
      { phase: 'ended', outcome: 'ready', details: { transport: 'streamable_http', protocolVersion: '2025-11-25' } },
    ]);
    // SECURITY(S9): the secret is in no view, record, log or protocol log.
    const everything = JSON.stringify([
      host.host.snapshot(),
      await host.records('server.connect'),
      await host.records('decision.connect'),
      await host.log(serverId),
      await host.host.run('server.wire', { serverId, afterSeq: 0 }),
      await host.host.run('server.agreed', { serverId }),
    ]);
    expect(everything).not.toContain('canary-5f3b2a');
  });

  test('whose address changes is asked about again, with the difference', async () => {
    const { host, server, serverId } = await startRemote('whole2025');
    const edited = definition(`${server.origin}/mcp?team=red`);
    await host.host.run('server.editRemote', { serverId, definition: edited });
    const decision = await host.question('connect');
    expect(decision).toMatchObject({
      reason: 'changed',
      changes: [{ field: 'url', before: `${server.origin}/mcp`, after: `${server.origin}/mcp?team=red` }],
    });
    await host.answer(decision, 'cancel');
    await host.state(serverId, 'stopped');
  });

  test('that is not declined to is called like any other, and what is declined is never reached', async () => {
    const { host, serverId } = await startRemote('whole2025');
    expect(await host.outcome(serverId, 'echo', { message: 'over HTTP' })).toMatchObject(said('over HTTP'));
    const other = await startServerProcess('whole2025');
    const proposed = await host.host.run('server.proposeRemote', { definition: definition(`${other.origin}/mcp`) });
    await host.answer(await host.question('connect'), 'cancel');
    await host.state(proposed.serverId, 'stopped');
    expect(await other.seen()).toEqual([]);
  });

  test('that wants a sign-in and offers none is told as such, instead of falling back to anything', async () => {
    const server = await startServerProcess('whole2025', 'the key');
    const host = await startSteeredHost();
    const { serverId } = await host.host.run('server.proposeRemote', {
      definition: definition(`${server.origin}/mcp`),
    });
    await host.agree(await host.question('connect'));
    const { state } = await host.state(serverId, 'failed');
    expect(state).toMatchObject({ error: { code: 'AUTH_NOT_OFFERED' } });
    const reads = (await server.seen()).filter(({ method }) => method !== 'POST').map(({ pathname }) => pathname);
    expect(reads.filter((pathname) => !pathname.startsWith('/.well-known/oauth-'))).toEqual([
      '/.well-known/openid-configuration',
    ]);
  });

  test('that nobody answers for is unreachable, in words', async () => {
    const server = await startServerProcess('whole2025');
    await server.stop();
    const host = await startSteeredHost();
    const { serverId } = await host.host.run('server.proposeRemote', {
      definition: definition(`${server.origin}/mcp`),
    });
    await host.agree(await host.question('connect'));
    expect((await host.state(serverId, 'failed')).state).toMatchObject({ error: { code: 'SERVER_UNREACHABLE' } });
  });

  test.each([
    ['ftp://example.com/', 'CONFIG_URL_INVALID'],
    ['https://user:pw@example.com/', 'CONFIG_URL_INVALID'],
    ['no address', 'CONFIG_URL_INVALID'],
  ])('at %j is refused', async (url, code) => {
    const host = await startSteeredHost();
    const { serverId } = await host.host.run('server.proposeRemote', { definition: definition(url) });
    expect((await host.state(serverId, 'failed')).state).toMatchObject({ error: { code } });
  });
});

describe('Streamable HTTP of 2025-11-25', () => {
  test('sends version and session with every request after initialize, and ends the session (§Session Management)', async () => {
    const { host, server, serverId } = await startRemote('whole2025');
    expect(host.server(serverId).state).toMatchObject({
      connection: { transport: 'streamable_http', era: 'legacy', protocolVersion: '2025-11-25', hasSession: true },
    });
    await host.host.run('server.stop', { serverId });
    const requests = await server.seen();
    const later = requests.filter(({ headers }) => headers['mcp-session-id'] !== undefined);
    expect(later.length).toBeGreaterThan(2);
    expect(later.every(({ headers }) => headers['mcp-protocol-version'] === '2025-11-25')).toBe(true);
    expect(new Set(later.map(({ headers }) => headers['mcp-session-id'])).size).toBe(1);
    expect(requests.at(-1)?.method).toBe('DELETE');
    expect(requests.every(({ headers }) => headers['origin'] === undefined)).toBe(true);
  });

  test('a session that the server forgot is begun anew, what was watched is watched again, and calls go on', async () => {
    const { host, server, serverId } = await startRemote('whole2025');
    await host.host.run('resource.subscribe', { serverId, uri: 'count://now' });
    await server.forget();
    expect(await host.outcome(serverId, 'echo', { message: 'lost' })).toMatchObject({
      kind: 'failed',
      error: { code: 'SERVER_SESSION_LOST' },
    });
    await host.waitFor('another session', ({ servers }) => {
      const state = servers.find((each) => each.serverId === serverId)?.state;
      return state?.kind === 'running' ? state : undefined;
    });
    expect(await host.outcome(serverId, 'echo', { message: 'found' })).toMatchObject(said('found'));
    await host.outcome(serverId, 'count');
    await host.waitFor('an update of what is watched', ({ servers }) =>
      servers.find((each) => each.subscriptions.some(({ updatedAtMs }) => updatedAtMs !== undefined)),
    );
    expect(await host.records('server.exit')).toMatchObject([{ outcome: 'ended', details: { sessionLost: true } }]);
  });

  test('a stream that the server closes is taken up where it was left (§Resumability and Redelivery)', async () => {
    const { host, server, serverId } = await startRemote('whole2025');
    expect(await host.outcome(serverId, 'dropped')).toMatchObject(said('taken up again'));
    const resumed = (await server.seen()).filter(({ headers }) => headers['last-event-id'] !== undefined);
    expect(resumed.map(({ method }) => method)).toEqual(['GET']);
  });

  test('a call can be cancelled, and the server is told so', async () => {
    const { host, serverId } = await startRemote('whole2025');
    const id = newCallId();
    const calling = host.outcome(serverId, 'slow', { steps: 50, ms: 50 }, id);
    await host.waitFor('progress', ({ calls }) =>
      calls.find((call) => call.callId === id && call.progress !== undefined),
    );
    await host.host.run('call.cancel', { callId: id });
    expect(await calling).toEqual({ kind: 'cancelled' });
    const { messages } = await host.host.run('server.wire', { serverId, afterSeq: 0 });
    expect(messages.map(({ method }) => method)).toContain('notifications/cancelled');
  });
});

describe('HTTP+SSE of 2024-11-05', () => {
  test('is found where Streamable HTTP is answered with 404 or 405 (2025-11-25 transports §Backwards Compatibility)', async () => {
    const { host, serverId } = await startRemote('whole2025', '/sse');
    expect(host.server(serverId).state).toMatchObject({ connection: { transport: 'sse', era: 'legacy' } });
    expect(await host.outcome(serverId, 'echo', { message: 'over SSE' })).toMatchObject(said('over SSE'));
  });

  test('is used at once where it is chosen', async () => {
    const { host, server, serverId } = await startRemote('whole2025', '/sse', { transport: 'sse' });
    expect(await host.outcome(serverId, 'echo', { message: 'over SSE' })).toMatchObject(said('over SSE'));
    expect((await server.seen())[0]?.method).toBe('GET');
  });
});

describe('Streamable HTTP of 2026-07-28', () => {
  test('carries version, method and name in every request’s headers, and no session', async () => {
    const { host, server, serverId } = await startRemote('whole2026');
    expect(host.server(serverId).state).toMatchObject({
      connection: { transport: 'streamable_http', era: 'modern', protocolVersion: '2026-07-28', hasSession: false },
    });
    expect(await host.outcome(serverId, 'echo', { message: 'stateless' })).toMatchObject(said('stateless'));
    const requests = await server.seen();
    expect(requests.every(({ method }) => method === 'POST')).toBe(true);
    expect(requests.every(({ headers }) => headers['mcp-protocol-version'] === '2026-07-28')).toBe(true);
    expect(requests.every(({ headers }) => headers['mcp-session-id'] === undefined)).toBe(true);
    expect(requests.map(({ headers }) => headers['mcp-method'])).toContain('server/discover');
    expect(requests.find(({ headers }) => headers['mcp-method'] === 'tools/call')?.headers).toMatchObject({
      'mcp-name': 'echo',
    });
  });

  test('mirrors the arguments that a tool wants in headers', async () => {
    const { host, server, serverId } = await startRemote('whole2026');
    expect(await host.outcome(serverId, 'mirrored', { region: 'Zürich' })).toMatchObject({ kind: 'complete' });
    const call = (await server.seen()).find(({ headers }) => headers['mcp-name'] === 'mirrored');
    expect(call?.headers).toMatchObject({ 'mcp-param-region': '=?base64?WsO8cmljaA==?=' });
    const { tools } = await host.host.run('server.tools', { serverId });
    expect(tools.find(({ name }) => name === 'mirrored')).toMatchObject({ mirroredArguments: ['region'] });
  });

  test('a result that does not say what it is counts as complete (basic §ResultType)', async () => {
    const server = await startHttpServer((request, response) => void answerByHand(request, response));
    const host = await startSteeredHost();
    const serverId = await host.connect(definition(`${server.origin}/mcp`));
    expect(host.server(serverId).state).toMatchObject({ connection: { era: 'modern' } });
    expect(await host.outcome(serverId, 'plain')).toMatchObject(said('no type'));
  });

  test('a call is cancelled by closing its stream, without a message', async () => {
    const { host, serverId } = await startRemote('whole2026');
    const id = newCallId();
    const calling = host.outcome(serverId, 'slow', { steps: 100, ms: 50 }, id);
    await host.waitFor('progress', ({ calls }) =>
      calls.find((call) => call.callId === id && call.progress !== undefined),
    );
    await host.host.run('call.cancel', { callId: id });
    expect(await calling).toEqual({ kind: 'cancelled' });
    const { messages } = await host.host.run('server.wire', { serverId, afterSeq: 0 });
    expect(messages.map(({ method }) => method)).not.toContain('notifications/cancelled');
  });

  test('insisted on against an older server is a mismatch in words; the older one against a newer server as well', async () => {
    const host = await startSteeredHost();
    const older = await startServerProcess('whole2025');
    const serverId = await host.connect(definition(`${older.origin}/mcp`));
    await host.host.run('server.prefer', { serverId, change: { era: 'modern' } });
    await host.host.run('server.restart', { serverId });
    expect((await host.state(serverId, 'failed')).state).toMatchObject({
      error: { code: 'SERVER_VERSION_UNSUPPORTED', data: { said: textWith('') } },
    });
    const newer = await startServerProcess('whole2026');
    const otherId = await host.connect(definition(`${newer.origin}/mcp`));
    await host.host.run('server.prefer', { serverId: otherId, change: { era: 'legacy' } });
    await host.host.run('server.restart', { serverId: otherId });
    expect((await host.state(otherId, 'failed')).state).toMatchObject({ error: { code: textWith('SERVER_') } });
  });
});
