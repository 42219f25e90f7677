/**
 * What is held of a sign-in once somebody gives it up: revoked where it was granted, borne nowhere, and never brought back.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { makeClientKey, publicHalf } from '../app/authorization/clientKey.ts';
import { heldIn } from './testing/heldIn.ts';
import { answerAsServer, json, slowRefresh, startSignIn, type Route } from './testing/hostileServers/startSignIn.ts';
import { startAuthorized, type AuthorizedOptions } from './testing/startAuthorized.ts';
import { waitUntil } from './testing/waiting.ts';

const HOUR_MS = 3_700_000;

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

describe('a revocation (RFC 7009)', () => {
  const tokens = (): object => ({ refresh_token: 'refresh-1', expires_in: 3_600 });

  test('is of both tokens, of the refresh token first', async () => {
    const at = await startSignIn({ tokens });
    await at.signIn();
    expect(await at.host.run('identity.signOut', { serverId: at.serverId })).toEqual({ revocation: 'revoked' });
    expect(at.forms('/revoke').map((form) => [form.get('token'), form.get('token_type_hint')])).toEqual([
      ['refresh-1', 'refresh_token'],
      ['access-1', 'access_token'],
    ]);
  });

  test.each<[string, Route | undefined, object, string]>([
    ['that is refused', ({ response }) => response.writeHead(503).end(), {}, 'refused'],
    ['that is broken off', ({ response }) => response.destroy(), {}, 'unreachable'],
    ['that is not offered', undefined, { revocation_endpoint: undefined }, 'forgotten'],
    [
      'of which only the access token is refused (§2.2.1)',
      ({ response, visit }) => response.writeHead(visit.body.includes('hint=access') ? 400 : 200).end(),
      {},
      'revoked',
    ],
  ])('%s is said, and what is held is forgotten all the same', async (_name, route, metadata, revocation) => {
    const at = await startSignIn({
      tokens,
      metadata: () => metadata,
      ...(route === undefined ? {} : { issuer: { '/revoke': route } }),
    });
    await at.signIn();
    expect(await at.host.run('identity.signOut', { serverId: at.serverId })).toEqual({ revocation });
    expect(at.host.host.snapshot().identities.identities).toEqual([]);
    expect((await at.host.records('auth.sign_out')).at(-1)).toMatchObject({ outcome: revocation });
  });

  test.each<[string, () => Promise<AuthorizedOptions>, string]>([
    [
      'with a secret',
      async () => ({
        setup: { kind: 'client_secret', clientId: 'machine', clientSecret: 'the secret of machine', scope: 'read' },
      }),
      'revoked',
    ],
    [
      'with a key',
      async () => {
        const privateKey = await makeClientKey('ES256');
        const { jwk } = await publicHalf(privateKey, 'ES256');
        const publicKey = JSON.parse(jwk) as NonNullable<AuthorizedOptions['publicKey']>;
        return { publicKey, setup: { kind: 'private_key_jwt', clientId: 'keyed', algorithm: 'ES256', privateKey } };
      },
      'revoked',
    ],
  ])('of a machine %s says who it is, and ends its token (§2.1)', async (_name, optionsOf, revocation) => {
    const { host, server, serverId, running } = await startAuthorized(await optionsOf());
    await running();
    const token = heldIn(host, serverId)?.tokens.access_token ?? '';
    expect(await host.run('identity.signOut', { serverId })).toEqual({ revocation });
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    expect(await fetch(server.mcp, { method: 'POST', headers, body: '{}' })).toMatchObject({ status: 401 });
  });

  test('is also of what a refresh brings after somebody signed out', async () => {
    const { go, route } = slowRefresh();
    const at = await startSignIn({ issuer: { '/token': route } });
    await at.signIn();
    const refreshing = at.host.run('identity.refresh', { serverId: at.serverId }).catch(() => undefined);
    await waitUntil('the refresh', () => at.forms('/token').length === 2);
    await at.host.run('identity.signOut', { serverId: at.serverId });
    go();
    await refreshing;
    await waitUntil('the revocation', () => at.forms('/revoke').length === 4);
    expect(at.forms('/revoke').map((form) => form.get('token'))).toEqual([
      ...['refresh-1', 'access-1'],
      ...['refresh-2', 'access-2'],
    ]);
  });

  test('says who it is in the way in which the client was registered (§2.1)', async () => {
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
