/**
 * Rules of the specifications that sign-ins break.
 *
 * @see RFC 6749 §2.3.1; OpenID Connect Core 1.0 §3.1.3.7, §12.2
 */
import { describe, expect, test } from 'vitest';
import { CLIENT, startProvider, type ProviderTricks } from './testing/hostileServers/startProvider.ts';
import { startAuthorized } from './testing/startAuthorized.ts';

const HOUR_MS = 3_700_000;
const SECRET = 'a+b%41 c';

describe('a client with a secret that has signs in it, or a colon in its name (RFC 6749 §2.3.1)', () => {
  test('gets a token as a machine', async () => {
    const { host, serverId } = await startAuthorized({
      setup: { kind: 'client_secret', clientId: 'machine:2', clientSecret: SECRET, scope: 'read' },
    });
    const { state } = await host.waitFor('an end', ({ servers }) =>
      servers.find((each) => each.serverId === serverId && /^(?:running|failed)$/.test(each.state.kind)),
    );
    expect(state).toMatchObject({ kind: 'running' });
  });

  test('signs somebody in, and renews that', async () => {
    const { host, serverId, signIn, grants } = await startAuthorized({
      setup: { kind: 'person', clientId: 'confidential:2', clientSecret: SECRET },
    });
    await signIn();
    const { state } = await host.waitFor('an end', ({ servers }) =>
      servers.find((each) => each.serverId === serverId && /^(?:running|failed)$/.test(each.state.kind)),
    );
    expect(state).toMatchObject({ kind: 'running' });
    await host.run('identity.refresh', { serverId });
    expect(await grants('refresh_token')).toHaveLength(1);
  });

  test('says the same of itself at the provider in each request', async () => {
    const at = await startProvider({ secrets: { atProvider: SECRET, atIssuer: SECRET } });
    await at.signIn();
    const all = [...at.atProvider, ...at.atIssuer].flatMap(({ headers }) => headers.authorization ?? []);
    const secrets = all.map((basic) => atob(basic.replace('Basic ', '')).split(':')[1]);
    expect(secrets).toEqual(secrets.map(() => encodeURIComponent(SECRET)));
  });
});

describe('an ID token', () => {
  test.each<[string, NonNullable<ProviderTricks['claims']>]>([
    ['for others besides', () => ({ aud: [CLIENT.clientId, 'another'] })],
    ['that another client was given', () => ({ aud: [CLIENT.clientId, 'another'], azp: 'another' })],
  ])('%s is refused (OpenID Connect Core 1.0 §3.1.3.7, 3 to 5)', async (_name, claims) => {
    const at = await startProvider({ claims });
    await at.comeBack(await at.begin());
    expect(await at.failure()).toMatchObject({ code: 'AUTH_PROVIDER_REFUSED' });
  });

  test('that a renewal brings for somebody else is refused (OpenID Connect Core 1.0 §12.2)', async () => {
    const at = await startProvider({ claims: ({ isRefreshed }) => (isRefreshed ? { sub: 'eve' } : {}) });
    await at.signIn();
    at.host.clock.advance(HOUR_MS);
    await at.host.run('identity.refresh', { serverId: at.serverId }).catch(() => undefined);
    expect(at.host.host.snapshot().identities).toMatchObject({ identities: [{ account: 'ada' }] });
    expect(at.grantsOf('token-exchange')).toHaveLength(1);
  });
});
