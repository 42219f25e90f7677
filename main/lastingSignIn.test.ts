/**
 * A sign-in that the authorization server gives no refresh token for: it lasts as long as its token, and then a person is asked.
 *
 * @see OAuth 2.1 §4.3: refresh tokens are the authorization server's to give
 */
import { describe, expect, test } from 'vitest';
import { startAuthorized } from './testing/startAuthorized.ts';

const said = (text: string) => ({ kind: 'complete', isError: false, content: [{ type: 'text', text }] });
const HOUR_MS = 3_700_000;

async function startUnrefreshed() {
  const access = await startAuthorized({ refreshes: false });
  await access.signIn();
  await access.running();
  return access;
}

describe('a sign-in without a refresh token', () => {
  test('is shown as one that lasts as long as its token', async () => {
    const { host, serverId } = await startUnrefreshed();
    const { identities } = host.host.snapshot().identities;
    expect(identities).toMatchObject([{ canRefresh: false, expiresAtMs: expect.any(Number) as unknown }]);
    await expect(host.run('identity.refresh', { serverId })).rejects.toMatchObject({ code: 'AUTH_NOTHING_HELD' });
  });

  test('leads back to the person when its token is over, and the call goes on after that', async () => {
    const { host, server, serverId, signIn, call, grants } = await startUnrefreshed();
    expect(await call()).toMatchObject(said('The note.'));
    host.clock.advance(HOUR_MS);
    await server.set({ refusesLastToken: true });
    const outcome = call();
    expect(await host.question('sign_in')).toMatchObject({ reason: 'again', at: 'server', registration: 'dynamic' });
    await signIn();
    expect(await outcome).toMatchObject(said('The note.'));
    expect(host.server(serverId).state.kind).toBe('running');
    // The client that was registered is used again, and nothing was refreshed.
    expect(await grants('authorization_code')).toHaveLength(2);
    expect(await grants('refresh_token')).toEqual([]);
    expect((await server.seen()).filter(({ pathname }) => pathname === '/reg')).toHaveLength(1);
  });

  test('is used until its server says that it is over, by whatever clock', async () => {
    const { host, call } = await startUnrefreshed();
    host.clock.advance(HOUR_MS);
    expect(await call()).toMatchObject(said('The note.'));
    expect(host.host.snapshot().decisions).toEqual([]);
  });

  test('asks one question for many calls that meet its end together', async () => {
    const { host, server, signIn, call } = await startUnrefreshed();
    await call();
    await server.set({ refusesLastToken: true });
    const outcomes = [call(), call(), call()];
    await host.question('sign_in');
    await signIn();
    expect(await Promise.all(outcomes)).toMatchObject(outcomes.map(() => said('The note.')));
    expect(host.opened).toHaveLength(2);
  });

  test('that the person declines to renew fails the call in words, and asks no more for it', async () => {
    const { host, server, call } = await startUnrefreshed();
    await call();
    await server.set({ refusesLastToken: true });
    const outcome = call();
    await host.reply(await host.question('sign_in'), { kind: 'sign_in', action: 'decline' });
    expect(await outcome).toMatchObject({ kind: 'failed', error: { code: 'AUTH_DECLINED' } });
    expect(await call()).toMatchObject({ kind: 'failed', error: { code: 'AUTH_DECLINED' } });
    expect(host.host.snapshot().decisions).toEqual([]);
  });
});
