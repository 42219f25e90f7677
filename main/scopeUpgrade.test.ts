/**
 * How a call that needs more than is held can end besides by a yes or a no, and what it leaves behind. The question itself
 * is in `signIn.test.ts`.
 */
import { describe, expect, test } from 'vitest';
import type { SignInSetup } from '../app/contract/authorization.ts';
import { answerAsServer, json, startSignIn, type Route } from './testing/hostileServers/startSignIn.ts';
import { authorizedOf, startAuthorized, type Authorized, type AuthorizedOptions } from './testing/startAuthorized.ts';
import { startHttpMcp } from './testing/startHttpMcp.ts';
import { newCallId } from './testing/startSteeredHost.ts';
import { startCheckedHost } from './testing/startTaught.ts';
import { waitUntil } from './testing/waiting.ts';

const said = (text: string) => ({ kind: 'complete', isError: false, content: [{ type: 'text', text }] });
const missing = { kind: 'failed', error: { code: 'AUTH_SCOPE_MISSING', data: { scope: 'write' } } };
const PAST_ITS_END_MS = 4_000_000;

async function signedIn(options: AuthorizedOptions = {}): Promise<Authorized> {
  const access = await startAuthorized(options);
  await access.signIn();
  await access.running();
  return access;
}

async function upgraded(options: AuthorizedOptions = {}): Promise<Authorized> {
  const access = await signedIn(options);
  const outcome = access.call('write');
  await access.signIn();
  expect(await outcome).toMatchObject(said('Written.'));
  return access;
}

async function restarted({ host, server, serverId }: Authorized): Promise<Authorized> {
  await host.stop();
  return authorizedOf(await startCheckedHost({ again: host }), server, serverId);
}

/** Lists these tools, and refuses their calls. */
function refusingTools(tools: readonly object[], challenge: string): Route {
  return (exchange) => {
    const { response, visit } = exchange;
    if (visit.body.includes('tools/list')) {
      const { id } = JSON.parse(visit.body) as { readonly id: unknown };
      json(response, { jsonrpc: '2.0', id, result: { tools } });
      return undefined;
    }
    if (!visit.body.includes('tools/call')) return answerAsServer(exchange);
    return response.writeHead(403, { 'www-authenticate': challenge }).end();
  };
}

