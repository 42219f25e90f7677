/**
 * What is held of a sign-in: borne where it belongs and nowhere else, and not lost because somebody is out of order. What is
 * given up is in `givenUpAccess.test.ts`.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { makeClientKey } from '../app/authorization/clientKey.ts';
import {
  answerAsServer,
  json,
  slowRefresh,
  startSignIn,
  type Exchange,
  type Route,
  type Tricks,
} from './testing/hostileServers/startSignIn.ts';
import { heldIn } from './testing/heldIn.ts';
import { startHttpServer } from './testing/httpServers.ts';
import { startCheckedHost } from './testing/startTaught.ts';
import { waitUntil } from './testing/waiting.ts';

const HOUR_MS = 3_700_000;

/** Takes every token but these, which were good before. */
function refusing(): { readonly over: Set<string | undefined>; readonly accepts: NonNullable<Tricks['accepts']> } {
  const over = new Set<string | undefined>([undefined]);
  return { over, accepts: (authorization) => !over.has(authorization) };
}

/** Another authorization server, which writes down what it is sent. */
async function startOther() {
  const sent: string[] = [];
  const other = await startHttpServer((request, response) => {
    sent.push(request.headers.authorization ?? '');
    const { origin } = other;
    json(response, {
      issuer: origin,
      authorization_endpoint: `${origin}/authorize`,
      token_endpoint: `${origin}/token`,
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
      access_token: 'stolen',
      token_type: 'Bearer',
    });
  });
  return { origin: other.origin, sent };
}

describe('what is held is borne', () => {
  test('at the address that it was granted for, and at no other (MCP 2025-11-25 §Token Handling)', async () => {
    const other = await startOther();
    const at = await startSignIn();
    await at.signIn();
    const definition = {
      name: 'Moved',
      url: `${other.origin}/mcp`,
      transport: 'streamable_http',
      headers: [],
    } as const;
    await at.host.run('server.editRemote', { serverId: at.serverId, definition });
    await at.host.agree(await at.host.question('connect'));
    await waitUntil('the other server', () => other.sent.length > 0);
    expect(other.sent.filter((authorization) => authorization !== '')).toEqual([]);
    expect(at.host.host.snapshot().identities.identities).toEqual([]);
  });

  test.each([
    ['of a machine', { kind: 'client_secret', clientId: 'mine', clientSecret: 'the secret of mine' }],
    ['of a person', { kind: 'person', clientId: 'mine', clientSecret: 'the secret of mine' }],
  ] as const)(
    'with a client %s: at the authorization server that took it first (MCP 2026-07-28 §Authorization Server Binding)',
    async (_name, setup) => {
      const other = await startOther();
      let isTurned = false;
      const at = await startSignIn(
        {
          accepts: (authorization) => !isTurned && authorization !== undefined,
          resourceMetadata: () => (isTurned ? { authorization_servers: [other.origin] } : {}),
        },
        setup,
      );
      if (setup.kind === 'person') await at.signIn();
      await at.host.state(at.serverId, 'running');
      await at.host.run('identity.signOut', { serverId: at.serverId });
      isTurned = true;
      expect(await at.call()).toMatchObject({ kind: 'failed', error: { code: 'AUTH_CLIENT_OF_OTHER_ISSUER' } });
      expect(other.sent.filter((authorization) => authorization !== '')).toEqual([]);
    },
  );

  test('at that one also after the setup was saved again without another secret', async () => {
    const other = await startOther();
    let isTurned = false;
    const setup = { kind: 'client_secret', clientId: 'mine', clientSecret: 'the secret of mine' } as const;
    const at = await startSignIn(
      {
        accepts: (authorization) => !isTurned && authorization !== undefined,
        resourceMetadata: () => (isTurned ? { authorization_servers: [other.origin] } : {}),
      },
      setup,
    );
    await at.host.state(at.serverId, 'running');
    isTurned = true;
    const saved = { kind: 'client_secret', clientId: 'mine', scope: 'read' } as const;
    await at.host.run('server.setSignIn', { serverId: at.serverId, setup: saved });
    await at.again();
    expect(await at.failure()).toMatchObject({ code: 'AUTH_CLIENT_OF_OTHER_ISSUER' });
    expect(other.sent.filter((authorization) => authorization !== '')).toEqual([]);
    await at.host.run('server.setSignIn', { serverId: at.serverId, setup: { ...saved, clientSecret: 'a new one' } });
    await at.again();
    await waitUntil('the new secret there', () =>
      other.sent.some((authorization) => authorization.startsWith('Basic')),
    );
  });

  test('as it belongs to the setup that it was entered for, whatever is entered meanwhile (S9)', async () => {
    const gate = Promise.withResolvers<undefined>();
    let isSlow = false;
    const { over, accepts } = refusing();
    const metadata: Route = async ({ response, at }) => {
      if (isSlow) await gate.promise;
      json(response, { resource: `${at.server}/mcp`, authorization_servers: [at.issuer] });
    };
    const path = '/.well-known/oauth-protected-resource/mcp';
    const setup = { kind: 'client_secret', clientId: 'old', clientSecret: 'the old secret' } as const;
    const at = await startSignIn({ accepts, tokens: () => ({ expires_in: 60 }), server: { [path]: metadata } }, setup);
    await at.host.state(at.serverId, 'running');
    isSlow = true;
    at.host.clock.advance(HOUR_MS);
    const calling = at.call();
    await waitUntil('the renewal', () => at.atServer.filter((visit) => visit.path === path).length === 2);
    const next = { ...setup, clientId: 'new', clientSecret: 'the new secret', issuer: 'https://other.example' };
    const setting = at.host.run('server.setSignIn', { serverId: at.serverId, setup: next });
    await delay(100);
    gate.resolve(undefined);
    await Promise.all([setting, calling]);
    const sent = at.atIssuer.map(({ headers }) => atob((headers.authorization ?? '').slice('Basic '.length)));
    expect(sent.filter((pair) => pair.includes('new'))).toEqual([]);
    expect(at.host.host.snapshot().identities.identities).toEqual([]);
    expect(over.size).toBe(1);
  });

  test('with a key for EdDSA as well (RFC 7523 §2.2)', async () => {
    const privateKey = await makeClientKey('EdDSA');
    const setup = { kind: 'private_key_jwt', clientId: 'keyed', algorithm: 'EdDSA', privateKey } as const;
    const at = await startSignIn({}, setup);
    await at.host.state(at.serverId, 'running');
  });
});

