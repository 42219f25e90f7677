/**
 * How a client says who it is, whatever is in its name and its secret.
 */
import { describe, expect, test } from 'vitest';
import { startProvider } from './testing/hostileServers/startProvider.ts';
import { startAuthorized } from './testing/startAuthorized.ts';

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
