/**
 * Signing in at a real authorization server, by what a page may send and by what a browser does.
 */
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import clientMetadata from '../resources/clientMetadata.json' with { type: 'json' };
import { QUESTION_LIMIT_MS } from '../app/input/questions.ts';
import { createAuthorizationCallback } from './adapters/authorizationCallback.ts';
import { answerAsServer, json, startSignIn } from './testing/hostileServers/startSignIn.ts';
import { callbackPorts } from './testing/composeSteered.ts';
import { heldIn } from './testing/heldIn.ts';
import { startAuthorized, walkThrough, authorizedOf } from './testing/startAuthorized.ts';
import { textWith } from './testing/startSteeredHost.ts';
import { startCheckedHost } from './testing/startTaught.ts';
import { waitUntil } from './testing/waiting.ts';

const said = (text: string) => ({ kind: 'complete', isError: false, content: [{ type: 'text', text }] });

describe('a sign-in (MCP 2025-11-25 basic/authorization)', () => {
  test('is asked about with all that it would be, before anything but metadata is asked for', async () => {
    const { host, server } = await startAuthorized();
    const question = await host.question('sign_in');
    expect(question).toMatchObject({
      reason: 'first',
      at: 'server',
      issuer: { url: `${server.issuer}/`, scheme: 'http:', host: textWith('127.0.0.1') },
      resource: server.mcp,
      registration: 'dynamic',
      scopes: [
        { name: 'read', isHeld: false },
        { name: 'offline_access', isHeld: false },
      ],
      keptIn: 'keychain',
      warnings: ['NOT_ENCRYPTED'],
    });
    const before = (await server.seen()).filter(({ at }) => at !== 'mcp');
    expect(before.map(({ method, pathname }) => `${method} ${pathname}`)).toEqual([
      'GET /.well-known/oauth-authorization-server',
    ]);
    expect(host.opened).toEqual([]);
  });

  test('leads through the browser to a server that runs, and binds the token to the server (RFC 8707, RFC 7636)', async () => {
    const { host, server, serverId, signIn, running, call, grants } = await startAuthorized();
    const page = await signIn();
    expect(page).toContain('You can close this');
    await running();
    expect(await call()).toMatchObject(said('The note.'));
    const [asked] = (await server.seen()).filter(({ pathname }) => pathname === '/auth');
    expect(asked?.query).toMatchObject({
      resource: server.mcp,
      code_challenge_method: 'S256',
      response_type: 'code',
      scope: 'read offline_access',
      prompt: 'consent',
    });
    expect(await grants('authorization_code')).toMatchObject([{ resource: server.mcp, code_verifier: textWith('') }]);
    const { identities } = host.host.snapshot().identities;
    expect(identities).toMatchObject([
      {
        serverId,
        setup: 'person',
        issuer: server.issuer,
        registration: 'dynamic',
        scopes: ['read'],
      },
    ]);
    expect(identities[0]).toMatchObject({ canRefresh: true, canRevoke: true, isBound: false, declined: [] });
  });

  test('that is declined leads nowhere, and nothing was asked of the authorization server', async () => {
    const { host, server, serverId } = await startAuthorized();
    await host.reply(await host.question('sign_in'), { kind: 'sign_in', action: 'decline' });
    expect((await host.state(serverId, 'failed')).state).toMatchObject({ error: { code: 'AUTH_DECLINED' } });
    expect((await server.seen()).filter(({ method }) => method === 'POST').map(({ at }) => at)).not.toContain('issuer');
  });

  test('can be left while the browser is open', async () => {
    const { host, serverId, open } = await startAuthorized();
    const url = await open();
    await host.reply(await host.question('sign_in_wait'), { kind: 'sign_in_wait', action: 'cancel' });
    expect((await host.state(serverId, 'failed')).state).toMatchObject({ error: { code: 'AUTH_DECLINED' } });
    expect(await walkThrough(url, 'yes').catch(() => 'nobody listens')).not.toContain('You are signed in');
  });

  test('that is refused in the browser is told in the words of the authorization server', async () => {
    const { host, serverId, signIn } = await startAuthorized();
    await signIn('no');
    expect((await host.state(serverId, 'failed')).state).toMatchObject({
      error: { code: 'AUTH_REFUSED', data: { error: 'access_denied', said: 'Ada <b>refused</b>.' } },
    });
  });

  test('is not ended by an answer with a foreign state (RFC 6749 §10.12)', async () => {
    const { open, running } = await startAuthorized();
    const url = await open();
    const callback = new URL(new URL(url).searchParams.get('redirect_uri') ?? '');
    callback.search = new URLSearchParams({ code: 'stolen', state: 'guessed' }).toString();
    expect((await fetch(callback)).ok).toBe(false);
    await walkThrough(url, 'yes');
    await running();
  });

  test('takes one answer, and tells a second one so', async () => {
    const { open, running } = await startAuthorized();
    const url = await open();
    await walkThrough(url, 'yes');
    await running();
    const callback = new URL(new URL(url).searchParams.get('redirect_uri') ?? '');
    const state = new URL(url).searchParams.get('state') ?? '';
    callback.search = new URLSearchParams({ code: 'again', state }).toString();
    const second = await fetch(callback)
      .then(({ ok }) => ok)
      .catch(() => false);
    expect(second).toBe(false);
  });

  test('fails where the answer names another authorization server (RFC 9207)', async () => {
    const { host, serverId, open, grants } = await startAuthorized();
    const url = new URL(await open());
    const callback = new URL(url.searchParams.get('redirect_uri') ?? '');
    const state = url.searchParams.get('state') ?? '';
    callback.search = new URLSearchParams({ code: 'mixed', state, iss: 'https://other.test' }).toString();
    await fetch(callback);
    expect((await host.state(serverId, 'failed')).state).toMatchObject({ error: { code: 'AUTH_ISSUER_MISMATCH' } });
    expect(await grants('authorization_code')).toEqual([]);
  });
});

