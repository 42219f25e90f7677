/**
 * Tokens that are bound to a key: a proof of its own for every request, and the nonces that servers ask for in them.
 *
 * @see RFC 9449 §4.2, §7, §8, §9; RFC 9530 §2; io.modelcontextprotocol/auth/dpop, a draft
 */
import { createHash } from 'node:crypto';
import { calculateJwkThumbprint, decodeJwt, decodeProtectedHeader } from 'jose';
import { describe, expect, test } from 'vitest';
import { makeClientKey } from '../app/authorization/clientKey.ts';
import { json, startSignIn, type Route } from './testing/hostileServers/startSignIn.ts';
import type { Seen } from './testing/launchSignInServer.ts';
import { startAuthorized, type Authorized, type AuthorizedOptions } from './testing/startAuthorized.ts';
import { textWith } from './testing/startSteeredHost.ts';

const said = (text: string) => ({ kind: 'complete', isError: false, content: [{ type: 'text', text }] });
const HOUR_MS = 3_700_000;

interface Proof extends Seen {
  readonly claims: Readonly<Record<string, unknown>>;
  readonly token: string | undefined;
  readonly keyOf: () => Promise<string>;
}

function proofsIn(seen: readonly Seen[]): readonly Proof[] {
  return seen.flatMap((one) => {
    if (one.dpop === undefined) return [];
    const { dpop, authorization } = one;
    const { jwk } = decodeProtectedHeader(dpop);
    const keyOf = (): Promise<string> => calculateJwkThumbprint(jwk ?? { kty: 'none' });
    return [{ ...one, claims: decodeJwt(dpop), token: authorization?.split(' ')[1], keyOf }];
  });
}

const atMcp = (proofs: readonly Proof[]): readonly Proof[] => proofs.filter(({ at }) => at === 'mcp');
const atIssuer = (proofs: readonly Proof[]): readonly Proof[] => proofs.filter(({ at }) => at === 'issuer');
const base64url = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** A sign-in, calls, a refresh, more calls and the end. */
async function liveThrough(options: AuthorizedOptions): Promise<Authorized & { readonly proofs: readonly Proof[] }> {
  const access = await startAuthorized({ proof: true, ...options });
  const { host, server, serverId, signIn, running, call } = access;
  if (options.setup === undefined) await signIn();
  await running();
  expect(await call()).toMatchObject(said('The note.'));
  host.clock.advance(HOUR_MS);
  expect(await call()).toMatchObject(said('The note.'));
  await host.run('server.stop', { serverId });
  return { ...access, proofs: proofsIn(await server.seen()) };
}

const machine = { kind: 'client_secret', clientId: 'machine', clientSecret: 'the secret of machine' } as const;

describe.each<[string, AuthorizedOptions]>([
  ['of a person', {}],
  ['of a machine', { setup: machine }],
])('a bound token %s (RFC 9449 §4.2)', (_name, options) => {
  test('is proven for each request by itself: its method, its address, its token, its body', async () => {
    const { server, proofs } = await liveThrough(options);
    const requests = (await server.seen()).filter(
      ({ authorization, at }) => at === 'mcp' && authorization !== undefined,
    );
    expect(atMcp(proofs)).toHaveLength(requests.length);
    expect(new Set(requests.map(({ method }) => method))).toEqual(new Set(['POST', 'GET', 'DELETE']));
    for (const { method, authorization, claims, token = '' } of atMcp(proofs)) {
      expect(authorization).toBe(`DPoP ${token}`);
      expect(claims).toMatchObject({ htm: method, htu: server.mcp, ath: base64url(token) });
      // The server compares the digest itself (RFC 9530 §2).
      expect('content_digest' in claims).toBe(method === 'POST');
    }
    expect(new Set(proofs.map(({ claims }) => claims['jti'])).size).toBe(proofs.length);
    expect(new Set(atMcp(proofs).map(({ token }) => token)).size).toBe(2);
  });

  test('is asked for with the same key, by a proof without a token', async () => {
    const { server, proofs } = await liveThrough(options);
    expect(atIssuer(proofs).map(({ pathname }) => pathname)).toEqual(['/token', '/token']);
    for (const { claims } of atIssuer(proofs)) {
      expect(claims).toMatchObject({ htm: 'POST', htu: `${server.issuer}/token` });
      expect(claims).not.toHaveProperty('ath');
    }
    expect(new Set(await Promise.all(proofs.map(({ keyOf }) => keyOf()))).size).toBe(1);
    for (const { dpop = '' } of proofs) expect(decodeProtectedHeader(dpop).jwk).not.toHaveProperty('d');
  });
});

