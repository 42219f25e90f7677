/**
 * Servers and authorization servers whose documents and callbacks lie: what must not be asked, opened or sent (S9, S11).
 *
 * @see MCP 2025-11-25 basic/authorization; MCP 2026-07-28 basic/authorization; RFC 9728; RFC 8414; RFC 9207; RFC 8252
 */
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { ErrorCode } from '../app/contract/errors.ts';
import {
  json,
  startSignIn,
  type Places,
  type Route,
  type StartedSignIn,
} from './testing/hostileServers/startSignIn.ts';
import { startHttpServer } from './testing/httpServers.ts';
import { waitUntil } from './testing/waiting.ts';

const PRM = '/.well-known/oauth-protected-resource/mcp';
const METADATA = '/.well-known/oauth-authorization-server';
const CANARY = 'canary-7c1f';

/** Nobody was asked, no browser opened, nothing but documents was asked for, and the server hears nothing of them. */
async function expectUnasked(at: StartedSignIn, code: ErrorCode, trick?: unknown): Promise<void> {
  const outcome = await Promise.race([at.failure(), at.question()]);
  expect(outcome, typeof trick === 'function' ? String(trick) : JSON.stringify(trick ?? '')).toMatchObject({ code });
  expect(await at.timesAsked()).toBe(0);
  expect(at.host.opened).toEqual([]);
  expect([...at.atServer, ...at.atIssuer].filter(({ method, path }) => method !== 'GET' && path !== '/mcp')).toEqual(
    [],
  );
  expect(JSON.stringify(at.atServer)).not.toContain(CANARY);
}

/** One host, and one trick after another. */
async function expectEachUnasked<T>(
  tricks: readonly T[],
  start: (current: () => T) => Promise<StartedSignIn>,
  codeOf: (trick: T) => ErrorCode,
): Promise<void> {
  let [trick] = tricks;
  const at = await start(() => trick as T);
  for (const each of tricks) {
    if (each !== trick) {
      trick = each;
      await at.again();
    }
    await expectUnasked(at, codeOf(each), each);
  }
}

describe('an authorization endpoint that is no address of the web', () => {
  test('is refused before anybody is asked, and never gets to the browser (S11)', async () => {
    const endpoints = [
      `javascript:alert('${CANARY}')`,
      `JaVaScRiPt:alert(${CANARY})`,
      `data:text/html,${CANARY}`,
      `vbscript:${CANARY}`,
      `file:///etc/passwd?${CANARY}`,
      `smb://host/${CANARY}`,
      `ms-msdt:/id?${CANARY}`,
      `http://sign.example/${CANARY}`,
      `//sign.example/${CANARY}`,
      `/${CANARY}`,
      `https://sign.example/"${CANARY}`,
      `https://sign.example/'${CANARY}`,
      `https://sign.example/ ${CANARY}`,
      `https://sign.example/\u202e${CANARY}`,
      `https://sign.example/\`${CANARY}\``,
      `https://sign.example\\@other.example/${CANARY}`,
      `https://sign.example/|${CANARY}`,
      `--gpu-launcher=${CANARY}`,
      `https://sign.example/${'x'.repeat(10_000)}`,
      '',
      7,
    ];
    await expectEachUnasked(
      endpoints,
      (current) => startSignIn({ metadata: () => ({ authorization_endpoint: current() }) }),
      () => 'AUTH_METADATA_INVALID',
    );
  });

  test('and one that a shell would read otherwise stays one address, written by the URL standard', async () => {
    const at = await startSignIn({
      metadata: ({ issuer }) => ({ authorization_endpoint: `${issuer}/$(reboot);a&b?calc.exe&x=$HOME` }),
    });
    const to = await at.open();
    expect(to.href).toBe(at.host.opened[0]);
    expect(to.href).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[^\s"'`<>|\\^]+$/);
    expect([to.pathname, to.searchParams.get('x')]).toEqual(['/$(reboot);a&b', '$HOME']);
  });

  test('and one that brings parameters of its own overrides none of the request’s (RFC 6749 §3.1)', async () => {
    const at = await startSignIn({
      metadata: ({ issuer }) => ({
        authorization_endpoint: `${issuer}/authorize?state=theirs&redirect_uri=https://evil.example/&code_challenge=theirs&code_challenge_method=plain&response_type=token&client_id=theirs`,
      }),
    });
    const { searchParams } = await at.open();
    expect(searchParams.getAll('redirect_uri')).toEqual([
      expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/callback$/),
    ]);
    expect(searchParams.getAll('code_challenge_method')).toEqual(['S256']);
    expect(searchParams.getAll('response_type')).toEqual(['code']);
    expect(searchParams.getAll('client_id')).toEqual(['client-1']);
    for (const name of ['state', 'code_challenge'])
      expect(searchParams.getAll(name)).toEqual([expect.not.stringMatching('theirs')]);
  });
});