function isListening(port: number): Promise<boolean> {
  return new Promise((told) => {
    const socket = connect(port, '127.0.0.1', () => told(true)).on('error', () => told(false));
    onTestFinished(() => void socket.destroy());
  });
}

describe('a sign-in that nobody goes on with', () => {
  const TIMED_OUT = { kind: 'failed', error: { code: 'AUTH_TIMED_OUT' } };
  const portOf = (to: URL): number => Number(new URL(to.searchParams.get('redirect_uri') ?? '').port);

  test('in the browser ends after its time, and nothing waits for its answer any more', async () => {
    const at = await startSignIn();
    const { host, serverId } = at;
    const to = await at.open();
    await host.question('sign_in_wait');
    host.clock.advance(QUESTION_LIMIT_MS - 60_000);
    expect([await isListening(portOf(to)), host.server(serverId).state.kind]).toEqual([true, 'starting']);
    host.clock.advance(60_000);
    expect((await host.state(serverId, 'failed')).state).toMatchObject(TIMED_OUT);
    expect(host.host.snapshot().decisions).toEqual([]);
    expect(await isListening(portOf(to))).toBe(false);
    await expect(at.comeBack(to)).rejects.toThrow();
    expect(at.forms('/token')).toEqual([]);
    expect((await host.records('auth.sign_in')).at(-1)).toMatchObject({ outcome: 'AUTH_TIMED_OUT' });
  });

  test('at its question ends after its time, and nothing was opened', async () => {
    const at = await startSignIn();
    const { host, serverId } = at;
    await at.question();
    host.clock.advance(QUESTION_LIMIT_MS);
    expect((await host.state(serverId, 'failed')).state).toMatchObject(TIMED_OUT);
    expect([host.opened, host.host.snapshot().decisions, at.forms('/register')]).toEqual([[], [], []]);
    expect(await Promise.all(callbackPorts.map(isListening))).toEqual(callbackPorts.map(() => false));
    expect(await host.records('auth.sign_in')).toEqual([]);
  });

  test('leaves the way free for another one', async () => {
    const at = await startSignIn();
    const before = await at.open();
    at.host.clock.advance(QUESTION_LIMIT_MS);
    await at.failure();
    await at.again();
    expect(portOf(await at.signIn())).toBe(portOf(before));
  });
});

test('the state of a sign-in has 128 bits at least, and is another one each time (RFC 6749 §10.10)', async () => {
  const at = await startSignIn();
  const states: string[] = [];
  for (let times = 0; times < 5; times += 1) {
    states.push((await at.open()).searchParams.get('state') ?? '');
    await at.again();
  }
  const bits = states.map((state) => Buffer.from(state.replace(/^state_/, ''), 'base64url').length * 8);
  expect(Math.min(...bits)).toBeGreaterThanOrEqual(128);
  expect(new Set(states).size).toBe(5);
});

