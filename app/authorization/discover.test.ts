import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fetch } from '../ports/httpFetch.ts';
import { discover, revocationEndpoint } from './discover.ts';

const SERVER = 'https://example.com/mcp';
const ISSUER = 'https://auth.example.com';
const METADATA = {
  issuer: ISSUER,
  authorization_endpoint: `${ISSUER}/authorize`,
  token_endpoint: `${ISSUER}/token`,
  response_types_supported: ['code'],
  code_challenge_methods_supported: ['S256'],
};
const OPENID = {
  ...METADATA,
  jwks_uri: `${ISSUER}/jwks`,
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
};

/** Answers by address, with a document or a status; what is not here is not found. */
function documentsAt(documents: Readonly<Record<string, unknown>>) {
  const asked: string[] = [];
  const fetch: Fetch = async (url) => {
    asked.push(String(url));
    const document = documents[String(url)] ?? 404;
    return typeof document === 'number' ? new Response(null, { status: document }) : Response.json(document);
  };
  return { fetch, asked };
}

const atServer = (change: object = {}) => ({ resource: SERVER, authorization_servers: [ISSUER], ...change });
const PRM_AT_PATH = 'https://example.com/.well-known/oauth-protected-resource/mcp';
const PRM_AT_ROOT = 'https://example.com/.well-known/oauth-protected-resource';
const METADATA_AT = `${ISSUER}/.well-known/oauth-authorization-server`;

function found(resourceMetadata: object, metadata: object = METADATA, challenge = {}) {
  const { fetch } = documentsAt({ [PRM_AT_PATH]: resourceMetadata, [METADATA_AT]: metadata });
  return discover(SERVER, challenge, fetch);
}

describe('where a server’s metadata is looked for (RFC 9728 §3.1)', () => {
  test('is its path first, then its root, and nowhere else', async () => {
    const { fetch, asked } = documentsAt({ [PRM_AT_ROOT]: atServer(), [METADATA_AT]: METADATA });
    expect(await discover(SERVER, {}, fetch)).toMatchObject({ issuer: ISSUER, resource: SERVER });
    expect(asked).toEqual([PRM_AT_PATH, PRM_AT_ROOT, METADATA_AT]);
  });

  test('is what the challenge names, alone, which is said where that is elsewhere', async () => {
    const elsewhere = 'https://elsewhere.example/metadata';
    const { fetch, asked } = documentsAt({ [elsewhere]: atServer(), [METADATA_AT]: METADATA });
    const { warnings } = await discover(SERVER, { resourceMetadataUrl: new URL(elsewhere) }, fetch);
    expect(warnings).toContain('METADATA_ELSEWHERE');
    expect(asked).toEqual([elsewhere, METADATA_AT]);
  });

  test('named and absent ends it: no other place is tried', async () => {
    const { fetch, asked } = documentsAt({ [PRM_AT_PATH]: atServer(), [METADATA_AT]: METADATA });
    const resourceMetadataUrl = new URL('https://example.com/gone');
    await expect(discover(SERVER, { resourceMetadataUrl }, fetch)).rejects.toMatchObject({
      code: 'AUTH_METADATA_INVALID',
    });
    expect(asked).toHaveLength(1);
  });

  test('without any, the server’s own origin is its authorization server, or there is none (MCP 2025-03-26)', async () => {
    const own = 'https://example.com';
    const metadata = { ...METADATA, issuer: own };
    const { fetch } = documentsAt({ [`${own}/.well-known/oauth-authorization-server`]: metadata });
    expect(await discover(`${SERVER}#x`, {}, fetch)).toMatchObject({
      issuer: own,
      resource: SERVER,
      scopesSupported: undefined,
    });
    await expect(discover(SERVER, {}, documentsAt({}).fetch)).rejects.toMatchObject({ code: 'AUTH_NOT_OFFERED' });
  });

  test('that is out of order is not taken for a server that has none', async () => {
    const { fetch, asked } = documentsAt({ [PRM_AT_PATH]: 503, [METADATA_AT]: METADATA });
    await expect(discover(SERVER, {}, fetch)).rejects.toMatchObject({
      code: 'AUTH_METADATA_INVALID',
      data: { said: expect.stringContaining('503') as unknown },
    });
    expect(asked).not.toContain('https://example.com/.well-known/oauth-authorization-server');
  });
});

