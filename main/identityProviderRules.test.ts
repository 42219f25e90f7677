/**
 * What an identity provider says, checked before anybody is vouched for: an ID token that is not for Gatehouse, not for this
 * sign-in or not valid any more is refused, and so are answers and addresses that belong to somebody else.
 *
 * @see OpenID Connect Core 1.0 §3.1.3.7, §12.2; RFC 9207; RFC 8693; io.modelcontextprotocol/enterprise-managed-authorization
 */
import { describe, expect, test } from 'vitest';
import type { ErrorView } from '../app/contract/errors.ts';
import { answerAsServer, json, type Route } from './testing/hostileServers/startSignIn.ts';
import {
  CLIENT,
  startProvider,
  type ProviderTricks,
  type StartedProvider,
} from './testing/hostileServers/startProvider.ts';

const HOUR_MS = 3_700_000;

/** Nobody is signed in, here or there, and nobody was vouched for. */
function expectNothingKept(at: StartedProvider): void {
  const { identities, provider } = at.host.host.snapshot().identities;
  expect(identities).toEqual([]);
  expect(provider).not.toHaveProperty('signedIn');
  expect(at.grantsOf('token-exchange')).toEqual([]);
  expect(at.forms('/token')).toEqual([]);
}

/** After the one that led to the provider being set up. */
function nextFailure({ host, serverId }: StartedProvider): Promise<ErrorView> {
  return host.waitFor('the failure', ({ servers }) => {
    const state = servers.find((each) => each.serverId === serverId)?.state;
    return state?.kind === 'failed' && state.error.code !== 'AUTH_PROVIDER_MISSING' ? state.error : undefined;
  });
}

describe('an ID token (OpenID Connect Core 1.0 §3.1.3.7)', () => {
  test('for Gatehouse, this sign-in and now is taken', async () => {
    const at = await startProvider();
    await at.signIn();
    expect(at.host.host.snapshot().identities).toMatchObject({
      identities: [{ setup: 'enterprise', account: 'ada' }],
      provider: { signedIn: { account: 'ada' } },
    });
  });

  test.each<[string, NonNullable<ProviderTricks['claims']>]>([
    ['of another sign-in, by its nonce', () => ({ nonce: 'another' })],
    ['of no sign-in at all, without a nonce', () => ({ nonce: undefined })],
    ['with an empty nonce', () => ({ nonce: '' })],
    ['that ended a moment ago', ({ nowS }) => ({ exp: nowS - 1 })],
    ['that ended in 1970', () => ({ exp: 1 })],
    ['that never ends', () => ({ exp: undefined })],
    ['whose end is text', ({ nowS }) => ({ exp: String(nowS + 3_600) })],
    ['for another client', () => ({ aud: 'another' })],
    ['for other clients', () => ({ aud: ['another', 'one more'] })],
    ['for a client whose name begins as ours', () => ({ aud: `${CLIENT.clientId}-2` })],
    ['for nobody', () => ({ aud: undefined })],
    ['for an empty list', () => ({ aud: [] })],
    ['for others besides', () => ({ aud: [CLIENT.clientId, 'another'] })],
    ['that another client was given', () => ({ azp: 'another' })],
    ['of another provider', () => ({ iss: 'https://other.example' })],
    ['of the same provider with a / at the end', () => ({ iss: 'http://127.0.0.1/' })],
    ['of nobody', () => ({ iss: undefined })],
    ['about nobody', () => ({ sub: undefined })],
  ])('%s is refused, and nothing is kept', async (_name, claims) => {
    const at = await startProvider({ claims });
    await at.comeBack(await at.begin());
    expect(await nextFailure(at)).toMatchObject({ code: 'AUTH_PROVIDER_REFUSED', data: { error: 'id_token' } });
    expectNothingKept(at);
  });

  test.each([
    ['that is missing', undefined],
    ['that is no token', 'no token'],
    ['that is half a token', 'e30.e30'],
    ['that is a list', 'e30.W10.x'],
  ])('%s is refused, and nothing is kept', async (_name, id_token) => {
    const at = await startProvider({ tokens: () => ({ id_token }) });
    await at.comeBack(await at.begin());
    expect(await nextFailure(at)).toMatchObject({ code: 'AUTH_PROVIDER_REFUSED' });
    expectNothingKept(at);
  });

  test('that was renewed for another client is refused, and the person is asked (§12.2)', async () => {
    const at = await startProvider({ claims: ({ isRefreshed }) => (isRefreshed ? { aud: 'another' } : {}) });
    await at.signIn();
    at.host.clock.advance(2 * HOUR_MS);
    const renewing = at.host.run('identity.refresh', { serverId: at.serverId });
    await expect(renewing).rejects.toMatchObject({ code: 'AUTH_PROVIDER_REFUSED' });
    expect(at.grantsOf('token-exchange')).toHaveLength(1);
  });

  test('that a renewal brings for somebody else is refused (§12.2)', async () => {
    const at = await startProvider({ claims: ({ isRefreshed }) => (isRefreshed ? { sub: 'eve' } : {}) });
    await at.signIn();
    at.host.clock.advance(HOUR_MS);
    await at.host.run('identity.refresh', { serverId: at.serverId }).catch(() => undefined);
    expect(at.host.host.snapshot().identities).toMatchObject({ identities: [{ account: 'ada' }] });
    expect(at.grantsOf('token-exchange')).toHaveLength(1);
  });

  test('that is over is renewed before anybody is vouched for by it, without a question', async () => {
    const at = await startProvider();
    await at.signIn();
    const asked = await at.timesAsked();
    at.host.clock.advance(HOUR_MS);
    await at.host.run('identity.refresh', { serverId: at.serverId });
    const shown = at.grantsOf('token-exchange').map((form) => form.get('subject_token'));
    expect(new Set(shown).size).toBe(2);
    expect(at.grantsOf('refresh_token')).toHaveLength(1);
    expect(await at.timesAsked()).toBe(asked);
  });
});