test('white space in an address of the metadata is gone before it is shown, judged and opened', async () => {
  const at = await startSignIn({
    metadata: ({ issuer }) => ({ authorization_endpoint: ` ${issuer}/au\nthor\tize ` }),
    resourceMetadata: ({ server }) => ({ resource: `${server}/m\ncp\t` }),
  });
  const { authorizationEndpoint, resource } = await at.question();
  expect([authorizationEndpoint.url, resource]).toEqual([`${at.at.issuer}/authorize`, `${at.at.server}/mcp`]);
  expect((await at.open()).href.startsWith(`${at.at.issuer}/authorize?`)).toBe(true);
});

test('an address of the metadata that is refused is named in the log of its server, in one line (S11)', async () => {
  const at = await startSignIn({ metadata: () => ({ token_endpoint: 'http://evil.example/to\nken' }) });
  await at.failure();
  await at.host.logged(at.serverId, 'An address for signing in was refused: "http://evil.example/token" (');
});

describe('an endpoint that codes and secrets would go to', () => {
  test.each(['token_endpoint', 'registration_endpoint', 'revocation_endpoint'])(
    'is refused as %s before anybody is asked, when it is not encrypted or none of the web’s (§Communication Security)',
    async (name) => {
      const endpoints = [
        `http://other.example/${CANARY}`,
        `http://192.168.0.1/${CANARY}`,
        `http://169.254.169.254/latest/${CANARY}`,
        `file:///tmp/${CANARY}`,
        `javascript:${CANARY}`,
        `ftp://other.example/${CANARY}`,
        `https://other.example/\r\nx-injected: ${CANARY}`,
      ];
      await expectEachUnasked(
        endpoints,
        (current) => startSignIn({ metadata: () => ({ [name]: current() }) }),
        () => 'AUTH_METADATA_INVALID',
      );
    },
  );

  test.each([
    'https://169.254.169.254/token',
    'https://[::ffff:169.254.169.254]/token',
    'https://192.168.0.1/token',
    'https://2852039166/token',
    'https://0251.0376.0251.0376/token',
  ])('gets no code when it is at the private address %s (S11)', async (token_endpoint) => {
    const at = await startSignIn({ metadata: () => ({ token_endpoint }) });
    const page = await (await at.comeBack(await at.open())).text();
    expect(await at.failure()).toMatchObject({ code: 'ADDRESS_REFUSED', data: { reason: 'zone' } });
    expect(page).toContain('You are not signed in');
  });

  test('gets no registration when it is at a private address', async () => {
    const at = await startSignIn({ metadata: () => ({ registration_endpoint: 'https://10.0.0.1/register' }) });
    await at.host.reply(await at.question(), { kind: 'sign_in', action: 'open' });
    expect(await at.failure()).toMatchObject({ code: 'ADDRESS_REFUSED' });
    expect(at.host.opened).toEqual([]);
  });

  test.each([301, 302, 303, 307, 308])(
    'sends no code where a redirect by %i points, on another port',
    async (status) => {
      const elsewhere = await startHttpServer((_request, response) => response.end('{}'));
      const location = `${elsewhere.origin}/token`;
      const at = await startSignIn({
        issuer: { '/token': ({ response }) => response.writeHead(status, { location }).end() },
      });
      await at.comeBack(await at.open());
      expect(await at.failure()).toMatchObject({ code: 'AUTH_TOKEN_FAILED' });
      expect(elsewhere.connections()).toBe(0);
    },
  );
});

