/**
 * Where an access token goes: with every request to the server that it is for, in a header, and nowhere else (S9).
 *
 * @see MCP 2025-11-25 basic/authorization §Token Requirements, §Token Handling
 */
import { describe, expect, test } from 'vitest';
import type { RemoteServer } from '../app/contract/servers.ts';
import { answerAsServer, startSignIn, type Route } from './testing/hostileServers/startSignIn.ts';
import { heldIn } from './testing/heldIn.ts';
import { startHttpServer } from './testing/httpServers.ts';
import type { Seen } from './testing/launchSignInServer.ts';
import { startAuthorized, type Authorized } from './testing/startAuthorized.ts';
import { startHttpMcp } from './testing/startHttpMcp.ts';
import { textWith } from './testing/startSteeredHost.ts';
import { waitUntil } from './testing/waiting.ts';

const HOUR_MS = 3_700_000;

const atMcp = (seen: readonly Seen[]): readonly Seen[] => seen.filter(({ pathname }) => pathname === '/mcp');
const borne = (seen: readonly Seen[]): readonly Seen[] =>
  seen.filter(({ authorization }) => authorization !== undefined);

function tokensOf({ host, serverId }: Authorized): readonly string[] {
  const { access_token: access, refresh_token: refresh } = heldIn(host, serverId)?.tokens ?? {};
  return [access, refresh].filter((token) => token !== undefined);
}

/** A whole life: signed in, used, refreshed, used, stopped. Answers all tokens there were, and what was asked where. */
async function liveThrough(access: Authorized) {
  const { host, server, serverId, signIn, running, call } = access;
  await signIn();
  await running();
  await call();
  const first = tokensOf(access);
  host.clock.advance(HOUR_MS);
  await call();
  const second = tokensOf(access);
  await host.run('server.stop', { serverId });
  return { first, second, seen: await server.seen() };
}

describe('a server that somebody is signed in to', () => {
  test('gets the token with every POST, with the stream it is listened to by, and with the end of the session', async () => {
    const { first, second, seen } = await liveThrough(await startAuthorized());
    const [refused, ...requests] = atMcp(seen);
    expect(refused).not.toHaveProperty('authorization');
    expect(new Set(requests.map(({ method }) => method))).toEqual(new Set(['POST', 'GET', 'DELETE']));
    const schemes = [first, second].map(([token]) => `Bearer ${token}`);
    expect(new Set(schemes).size).toBe(2);
    expect(requests.filter(({ authorization }) => !schemes.includes(authorization ?? ''))).toEqual([]);
    // After the refresh none bears what was before.
    expect(requests.at(-1)).toMatchObject({ method: 'DELETE', authorization: schemes[1] });
  });

  test('has no token in an address, neither has the authorization server, nor the browser (OAuth 2.1 §7.5)', async () => {
    const access = await startAuthorized();
    const { first, second, seen } = await liveThrough(access);
    const tokens = [...first, ...second];
    expect(new Set(tokens).size).toBe(4);
    const addresses = [...seen.map(({ url }) => url), ...access.host.opened].map((url) => decodeURIComponent(url));
    for (const token of tokens) expect(addresses.filter((url) => url.includes(token))).toEqual([]);
    expect(addresses.filter((url) => /(?:access|refresh)_token/.test(url))).toEqual([]);
  });

  test('alone gets its token: the authorization server and the documents on the way to it get none', async () => {
    const { seen } = await liveThrough(await startAuthorized());
    expect(new Set(borne(seen).map(({ pathname }) => pathname))).toEqual(new Set(['/mcp']));
  });

  test('and was left before it gets no token', async () => {
    const { host, server, serverId } = await startAuthorized();
    await host.reply(await host.question('sign_in'), { kind: 'sign_in', action: 'decline' });
    await host.state(serverId, 'failed');
    await host.run('server.stop', { serverId });
    void host.run('server.start', { serverId }).catch(() => undefined);
    await host.question('sign_in');
    const seen = await server.seen();
    expect(atMcp(seen).length).toBeGreaterThan(1);
    expect(borne(seen)).toEqual([]);
  });

  test('gets no token any more once somebody signed out, not even with the end of its session', async () => {
    const { host, server, serverId, signIn, running } = await startAuthorized();
    await signIn();
    await running();
    await host.run('identity.signOut', { serverId });
    const before = atMcp(await server.seen()).length;
    await host.run('server.stop', { serverId });
    const after = atMcp(await server.seen()).slice(before);
    expect(after.map(({ method }) => method)).toEqual(['DELETE']);
    expect(borne(after)).toEqual([]);
  });
});

