/**
 * Authorization servers whose token answers lie, and servers that refuse for ever or change whom they trust: no token goes
 * where it does not belong, and nobody is asked in a loop (S9, S10, S11).
 *
 * @see MCP 2025-11-25 basic/authorization §Token Handling, §Step-Up Authorization Flow; RFC 6749 §5.1, §7.1
 */
import { describe, expect, onTestFinished, test } from 'vitest';
import { json, startSignIn, answerAsServer, type Route, type Tricks } from './testing/hostileServers/startSignIn.ts';
import { startHttpServer } from './testing/httpServers.ts';
import { waitUntil } from './testing/waiting.ts';

const METADATA = '/.well-known/oauth-authorization-server';
const HOUR_MS = 3_600_000;

/** Ends a token answer as this text, since some of these are none that `JSON.stringify` would write. */
const answerText =
  (text: string): Route =>
  ({ response }) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(text);

describe('a token answer', () => {
  test.each([
    ['of the type mac (RFC 6749 §7.1)', '{"access_token":"access-1","token_type":"mac"}'],
    ['of the type DPoP, though no key was shown (RFC 9449 §5)', '{"access_token":"access-1","token_type":"DPoP"}'],
    ['of the type N_A', '{"access_token":"access-1","token_type":"N_A"}'],
    ['without a type', '{"access_token":"access-1"}'],
    ['without a token', '{"token_type":"Bearer"}'],
    ['with an empty token', '{"access_token":"","token_type":"Bearer"}'],
    ['with a line end in its token', '{"access_token":"access-1\\r\\nx-injected: 1","token_type":"Bearer"}'],
    ['with a lone line feed in its token', '{"access_token":"access-1\\nx-injected: 1","token_type":"Bearer"}'],
    ['with a NUL in its token', '{"access_token":"access-1\\u0000","token_type":"Bearer"}'],
    ['with a character in its token that no header has', '{"access_token":"access-☃","token_type":"Bearer"}'],
    ['with a second credential in its token', '{"access_token":"access-1, Basic YTpi","token_type":"Bearer"}'],
    ['with a list for a token', '{"access_token":["access-1"],"token_type":"Bearer"}'],
    ['with an expiry that is no number', '{"access_token":"access-1","token_type":"Bearer","expires_in":"soon"}'],
    ['that is a page', '<!doctype html><h1>access-1</h1>'],
    ['that is nothing', ''],
    ['that is null', 'null'],
    ['that says an error with 200', '{"error":"invalid_grant","error_description":"\\u001b[2J<b>no</b>"}'],
  ])('%s is refused in words, and nothing of it is kept or sent', async (_name, text) => {
    const at = await startSignIn({ issuer: { '/token': answerText(text) } });
    const page = await (await at.comeBack(await at.open())).text();
    expect(await at.failure()).toMatchObject({ code: 'AUTH_TOKEN_FAILED' });
    expect(page).toContain('You are not signed in');
    expect(at.host.host.snapshot().identities.identities).toEqual([]);
    for (const { headers } of at.atServer) {
      expect([headers.authorization, headers['x-injected']]).toEqual([undefined, undefined]);
    }
  });

  test('of 10 MB is not read to its end', async () => {
    const at = await startSignIn({ issuer: { '/token': answerText(`{"access_token":"${'x'.repeat(10_000_000)}"}`) } });
    await at.comeBack(await at.open());
    expect(await at.failure()).toMatchObject({ code: 'DOWNLOAD_TOO_LARGE' });
  });

  test.each(['-1', '-1e300', '1e300', '1e400', '"3600"', '0', '0.0001', 'null', 'true', '9007199254740993'])(
    'with the expiry %s leaves a server that can be used, and an identity that can be shown',
    async (expiry) => {
      const text = `{"access_token":"access-1","token_type":"Bearer","expires_in":${expiry}}`;
      const at = await startSignIn({ issuer: { '/token': answerText(text) } });
      await at.comeBack(await at.open());
      const state = await at.host.waitFor('an end', ({ servers }) =>
        servers.map((each) => each.state).find(({ kind }) => kind === 'running' || kind === 'failed'),
      );
      if (state.kind === 'failed') {
        expect(state.error.code).toBe('AUTH_TOKEN_FAILED');
        return;
      }
      expect(at.host.host.snapshot().identities.identities).toHaveLength(1);
      expect(await at.call()).toMatchObject({ kind: 'complete' });
      expect(await at.timesAsked()).toBe(1);
    },
  );

  test('that grants more than was asked for is shown as it is, and asks for no more later', async () => {
    const at = await startSignIn({
      resourceMetadata: () => ({ scopes_supported: ['read'] }),
      tokens: () => ({ scope: 'read admin root', refresh_token: 'refresh-1', expires_in: 3_600 }),
    });
    await at.signIn();
    const { identities } = at.host.host.snapshot().identities;
    expect(identities).toMatchObject([{ scopes: ['read', 'admin', 'root'] }]);
    at.host.clock.advance(2 * HOUR_MS);
    await at.call();
    expect(at.forms('/token').map((form) => form.get('scope') ?? '')).not.toContain(expect.stringContaining('admin'));
    await at.host.run('server.signIn', { serverId: at.serverId });
    expect((await at.question()).scopes.map(({ name }) => name)).toEqual(['read']);
  });

  test.each([
    ['control characters', 'read \u001b[31mred\u0000 \u202egpj'],
    ['markup', 'read <img/src=x/onerror=alert(1)>'],
    ['quotes', 'read "admin" back\\slash'],
  ])('whose scope has %s is shown without what is no scope (RFC 6749 §3.3)', async (_name, scope) => {
    const at = await startSignIn({ tokens: () => ({ scope }) });
    await at.comeBack(await at.open());
    await at.host.waitFor('an end', ({ servers }) =>
      servers.find(({ state }) => state.kind === 'running' || state.kind === 'failed'),
    );
    const { identities } = at.host.host.snapshot().identities;
    for (const { scopes } of identities) for (const name of scopes) expect(name).toMatch(/^[\x21\x23-\x5B\x5D-\x7E]+$/);
  });
});