describe('a mix-up of authorization servers', () => {
  test('by metadata of another issuer is refused before anybody is asked (RFC 8414 §3.3)', async () => {
    const issuers = [
      'https://honest.example',
      ({ issuer }: Places) => `${issuer}/`,
      ({ issuer }: Places) => issuer.toUpperCase(),
      ({ issuer }: Places) => issuer.replace('127.0.0.1', 'localhost'),
      ({ issuer }: Places) => `${issuer}?tenant=1`,
      ({ issuer }: Places) => `${issuer}#`,
    ];
    await expectEachUnasked(
      issuers,
      (current) =>
        startSignIn({
          metadata: (at) => {
            const issuer = current();
            return { issuer: typeof issuer === 'string' ? issuer : issuer(at) };
          },
        }),
      () => 'AUTH_ISSUER_MISMATCH',
    );
  });

  test('by OpenID metadata of another issuer is refused as well', async () => {
    const at = await startSignIn({
      issuer: {
        [METADATA]: ({ response }) => response.writeHead(404).end(),
        '/.well-known/openid-configuration': ({ response, at: { issuer } }) =>
          json(response, {
            issuer: 'https://honest.example',
            authorization_endpoint: `${issuer}/authorize`,
            token_endpoint: `${issuer}/token`,
            jwks_uri: `${issuer}/jwks`,
            subject_types_supported: ['public'],
            id_token_signing_alg_values_supported: ['RS256'],
            response_types_supported: ['code'],
            code_challenge_methods_supported: ['S256'],
          }),
      },
    });
    await expectUnasked(at, 'AUTH_ISSUER_MISMATCH');
  });

  test.each<[string, (at: Places) => string | undefined]>([
    ['another', () => 'https://other.example'],
    ['none, though it was promised', () => undefined],
    ['the same with a slash', ({ issuer }) => `${issuer}/`],
    ['the same in another spelling', ({ issuer }) => issuer.replace('http://', 'HTTP://')],
    ['an empty one', () => ''],
  ])('by an answer whose iss is %s sends its code nowhere (RFC 9207 §2.4)', async (_name, issOf) => {
    const at = await startSignIn();
    await at.comeBack(await at.open(), { iss: issOf(at.at), error_description: CANARY });
    expect(await at.failure()).toMatchObject({ code: 'AUTH_ISSUER_MISMATCH' });
    expect(at.forms('/token')).toEqual([]);
  });

  test('by an error of another issuer shows nothing of what that says (§Authorization Response Validation)', async () => {
    const at = await startSignIn();
    const answer = { iss: 'https://other.example', code: undefined, error: CANARY, error_description: CANARY };
    await at.comeBack(await at.open(), answer);
    const error = await at.failure();
    expect(error.code).toBe('AUTH_ISSUER_MISMATCH');
    expect(JSON.stringify([error, await at.host.log(at.serverId)])).not.toContain(CANARY);
  });

  test('by an iss where none was promised is noticed too', async () => {
    const at = await startSignIn({ metadata: () => ({ authorization_response_iss_parameter_supported: undefined }) });
    await at.comeBack(await at.open(), { iss: 'https://other.example' });
    expect(await at.failure()).toMatchObject({ code: 'AUTH_ISSUER_MISMATCH' });
    expect(at.forms('/token')).toEqual([]);
  });
});