describe('of several authorization servers (MCP 2026-07-28 §Authorization Server Location)', () => {
  const OTHER = 'https://other.example.com';
  const both = {
    [PRM_AT_PATH]: atServer({ authorization_servers: [ISSUER, OTHER] }),
    [METADATA_AT]: METADATA,
    [`${OTHER}/.well-known/oauth-authorization-server`]: { ...METADATA, issuer: OTHER },
  };

  test.each([
    ['the first is taken', {}, ISSUER],
    ['the one that is known is taken', { known: [undefined, OTHER] }, OTHER],
    ['the one that is known best is taken', { known: [OTHER, ISSUER] }, OTHER],
    ['the first is taken where the one that is known is not among them', { known: ['https://third.example'] }, ISSUER],
    ['the next is taken where a token of the first was refused', { notAt: ISSUER, known: [ISSUER] }, OTHER],
  ])('%s', async (_name, preference, issuer) => {
    expect(await discover(SERVER, {}, documentsAt(both).fetch, preference)).toMatchObject({ issuer });
  });

  test('none is left where a token of the only one was refused', async () => {
    const { fetch } = documentsAt({ [PRM_AT_PATH]: atServer(), [METADATA_AT]: METADATA });
    await expect(discover(SERVER, {}, fetch, { notAt: ISSUER })).rejects.toMatchObject({ code: 'SERVER_UNAUTHORIZED' });
  });
});

describe('where an authorization server’s metadata is looked for (§Authorization Server Metadata Discovery)', () => {
  test.each([
    [ISSUER, [METADATA_AT, `${ISSUER}/.well-known/openid-configuration`]],
    [
      `${ISSUER}/tenant`,
      [
        `${METADATA_AT}/tenant`,
        `${ISSUER}/.well-known/openid-configuration/tenant`,
        `${ISSUER}/tenant/.well-known/openid-configuration`,
      ],
    ],
  ])('of %s', async (issuer, places) => {
    const last = places.at(-1) ?? '';
    const { fetch, asked } = documentsAt({
      [PRM_AT_PATH]: atServer({ authorization_servers: [issuer] }),
      [last]: { ...OPENID, issuer },
    });
    expect(await discover(SERVER, {}, fetch)).toMatchObject({ issuer });
    expect(asked.slice(1)).toEqual(places);
  });

  test('is not the next place where the first names another issuer (RFC 8414 §3.3)', async () => {
    const { fetch, asked } = documentsAt({
      [PRM_AT_PATH]: atServer(),
      [METADATA_AT]: { ...METADATA, issuer: 'https://honest.example' },
      [`${ISSUER}/.well-known/openid-configuration`]: OPENID,
    });
    await expect(discover(SERVER, {}, fetch)).rejects.toMatchObject({
      code: 'AUTH_ISSUER_MISMATCH',
      data: { issuer: ISSUER },
    });
    expect(asked).toHaveLength(2);
  });
});

describe('the issuer (RFC 8414 §3.3, §4)', () => {
  test.each([
    [`${ISSUER}/tenant`, `${ISSUER}/tenant/`],
    [`${ISSUER}/tenant/`, `${ISSUER}/tenant`],
    ['https://AUTH.example.com', ISSUER],
    [`${ISSUER}:443`, ISSUER],
    [`${ISSUER}/%74enant`, `${ISSUER}/tenant`],
    [`${ISSUER}//`, ISSUER],
    [ISSUER, `${ISSUER}/`],
  ])('that is listed as %s is not %s', async (listed, issuer) => {
    const asked = { authorization_servers: [listed] };
    const fetch: Fetch = async (url) =>
      Response.json(String(url) === PRM_AT_PATH ? atServer(asked) : { ...METADATA, issuer });
    await expect(discover(SERVER, {}, fetch)).rejects.toMatchObject({ code: 'AUTH_ISSUER_MISMATCH' });
  });

  test('of a bare host may be listed with a “/” that it does not have (RFC 3986 §6.2.3)', async () => {
    const server = atServer({ authorization_servers: [`${ISSUER}/`] });
    expect(await found(server, METADATA)).toMatchObject({ issuer: ISSUER });
  });
});