describe('a refresh', () => {
  const lasting = (visit: { readonly body: string }): object =>
    visit.body.includes('refresh_token=')
      ? { expires_in: 3_600 }
      : { refresh_token: 'refresh-secret-1', expires_in: 60, scope: 'read' };

  /** Signed in, and past the end of the token, which the server does not take any more. */
  async function startStale(tricks: Tricks) {
    const over = new Set<string | undefined>([undefined]);
    const at = await startSignIn({ tokens: lasting, accepts: (authorization) => !over.has(authorization), ...tricks });
    await at.signIn();
    at.host.clock.advance(HOUR_MS);
    for (const { headers } of at.atServer) over.add(headers.authorization);
    return at;
  }

  test('sends its token to the issuer it came from only, with the resource (RFC 8707 §2.2)', async () => {
    const at = await startStale({});
    expect(await at.call()).toMatchObject({ kind: 'complete' });
    expect(at.forms('/token').at(-1)?.get('resource')).toBe(`${at.at.server}/mcp`);
    expect(JSON.stringify(at.atServer)).not.toContain('refresh-secret-1');
  });

  test('whose metadata says that it is another issuer sends nothing', async () => {
    let isTurned = false;
    const at = await startStale({ metadata: () => (isTurned ? { issuer: 'https://other.example' } : {}) });
    isTurned = true;
    const code = expect.stringMatching(/^AUTH_(?:ISSUER_MISMATCH|TOKEN_FAILED)$/) as unknown;
    expect(await at.call()).toMatchObject({ kind: 'failed', error: { code } });
    expect(at.forms('/token')).toHaveLength(1);
  });

  test.each([
    ['an unencrypted address', 'http://other.example/token'],
    ['a private address', 'https://169.254.169.254/token'],
    ['a file', 'file:///etc/passwd'],
  ])('whose metadata has turned to %s sends nothing, and says so', async (_name, token_endpoint) => {
    let isTurned = false;
    const at = await startStale({ metadata: () => (isTurned ? { token_endpoint } : {}) });
    isTurned = true;
    const outcome = await at.call();
    expect(outcome).toMatchObject({
      kind: 'failed',
      error: { code: expect.stringMatching(/^(?:ADDRESS_REFUSED|AUTH_\w+)$/) as unknown },
    });
    expect(at.forms('/token')).toHaveLength(1);
  });

  test.each<[string, Route]>([
    ['a page', answerText('<h1>Welcome</h1>')],
    ['a list', answerText('[]')],
    ['half', answerText('{"issuer":')],
  ])('whose metadata has become %s fails in words', async (_name, route) => {
    let isTurned = false;
    const good: Route = ({ response, at }) =>
      json(response, {
        issuer: at.issuer,
        authorization_endpoint: `${at.issuer}/authorize`,
        token_endpoint: `${at.issuer}/token`,
        registration_endpoint: `${at.issuer}/register`,
        response_types_supported: ['code'],
        code_challenge_methods_supported: ['S256'],
      });
    const at = await startStale({ issuer: { [METADATA]: (exchange) => (isTurned ? route : good)(exchange) } });
    isTurned = true;
    expect(await at.call()).toMatchObject({
      kind: 'failed',
      error: { code: expect.stringMatching(/^AUTH_/) as unknown },
    });
    expect(at.forms('/token')).toHaveLength(1);
  });

  test.each([
    ['refused', '{"error":"invalid_grant"}', 400],
    ['garbage', '<h1>no</h1>', 200],
    ['of another type', '{"access_token":"access-2","token_type":"mac"}', 200],
    ['with a line end in it', '{"access_token":"access-2\\r\\nx-injected: 1","token_type":"Bearer"}', 200],
  ])('whose answer is %s leads back to the person, once, and to no loop', async (_name, text, status) => {
    const at = await startStale({
      issuer: {
        '/token': ({ response, visit, count }) =>
          visit.body.includes('refresh_token=')
            ? response.writeHead(status, { 'content-type': 'application/json' }).end(text)
            : json(response, { access_token: `access-${count}`, token_type: 'Bearer', ...lasting(visit) }),
      },
    });
    const calling = at.call();
    expect(await at.question()).toMatchObject({ reason: 'again' });
    await at.comeBack(await at.open());
    expect(await calling).toMatchObject({ kind: 'complete' });
    expect(await at.timesAsked()).toBe(2);
    expect(at.atServer.every(({ headers }) => headers['x-injected'] === undefined)).toBe(true);
  });

  test('of ten calls at once is made once (OAuth 2.1 §4.3.1)', async () => {
    const at = await startStale({});
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => at.call()));
    expect(outcomes.every(({ kind }) => kind === 'complete')).toBe(true);
    expect(at.forms('/token').filter((form) => form.get('grant_type') === 'refresh_token')).toHaveLength(1);
  });

  test('of a token that is over the moment it comes does not end in a loop', async () => {
    const at = await startStale({ tokens: () => ({ refresh_token: 'refresh-1', expires_in: 0 }) });
    expect(await at.call()).toMatchObject({ kind: 'complete' });
    const before = at.forms('/token').length;
    expect(await at.call()).toMatchObject({ kind: 'complete' });
    expect(at.forms('/token').length - before).toBeLessThanOrEqual(1);
    expect(await at.timesAsked()).toBe(1);
  });
});