describe('metadata of the server', () => {
  test('for another resource is refused before anybody is asked (RFC 9728 §3.3)', async () => {
    const resources: readonly ((server: string) => unknown)[] = [
      () => 'https://honest.example/mcp',
      (server) => server.replace('127.0.0.1', '127.0.0.1.evil.test'),
      (server) => server.replace('127.0.0.1', '127.0.0.1@evil.test'),
      (server) => server.replace('http:', 'https:'),
      (server) => `${server}/mcp2`,
      (server) => `${server}/mc`,
      (server) => `${server}/mcp/deeper`,
      (server) => `${server}/MCP`,
      (server) => `${server}/mcp%2f..`,
      (server) => `${server}/other/../mcp2`,
    ];
    await expectEachUnasked(
      resources,
      (current) => startSignIn({ resourceMetadata: ({ server }) => ({ resource: current()(server) }) }),
      () => 'AUTH_RESOURCE_MISMATCH',
    );
  });

  test('whose resource is none that a token may be asked for is refused (RFC 8707 §2)', async () => {
    const resources: readonly ((server: string) => unknown)[] = [
      (server) => `${server}/mcp#fragment`,
      (server) => `${server.replace('//', '//user:secret@')}/mcp`,
    ];
    await expectEachUnasked(
      resources,
      (current) => startSignIn({ resourceMetadata: ({ server }) => ({ resource: current()(server) }) }),
      () => 'AUTH_RESOURCE_MISMATCH',
    );
  });

  test('at an address that is none of the web’s is not asked for', async () => {
    const addresses: readonly (readonly [string, ErrorCode])[] = [
      ['javascript:alert(1)', 'ADDRESS_REFUSED'],
      ['file:///etc/passwd', 'ADDRESS_REFUSED'],
      ['data:application/json,{}', 'ADDRESS_REFUSED'],
      ['http://169.254.169.254/latest/meta-data/', 'ADDRESS_REFUSED'],
      ['https://169.254.169.254/latest/meta-data/', 'ADDRESS_REFUSED'],
      ['https://[::ffff:169.254.169.254]/', 'ADDRESS_REFUSED'],
      ['https://user:secret@sign.example/', 'ADDRESS_REFUSED'],
    ];
    await expectEachUnasked(
      addresses,
      (current) => startSignIn({ challenge: () => `Bearer resource_metadata="${current()[0]}"` }),
      ([, code]) => code,
    );
  });

  test('that names authorization servers nobody can use is refused', async () => {
    const issuers: readonly (readonly [unknown, ErrorCode])[] = [
      [['javascript:alert(1)'], 'AUTH_METADATA_INVALID'],
      [['file:///etc/passwd'], 'AUTH_METADATA_INVALID'],
      [['https://169.254.169.254'], 'ADDRESS_REFUSED'],
      [['http://other.example'], 'ADDRESS_REFUSED'],
      [[7], 'AUTH_METADATA_INVALID'],
      ['https://a.example', 'AUTH_METADATA_INVALID'],
    ];
    await expectEachUnasked(
      issuers,
      (current) => startSignIn({ resourceMetadata: () => ({ authorization_servers: current()[0] }) }),
      ([, code]) => code,
    );
  });
});

describe('a document', () => {
  const send =
    (body: string | Buffer, headers: Readonly<Record<string, string>> = {}): Route =>
    ({ response }) =>
      response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(body);
  const deep = '['.repeat(200_000) + ']'.repeat(200_000);
  const redirect =
    (location: string): Route =>
    ({ response }) =>
      response.writeHead(302, { location }).end();
  const documents: readonly (readonly [string, Route, ErrorCode])[] = [
    [
      'a page',
      send(`<!doctype html><script>${CANARY}</script>`, { 'content-type': 'text/html' }),
      'AUTH_METADATA_INVALID',
    ],
    ['nothing', send(''), 'AUTH_METADATA_INVALID'],
    ['half', send('{"issuer":'), 'AUTH_METADATA_INVALID'],
    ['null', send('null'), 'AUTH_METADATA_INVALID'],
    ['a list', send('[]'), 'AUTH_METADATA_INVALID'],
    ['text', send(`"${CANARY}"`), 'AUTH_METADATA_INVALID'],
    ['depth', send(deep), 'AUTH_METADATA_INVALID'],
    ['10 MB', send(`{"x":"${'x'.repeat(10_000_000)}"}`), 'DOWNLOAD_TOO_LARGE'],
    ['10 MB in 10 kB', send(gzipSync(Buffer.alloc(10_000_000)), { 'content-encoding': 'gzip' }), 'DOWNLOAD_TOO_LARGE'],
    ['a failure', ({ response }) => response.writeHead(500).end(CANARY), 'AUTH_METADATA_INVALID'],
    ['a status nobody knows', ({ response }) => response.writeHead(799).end(CANARY), 'DOWNLOAD_FAILED'],
    ['an end', ({ request }) => request.socket.destroy(), 'DOWNLOAD_FAILED'],
    ['a redirect', redirect('http://169.254.169.254/latest/meta-data/'), 'AUTH_METADATA_INVALID'],
    ['a redirect to a file', redirect('file:///etc/passwd'), 'AUTH_METADATA_INVALID'],
    ['a redirect to itself', redirect(''), 'AUTH_METADATA_INVALID'],
  ];

  test('of the server that is none fails in words, whatever is there instead', async () => {
    await expectEachUnasked(
      documents,
      (current) => startSignIn({ server: { [PRM]: (exchange) => current()[1](exchange) } }),
      ([, , code]) => code,
    );
  });

  test('of the authorization server that is none fails in words, whatever is there instead', async () => {
    await expectEachUnasked(
      documents,
      (current) => startSignIn({ issuer: { [METADATA]: (exchange) => current()[1](exchange) } }),
      ([, , code]) => code,
    );
  });

  test('is not followed to another port of this computer, by no status', async () => {
    const elsewhere = await startHttpServer((_request, response) => response.end('{}'));
    await expectEachUnasked(
      [301, 302, 303, 307, 308],
      (current) =>
        startSignIn({
          issuer: {
            [METADATA]: ({ response }) =>
              response.writeHead(current(), { location: `${elsewhere.origin}${METADATA}` }).end(),
          },
        }),
      () => 'AUTH_METADATA_INVALID',
    );
    expect(elsewhere.connections()).toBe(0);
  });

  test('with a depth beside what is read is read, and asks as any other', async () => {
    const at = await startSignIn({
      server: {
        [PRM]: ({ response, at: { server, issuer } }) =>
          response.end(`{"resource":"${server}/mcp","authorization_servers":["${issuer}"],"more":${deep}}`),
      },
    });
    expect(await at.question()).toMatchObject({ reason: 'first' });
  });

  test('that never ends holds nobody: the server can be stopped meanwhile, and asks nothing afterwards', async () => {
    const open: Parameters<Route>[0]['response'][] = [];
    const slow: Route = ({ response }) => {
      open.push(response);
      response.writeHead(200, { 'content-type': 'application/json' });
      const timer = setInterval(() => response.write(' '), 50);
      response.on('close', () => clearInterval(timer));
    };
    const at = await startSignIn({ issuer: { [METADATA]: slow } });
    await waitUntil('the document to be asked for', () => open.length > 0);
    const startedMs = performance.now();
    await at.host.run('server.stop', { serverId: at.serverId });
    expect(performance.now() - startedMs).toBeLessThan(3_000);
    await waitUntil('the request to be called off', () => open.every(({ destroyed }) => destroyed), 3_000);
    expect(await at.timesAsked()).toBe(0);
  });
});

