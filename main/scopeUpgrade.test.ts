/**
 * A call that needs more than is held, beyond its first question: how it ends, what it leaves, and who is never asked.
 */
import { describe, expect, test } from 'vitest';
import type { SignInSetup } from '../app/contract/authorization.ts';
import type { CallOutcome } from '../app/contract/calls.ts';
import { authorizedOf, startAuthorized, walkThrough, type Authorized, type AuthorizedOptions } from './testing/startAuthorized.ts';
import { newCallId } from './testing/startSteeredHost.ts';
import { startCheckedHost } from './testing/startTaught.ts';

const said = (text: string) => ({ kind: 'complete', isError: false, content: [{ type: 'text', text }] });
const missing = { kind: 'failed', error: { code: 'AUTH_SCOPE_MISSING' } };

async function signedIn(options: AuthorizedOptions = {}): Promise<Authorized> {
  const access = await startAuthorized(options);
  await access.signIn();
  await access.running();
  return access;
}

async function paths({ server }: Authorized, pathname: string): Promise<number> {
  return (await server.seen()).filter((each) => each.pathname === pathname).length;
}

describe('an upgrade', () => {
  test('PROBE refused at the page', async () => {
    const access = await signedIn();
    const outcome = access.call('write');
    await access.signIn('no');
    console.log(JSON.stringify(await outcome));
    console.log(JSON.stringify(await access.call('read')));
    void access.call('write');
    console.log(JSON.stringify((await access.host.question('sign_in')).reason));
  });
  test('PROBE left while browser open', async () => {
    const access = await signedIn();
    const outcome = access.call('write');
    await access.open();
    await access.host.reply(await access.host.question('sign_in_wait'), { kind: 'sign_in_wait', action: 'cancel' });
    console.log(JSON.stringify(await outcome));
    console.log(JSON.stringify(access.host.host.snapshot().identities));
    console.log(JSON.stringify(await access.call('read')));
  });
  test('PROBE restart', async () => {
    const access = await signedIn();
    const outcome = access.call('write');
    await access.signIn();
    expect(await outcome).toMatchObject(said('Written.'));
    await access.host.stop();
    const again = authorizedOf(await startCheckedHost({ again: access.host }), access.server, access.serverId);
    again.host.clock.advance(4_000_000);
    expect(await again.call('write')).toMatchObject(said('Written.'));
    expect(again.host.host.snapshot().decisions).toEqual([]);
    console.log(JSON.stringify(again.host.host.snapshot().identities.identities), await paths(access, '/reg'));
  });
  test('PROBE declined restart', async () => {
    const access = await signedIn();
    const outcome = access.call('write');
    await access.host.reply(await access.host.question('sign_in'), { kind: 'sign_in', action: 'decline' });
    expect(await outcome).toMatchObject(missing);
    await access.host.stop();
    const again = authorizedOf(await startCheckedHost({ again: access.host }), access.server, access.serverId);
    expect(await again.call('write')).toMatchObject(missing);
    again.host.clock.advance(4_000_000);
    expect(await again.call('write')).toMatchObject(missing);
    expect(await again.call('read')).toMatchObject(said('The note.'));
  });
  test('PROBE cancel the call', async () => {
    const access = await signedIn();
    const id = newCallId();
    const outcome = access.host.outcome(access.serverId, 'write', {}, id);
    await access.host.question('sign_in');
    await access.host.run('call.cancel', { callId: id });
    console.log(JSON.stringify(await outcome));
    await access.host.waitFor('question gone', ({ decisions }) => (decisions.length === 0 ? true : undefined));
    console.log(JSON.stringify(await access.call('read')));
  });
  test('PROBE sign out meanwhile', async () => {
    const access = await signedIn();
    const outcome = access.call('write');
    const url = await access.open();
    await access.host.run('identity.signOut', { serverId: access.serverId });
    console.log((await walkThrough(url, 'yes').catch(String)).slice(0, 900));
    console.log(JSON.stringify(await outcome));
    console.log(JSON.stringify(access.host.host.snapshot().identities.identities));
  });
  test('PROBE removed meanwhile', async () => {
    const access = await signedIn();
    const outcome = access.call('write').catch(String);
    const url = await access.open();
    await access.host.run('server.remove', { serverId: access.serverId });
    console.log((await walkThrough(url, 'yes').catch(String)).slice(-300));
    console.log(JSON.stringify(await outcome));
    console.log(JSON.stringify(access.host.host.snapshot().identities));
    console.log(JSON.stringify((await access.server.seen()).filter(({pathname})=>pathname.startsWith('/token')).map(({pathname, form})=>[pathname, form?.grant_type])));
  });
  test.each([undefined, 'read'])('PROBE machine scope %s', async (scope) => {
    const setup: SignInSetup = { kind: 'client_secret', clientId: 'machine', clientSecret: 'the secret of machine', ...(scope && { scope }) };
    const access = await startAuthorized({ setup });
    await access.running();
    const outcome: CallOutcome = await access.call('write');
    console.log(scope, JSON.stringify(outcome));
    console.log(JSON.stringify(await access.grants('client_credentials')));
    console.log(JSON.stringify(await access.call('write')));
    console.log((await access.grants('client_credentials')).length);
  });
  test('PROBE dpop', async () => {
    const access = await signedIn({ proof: true });
    const outcome = access.call('write');
    await access.signIn();
    expect(await outcome).toMatchObject(said('Written.'));
    console.log(JSON.stringify(access.host.host.snapshot().identities.identities));
  });
});