describe('where the browser comes back to (RFC 8252 §7.3)', () => {
  async function takePorts(): Promise<void> {
    for (const port of callbackPorts) {
      const server = createServer();
      await once(server.listen(port, '127.0.0.1'), 'listening');
      onTestFinished(() => void server.close());
    }
  }

  test('is there from when somebody agrees until they are signed in', async () => {
    const { host, open, running } = await startAuthorized();
    await host.question('sign_in');
    expect(await Promise.all(callbackPorts.map(isListening))).toEqual(callbackPorts.map(() => false));
    const url = await open();
    expect(await isListening(callbackPorts[0] ?? 0)).toBe(true);
    await walkThrough(url, 'yes');
    await running();
    await expect.poll(() => isListening(callbackPorts[0] ?? 0)).toBe(false);
  });

  test('is another port, registered anew, where the listed ones are taken and anybody may register', async () => {
    const { host, serverId, signIn, running, server } = await startAuthorized();
    await signIn();
    await running();
    await takePorts();
    void host.run('server.signIn', { serverId });
    const page = await signIn();
    expect(page).toContain('You can close this');
    await running();
    const asked = (await server.seen()).filter(({ pathname }) => pathname === '/auth');
    const ports = asked.map(({ query }) => Number(new URL(query?.['redirect_uri'] ?? '').port));
    expect(ports[0]).toBe(callbackPorts[0]);
    expect(callbackPorts).not.toContain(ports[1]);
    expect(host.host.snapshot().identities.registrations).toHaveLength(2);
  });

  test('is nowhere where they are taken and the client is known beforehand, which is said', async () => {
    await takePorts();
    const { host, serverId } = await startAuthorized({ setup: { kind: 'person', clientId: 'known' } });
    await host.reply(await host.question('sign_in'), { kind: 'sign_in', action: 'open' });
    expect((await host.state(serverId, 'failed')).state).toMatchObject({ error: { code: 'AUTH_CALLBACK_FAILED' } });
    expect(host.opened).toEqual([]);
  });
});

describe('how Gatehouse introduces itself (MCP 2025-11-25 §Client Registration Approaches)', () => {
  test('by a client id that was given beforehand, with and without a secret', async () => {
    for (const [clientId, secret] of [
      ['known', undefined],
      ['confidential', 'the secret of confidential'],
    ] as const) {
      const clientSecret = secret === undefined ? {} : { clientSecret: secret };
      const { host, server, signIn, running } = await startAuthorized({
        setup: { kind: 'person', clientId, ...clientSecret },
      });
      expect(await host.question('sign_in')).toMatchObject({ registration: 'preregistered', clientId });
      await signIn();
      await running();
      expect((await server.seen()).filter(({ pathname }) => pathname === '/reg')).toEqual([]);
      await host.stop();
    }
  });

  test('by its own document, where the authorization server reads such and it is published', async () => {
    const url = 'https://gatehouse.test/client.json';
    const { redirectUris } = createAuthorizationCallback({ ports: callbackPorts });
    const document = { ...clientMetadata, client_id: url, redirect_uris: redirectUris };
    const { host, server, signIn, running } = await startAuthorized({
      clientMetadata: { url, document },
      clientMetadataUrl: url,
    });
    expect(await host.question('sign_in')).toMatchObject({ registration: 'metadata_document', clientId: url });
    await signIn();
    await running();
    expect((await server.seen()).filter(({ pathname }) => pathname === '/reg')).toEqual([]);
  });

  test('by registering itself, once, which can be undone (RFC 7591, RFC 7592)', async () => {
    const { host, server, serverId, signIn, running } = await startAuthorized();
    await signIn();
    await running();
    const [registration] = host.host.snapshot().identities.registrations;
    expect(registration).toMatchObject({ issuer: server.issuer, canDelete: true, usedBy: [serverId] });
    await host.run('registration.remove', { issuer: server.issuer, clientId: registration?.clientId ?? '' });
    expect(host.host.snapshot().identities.registrations).toEqual([]);
    const at = (await server.seen()).filter(({ pathname }) => pathname.startsWith('/reg'));
    expect(at.map(({ method }) => method)).toEqual(['POST', 'DELETE']);
    expect(await host.records('auth.sign_out')).toMatchObject([{ phase: 'begun' }, { outcome: 'revoked' }]);
  });

  test('not at all where nobody is known and nobody may register', async () => {
    const { host, serverId } = await startAuthorized({ registers: false });
    expect((await host.state(serverId, 'failed')).state).toMatchObject({ error: { code: 'AUTH_NO_CLIENT' } });
  });
});

async function filesWith(folder: string, text: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const contents = await Promise.all(files.map((file) => readFile(file, 'latin1')));
  return files.filter((_file, index) => contents[index]?.includes(text) === true);
}

