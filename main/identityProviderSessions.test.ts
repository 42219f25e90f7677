/**
 * One session at the identity provider for all servers that are let in over it: who it is of, what ends it, and what only
 * looks like its end.
 *
 * @see OpenID Connect Core 1.0; RFC 8693; io.modelcontextprotocol/enterprise-managed-authorization
 */
import { expect, test } from 'vitest';
import { CLIENT, startProvider } from './testing/hostileServers/startProvider.ts';
import { waitUntil } from './testing/waiting.ts';

const HOUR_MS = 3_700_000;
const setProvider = (at: { readonly provider: string }, idToken: string) =>
  ({ issuer: at.provider, clientId: CLIENT.clientId, idToken }) as const;

test('whoever brings an ID token that is refused is signed in nowhere, not on the page in the browser nor in the record', async () => {
  const at = await startProvider({ claims: () => ({ aud: 'another' }) });
  const page = await (await at.comeBack(await at.begin())).text();
  expect(page).toContain('You are not signed in');
  await waitUntil('the record', () => at.host.server(at.serverId).state.kind === 'failed');
  const [last] = (await at.host.records('auth.sign_in')).slice(-1);
  expect(last).toMatchObject({ outcome: 'AUTH_PROVIDER_REFUSED' });
});

test('an ID token of somebody else that is entered by hand ends the access of whoever was signed in', async () => {
  const at = await startProvider();
  await at.signIn();
  await at.host.run('provider.set', setProvider(at, await at.idToken({ sub: 'eve' })));
  expect(at.host.host.snapshot().identities).toMatchObject({
    identities: [],
    provider: { signedIn: { account: 'eve', isByHand: true } },
  });
});

test('one of the same person that is entered by hand ends nothing', async () => {
  const at = await startProvider();
  await at.signIn();
  await at.host.run('provider.set', setProvider(at, await at.idToken({})));
  expect(at.host.host.snapshot().identities).toMatchObject({ identities: [{ account: 'ada' }] });
});

test.each([
  ['refreshes', 'refresh_token'],
  ['vouches', 'token-exchange'],
])('a provider that is out of order when it %s asks nobody, and has not refused', async (_name, grant) => {
  let isDown = false;
  const at = await startProvider({
    refuses: ({ body }) => {
      const isAsked = new URLSearchParams(body).get('grant_type')?.endsWith(grant) === true;
      return isDown && isAsked ? { status: 503, error: 'server_error' } : undefined;
    },
  });
  await at.signIn();
  const asked = await at.timesAsked();
  isDown = true;
  at.host.clock.advance(HOUR_MS);
  await expect(at.host.run('identity.refresh', { serverId: at.serverId })).rejects.toMatchObject({
    code: 'AUTH_TOKEN_FAILED',
  });
  expect(await at.timesAsked()).toBe(asked);
  isDown = false;
  await at.host.run('identity.refresh', { serverId: at.serverId });
});

test('what the provider vouches for is what is asked for with it, be it less (RFC 8693 §2.2.1)', async () => {
  const at = await startProvider({ tokens: ({ body }) => (body.includes('token-exchange') ? { scope: 'less' } : {}) });
  await at.signIn();
  expect(at.forms('/token').map((form) => form.get('scope'))).toEqual(['less']);
});

test('a sign-in that one server began and left is begun anew for another that waits for it', async () => {
  const at = await startProvider();
  const { definition } = at.host.server(at.serverId).source as { readonly definition: object };
  const { serverId } = await at.host.run('server.proposeRemote', {
    definition: { ...(definition as { url: string }), name: 'Second', transport: 'streamable_http', headers: [] },
  });
  await at.host.question('connect');
  const setup = { kind: 'enterprise', clientId: 'enterprise', clientSecret: 'another secret', scope: 'read' } as const;
  await at.host.run('server.setSignIn', { serverId, setup });
  await at.host.run('server.start', { serverId: at.serverId });
  await at.host.question('sign_in');
  await at.host.run('server.start', { serverId });
  await at.host.agree(await at.host.question('connect'));
  await waitUntil('the second to wait', () => at.host.server(serverId).state.kind === 'starting');
  await at.host.run('server.stop', { serverId: at.serverId });
  expect(await at.host.question('sign_in')).toMatchObject({ serverId, at: 'provider' });
});