describe('the resource', () => {
  test.each([
    ['https://example.com', 'https://example.com'],
    ['https://example.com/', 'https://example.com'],
    ['https://example.com/mcp/', 'https://example.com/mcp/'],
    ['https://example.com/?a=1', 'https://example.com/?a=1'],
  ])('of a server that says nothing is its address: of %s %s (§Canonical Server URI)', async (url, resource) => {
    const metadata = { ...METADATA, issuer: 'https://example.com' };
    const { fetch } = documentsAt({ 'https://example.com/.well-known/oauth-authorization-server': metadata });
    expect(await discover(url, {}, fetch)).toMatchObject({ resource });
  });

  test.each([
    [SERVER, SERVER],
    ['https://example.com', SERVER],
    ['https://example.com/', SERVER],
    ['https://EXAMPLE.com/mcp', SERVER],
  ])('%s is that of the server, and is kept letter by letter', async (resource) => {
    expect(await found(atServer({ resource }))).toMatchObject({ resource });
  });

  test.each([
    'https://example.com.evil.test/mcp',
    'https://example.com@evil.test/mcp',
    'https://user@example.com/mcp',
    'https://example.com:8443/mcp',
    'http://example.com/mcp',
    'https://example.com/mcp2',
    'https://example.com/mcp/',
    'https://example.com/mcp/../admin',
    'https://example.com/mcp%2F',
    'https://example.com/MCP',
    'https://example.com/mcp?tenant=2',
    'https://example.com/mcp#',
    'https://example.com/mcp#part',
    'https://example.com/mcp?a="b"\u202e',
    'urn:example:mcp',
  ])('%s is another’s, or none', async (resource) => {
    await expect(found(atServer({ resource }))).rejects.toMatchObject({ code: 'AUTH_RESOURCE_MISMATCH' });
  });

  test('is never another’s, whatever is written', async () => {
    const piece = fc.constantFrom(
      'https://',
      'http://',
      'example.com',
      'evil.test',
      '/',
      '/mcp',
      '..',
      '.',
      '@',
      ':',
      '#',
      '?',
      '%2e',
      '%2F',
      '\\',
      ' ',
      'mcp',
      '443',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
        async (resource) => {
          const outcome = await found(atServer({ resource })).catch((error: unknown) => error);
          if (outcome instanceof Error) {
            expect(outcome).toMatchObject({ code: expect.stringMatching(/^AUTH_/) as unknown });
            return;
          }
          const { origin, pathname, hash, username } = new URL((outcome as { resource: string }).resource);
          expect([origin, hash, username]).toEqual(['https://example.com', '', '']);
          expect(`/mcp/`.startsWith(pathname.endsWith('/') ? pathname : `${pathname}/`)).toBe(true);
        },
      ),
    );
  });
});