/** What the server answers to whoever bears this token. */
async function statusWith(token: string, url: string): Promise<number> {
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'thief', version: '1.0.0' } };
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
  };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params });
  const response = await fetch(url, { method: 'POST', headers, body });
  await response.body?.cancel();
  return response.status;
}

describe('what is held', () => {
  test('outlives a restart, encrypted, and is refreshed without a question when it is over (S9)', async () => {
    const { host, server, serverId, signIn, running, grants } = await startAuthorized();
    await signIn();
    await running();
    await host.stop();
    const [code] = await grants('authorization_code');
    expect(await filesWith(host.dataDir, code?.['code_verifier'] ?? '-')).toEqual([]);

    const again = authorizedOf(await startCheckedHost({ again: host }), server, serverId);
    again.host.clock.advance(4_000_000);
    expect(await again.call()).toMatchObject(said('The note.'));
    const [refresh] = await grants('refresh_token');
    expect(refresh).toMatchObject({ resource: server.mcp });
    expect(await filesWith(host.dataDir, refresh?.['refresh_token'] ?? '-')).toEqual([]);
    expect(again.host.host.snapshot().decisions).toEqual([]);
  });

  test('is held for this run where no keychain answers, which is said, and nothing is written (S9)', async () => {
    const { host, server, serverId, signIn, running, call, grants } = await startAuthorized({
      host: { withoutKeychain: true },
    });
    expect(await host.question('sign_in')).toMatchObject({ keptIn: 'memory' });
    await signIn();
    await running();
    host.clock.advance(4_000_000);
    expect(await call()).toMatchObject(said('The note.'));
    const [refresh] = await grants('refresh_token');
    await host.stop();
    expect(await filesWith(host.dataDir, refresh?.['refresh_token'] ?? '-')).toEqual([]);
    const again = authorizedOf(await startCheckedHost({ again: host, withoutKeychain: true }), server, serverId);
    void again.call();
    expect(await again.host.question('sign_in')).toMatchObject({ reason: 'first' });
  });

  test('is refreshed once for twenty calls that meet its end together, with rotation (OAuth 2.1 §4.3.1)', async () => {
    const { host, signIn, running, call, grants } = await startAuthorized();
    await signIn();
    await running();
    host.clock.advance(4_000_000);
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => call()));
    expect(outcomes).toEqual(outcomes.map(() => expect.objectContaining(said('The note.')) as unknown));
    expect(await grants('refresh_token')).toHaveLength(1);
    host.clock.advance(4_000_000);
    expect(await call()).toMatchObject(said('The note.'));
    const tokens = (await grants('refresh_token')).map(({ refresh_token: token }) => token);
    expect(new Set(tokens).size).toBe(2);
  });

  test('is refreshed once for twenty calls that the server refuses together', async () => {
    const { host, server, signIn, running, call, grants } = await startAuthorized();
    await signIn();
    await running();
    expect(await call()).toMatchObject(said('The note.'));
    await server.set({ refusesLastToken: true });
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => call()));
    expect(outcomes).toEqual(outcomes.map(() => expect.objectContaining(said('The note.')) as unknown));
    expect(await grants('refresh_token')).toHaveLength(1);
    expect(host.opened).toHaveLength(1);
  });

  test('that can’t be refreshed any more leads back to the question, and the call goes on after it', async () => {
    const { host, server, signIn, running, call } = await startAuthorized();
    await signIn();
    await running();
    await server.set({ refusesRefresh: true, refusesLastToken: true });
    host.clock.advance(4_000_000);
    const outcome = call();
    expect(await host.question('sign_in')).toMatchObject({ reason: 'again' });
    await signIn();
    expect(await outcome).toMatchObject(said('The note.'));
  });

  test('is not refreshed again for a refusal that comes after the refresh', async () => {
    const held: (() => void)[] = [];
    let isOver = false;
    const at = await startSignIn({
      tokens: () => ({ refresh_token: 'refresh-1' }),
      server: {
        'let in': (exchange) => {
          const { response, visit } = exchange;
          if (!isOver || visit.headers.authorization !== 'Bearer access-1') return answerAsServer(exchange);
          const refuse = (): unknown => response.writeHead(401, { 'www-authenticate': 'Bearer' }).end();
          return held.length === 0 ? held.push(refuse) : refuse();
        },
      },
    });
    await at.signIn();
    isOver = true;
    const late = at.call();
    await waitUntil('the first refusal', () => held.length === 1);
    expect(await at.call()).toMatchObject({ kind: 'complete' });
    held[0]?.();
    expect(await late).toMatchObject({ kind: 'complete' });
    expect(at.forms('/token').map((form) => form.get('grant_type'))).toEqual(['authorization_code', 'refresh_token']);
  });

  test('is not brought back by a refresh that was under way when somebody signed out', async () => {
    const held: (() => void)[] = [];
    const at = await startSignIn({
      issuer: {
        '/token': ({ response, visit, count }) => {
          const tokens = { access_token: `access-${count}`, refresh_token: `refresh-${count}`, expires_in: 60 };
          const answer = (): void => json(response, { ...tokens, token_type: 'Bearer' });
          if (visit.body.includes('grant_type=refresh_token')) held.push(answer);
          else answer();
        },
      },
    });
    await at.signIn();
    at.host.clock.advance(4_000_000);
    const outcome = at.call();
    await waitUntil('the refresh', () => held.length === 1);
    await at.host.run('identity.signOut', { serverId: at.serverId });
    held[0]?.();
    expect(await outcome).toMatchObject({ kind: 'failed' });
    expect(at.host.host.snapshot().identities.identities).toEqual([]);
    expect(heldIn(at.host, at.serverId)).toBeUndefined();
  });

  test('is revoked and forgotten when somebody signs out (RFC 7009)', async () => {
    const { host, server, serverId, signIn, running, call } = await startAuthorized();
    await signIn();
    await running();
    const token = heldIn(host, serverId)?.tokens.access_token ?? '';
    expect(await statusWith(token, server.mcp)).toBe(200);
    await host.run('identity.signOut', { serverId });
    expect(host.host.snapshot().identities.identities).toEqual([]);
    expect((await server.seen()).map(({ pathname }) => pathname)).toContain('/token/revocation');
    expect(await statusWith(token, server.mcp)).toBe(401);
    expect((await host.records('auth.sign_out')).at(-1)).toMatchObject({ outcome: 'revoked' });
    void call();
    expect(await host.question('sign_in')).toMatchObject({ reason: 'first' });
  });
});