test('keys are of one server: at another one the proof is by another key', async () => {
  const keys = await Promise.all([1, 2].map(async () => (await liveThrough({ setup: machine })).proofs[0]?.keyOf()));
  expect(new Set(keys).size).toBe(2);
});

describe('a nonce (RFC 9449 §8, §9)', () => {
  test.each<[string, AuthorizedOptions]>([
    ['of a person', {}],
    ['of a machine', { setup: machine }],
  ])('that is asked for is in the next try, at both servers, for a token %s', async (_name, options) => {
    const { host, proofs } = await liveThrough({ nonces: true, ...options });
    const nonces = (some: readonly Proof[]): readonly unknown[] => some.map(({ claims }) => claims['nonce']);
    const [here, there] = [nonces(atMcp(proofs)), nonces(atIssuer(proofs))];
    // The server gives a new one each time; requests side by side have the same.
    expect([here[0], here.slice(1).includes(undefined)]).toEqual([undefined, false]);
    expect(new Set(here).size).toBeGreaterThan(3);
    // The authorization server’s is for one key, whose first request has to ask.
    expect([there[0], there[1], there.at(-1)]).toEqual([undefined, textWith(''), textWith('')]);
    expect(here.slice(1).filter((nonce) => there.includes(nonce))).toEqual([]);
    // The same request, with a proof of its own.
    expect(new Set(proofs.map(({ claims }) => claims['jti'])).size).toBe(proofs.length);
    expect(host.opened).toHaveLength(options.setup === undefined ? 1 : 0);
  });

  test('that is asked for by the token endpoint does not show an assertion twice (RFC 7523 §3)', async () => {
    const given: string[] = [];
    const token: Route = ({ response, visit, count }) => {
      given.push(new URLSearchParams(visit.body).get('client_assertion') ?? '');
      const nonce = { 'content-type': 'application/json', 'dpop-nonce': `nonce-${count}` };
      if (count === 1) response.writeHead(400, nonce).end('{"error":"use_dpop_nonce"}');
      else json(response, { access_token: 'access-1', token_type: 'DPoP' });
    };
    const privateKey = await makeClientKey('ES256');
    const at = await startSignIn(
      {
        resourceMetadata: () => ({ dpop_bound_access_tokens_required: true }),
        issuer: { '/token': token },
        accepts: (authorization) => authorization === 'DPoP access-1',
      },
      { kind: 'private_key_jwt', clientId: 'keyed', algorithm: 'ES256', privateKey },
    );
    await at.host.state(at.serverId, 'running');
    expect(new Set(given).size).toBe(2);
    expect(new Set(given.map((assertion) => decodeJwt(assertion).jti)).size).toBe(2);
  });

  test('that is asked for without an end is tried a few times, and asks nobody more than once', async () => {
    let given = 0;
    const at = await startSignIn({
      resourceMetadata: () => ({ dpop_bound_access_tokens_required: true }),
      tokens: () => ({ token_type: 'DPoP' }),
      server: {
        'let in': ({ response }) =>
          response
            .writeHead(401, { 'www-authenticate': 'DPoP error="use_dpop_nonce"', 'dpop-nonce': `n-${(given += 1)}` })
            .end(),
      },
      accepts: (authorization) => authorization?.startsWith('DPoP ') === true,
    });
    await at.comeBack(await at.open());
    expect(await at.failure()).toMatchObject({ code: 'SERVER_UNAUTHORIZED' });
    expect(given).toBeLessThanOrEqual(4);
    expect(await at.timesAsked()).toBe(1);
  });
});