describe('protection of codes (§Authorization Code Protection)', () => {
  test.each([
    ['is not spoken of', undefined],
    ['is plain only', ['plain']],
    ['is empty', []],
    ['is spelled otherwise', ['s256']],
  ])('that %s ends the sign-in before anybody is asked', async (_name, code_challenge_methods_supported) => {
    await expectUnasked(
      await startSignIn({ metadata: () => ({ code_challenge_methods_supported }) }),
      'AUTH_PKCE_UNSUPPORTED',
    );
  });
});

describe('scopes', () => {
  const odd = [
    'a\nb',
    '\u001b[31mred',
    '<img src=x>',
    'quo"te',
    'back\\slash',
    '\u202egpj',
    'sp ace',
    '',
    'é',
    'x'.repeat(100_000),
  ];

  test('that no scope can be spelled like are neither shown nor asked for (RFC 6749 §3.3)', async () => {
    const at = await startSignIn({ resourceMetadata: () => ({ scopes_supported: ['read', ...odd, 'write'] }) });
    const { scopes } = await at.question();
    for (const { name } of scopes) expect(name).toMatch(/^[\x21\x23-\x5B\x5D-\x7E]{1,500}$/);
    expect(scopes.map(({ name }) => name)).toEqual(expect.arrayContaining(['read', 'write']));
    expect((await at.open()).searchParams.get('scope')).toMatch(/^[\x20\x21\x23-\x5B\x5D-\x7E]+$/);
  });

  test('by the ten thousand end in words before anybody is asked, or are asked for as they are shown', async () => {
    const many = Array.from({ length: 10_000 }, (_, index) => `scope:${index}`);
    const at = await startSignIn({ resourceMetadata: () => ({ scopes_supported: many }) });
    const first = await Promise.race([at.failure(), at.question()]);
    if ('code' in first) {
      await expectUnasked(at, 'AUTH_METADATA_INVALID');
      return;
    }
    const asked = (await at.open()).searchParams.get('scope');
    expect(asked?.split(' ')).toEqual(first.scopes.map(({ name }) => name));
  });

  test('in a challenge that fills the headers end in words', async () => {
    const scope = Array.from({ length: 1_000 }, (_, index) => `scope:${index}`).join(' ');
    const at = await startSignIn({
      challenge: ({ server }) => `Bearer resource_metadata="${server}${PRM}", scope="${scope}"`,
    });
    const first = await Promise.race([at.failure(), at.question()]);
    if ('code' in first) await expectUnasked(at, 'AUTH_METADATA_INVALID');
    else expect((await at.open()).searchParams.get('scope')).toBe(scope);
  });
});