describe('what the metadata of an authorization server has to be', () => {
  test.each<[string, object, string]>([
    ['of another issuer', { issuer: `${ISSUER}.evil.test` }, 'AUTH_ISSUER_MISMATCH'],
    ['without PKCE', { code_challenge_methods_supported: undefined }, 'AUTH_PKCE_UNSUPPORTED'],
    ['with plain PKCE', { code_challenge_methods_supported: ['plain'] }, 'AUTH_PKCE_UNSUPPORTED'],
    [
      'with a token endpoint in the clear',
      { token_endpoint: 'http://auth.example.com/token' },
      'AUTH_METADATA_INVALID',
    ],
    ['with a registration endpoint of a file', { registration_endpoint: 'file:///x' }, 'AUTH_METADATA_INVALID'],
    ['with a revocation endpoint in the clear', { revocation_endpoint: 'http://a.example/' }, 'AUTH_METADATA_INVALID'],
    ['with a script to open', { authorization_endpoint: 'javascript:alert(1)' }, 'AUTH_METADATA_INVALID'],
    ['with quotes to open', { authorization_endpoint: 'https://a.example/"x' }, 'AUTH_METADATA_INVALID'],
    ['without a token endpoint', { token_endpoint: undefined }, 'AUTH_METADATA_INVALID'],
  ])('%s it is refused', async (_name, change, code) => {
    await expect(found(atServer(), { ...METADATA, ...change })).rejects.toMatchObject({ code });
  });

  test.each([`${ISSUER}?tenant=1`, `${ISSUER}#x`, `${ISSUER}/${'x'.repeat(2_000)}`])(
    'not of the issuer %s (RFC 8414 §2)',
    async (issuer) => {
      const { pathname } = new URL(issuer);
      const at = `${METADATA_AT}${pathname === '/' ? '' : pathname}`;
      const { fetch } = documentsAt({
        [PRM_AT_PATH]: atServer({ authorization_servers: [issuer] }),
        [at]: { ...METADATA, issuer },
      });
      await expect(discover(SERVER, {}, fetch)).rejects.toMatchObject({ code: 'AUTH_METADATA_INVALID' });
    },
  );

  test('need not protect codes where none is to come back (RFC 6749 §4.4)', async () => {
    const { fetch } = documentsAt({
      [PRM_AT_PATH]: atServer(),
      [METADATA_AT]: { ...METADATA, code_challenge_methods_supported: undefined },
    });
    expect(await discover(SERVER, {}, fetch, { byCode: false })).toMatchObject({ issuer: ISSUER });
    const metadata = { ...METADATA, token_endpoint: 'http://auth.example.com/token' };
    const clear = documentsAt({ [PRM_AT_PATH]: atServer(), [METADATA_AT]: metadata });
    await expect(discover(SERVER, {}, clear.fetch, { byCode: false })).rejects.toMatchObject({
      code: 'AUTH_METADATA_INVALID',
    });
  });

  test('says in warnings what is no reason to refuse', async () => {
    expect((await found(atServer())).warnings).toEqual(['NO_ISS']);
    const metadata = { ...METADATA, authorization_response_iss_parameter_supported: true };
    expect((await found(atServer(), metadata)).warnings).toEqual([]);
    expect(
      (await found(atServer(), { ...metadata, authorization_response_iss_parameter_supported: 'true' })).warnings,
    ).toEqual(['NO_ISS']);
  });
});

describe('scopes', () => {
  test('that no scope can be spelled like are left out of what the server knows (RFC 6749 §3.3)', async () => {
    const scopes_supported = ['read', 'a b', '', '"', '\\', '\n', '\u001b[0m', 'é', 'write:all', 'x'.repeat(501)];
    expect(await found(atServer({ scopes_supported }))).toMatchObject({ scopesSupported: ['read', 'write:all'] });
  });

  test('that are too many to be asked for are refused, unless the server says which ones it wants', async () => {
    const scopes_supported = Array.from({ length: 1_000 }, (_, index) => `scope:${index}`);
    const refused = { code: 'AUTH_METADATA_INVALID', data: { reason: 'scope', count: 1_000 } };
    await expect(found(atServer({ scopes_supported }))).rejects.toMatchObject(refused);
    await expect(found(atServer({ scopes_supported }), METADATA, { scope: 'read' })).resolves.toBeDefined();
    const scope = scopes_supported.join(' ');
    await expect(found(atServer(), METADATA, { scope })).rejects.toMatchObject(refused);
  });

  test.each(['rea"d', 'read \u001b[0m', 'réad'])('%j of a challenge is refused', async (scope) => {
    await expect(found(atServer(), METADATA, { scope })).rejects.toMatchObject({ code: 'AUTH_METADATA_INVALID' });
  });
});

test('whatever a document is, it is told apart or refused by a code of its own', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), fc.jsonValue(), async (first, second) => {
      const json = (value: unknown): Response => new Response(JSON.stringify(value));
      const fetch: Fetch = async (url) => json(String(url).includes('protected-resource') ? first : second);
      await expect(discover(SERVER, {}, fetch)).rejects.toMatchObject({
        code: expect.stringMatching(/^AUTH_/) as unknown,
      });
    }),
  );
});

test.each([
  [{ revocation_endpoint: 'https://a.example/' }, 'https://a.example/'],
  [{ revocation_endpoint: 7 }, undefined],
  [{}, undefined],
  [undefined, undefined],
])('the revocation endpoint of %j is %s', (metadata, endpoint) => {
  expect(revocationEndpoint(metadata)).toBe(endpoint);
});