describe('an upgrade (MCP 2025-11-25 §Step-Up Authorization Flow)', () => {
  test('that the authorization server refuses fails in its words, and what was held goes on to work', async () => {
    const { host, signIn, call } = await signedIn();
    const outcome = call('write');
    await signIn('no');
    expect(await outcome).toMatchObject({
      kind: 'failed',
      error: { code: 'AUTH_SCOPE_MISSING', data: { scope: 'write', said: 'Ada <b>refused</b>.' } },
    });
    expect(await call('read')).toMatchObject(said('The note.'));
    const declined = [{ scope: 'write', toolName: 'write' }];
    expect(host.host.snapshot().identities.identities).toMatchObject([{ scopes: ['read'], declined }]);
  });

  test.each(['before', 'while'] as const)(
    'that is left, %s the browser is open, ends its call, and is asked about again with the next',
    async (when) => {
      const { host, open, call } = await signedIn();
      const outcome = call('write');
      if (when === 'while') {
        await open();
        await host.reply(await host.question('sign_in_wait'), { kind: 'sign_in_wait', action: 'cancel' });
      } else {
        await host.reply(await host.question('sign_in'), { kind: 'sign_in', action: 'cancel' });
      }
      expect(await outcome).toMatchObject({ kind: 'failed', error: { code: 'AUTH_DECLINED' } });
      expect(host.host.snapshot().identities.identities).toMatchObject([{ declined: [] }]);
      expect(await call('read')).toMatchObject(said('The note.'));
      void call('write');
      expect(await host.question('sign_in')).toMatchObject({ reason: 'upgrade' });
    },
  );

  test('is asked for also where the token had to be renewed first', async () => {
    const { host, server, call, grants, signIn } = await signedIn();
    expect(await call('read')).toMatchObject(said('The note.'));
    await server.set({ refusesLastToken: true });
    const outcome = call('write');
    expect(await host.question('sign_in')).toMatchObject({ reason: 'upgrade', toolName: 'write' });
    expect(await grants('refresh_token')).toHaveLength(1);
    await signIn();
    expect(await outcome).toMatchObject(said('Written.'));
  });

  test('that the authorization server knows no such scope for is not asked for again (RFC 6749 §4.1.2.1)', async () => {
    const at = await startSignIn({
      server: {
        'let in': (exchange) =>
          exchange.visit.body.includes('tools/call')
            ? exchange.response
                .writeHead(403, { 'www-authenticate': 'Bearer error="insufficient_scope", scope="write"' })
                .end()
            : answerAsServer(exchange),
      },
    });
    await at.signIn();
    const outcome = at.call();
    await at.comeBack(await at.open(), { code: undefined, error: 'invalid_scope' });
    expect(await outcome).toMatchObject(missing);
    expect(await at.call()).toMatchObject(missing);
    expect(await at.timesAsked()).toBe(2);
  });

  test('that is declined for one tool is asked about for another', async () => {
    const tools = ['do', 'do_more'].map((name) => ({ name, inputSchema: { type: 'object' } }));
    const challenge = 'Bearer error="insufficient_scope", scope="write"';
    const at = await startSignIn({ server: { 'let in': refusingTools(tools, challenge) } });
    await at.signIn();
    for (const toolName of ['do', 'do_more']) {
      const outcome = at.call(toolName);
      const question = await at.question();
      expect(question).toMatchObject({ reason: 'upgrade', toolName });
      await at.host.reply(question, { kind: 'sign_in', action: 'decline' });
      expect(await outcome).toMatchObject(missing);
      expect(await at.call(toolName)).toMatchObject(missing);
    }
    expect(await at.timesAsked()).toBe(3);
  });

  test('outlives a restart and a refresh, with the client that was registered at first', async () => {
    const { host, server, call, grants } = await restarted(await upgraded());
    host.clock.advance(PAST_ITS_END_MS);
    expect(await call('write')).toMatchObject(said('Written.'));
    expect(host.host.snapshot()).toMatchObject({
      decisions: [],
      identities: { identities: [{ scopes: ['read', 'write'] }], registrations: [{}] },
    });
    expect(await grants('refresh_token')).toHaveLength(1);
    expect((await server.seen()).filter(({ pathname }) => pathname === '/reg')).toHaveLength(1);
  });

  test('that was declined stays so over a restart and a refresh', async () => {
    const first = await signedIn();
    const outcome = first.call('write');
    await first.host.reply(await first.host.question('sign_in'), { kind: 'sign_in', action: 'decline' });
    expect(await outcome).toMatchObject(missing);
    const { host, call, grants } = await restarted(first);
    host.clock.advance(PAST_ITS_END_MS);
    expect(await call('read')).toMatchObject(said('The note.'));
    expect(await grants('refresh_token')).toHaveLength(1);
    expect(await call('write')).toMatchObject(missing);
    expect(host.opened).toEqual([]);
  });

  test('brings a token that is bound to a key as well, where the first one was (RFC 9449)', async () => {
    const { host } = await upgraded({ proof: true });
    expect(host.host.snapshot().identities.identities).toMatchObject([{ isBound: true, scopes: ['read', 'write'] }]);
  });

  test('that is granted less than it asked for fails for want of that, once', async () => {
    const challenge = 'Bearer error="insufficient_scope", scope="write"';
    const at = await startSignIn({
      tokens: () => ({ scope: 'read' }),
      server: {
        'let in': (exchange) =>
          exchange.visit.body.includes('tools/call')
            ? exchange.response.writeHead(403, { 'www-authenticate': challenge }).end()
            : answerAsServer(exchange),
      },
    });
    await at.signIn();
    const outcome = at.call();
    await at.comeBack(await at.open());
    expect(await outcome).toMatchObject(missing);
    expect(await at.timesAsked()).toBe(2);
    expect(at.host.host.snapshot().identities.identities).toMatchObject([{ scopes: ['read'] }]);
  });

  test('of a client that is set up for less fails for want of it', async () => {
    const clientSecret = 'the secret of machine';
    const setup: SignInSetup = { kind: 'client_secret', clientId: 'machine', clientSecret, scope: 'read' };
    const { running, call } = await startAuthorized({ setup });
    await running();
    expect(await call('write')).toMatchObject(missing);
    expect(await call('read')).toMatchObject(said('The note.'));
  });

  test('of a client with a secret asks nobody, and for all that it asked for before', async () => {
    const clientSecret = 'the secret of machine';
    const setup: SignInSetup = { kind: 'client_secret', clientId: 'machine', clientSecret };
    const { host, running, call, grants } = await startAuthorized({ setup });
    await running();
    expect(await call('write')).toMatchObject(said('Written.'));
    const scopes = (await grants('client_credentials')).map(({ scope }) => scope?.split(' ').toSorted());
    expect(scopes).toEqual([
      ['offline_access', 'read'],
      ['offline_access', 'read', 'write'],
    ]);
    expect(host.opened).toEqual([]);
  });

  test('that names no scope is declined for its tool alone', async () => {
    const tools = ['do', 'do_more'].map((name) => ({ name, inputSchema: { type: 'object' } }));
    const challenge = 'Bearer error="insufficient_scope"';
    const at = await startSignIn({ server: { 'let in': refusingTools(tools, challenge) } });
    await at.signIn();
    const unnamed = { kind: 'failed', error: { code: 'AUTH_SCOPE_MISSING' } };
    for (const toolName of ['do', 'do_more']) {
      const outcome = at.call(toolName);
      const question = await at.question();
      expect(question).toMatchObject({ reason: 'upgrade', toolName });
      await at.host.reply(question, { kind: 'sign_in', action: 'decline' });
      expect(await outcome).toMatchObject(unnamed);
    }
    expect(await at.call()).toMatchObject(unnamed);
    expect(await at.timesAsked()).toBe(3);
  });

  test('is taken back with the call that needs it, and was not declined by that', async () => {
    const { host, serverId, call } = await signedIn();
    const callId = newCallId();
    const outcome = host.outcome(serverId, 'write', {}, callId);
    await host.question('sign_in');
    await host.run('call.cancel', { callId });
    expect(await outcome).toMatchObject({ kind: 'cancelled' });
    await waitUntil('the question to go', () => host.host.snapshot().decisions.length === 0);
    expect(host.host.snapshot().identities.identities).toMatchObject([{ declined: [] }]);
    void call('write');
    expect(await host.question('sign_in')).toMatchObject({ reason: 'upgrade' });
  });
});

test('a server that is let in by a header of one’s own, and wants more, is said to refuse it', async () => {
  const server = await startHttpMcp(
    {
      'tools/call': ({ response }) =>
        response.writeHead(403, { 'www-authenticate': 'Bearer error="insufficient_scope", scope="write"' }).end(),
    },
    'legacy',
  );
  const host = await startCheckedHost();
  const headers = [{ name: 'Authorization', value: 'Bearer mine', secret: false }];
  const serverId = await host.connect({ ...server.definition, headers });
  expect(await host.outcome(serverId, 'do')).toMatchObject({
    kind: 'failed',
    error: { code: 'SERVER_FORBIDDEN', data: { status: 403, said: expect.stringContaining('write') as unknown } },
  });
  expect(host.host.snapshot().decisions).toEqual([]);
});