describe('a challenge', () => {
  test('of thousands of parameters fails, or is read, at once', async () => {
    const more = Array.from({ length: 700 }, (_, index) => `p${index}="${index}"`).join(', ');
    const at = await startSignIn({ challenge: ({ server }) => `Bearer ${more}, resource_metadata="${server}${PRM}"` });
    expect(await at.question()).toMatchObject({ reason: 'first' });
  });

  test('longer than any header fails in words', async () => {
    const at = await startSignIn({ challenge: () => `Bearer realm="${'x'.repeat(200_000)}"` });
    await expectUnasked(at, 'SERVER_MESSAGE_TOO_LARGE');
  });

  test('behind one of another scheme is read (RFC 9110 §11.6.1)', async () => {
    const at = await startSignIn({
      challenge: ({ server }) => `Basic realm="a, b", Bearer scope="read", resource_metadata="${server}${PRM}"`,
    });
    expect(await at.question()).toMatchObject({ scopes: [{ name: 'read' }] });
  });

  test('whose words stand in another’s parameter is not taken for those', async () => {
    const at = await startSignIn({
      challenge: ({ server }) => `Bearer realm="scope=admin", x_scope="root", resource_metadata="${server}${PRM}"`,
    });
    expect(await at.question()).toMatchObject({ scopes: [] });
  });
});

describe('what comes back from the browser', () => {
  test('from another program of this computer that knows no state changes nothing (RFC 8252 §8.9)', async () => {
    const at = await startSignIn();
    const to = await at.open();
    for (const state of ['wrong', '', undefined, `${to.searchParams.get('state') ?? ''}x`]) {
      const response = await at.comeBack(to, { state, code: 'stolen', error: 'access_denied' });
      expect([response.status, await response.text()]).toEqual([400, expect.not.stringContaining('stolen')]);
    }
    await at.comeBack(to);
    await at.host.state(at.serverId, 'running');
    expect(at.forms('/token').map((form) => form.get('code'))).toEqual(['code-1']);
  });

  test('a second time is told so, and its code goes nowhere', async () => {
    const at = await startSignIn();
    const to = await at.open();
    const [first, second] = await Promise.all([at.comeBack(to), at.comeBack(to, { code: 'code-2' })]);
    const pages = await Promise.all([first.text(), second.text()]);
    expect(pages.filter((page) => page.includes('You are signed in'))).toHaveLength(1);
    await at.host.state(at.serverId, 'running');
    expect(at.forms('/token')).toHaveLength(1);
    expect(JSON.stringify(at.atServer)).not.toMatch(/code-[12]/);
  });

  test('with an error is shown as data, and never in the page (S12)', async () => {
    const at = await startSignIn();
    const words = `<script>alert('${CANARY}')</script>\u001b[2J`;
    const answer = {
      code: undefined,
      error: 'access_denied',
      error_description: words,
      error_uri: 'javascript:alert(1)',
    };
    const page = await at.comeBack(await at.open(), answer);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await page.text()).not.toContain(CANARY);
    const error = await at.failure();
    expect(error).toMatchObject({ code: 'AUTH_REFUSED', data: { error: 'access_denied' } });
    expect(error.message).not.toContain(CANARY);
    expect(JSON.stringify(at.atServer)).not.toContain(CANARY);
  });

  test('with neither a code nor an error ends in words', async () => {
    const at = await startSignIn();
    await at.comeBack(await at.open(), { code: undefined });
    expect(await at.failure()).toMatchObject({ code: 'AUTH_CALLBACK_FAILED' });
  });

  test('after the sign-in was left comes to nothing', async () => {
    const at = await startSignIn();
    const to = await at.open();
    await at.host.reply(await at.host.question('sign_in_wait'), { kind: 'sign_in_wait', action: 'cancel' });
    expect(await at.failure()).toMatchObject({ code: 'AUTH_DECLINED' });
    await at.comeBack(to).then(
      (response) => response.text(),
      () => undefined,
    );
    await delay(100);
    expect(at.forms('/token')).toEqual([]);
    expect(at.host.server(at.serverId).state.kind).toBe('failed');
  });
});