describe('a renewal', () => {
  test('is one, also where the server is started again meanwhile (OAuth 2.1 §4.3.1)', async () => {
    const { go, route } = slowRefresh();
    const at = await startSignIn({ issuer: { '/token': route } });
    await at.signIn();
    at.host.clock.advance(HOUR_MS);
    const calling = at.call().catch(() => undefined);
    await waitUntil('the refresh', () => at.forms('/token').length === 2);
    const again = at.again();
    await delay(1_000);
    expect(at.forms('/token').map((form) => form.get('refresh_token'))).toEqual([null, 'refresh-1']);
    go();
    await Promise.all([calling, again]);
  });

  test('that the authorization server is out of order for asks nobody, and loses nothing', async () => {
    let isDown = false;
    const { over, accepts } = refusing();
    const route: Route = ({ response, count }) =>
      isDown
        ? response.writeHead(503).end('busy')
        : json(response, {
            access_token: `access-${count}`,
            token_type: 'Bearer',
            refresh_token: 'r-1',
            expires_in: 60,
          });
    const at = await startSignIn({ accepts, issuer: { '/token': route } });
    await at.signIn();
    isDown = true;
    over.add('Bearer access-1');
    at.host.clock.advance(HOUR_MS);
    const asked = await at.timesAsked();
    expect(await at.call()).toMatchObject({ kind: 'failed' });
    expect(await at.timesAsked()).toBe(asked);
    isDown = false;
    expect(await at.call()).toMatchObject({ kind: 'complete' });
  });

  test('whose metadata is gone sends the refresh token nowhere (RFC 8414 §3)', async () => {
    let isGone = false;
    const { over, accepts } = refusing();
    const metadata: Route = ({ response, at }) =>
      isGone
        ? response.writeHead(404).end()
        : json(response, {
            issuer: `${at.issuer}/tenant`,
            authorization_endpoint: `${at.issuer}/tenant/authorize`,
            token_endpoint: `${at.issuer}/tenant/token`,
            registration_endpoint: `${at.issuer}/register`,
            response_types_supported: ['code'],
            code_challenge_methods_supported: ['S256'],
          });
    const tokens = { token_type: 'Bearer', refresh_token: 'r-1', expires_in: 60 };
    const at = await startSignIn({
      accepts,
      resourceMetadata: ({ issuer }) => ({ authorization_servers: [`${issuer}/tenant`] }),
      issuer: {
        '/.well-known/oauth-authorization-server/tenant': metadata,
        '/tenant/token': ({ response, count }) => json(response, { access_token: `access-${count}`, ...tokens }),
      },
    });
    await at.comeBack(await at.open(), { iss: undefined });
    await at.host.state(at.serverId, 'running');
    isGone = true;
    over.add('Bearer access-1');
    at.host.clock.advance(HOUR_MS);
    expect(await at.call()).toMatchObject({ kind: 'failed' });
    expect(at.forms('/token')).toEqual([]);
  });
});