describe('a session at the provider that is over', () => {
  test.each<[string, ProviderTricks]>([
    ['and that it gave no refresh token for', { tokens: () => ({ refresh_token: undefined }) }],
    [
      'and that it does not renew',
      { refuses: ({ body }) => (body.includes('grant_type=refresh_token') ? { error: 'invalid_grant' } : undefined) },
    ],
  ])('%s leads back to the person, and the call goes on after that', async (_name, tricks) => {
    const over = new Set<string | undefined>([undefined]);
    const at = await startProvider({ ...tricks, server: { accepts: (authorization) => !over.has(authorization) } });
    await at.signIn();
    at.host.clock.advance(HOUR_MS);
    for (const { headers } of at.atServer) over.add(headers.authorization);
    const calling = at.call();
    expect(await at.question()).toMatchObject({ at: 'provider', reason: 'again', clientId: CLIENT.clientId });
    await at.comeBack(await at.begin());
    expect(await calling).toMatchObject({ kind: 'complete' });
    expect(await at.timesAsked()).toBe(2);
  });
});

describe('what comes back from the provider in the browser', () => {
  test('with a foreign state ends nothing, and its code goes nowhere (RFC 6749 §10.12)', async () => {
    const at = await startProvider();
    const to = await at.begin();
    expect((await at.comeBack(to, { state: 'guessed', code: 'stolen' })).ok).toBe(false);
    expect(at.grantsOf('authorization_code')).toEqual([]);
    await at.comeBack(to);
    await at.host.state(at.serverId, 'running');
    expect(at.grantsOf('authorization_code').map((form) => form.get('code'))).toEqual(['code-1']);
  });

  test.each([
    ['of another issuer', 'https://other.example'],
    ['of the authorization server of the server', 'server'],
    ['of nobody, where the provider promised to say who it is', undefined],
  ])('%s ends the sign-in, and its code goes nowhere (RFC 9207 §2.4)', async (_name, iss) => {
    const at = await startProvider();
    await at.comeBack(await at.begin(), { iss: iss === 'server' ? at.at.issuer : iss });
    expect(await nextFailure(at)).toMatchObject({ code: 'AUTH_ISSUER_MISMATCH' });
    expect(at.grantsOf('authorization_code')).toEqual([]);
    expectNothingKept(at);
  });

  test('as an error is told in the provider’s words, and nobody is led to another way in', async () => {
    const at = await startProvider();
    const refused = { code: undefined, error: 'access_denied', error_description: 'Ada left.' };
    await at.comeBack(await at.begin(), refused);
    expect(await nextFailure(at)).toMatchObject({ code: 'AUTH_REFUSED', data: { error: 'access_denied' } });
    expectNothingKept(at);
    expect(at.host.host.snapshot().decisions).toEqual([]);
  });
});