describe('a registration (RFC 7591)', () => {
  test.each<[string, (sent: object) => unknown, ErrorCode]>([
    ['is no object', () => 'client', 'AUTH_REGISTRATION_FAILED'],
    ['has no client id', (sent) => sent, 'AUTH_REGISTRATION_FAILED'],
    ['has a client id of 1 MB', (sent) => ({ ...sent, client_id: 'x'.repeat(1_100_000) }), 'DOWNLOAD_TOO_LARGE'],
    ['has a client id of 100 kB', (sent) => ({ ...sent, client_id: 'x'.repeat(100_000) }), 'AUTH_REGISTRATION_FAILED'],
    ['has an empty client id', (sent) => ({ ...sent, client_id: '' }), 'AUTH_REGISTRATION_FAILED'],
  ])('that %s is not kept, and opens no browser', async (_name, answer, code) => {
    const at = await startSignIn({
      issuer: {
        '/register': ({ response, visit }) => json(response, answer(JSON.parse(visit.body) as object), 201),
      },
    });
    await at.host.reply(await at.question(), { kind: 'sign_in', action: 'open' });
    expect(await at.failure()).toMatchObject({ code });
    expect(at.host.opened).toEqual([]);
    expect(at.host.host.snapshot().identities.registrations).toEqual([]);
  });

  test('that is refused with a page is told with a part of it, as data', async () => {
    const at = await startSignIn({
      issuer: { '/register': ({ response }) => response.writeHead(403).end(`<h1>${'no '.repeat(10_000)}</h1>`) },
    });
    await at.host.reply(await at.question(), { kind: 'sign_in', action: 'open' });
    const error = await at.failure();
    expect(error.code).toBe('AUTH_REGISTRATION_FAILED');
    expect(JSON.stringify(error).length).toBeLessThan(2_000);
  });

  test.each([
    'http://169.254.169.254/latest/meta-data/',
    'https://169.254.169.254/',
    'https://10.0.0.1/register/1',
    'file:///etc/passwd',
    'javascript:alert(1)',
  ])(
    'that is managed at %s is forgotten, and its token goes nowhere (RFC 7592, S11)',
    async (registration_client_uri) => {
      const at = await startSignIn({ issuer: { '/register': managedAt(registration_client_uri) } });
      await at.signIn();
      await at.host.run('registration.remove', { issuer: at.at.issuer, clientId: 'client-1' });
      expect(at.host.host.snapshot().identities.registrations).toEqual([]);
      expect([...at.atServer, ...at.atIssuer].filter(({ method }) => method === 'DELETE')).toEqual([]);
    },
  );

  test('that is managed elsewhere than at its authorization server takes its token nowhere (S11)', async () => {
    const elsewhere = await startHttpServer((_request, response) => response.writeHead(204).end());
    const at = await startSignIn({ issuer: { '/register': managedAt(`${elsewhere.origin}/register/1`) } });
    await at.signIn();
    await at.host.run('registration.remove', { issuer: at.at.issuer, clientId: 'client-1' });
    expect(elsewhere.connections()).toBe(0);
  });

  test('that its authorization server manages is deleted there', async () => {
    const at = await startSignIn({
      issuer: {
        '/register': (exchange) => managedAt(`${exchange.at.issuer}/register/client-1`)(exchange),
        '/register/client-1': ({ response }) => response.writeHead(204).end(),
      },
    });
    await at.signIn();
    expect(at.host.host.snapshot().identities.registrations).toMatchObject([{ clientId: 'client-1', canDelete: true }]);
    await at.host.run('registration.remove', { issuer: at.at.issuer, clientId: 'client-1' });
    expect(at.atIssuer.filter(({ method }) => method === 'DELETE')).toMatchObject([
      { path: '/register/client-1', headers: { authorization: 'Bearer registration-token-1' } },
    ]);
  });
});

function managedAt(registration_client_uri: string): Route {
  return ({ response, visit }) =>
    json(
      response,
      {
        ...(JSON.parse(visit.body) as object),
        client_id: 'client-1',
        registration_client_uri,
        registration_access_token: 'registration-token-1',
      },
      201,
    );
}

test('nothing that was found on the way is told to the server, whatever becomes of it', async () => {
  const words = {
    service_documentation: `https://${CANARY}.example/`,
    op_policy_uri: CANARY,
    scopes_supported: [CANARY],
  };
  const at = await startSignIn({ metadata: () => words, resourceMetadata: () => ({ resource_name: CANARY }) });
  await at.signIn();
  await at.call();
  await at.host.run('identity.signOut', { serverId: at.serverId });
  expect(JSON.stringify(at.atServer)).not.toContain(CANARY);
});