test('a token that is bound to no key any more after a refresh is borne without one (RFC 9449 §5)', async () => {
  const at = await startSignIn({
    accepts: (authorization) => authorization !== undefined,
    resourceMetadata: () => ({ dpop_bound_access_tokens_required: true }),
    tokens: ({ body }) => ({
      refresh_token: 'refresh-1',
      expires_in: 60,
      token_type: body.includes('grant_type=refresh_token') ? 'Bearer' : 'DPoP',
    }),
  });
  await at.signIn();
  const isBound = (): boolean | undefined => at.host.host.snapshot().identities.identities[0]?.isBound;
  expect(isBound()).toBe(true);
  at.host.clock.advance(HOUR_MS);
  expect(await at.call()).toMatchObject({ kind: 'complete' });
  expect(isBound()).toBe(false);
  const last = at.atServer.findLast(({ body }) => body.includes('tools/call'));
  expect([last?.headers.authorization, last?.headers['dpop']]).toEqual(['Bearer access-2', undefined]);
});

test('the end of a session asks nobody to sign in for it', async () => {
  const { over, accepts } = refusing();
  const session: Route = (exchange) => {
    if (exchange.visit.body.includes('"initialize"')) exchange.response.setHeader('mcp-session-id', 's1');
    return answerAsServer(exchange);
  };
  const at = await startSignIn({ accepts, server: { 'let in': session } });
  await at.signIn();
  for (const { headers } of at.atServer) over.add(headers.authorization);
  const asked = await at.timesAsked();
  await at.host.run('server.stop', { serverId: at.serverId });
  expect(await at.timesAsked()).toBe(asked);
});

test('a registration that is deleted there is made anew (RFC 7591)', async () => {
  let made = 0;
  const register: Route = ({ response, visit }) => {
    made += 1;
    json(response, { ...(JSON.parse(visit.body) as object), client_id: `client-${made}` }, 201);
  };
  const token: Route = ({ response, visit }) =>
    visit.body.includes('client_id=client-1')
      ? json(response, { error: 'invalid_client' }, 401)
      : json(response, { access_token: 'access', token_type: 'Bearer' });
  const at = await startSignIn({ issuer: { '/register': register, '/token': token } });
  await at.comeBack(await at.open());
  expect(await at.failure()).toMatchObject({ code: 'AUTH_TOKEN_FAILED', data: { error: 'invalid_client' } });
  expect(at.host.host.snapshot().identities.registrations).toEqual([]);
  await at.again();
  expect((await at.question()).clientId).toBeUndefined();
});

describe('an identity tells', () => {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const idToken = (claims: object): string => `${part({ alg: 'none' })}.${part(claims)}.x`;
  const exp = Math.floor(Date.now() / 1_000) + 3_600;

  test.each([
    ['the account that the authorization server names', {}, 'ada@example.test'],
    ['no account that another one names', { iss: 'https://other.example' }, undefined],
    ['no account that is named to another client', { aud: 'another' }, undefined],
  ])('%s (OpenID Connect Core 1.0 §2)', async (_name, change, account) => {
    let claims = {};
    const at = await startSignIn({ tokens: () => ({ id_token: idToken(claims) }) });
    claims = { iss: at.at.issuer, aud: 'client-1', sub: '7', email: 'ada@example.test', exp, ...change };
    await at.signIn();
    expect(at.host.host.snapshot().identities.identities[0]?.account).toBe(account);
  });

  test('when it was used last, also after a restart, some minutes late', async () => {
    const at = await startSignIn();
    await at.signIn();
    const lastUsed = (host = at.host): number | undefined =>
      host.host.snapshot().identities.identities[0]?.lastUsedAtMs;
    at.host.clock.advance(HOUR_MS);
    await at.call();
    const usedAtMs = lastUsed() ?? 0;
    expect(at.host.clock.nowMs() - usedAtMs).toBeLessThan(10_000);
    await at.host.stop();
    const again = await startCheckedHost({ again: at.host });
    expect(usedAtMs - (lastUsed(again) ?? 0)).toBeLessThan(600_000);
  });
});

test('a machine is the same one after its token was renewed, so what it began goes on', async () => {
  const setup = { kind: 'client_secret', clientId: 'mine', clientSecret: 'the secret of mine' } as const;
  const at = await startSignIn({ tokens: () => ({ expires_in: 60 }) }, setup);
  await at.host.state(at.serverId, 'running');
  const grantId = (): string | undefined => heldIn(at.host, at.serverId)?.grantId;
  const before = grantId();
  at.host.clock.advance(HOUR_MS);
  await at.call();
  expect(at.forms('/token')).toHaveLength(2);
  expect(grantId()).toBe(before);
});