describe('a call that needs another scope (MCP 2025-11-25 §Step-Up Authorization Flow)', () => {
  test('waits, asks for all that is held and what it needs, and goes on', async () => {
    const { host, signIn, running, call, server } = await startAuthorized();
    await signIn();
    await running();
    const outcome = call('write');
    expect(await host.question('sign_in')).toMatchObject({
      reason: 'upgrade',
      toolName: 'write',
      said: 'To write it down.',
      scopes: expect.arrayContaining([
        { name: 'read', isHeld: true },
        { name: 'write', isHeld: false },
      ]) as unknown,
    });
    await signIn();
    expect(await outcome).toMatchObject(said('Written.'));
    const asked = (await server.seen()).filter(({ pathname }) => pathname === '/auth').at(-1);
    expect(asked?.query?.['scope']?.split(' ').toSorted()).toEqual(['offline_access', 'read', 'write']);
  });

  test('fails once that is declined, and asks nobody again before they sign in anew', async () => {
    const { host, serverId, signIn, running, call } = await startAuthorized();
    await signIn();
    await running();
    const outcome = call('write');
    await host.reply(await host.question('sign_in'), { kind: 'sign_in', action: 'decline' });
    const missing = { kind: 'failed', error: { code: 'AUTH_SCOPE_MISSING', data: { scope: 'write' } } };
    expect(await outcome).toMatchObject(missing);
    expect(await call('write')).toMatchObject(missing);
    const [identity] = host.host.snapshot().identities.identities;
    expect(identity).toMatchObject({ declined: [{ scope: 'write', toolName: 'write' }] });
    expect(await call('read')).toMatchObject(said('The note.'));

    void host.run('server.signIn', { serverId });
    await signIn();
    await waitUntil('the new sign-in', () => host.host.snapshot().identities.identities[0]?.declined.length === 0);
    void call('write');
    expect(await host.question('sign_in')).toMatchObject({ reason: 'upgrade' });
  });

  test('gets what another call was just given, without a question of its own', async () => {
    const { host, signIn, running, call } = await startAuthorized();
    await signIn();
    await running();
    const outcomes = [call('write'), call('write')];
    await host.question('sign_in');
    await signIn();
    expect(await Promise.all(outcomes)).toMatchObject([said('Written.'), said('Written.')]);
    expect(host.host.snapshot().decisions).toEqual([]);
  });
});