describe('a server that goes on refusing', () => {
  test('with 401 while it is connected to asks once and fails in words', async () => {
    const at = await startSignIn({ accepts: () => false });
    await at.comeBack(await at.open());
    const outcome = await Promise.race([at.failure(), at.question()]);
    expect(outcome).toMatchObject({ code: 'SERVER_UNAUTHORIZED' });
    expect(await at.timesAsked()).toBe(1);
  });

  test('with 401 for a call asks once and fails that call', async () => {
    const at = await startSignIn({ server: { 'let in': refuseCalls(401, 'Bearer error="invalid_token"') } });
    await at.signIn();
    const calling = at.call();
    await at.comeBack(await at.open());
    expect(await calling).toMatchObject({ kind: 'failed', error: { code: 'SERVER_UNAUTHORIZED' } });
    expect(await at.timesAsked()).toBe(2);
  });

  test('with 403 for want of a scope asks once a call, for what is new only', async () => {
    const challenge = 'Bearer error="insufficient_scope", scope="admin"';
    const at = await startSignIn({
      tokens: () => ({ scope: 'admin' }),
      server: { 'let in': refuseCalls(403, challenge) },
    });
    await at.signIn();
    expect(await at.call()).toMatchObject({ kind: 'failed', error: { code: 'AUTH_SCOPE_MISSING' } });
    expect(await at.timesAsked()).toBe(1);
  });

  test('with 403 and another scope every time asks once a call', async () => {
    let last = 0;
    const at = await startSignIn({
      tokens: () => ({ scope: 'read' }),
      server: {
        'let in': (exchange) =>
          refuseCalls(403, `Bearer error="insufficient_scope", scope="scope:${(last += 1)}"`)(exchange),
      },
    });
    await at.signIn();
    const calling = at.call();
    expect(await at.question()).toMatchObject({ reason: 'upgrade', toolName: 'do' });
    await at.comeBack(await at.open());
    expect(await calling).toMatchObject({ kind: 'failed' });
    expect(await at.timesAsked()).toBe(2);
  });

  test('with 401 to what it is listened to by asks a person who declined no more than once', async () => {
    let isTurned = false;
    const at = await startSignIn({
      server: {
        'let in': (exchange) => {
          const { response, visit } = exchange;
          if (visit.method !== 'GET') return answerAsServer(exchange);
          if (isTurned) return response.writeHead(401, { 'www-authenticate': 'Bearer error="invalid_token"' }).end();
          isTurned = true;
          return response.writeHead(200, { 'content-type': 'text/event-stream' }).end('id: 1\nretry: 10\ndata: \n\n');
        },
      },
    });
    await at.signIn();
    const view = await at.question();
    await at.host.reply(view, { kind: 'sign_in', action: 'decline' });
    for (let minutes = 0; minutes < 5; minutes += 1) {
      at.host.clock.advance(60_000);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(await at.timesAsked()).toBe(2);
    expect(await at.call()).toMatchObject({ kind: 'complete' });
  });
});

function refuseCalls(status: number, challenge: string): Route {
  return (exchange) => {
    if (!exchange.visit.body.includes('"tools/call"')) return answerAsServer(exchange);
    return exchange.response.writeHead(status, { 'www-authenticate': challenge }).end();
  };
}

describe('a server that turns to another authorization server (MCP 2026-07-28 §Authorization Server Binding)', () => {
  /** One that takes whatever it is given. */
  async function startThief() {
    const bodies: string[] = [];
    const thief = await startHttpServer((request, response) => {
      let body = `${request.headers.authorization ?? ''} `;
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        bodies.push(body);
        if (request.url === METADATA) {
          json(response, {
            issuer: thief.origin,
            authorization_endpoint: `${thief.origin}/authorize`,
            token_endpoint: `${thief.origin}/token`,
            registration_endpoint: `${thief.origin}/register`,
            revocation_endpoint: `${thief.origin}/revoke`,
            response_types_supported: ['code'],
            code_challenge_methods_supported: ['S256'],
          });
          return;
        }
        json(response, {
          client_id: 'thief-client',
          redirect_uris: [],
          access_token: 'x',
          token_type: 'Bearer',
        });
      });
    });
    return { thief, stolen: () => bodies.join('\n') };
  }

  test('gets none of what is held, and the person is asked about the new one by its name', async () => {
    const { thief, stolen } = await startThief();
    let isTurned = false;
    const at = await startSignIn({
      tokens: () => ({ refresh_token: 'refresh-secret-1', expires_in: 3_600 }),
      issuer: {
        '/register': ({ response, visit }) =>
          json(
            response,
            { ...(JSON.parse(visit.body) as object), client_id: 'client-1', client_secret: 'client-secret-1' },
            201,
          ),
        '/token': ({ response, visit, count }) =>
          visit.body.includes('grant_type=refresh_token')
            ? json(response, { error: 'invalid_grant' }, 400)
            : json(response, {
                access_token: `access-${count}`,
                token_type: 'Bearer',
                refresh_token: 'refresh-secret-1',
              }),
      },
      accepts: (authorization) => !isTurned && authorization === 'Bearer access-1',
      resourceMetadata: () => (isTurned ? { authorization_servers: [thief.origin] } : {}),
    });
    await at.signIn();
    isTurned = true;
    const calling = at.call();
    onTestFinished(() => void calling.catch(() => undefined));
    const view = await at.question();
    expect(view).toMatchObject({ issuer: { url: `${thief.origin}/` }, reason: expect.any(String) as unknown });
    expect(view.clientId).toBeUndefined();
    const to = await at.open();
    expect(to.origin).toBe(thief.origin);
    await at.comeBack(to, { iss: undefined });
    await waitUntil('the token request', () => stolen().includes('code_verifier'));
    expect(stolen()).not.toMatch(/refresh-secret-1|access-1|client-secret-1|client_id=client-1/);
  });

  test('and does so before it is asked again sends the held client secret of a set up client nowhere', async () => {
    const { thief, stolen } = await startThief();
    const at = await startSignIn(
      { resourceMetadata: () => ({ authorization_servers: [thief.origin] }) },
      { kind: 'person', clientId: 'set-up-client', clientSecret: 'set-up-secret', issuer: 'https://honest.example' },
    );
    const outcome = await Promise.race([at.failure(), at.question()]);
    expect(outcome).toMatchObject({ code: 'AUTH_CLIENT_OF_OTHER_ISSUER' });
    expect(stolen()).not.toContain('set-up');
    expect(at.host.opened).toEqual([]);
  });

  test('gets no secret of a machine’s either', async () => {
    const { thief, stolen } = await startThief();
    let isTurned = false;
    const at = await startSignIn(
      {
        accepts: (authorization) => !isTurned && authorization?.startsWith('Bearer access-') === true,
        resourceMetadata: () => (isTurned ? { authorization_servers: [thief.origin] } : {}),
      },
      { kind: 'client_secret', clientId: 'robot', clientSecret: 'robot-secret-1' },
    );
    await at.host.state(at.serverId, 'running');
    isTurned = true;
    expect(await at.call()).toMatchObject({ kind: 'failed', error: { code: 'AUTH_CLIENT_OF_OTHER_ISSUER' } });
    expect(stolen()).not.toMatch(/robot/);
    expect(await at.timesAsked()).toBe(0);
  });
});

describe('signing out', () => {
  test.each([
    ['http://169.254.169.254/revoke'],
    ['https://169.254.169.254/revoke'],
    ['http://other.example/revoke'],
    ['file:///etc/passwd'],
  ])('forgets what is held and sends no token to %s', async (revocation_endpoint) => {
    let isTurned = false;
    const at = await startSignIn({ metadata: () => (isTurned ? { revocation_endpoint } : {}) });
    await at.signIn();
    isTurned = true;
    await at.host.run('identity.signOut', { serverId: at.serverId });
    expect(at.host.host.snapshot().identities.identities).toEqual([]);
    expect(at.forms('/revoke')).toEqual([]);
  });

  test('from an issuer that has become another forgets, and revokes nowhere', async () => {
    const other = await startHttpServer((_request, response) => response.end());
    let isTurned = false;
    const at = await startSignIn({
      metadata: () =>
        isTurned ? { issuer: 'https://other.example', revocation_endpoint: `${other.origin}/revoke` } : {},
    });
    await at.signIn();
    isTurned = true;
    await at.host.run('identity.signOut', { serverId: at.serverId });
    expect([other.connections(), at.host.host.snapshot().identities.identities]).toEqual([0, []]);
  });
});