test('a secret that is not in the keychain any more is said to be missing, by name', async () => {
  const setup = { kind: 'client_secret', clientId: 'mine', clientSecret: 'the secret of mine' } as const;
  const at = await startSignIn({}, setup);
  await at.host.state(at.serverId, 'running');
  await at.host.stop();
  const again = await startCheckedHost({ again: at.host, withoutKeychain: true });
  await again.run('server.start', { serverId: at.serverId });
  const { state } = await again.state(at.serverId, 'failed');
  expect(state).toMatchObject({ error: { code: 'AUTH_SECRET_MISSING' } });
});

test('a registration that was deleted there before a refresh is made anew for the sign-in that follows', async () => {
  let isDeleted = false;
  const { over, accepts } = refusing();
  const token: Route = ({ response, count }) =>
    isDeleted
      ? json(response, { error: 'invalid_client' }, 401)
      : json(response, { access_token: `access-${count}`, token_type: 'Bearer', refresh_token: 'r-1', expires_in: 60 });
  const at = await startSignIn({ accepts, issuer: { '/token': token } });
  await at.signIn();
  isDeleted = true;
  over.add('Bearer access-1');
  at.host.clock.advance(HOUR_MS);
  void at.call();
  const question = await at.question();
  expect(question).toMatchObject({ reason: 'again', registration: 'dynamic' });
  expect(question.clientId).toBeUndefined();
});

test('an authorization server that takes only a published document says so (MCP 2025-11-25 §Client Registration)', async () => {
  const at = await startSignIn({
    metadata: () => ({ registration_endpoint: undefined, client_id_metadata_document_supported: true }),
  });
  expect(await at.failure()).toMatchObject({ code: 'AUTH_NO_CLIENT', data: { takesDocument: true } });
});

test('to sign in anew asks also where a server of the older transport is found only by trying (HTTP+SSE)', async () => {
  let send: ((message: unknown) => void) | undefined;
  const server: Route = (exchange) => {
    const { response, visit } = exchange;
    if (visit.method !== 'GET') return response.writeHead(405).end();
    if (visit.headers.authorization === undefined)
      return response.writeHead(401, { 'www-authenticate': 'Bearer' }).end();
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('event: endpoint\ndata: /messages\n\n');
    send = (message) => response.write(`event: message\ndata: ${JSON.stringify(message)}\n\n`);
    return undefined;
  };
  const messages: Route = ({ response, visit }) => {
    response.writeHead(202).end();
    const { id, method } = JSON.parse(visit.body) as { readonly id?: unknown; readonly method: string };
    const capabilities = { tools: {} };
    const initialized = { protocolVersion: '2024-11-05', capabilities, serverInfo: { name: 'old', version: '1' } };
    if (id !== undefined) send?.({ jsonrpc: '2.0', id, result: method === 'initialize' ? initialized : { tools: [] } });
  };
  const at = await startSignIn({ server: { '/mcp': server, '/messages': messages } });
  const definition = { name: 'Old', url: `${at.at.server}/mcp`, transport: 'auto', headers: [] } as const;
  await at.host.run('server.editRemote', { serverId: at.serverId, definition });
  await at.host.agree(await at.host.question('connect'));
  await at.signIn();
  void at.host.run('server.signIn', { serverId: at.serverId });
  expect(await at.question()).toMatchObject({ reason: 'again' });
});

describe('what a server says back of the token in an error (S9)', () => {
  // Beyond any length that is shown, so that a cut would part it.
  const token = `access-${'Aa1-'.repeat(4_000)}`;
  const padded = (authorization: string): string => `${'x'.repeat(1_500)} ${authorization}`;
  const ways: readonly [string, (exchange: Exchange, said: string) => unknown][] = [
    ['an answer of HTTP', ({ response }, said) => response.writeHead(500, { 'content-type': 'text/plain' }).end(said)],
    [
      'an error of JSON-RPC',
      ({ response, visit }, message) => {
        const { id } = JSON.parse(visit.body) as { readonly id: unknown };
        json(response, { jsonrpc: '2.0', id, error: { code: -32_000, message } });
      },
    ],
  ];

  test.each(ways)('is hidden, however long it is and wherever it is cut, in %s', async (_name, answer) => {
    let asks = 'tools/call';
    const at = await startSignIn({
      tokens: () => ({ access_token: token }),
      server: {
        'let in': (exchange) =>
          exchange.visit.body.includes(asks)
            ? answer(exchange, padded(exchange.visit.headers.authorization ?? ''))
            : answerAsServer(exchange),
      },
    });
    await at.signIn();
    const outcome = await at.call();
    expect(outcome).toMatchObject({ kind: 'failed' });
    expect(JSON.stringify(outcome)).not.toContain('Aa1-Aa1-');
    asks = 'tools/list';
    const listed = await at.host.run('server.tools', { serverId: at.serverId }).catch((error: unknown) => error);
    expect(JSON.stringify(listed)).not.toContain('Aa1-Aa1-');
    await at.again();
    expect(JSON.stringify(await at.failure())).not.toContain('Aa1-Aa1-');
  });
});