describe('a server elsewhere', () => {
  test('beside one that somebody is signed in to gets no token', async () => {
    const { host, signIn, running, call } = await startAuthorized();
    await signIn();
    await running();
    const other = await startHttpMcp({});
    const serverId = await host.connect(other.definition);
    expect(await host.outcome(serverId, 'do')).toMatchObject({ kind: 'complete' });
    expect(await call()).toMatchObject({ kind: 'complete' });
    await host.run('server.stop', { serverId });
    expect(new Set(other.requests.map(({ method }) => method))).toEqual(new Set(['POST', 'GET', 'DELETE']));
    expect(other.requests.filter(({ headers }) => headers.authorization !== undefined)).toEqual([]);
  });

  test('that wants a sign-in of its own gets no token of the first one’s, though it names its authorization server', async () => {
    const access = await startAuthorized();
    const { host, server, signIn, running } = access;
    await signIn();
    await running();
    const other = await startHttpServer(({ url }, response) => {
      const resource = { resource: `${other.origin}/mcp`, authorization_servers: [server.issuer] };
      if (url?.startsWith('/.well-known/') === true) response.end(JSON.stringify(resource));
      else response.writeHead(401, { 'www-authenticate': 'Bearer error="invalid_token"' }).end();
    });
    const definition: RemoteServer = {
      name: 'Other',
      url: `${other.origin}/mcp`,
      transport: 'streamable_http',
      headers: [],
    };
    await host.run('server.proposeRemote', { definition });
    await host.agree(await host.question('connect'));
    expect(await host.question('sign_in')).toMatchObject({ reason: 'first', resource: `${other.origin}/mcp` });
    expect(other.requests.filter(({ headers }) => headers.authorization !== undefined)).toEqual([]);
  });

  test.each([301, 302, 303, 307, 308])(
    'that the server sends its requests on to by %i gets none of them',
    async (status) => {
      const other = await startHttpServer((_request, response) => response.end());
      const away: Route = (exchange) =>
        exchange.visit.body.includes('"tools/call"')
          ? exchange.response.writeHead(status, { location: `${other.origin}/mcp` }).end()
          : answerAsServer(exchange);
      const at = await startSignIn({ server: { 'let in': away } });
      await at.signIn();
      expect(await at.call()).toMatchObject({ kind: 'failed' });
      expect(at.atServer.at(-1)?.headers.authorization).toBe('Bearer access-1');
      expect(other.connections()).toBe(0);
    },
  );
});

describe('over HTTP+SSE (MCP 2024-11-05)', () => {
  /** Its stream names where messages go. */
  async function startOlder(messagesAt: (origin: string) => string) {
    const asked: (readonly [string, string | undefined])[] = [];
    const server = await startHttpServer(({ method = '', url = '', headers }, response) => {
      const { origin } = server;
      if (url.startsWith('/.well-known/oauth-protected')) {
        response.end(JSON.stringify({ resource: `${origin}/sse`, authorization_servers: [issuer.at.issuer] }));
        return;
      }
      asked.push([`${method} ${url}`, headers.authorization]);
      if (headers.authorization === undefined) response.writeHead(401, { 'www-authenticate': 'Bearer' }).end();
      else if (method === 'POST') response.writeHead(202).end();
      else
        response
          .writeHead(200, { 'content-type': 'text/event-stream' })
          .write(`event: endpoint\ndata: ${messagesAt(origin)}\n\n`);
    });
    // Its authorization server, and the host.
    const issuer = await startSignIn();
    await issuer.signIn();
    const { host } = issuer;
    const definition: RemoteServer = { name: 'Older', url: `${server.origin}/sse`, transport: 'sse', headers: [] };
    const { serverId } = await host.run('server.proposeRemote', { definition });
    await host.agree(await host.question('connect'));
    await issuer.comeBack(await issuer.open());
    return { asked, host, serverId };
  }

  test('the stream and every message bear the token', async () => {
    const { asked } = await startOlder((origin) => `${origin}/messages`);
    await waitUntil('a message', () => asked.some(([what]) => what === 'POST /messages'));
    expect(asked).toEqual([
      ['GET /sse', undefined],
      ['GET /sse', textWith('Bearer access-')],
      ['POST /messages', textWith('Bearer access-')],
    ]);
  });

  test('messages that are to go to another origin go nowhere', async () => {
    const thief = await startHttpServer((_request, response) => response.end());
    const { host, serverId } = await startOlder(() => `${thief.origin}/messages`);
    await host.state(serverId, 'failed');
    expect(thief.connections()).toBe(0);
  });
});
