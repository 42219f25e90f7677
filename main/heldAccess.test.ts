/**
 * What is held of a sign-in: borne where it belongs and nowhere else, never brought back once it was given up, and not lost
 * because somebody is out of order.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { makeClientKey } from '../app/authorization/clientKey.ts';
import { answerAsServer, json, startSignIn, type Route, type Tricks } from './testing/hostileServers/startSignIn.ts';
import { startHttpServer } from './testing/httpServers.ts';
import { waitUntil } from './testing/waiting.ts';

const HOUR_MS = 3_700_000;

/** Takes every token but these, which were good before. */
function refusing(): { readonly over: Set<string | undefined>; readonly accepts: NonNullable<Tricks['accepts']> } {
  const over = new Set<string | undefined>([undefined]);
  return { over, accepts: (authorization) => !over.has(authorization) };
}

/** A refresh that takes until the test lets it go. */
function slowRefresh(): { readonly go: () => void; readonly route: Route } {
  const gate = Promise.withResolvers<undefined>();
  return {
    go: () => gate.resolve(undefined),
    route: async ({ response, visit, count }) => {
      if (visit.body.includes('grant_type=refresh_token')) await gate.promise;
      const tokens = { access_token: `access-${count}`, refresh_token: `refresh-${count}`, token_type: 'Bearer' };
      json(response, { ...tokens, expires_in: 3_600 });
    },
  };
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

describe('what was given up', () => {
  test('is not brought back by a refresh that was under way', async () => {
    const { go, route } = slowRefresh();
    const at = await startSignIn({ issuer: { '/token': route } });
    await at.signIn();
    const refreshing = at.host.run('identity.refresh', { serverId: at.serverId }).catch(() => undefined);
    await waitUntil('the refresh', () => at.forms('/token').length === 2);
    await at.host.run('identity.signOut', { serverId: at.serverId });
    go();
    await refreshing;
    expect(at.host.host.snapshot().identities.identities).toEqual([]);
  });

  test('is borne no more by a call that waited for its refresh', async () => {
    const { go, route } = slowRefresh();
    const at = await startSignIn({ issuer: { '/token': route } });
    await at.signIn();
    // Soon over, and good until then.
    at.host.clock.advance(3_580_000);
    const calling = at.call();
    await waitUntil('the refresh', () => at.forms('/token').length === 2);
    await at.host.run('identity.signOut', { serverId: at.serverId });
    const before = at.atServer.length;
    go();
    expect(await calling).toMatchObject({ kind: 'failed', error: { code: 'AUTH_NOTHING_HELD' } });
    const borne = at.atServer.slice(before).map(({ headers }) => headers.authorization);
    expect(borne.filter((authorization) => authorization !== undefined)).toEqual([]);
  });

  test('with its server is revoked, and nothing of it stays (RFC 7009)', async () => {
    const at = await startSignIn();
    await at.signIn();
    await at.host.run('server.remove', { serverId: at.serverId });
    at.host.clock.advance(11_000);
    await waitUntil('the revocation', () => at.forms('/revoke').length === 1);
    expect(await readFile(join(at.host.dataDir, 'secrets.json'), 'utf8')).not.toContain(at.serverId);
  });

  test('is hidden where a server says it back later (S9)', async () => {
    const echo: Route = (exchange) => {
      const { visit, response } = exchange;
      if (!visit.body.includes('tools/call')) return answerAsServer(exchange);
      const { id } = JSON.parse(visit.body) as { readonly id: unknown };
      const content = [{ type: 'text', text: `You sent ${visit.headers.authorization ?? ''}` }];
      json(response, { jsonrpc: '2.0', id, result: { content } });
      return undefined;
    };
    const { go, route } = slowRefresh();
    go();
    const at = await startSignIn({ issuer: { '/token': route }, server: { 'let in': echo } });
    await at.signIn();
    await at.call();
    const wire = async (): Promise<string> =>
      JSON.stringify(await at.host.run('server.wire', { serverId: at.serverId, afterSeq: 0 }));
    await at.host.run('identity.refresh', { serverId: at.serverId });
    expect(await wire()).not.toContain('access-1');
    await at.host.run('identity.signOut', { serverId: at.serverId });
    expect(await wire()).not.toContain('access-1');
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

test('a revocation says who it is in the way in which the client was registered (RFC 7009 §2.1)', async () => {
  const said: unknown[] = [];
  const at = await startSignIn({
    metadata: () => ({ token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'] }),
    issuer: {
      '/register': ({ response, visit }) =>
        json(response, { ...(JSON.parse(visit.body) as object), client_id: 'c', client_secret: 'the secret' }, 201),
      '/revoke': ({ response, visit }) => {
        said.push([visit.headers.authorization?.split(' ')[0], visit.body.includes('client_secret')]);
        response.writeHead(200).end();
      },
    },
  });
  await at.signIn();
  await at.host.run('identity.signOut', { serverId: at.serverId });
  expect(said).toEqual([['Basic', false]]);
});

test('a sign-out at the identity provider holds, although its renewal was under way (SEP-990)', async () => {
  let nonce: string | null = null;
  const held: (() => void)[] = [];
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const token: Route = ({ response, visit, at }) => {
    const grant = new URLSearchParams(visit.body).get('grant_type') ?? '';
    const isRefresh = grant === 'refresh_token';
    // What is refreshed has to outlive the clock that was pushed.
    const exp = Math.floor(Date.now() / 1_000) + (isRefresh ? 30_000 : 60);
    const claims = { iss: at.issuer, aud: 'gatehouse', sub: 'ada', exp, ...(isRefresh ? {} : { nonce }) };
    const session = { access_token: 'a', id_token: `${part({ alg: 'none' })}.${part(claims)}.x`, refresh_token: 'r' };
    if (grant.endsWith('token-exchange')) {
      const type = 'urn:ietf:params:oauth:token-type:id-jag';
      json(response, { access_token: 'jag', issued_token_type: type, token_type: 'N_A' });
    } else if (grant.endsWith('jwt-bearer')) {
      json(response, { access_token: 'access-9', token_type: 'Bearer', expires_in: 60 });
    } else if (isRefresh) {
      held.push(() => json(response, { ...session, token_type: 'Bearer' }));
    } else {
      json(response, { ...session, token_type: 'Bearer' });
    }
  };
  const setup = { kind: 'enterprise', clientId: 'enterprise', clientSecret: 'the secret', scope: 'read' } as const;
  const at = await startSignIn({ issuer: { '/token': token } }, setup);
  await at.failure();
  await at.host.run('provider.set', { issuer: at.at.issuer, clientId: 'gatehouse', clientSecret: 'another secret' });
  const starting = at.again();
  const to = await at.open();
  nonce = to.searchParams.get('nonce');
  await at.comeBack(to);
  await Promise.all([starting, at.host.state(at.serverId, 'running')]);
  at.host.clock.advance(HOUR_MS);
  void at.call().catch(() => undefined);
  await waitUntil('the renewal', () => held.length === 1);
  await at.host.run('provider.signOut', {});
  held[0]?.();
  await delay(200);
  expect(at.host.host.snapshot().identities.provider).not.toHaveProperty('signedIn');
});
