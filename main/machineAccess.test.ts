/**
 * Access that nobody is asked for: clients with a secret or a key, an identity provider, a platform; and tokens bound to a key.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeJwt, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { describe, expect, onTestFinished, test } from 'vitest';
import { makeClientKey, publicHalf } from '../app/authorization/clientKey.ts';
import type { SignInSetup } from '../app/contract/authorization.ts';
import { launchSignInServer, type Seen } from './testing/launchSignInServer.ts';
import {
  authorizedOf,
  startAuthorized,
  walkThrough,
  type Authorized,
  type AuthorizedOptions,
} from './testing/startAuthorized.ts';
import { textWith } from './testing/startSteeredHost.ts';
import { startCheckedHost } from './testing/startTaught.ts';

const said = (text: string) => ({ kind: 'complete', isError: false, content: [{ type: 'text', text }] });
const HOUR_MS = 3_700_000;

async function expectAccess({ running, call, host }: Authorized, text = 'The note.'): Promise<void> {
  await running();
  expect(await call()).toMatchObject(said(text));
  expect(host.host.snapshot().decisions).toEqual([]);
}

describe('a client (io.modelcontextprotocol/oauth-client-credentials)', () => {
  test('with a secret gets a token for this server, and another one when that is over', async () => {
    const secret = 'the secret of machine';
    const setup: SignInSetup = { kind: 'client_secret', clientId: 'machine', clientSecret: secret, scope: 'read' };
    const access = await startAuthorized({ setup });
    await expectAccess(access);
    access.host.clock.advance(HOUR_MS);
    await expectAccess(access);
    const grants = await access.grants('client_credentials');
    expect(grants).toMatchObject(Array(2).fill({ resource: access.server.mcp, scope: 'read' }));
    const [identity] = access.host.host.snapshot().identities.identities;
    expect(identity).toMatchObject({ setup: 'client_secret', clientId: 'machine', canRefresh: true });
    expect(JSON.stringify(access.host.host.snapshot())).not.toContain(secret);
  });

  test('gets one token for twenty calls that the server refuses together', async () => {
    const clientSecret = 'the secret of machine';
    const setup: SignInSetup = { kind: 'client_secret', clientId: 'machine', clientSecret, scope: 'read' };
    const access = await startAuthorized({ setup });
    await expectAccess(access);
    await access.server.set({ refusesLastToken: true });
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => access.call()));
    expect(outcomes).toEqual(outcomes.map(() => expect.objectContaining(said('The note.')) as unknown));
    expect(await access.grants('client_credentials')).toHaveLength(2);
  });

  test('with a wrong secret fails in words that do not repeat it', async () => {
    const setup = { kind: 'client_secret', clientId: 'machine', clientSecret: 'not the right one' } as const;
    const { host, serverId } = await startAuthorized({ setup });
    const { state } = await host.state(serverId, 'failed');
    expect(state).toMatchObject({ error: { code: 'AUTH_TOKEN_FAILED', data: { error: 'invalid_client' } } });
    expect(JSON.stringify(state)).not.toContain('not the right one');
  });

  test('with a key of its own proves who it is by it (RFC 7523 §2.2)', async () => {
    const privateKey = await makeClientKey('ES256');
    const { jwk } = await publicHalf(privateKey, 'ES256');
    const access = await startAuthorized({
      setup: { kind: 'private_key_jwt', clientId: 'keyed', algorithm: 'ES256', privateKey },
      publicKey: JSON.parse(jwk) as NonNullable<AuthorizedOptions['publicKey']>,
    });
    await expectAccess(access);
    access.host.clock.advance(HOUR_MS);
    await expectAccess(access);
    const grants = await access.grants('client_credentials');
    const claims = grants.map(({ client_assertion: assertion }) => decodeJwt(assertion ?? ''));
    const { issuer } = access.server;
    expect(claims).toMatchObject(Array(2).fill({ iss: 'keyed', sub: 'keyed', aud: issuer }));
    // An assertion that was seen is of no use a second time.
    expect(new Set(claims.map(({ jti }) => jti)).size).toBe(2);
    for (const { iat = 0, exp = 0 } of claims) expect(exp - iat).toBeLessThanOrEqual(300);
    // Its `sub` says who asks (RFC 7523 §3).
    expect(grants).toMatchObject(Array(2).fill({ resource: access.server.mcp }));
    expect(grants[0]).not.toHaveProperty('client_id');
    expect(JSON.stringify(grants)).not.toContain('PRIVATE KEY');
  });

  test('gets a key made for it, of which only the public half can be seen (S9)', async () => {
    const { host, serverId } = await startAuthorized();
    const setup = { kind: 'private_key_jwt', clientId: 'new', algorithm: 'ES256' } as const;
    await host.run('server.setSignIn', { serverId, setup: { ...setup, makeKey: true } });
    const first = await host.run('server.signInKey', { serverId });
    expect(first.pem).toMatch(/^-----BEGIN PUBLIC KEY-----/);
    await host.run('server.setSignIn', { serverId, setup });
    expect(await host.run('server.signInKey', { serverId })).toEqual(first);
    await host.run('server.setSignIn', { serverId, setup: { ...setup, makeKey: true } });
    expect((await host.run('server.signInKey', { serverId })).jwk).not.toBe(first.jwk);
    await host.run('server.setSignIn', { serverId, setup: { ...setup, clientId: 'another' } });
    await expect(host.run('server.signInKey', { serverId })).rejects.toMatchObject({ code: 'AUTH_SECRET_MISSING' });
  });
});

describe('an identity provider (io.modelcontextprotocol/enterprise-managed-authorization)', () => {
  const setup: SignInSetup = {
    kind: 'enterprise',
    clientId: 'enterprise',
    clientSecret: 'the secret of enterprise',
    scope: 'read',
  };
  const provider = (issuer: string) => ({
    issuer,
    clientId: 'gatehouse',
    clientSecret: 'the secret of gatehouse',
  });

  async function startEnterprise(): Promise<Authorized> {
    const access = await startAuthorized({ setup });
    const { state } = await access.host.state(access.serverId, 'failed');
    expect(state).toMatchObject({ error: { code: 'AUTH_PROVIDER_MISSING' } });
    await access.host.run('provider.set', provider(access.server.provider));
    return access;
  }

  test('is asked about once, and lets a server in for as long as it vouches', async () => {
    const access = await startEnterprise();
    const { host, server, serverId, signIn, grants } = access;
    void host.run('server.start', { serverId });
    const question = await host.question('sign_in');
    expect(question).toMatchObject({
      at: 'provider',
      reason: 'first',
      clientId: 'gatehouse',
      issuer: { url: `${server.provider}/` },
    });
    expect(question).not.toHaveProperty('resource');
    await signIn();
    await expectAccess(access);
    host.clock.advance(HOUR_MS);
    await expectAccess(access);

    const exchanges = await grants('urn:ietf:params:oauth:grant-type:token-exchange');
    expect(exchanges).toHaveLength(2);
    expect(exchanges[0]).toMatchObject({
      requested_token_type: 'urn:ietf:params:oauth:token-type:id-jag',
      subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
      audience: server.issuer,
      resource: server.mcp,
      scope: 'read',
    });
    // An ID-JAG is good for one token (§4.2).
    const assertions = (await grants('urn:ietf:params:oauth:grant-type:jwt-bearer')).map(({ assertion }) => assertion);
    expect(new Set(assertions).size).toBe(2);
    expect((await server.seen()).filter(({ at, pathname }) => at === 'issuer' && pathname === '/auth')).toEqual([]);
    const { identities, provider: shown } = host.host.snapshot().identities;
    expect(identities).toMatchObject([{ setup: 'enterprise', account: 'ada@example.test', serverId }]);
    expect(shown).toMatchObject({ signedIn: { account: 'ada@example.test', isByHand: false } });
    const everything = JSON.stringify(host.host.snapshot());
    for (const secret of [...assertions, exchanges[0]?.['subject_token'] ?? '-'])
      expect(everything).not.toContain(secret);
  });

  test('that does not vouch is told in its own words, and nobody is led to another way in', async () => {
    const { host, server, serverId, signIn } = await startEnterprise();
    await server.set({ vouches: false });
    void host.run('server.start', { serverId }).catch(() => undefined);
    await signIn();
    const { state } = await host.state(serverId, 'failed');
    expect(state).toMatchObject({
      error: {
        code: 'AUTH_PROVIDER_REFUSED',
        data: { error: 'access_denied', said: 'Ada is not allowed to use this server.' },
      },
    });
    expect(host.host.snapshot().decisions).toEqual([]);
  });

  test('where somebody signs out ends all access that came from it (RFC 7009)', async () => {
    const access = await startEnterprise();
    const { host, server, serverId, signIn } = access;
    void host.run('server.start', { serverId });
    await signIn();
    await expectAccess(access);
    await host.run('provider.signOut', {});
    expect(host.host.snapshot().identities).toMatchObject({ identities: [], provider: { issuer: server.provider } });
    expect(host.host.snapshot().identities.provider).not.toHaveProperty('signedIn');
    const ended = (await server.seen()).filter(({ pathname }) => pathname === '/token/revocation').map(({ at }) => at);
    expect(ended.toSorted()).toEqual(['issuer', 'provider']);
    await host.run('provider.remove', {});
    expect(host.host.snapshot().identities).not.toHaveProperty('provider');
  });

  test('that is removed while its browser is open is not brought back by what comes from there', async () => {
    const { host, server, serverId, open } = await startEnterprise();
    void host.run('server.start', { serverId }).catch(() => undefined);
    const url = await open();
    await host.run('provider.remove', {});
    await walkThrough(url, 'yes');
    expect((await host.state(serverId, 'failed')).state).toMatchObject({ error: { code: textWith('AUTH_') } });
    expect(host.host.snapshot().identities).toEqual({ identities: [], registrations: [] });
    expect((await server.seen()).filter(({ form }) => form?.['subject_token'] !== undefined)).toEqual([]);
  });

  test('gets no ID token of another one, whose sign-in was open when it took its place (S11)', async () => {
    const { host, serverId, open } = await startEnterprise();
    const start = (): void => void host.run('server.start', { serverId }).catch(() => undefined);
    start();
    const url = await open();
    const other = await launchSignInServer();
    onTestFinished(() => other.stop());
    await host.run('provider.set', provider(other.provider));
    const next = await host.run('server.proposeRemote', {
      definition: { name: 'Other', url: other.mcp, transport: 'streamable_http', headers: [] },
    });
    await host.question('connect');
    await host.run('server.setSignIn', { serverId: next.serverId, setup });
    await host.run('server.start', next);
    await host.agree(await host.question('connect'));
    const asked = async (): Promise<readonly Seen[]> => (await other.seen()).filter(({ at }) => at === 'provider');
    // Its metadata was asked for when it was set up, and is again by who wants to be vouched for.
    await expect.poll(asked, { timeout: 10_000 }).toHaveLength(2);
    await walkThrough(url, 'yes');
    await host.state(serverId, 'failed');
    expect((await asked()).filter(({ form }) => form?.['subject_token'] !== undefined)).toEqual([]);
  });

  test('takes an ID token by hand where it is of this provider, and no other', async () => {
    const { host, server } = await startEnterprise();
    const { privateKey } = await generateKeyPair('ES256');
    const token = (issuer: string, audience: string) =>
      new SignJWT({ sub: 'ada' })
        .setProtectedHeader({ alg: 'ES256' })
        .setIssuer(issuer)
        .setAudience(audience)
        .setExpirationTime('1h')
        .sign(privateKey);
    const set = async (idToken: string): Promise<unknown> =>
      host.run('provider.set', { ...provider(server.provider), idToken });
    const refused = { code: 'AUTH_PROVIDER_REFUSED' };
    await expect(set(await token('https://other.test', 'gatehouse'))).rejects.toMatchObject(refused);
    await expect(set(await token(server.provider, 'another'))).rejects.toMatchObject(refused);
    await expect(set('no token')).rejects.toMatchObject(refused);
    await set(await token(server.provider, 'gatehouse'));
    expect(host.host.snapshot().identities.provider).toMatchObject({ signedIn: { account: 'ada', isByHand: true } });
  });
});

describe('a workload (RFC 7523 §2.1)', () => {
  async function platform() {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    const vouch = (audience: string) =>
      new SignJWT({ sub: 'pod' })
        .setProtectedHeader({ alg: 'ES256' })
        .setAudience(audience)
        .setExpirationTime('1h')
        .sign(privateKey);
    return { vouch, publicKey: { ...(await exportJWK(publicKey)), alg: 'ES256' } };
  }

  test('is let in by the token that its platform writes, read anew each time', async () => {
    const { vouch, publicKey } = await platform();
    const access = await startAuthorized({ publicKey });
    const { host, server, serverId } = access;
    const tokenFile = join(host.dataDir, 'platform-token');
    await host.run('server.setSignIn', { serverId, setup: { kind: 'workload', tokenFile, scope: 'read' } });
    await host.run('server.start', { serverId }).catch(() => undefined);
    await host.waitFor('the missing token', ({ servers }) =>
      servers.find(({ state }) => state.kind === 'failed' && state.error.code === 'AUTH_ASSERTION_MISSING'),
    );
    await writeFile(tokenFile, `${await vouch(server.issuer)}\n`);
    await host.run('server.start', { serverId });
    await expectAccess(access);
    await writeFile(tokenFile, await vouch(server.issuer));
    host.clock.advance(HOUR_MS);
    await expectAccess(access);
    const grants = await access.grants('urn:ietf:params:oauth:grant-type:jwt-bearer');
    expect(grants).toMatchObject(Array(2).fill({ resource: server.mcp, scope: 'read' }));
    expect(grants[0]).not.toHaveProperty('client_id');
    expect(new Set(grants.map(({ assertion }) => assertion)).size).toBe(2);
  });

  test('with a token for somebody else is refused', async () => {
    const { vouch, publicKey } = await platform();
    const setup: SignInSetup = { kind: 'workload', assertion: await vouch('https://other.test') };
    const { host, serverId } = await startAuthorized({ publicKey, setup });
    const { state } = await host.state(serverId, 'failed');
    expect(state).toMatchObject({ error: { code: 'AUTH_TOKEN_FAILED', data: { error: 'invalid_grant' } } });
  });
});

describe('a token that is bound to a key (RFC 9449)', () => {
  test('is proven with every request, after a restart and a refresh as well', async () => {
    const access = await startAuthorized({ proof: true });
    await access.signIn();
    await expectAccess(access);
    expect(access.host.host.snapshot().identities.identities).toMatchObject([{ isBound: true }]);
    await access.host.stop();
    const again = authorizedOf(await startCheckedHost({ again: access.host }), access.server, access.serverId);
    expect(await again.call()).toMatchObject(said('The note.'));
    again.host.clock.advance(HOUR_MS);
    await expectAccess(again);
    expect(again.host.host.snapshot().identities.identities).toMatchObject([{ isBound: true }]);
    expect(await again.grants('refresh_token')).toHaveLength(1);
  });
});