describe('an address in the provider’s metadata (S11)', () => {
  test.each([
    ['unencrypted', 'http://other.example/token', 'AUTH_METADATA_INVALID'],
    ['unencrypted in a private network', 'http://10.0.0.1/token', 'AUTH_METADATA_INVALID'],
    ['a file', 'file:///etc/passwd', 'AUTH_METADATA_INVALID'],
    ['private', 'https://10.0.0.1/token', 'ADDRESS_REFUSED'],
    ['of a cloud’s own metadata', 'https://169.254.169.254/token', 'ADDRESS_REFUSED'],
    ['link-local', 'https://[fe80::1]/token', 'ADDRESS_REFUSED'],
  ])('for tokens that is %s is refused, and gets no code and no secret', async (_name, token_endpoint, code) => {
    const at = await startProvider({ metadata: () => ({ token_endpoint }) });
    void at
      .begin()
      .then((to) => at.comeBack(to))
      .catch(() => undefined);
    expect(await nextFailure(at)).toMatchObject({ code });
    expectNothingKept(at);
    expect(at.atProvider.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  test.each(['http://other.example/authorize', 'http://10.0.0.1/authorize', 'file:///etc/passwd'])(
    'for the browser that is %s is refused before anybody is asked',
    async (authorization_endpoint) => {
      const at = await startProvider({ metadata: () => ({ authorization_endpoint }) });
      await at.again().catch(() => undefined);
      expect(await nextFailure(at)).toMatchObject({ code: 'AUTH_METADATA_INVALID' });
      expect([at.host.opened, await at.timesAsked()]).toEqual([[], 0]);
    },
  );

  test.each([
    ['http://93.184.216.34', 'ADDRESS_REFUSED'],
    ['http://10.0.0.1', 'ADDRESS_REFUSED'],
    ['file:///etc/passwd', 'ADDRESS_REFUSED'],
    ['javascript:alert(1)', 'ADDRESS_REFUSED'],
  ])('of its own that is %s is refused when it is set up', async (issuer, code) => {
    const { host, provider } = await startProvider();
    await expect(host.run('provider.set', { issuer, ...CLIENT })).rejects.toMatchObject({ code });
    expect(host.host.snapshot().identities.provider).toMatchObject({ issuer: provider });
  });
});

describe('a provider that does not protect codes (MCP 2025-11-25 §Authorization Code Protection)', () => {
  test.each([
    ['says nothing of it', undefined],
    ['knows no method', []],
    ['knows another method alone', ['plain']],
    ['writes it in another way', ['s256']],
  ])('is refused where its metadata %s, before anything opens or anybody is asked', async (_name, methods) => {
    const at = await startProvider({ metadata: () => ({ code_challenge_methods_supported: methods }) });
    await at.again().catch(() => undefined);
    expect(await nextFailure(at)).toMatchObject({ code: 'AUTH_PKCE_UNSUPPORTED', data: { issuer: at.provider } });
    expect([at.host.opened, await at.timesAsked()]).toEqual([[], 0]);
    expectNothingKept(at);
    expect(at.atProvider.filter(({ method }) => method === 'POST')).toEqual([]);
  });
});

describe('Gatehouse says who it is to the provider', () => {
  test.each<[string, object, 'basic' | 'post']>([
    ['nothing', {}, 'basic'],
    ['client_secret_basic', { token_endpoint_auth_methods_supported: ['client_secret_basic'] }, 'basic'],
    ['client_secret_post', { token_endpoint_auth_methods_supported: ['client_secret_post'] }, 'post'],
    ['both', { token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'] }, 'basic'],
  ])(
    'as its metadata, which says %s, has it: for the code, the renewal and the exchange alike',
    async (_name, metadata, how) => {
      const at = await startProvider({ metadata: () => metadata });
      await at.signIn();
      at.host.clock.advance(HOUR_MS);
      await at.host.run('identity.refresh', { serverId: at.serverId });
      const posts = at.atProvider.filter(({ path }) => path === '/token');
      expect(posts).toHaveLength(4);
      for (const { headers, body } of posts) {
        const form = new URLSearchParams(body);
        const basic = Buffer.from((headers.authorization ?? '').replace('Basic ', ''), 'base64').toString();
        const [id = '', secret = ''] = basic.split(':').map((part) => decodeURIComponent(part));
        const inForm = { clientId: form.get('client_id'), clientSecret: form.get('client_secret') };
        if (how === 'post') expect([headers.authorization, inForm]).toEqual([undefined, CLIENT]);
        else expect([{ clientId: id, clientSecret: secret }, inForm.clientSecret]).toEqual([CLIENT, null]);
      }
    },
  );
});

describe('an ID-JAG (enterprise-managed-authorization §4)', () => {
  const jags = (at: StartedProvider): readonly (string | null)[] =>
    at.forms('/token').map((form) => form.get('assertion'));

  test.each([
    ['of no type', { issued_token_type: undefined }],
    ['of the type of an access token', { issued_token_type: 'urn:ietf:params:oauth:token-type:access_token' }],
    ['of the type of an ID token', { issued_token_type: 'urn:ietf:params:oauth:token-type:id_token' }],
    ['of the type of any JWT', { issued_token_type: 'urn:ietf:params:oauth:token-type:jwt' }],
    ['whose type is a list', { issued_token_type: ['urn:ietf:params:oauth:token-type:id-jag'] }],
    ['that says nothing of how it is borne', { token_type: undefined }],
    ['that is borne as an access token', { token_type: 'Bearer' }],
    ['that is bound to a key as an access token', { token_type: 'DPoP' }],
    ['that is empty', { access_token: '' }],
    ['that is missing', { access_token: undefined }],
  ])('%s is refused, and is shown to nobody (RFC 8693 §2.2.1)', async (_name, answer) => {
    const at = await startProvider({ tokens: (visit) => (visit.body.includes('token-exchange') ? answer : {}) });
    await at.comeBack(await at.begin());
    expect(await nextFailure(at)).toMatchObject({ code: 'AUTH_TOKEN_FAILED' });
    expect(at.grantsOf('token-exchange')).toHaveLength(1);
    expect(at.atIssuer.filter(({ method }) => method === 'POST')).toEqual([]);
    expect(at.host.host.snapshot().identities.identities).toEqual([]);
  });

  test('may have its way of being borne in small letters (RFC 6749 §5.1)', async () => {
    const at = await startProvider({
      tokens: (visit) => (visit.body.includes('token-exchange') ? { token_type: 'n_a' } : {}),
    });
    await at.signIn();
    expect(jags(at)).toEqual(['id-jag-1']);
  });

  test('is shown once: each token request has a fresh one, also after a refusal of the server', async () => {
    const over = new Set<string | undefined>([undefined]);
    const at = await startProvider({ server: { accepts: (authorization) => !over.has(authorization) } });
    await at.signIn();
    for (const { headers } of at.atServer) over.add(headers.authorization);
    expect(await at.call()).toMatchObject({ kind: 'complete' });
    await at.host.run('identity.refresh', { serverId: at.serverId });
    expect(jags(at)).toEqual(['id-jag-1', 'id-jag-2', 'id-jag-3']);
  });

  test('is shown once, also where the authorization server is out of order when it comes', async () => {
    let isDown = true;
    const token: Route = ({ response, count }) =>
      isDown
        ? response.writeHead(503).end('busy')
        : json(response, { access_token: `access-${count}`, token_type: 'Bearer' });
    const at = await startProvider({ server: { issuer: { '/token': token } } });
    await at.comeBack(await at.begin());
    expect(await nextFailure(at)).toMatchObject({ code: 'AUTH_TOKEN_FAILED' });
    isDown = false;
    await at.again();
    await at.host.state(at.serverId, 'running');
    expect(jags(at)).toEqual(['id-jag-1', 'id-jag-2']);
  });

  test('goes to the authorization server alone, and never to the server', async () => {
    const at = await startProvider({ server: { server: { 'let in': answerAsServer } } });
    await at.signIn();
    await at.call();
    expect(JSON.stringify(at.atServer)).not.toContain('id-jag-');
    expect(JSON.stringify(at.atProvider)).not.toContain('id-jag-');
  });
});
