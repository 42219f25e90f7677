/**
 * Published documents on real TLS servers. The loopback zone stands for the public one where a document may be loaded.
 */
import type { RequestListener } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Zone } from '../app/contract/plan.ts';
import { createAuthorizationCallback } from './adapters/authorizationCallback.ts';
import { createHttpFetch } from './adapters/httpFetch.ts';
import { checkPublished, documentProblems, MAX_DOCUMENT_BYTES, urlProblems } from './checkClientMetadata.ts';
import { clientMetadata } from './clientMetadata.ts';
import { issueCertificate, SERVER_AUTHENTICATION } from './testing/certificates.ts';
import { startHttpServer, startTlsServer } from './testing/httpServers.ts';

const URL_HERE = 'https://host.example/oauth/client.json';
const { redirectUris } = createAuthorizationCallback();
const json = { 'content-type': 'application/json' };

interface Published {
  readonly zones?: readonly Zone[];
  readonly addresses?: readonly string[];
  readonly timeoutMs?: number;
  readonly trusted?: boolean;
}

async function startPublished(listener: RequestListener, options: Published = {}) {
  const { zones = ['loopback'], addresses = ['127.0.0.1'], timeoutMs = 5_000, trusted = true } = options;
  const hosts = ['host.test', '127.0.0.1'];
  const issued = await issueCertificate({ name: 'test', hosts, purposes: [SERVER_AUTHENTICATION] });
  const server = await startTlsServer(issued, 'host.test', listener);
  const httpFetch = createHttpFetch({ resolve: async () => addresses, authorities: trusted ? [issued.pem] : [] });
  onTestFinished(() => httpFetch.close());
  const fetch = httpFetch.toAuthority({ zones, maxBytes: MAX_DOCUMENT_BYTES, timeoutMs });
  const url = `${server.origin}/oauth/client.json`;
  return { server, url, check: (address = url) => checkPublished(address, redirectUris, fetch) };
}

/** Publishes what `clientMetadata` makes for the very address it is asked at, changed. */
function publishing(change: object = {}, headers: Readonly<Record<string, string>> = json): RequestListener {
  return ({ headers: { host = '' }, url = '' }, response) => {
    const document = { ...clientMetadata(`https://${host}${url}`, redirectUris), ...change };
    response.writeHead(200, headers).end(JSON.stringify(document));
  };
}

describe('the document', () => {
  test('is what a native program without a secret is (draft-ietf-oauth-client-id-metadata-document-00 §4.1)', () => {
    const document = clientMetadata(URL_HERE, redirectUris);
    expect(document).toEqual({
      client_id: URL_HERE,
      client_name: 'Gatehouse',
      redirect_uris: redirectUris,
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
      application_type: 'native',
    });
    expect(redirectUris.every((uri) => /^http:\/\/(?:127\.0\.0\.1|localhost):\d+\/callback$/.test(uri))).toBe(true);
    expect(Buffer.byteLength(JSON.stringify(document, undefined, 2))).toBeLessThan(MAX_DOCUMENT_BYTES);
    expect(documentProblems(document, URL_HERE, redirectUris)).toEqual([]);
  });
});

describe('an address for it (draft-ietf-oauth-client-id-metadata-document-00 §3)', () => {
  test.each(['https://host.example/client.json', 'https://host.example:8443/a/b', 'https://host.example/a.b/..c/'])(
    'may be %s',
    (address) => expect(urlProblems(address)).toEqual([]),
  );

  test.each([
    ['http://host.example/client.json', ['It does not begin with https://.']],
    ['ftp://host.example/client.json', ['It does not begin with https://.']],
    ['client.json', ['This is no address of the web.']],
    ['https://host.example', ['It has no path.']],
    ['https://host.example/', ['It has no path.']],
    ['https://a@host.example/c', ['It has a user name or a password in it.']],
    ['https://:b@host.example/c', ['It has a user name or a password in it.']],
    ['https://host.example/c#', ['It has a fragment (#).']],
    ['https://host.example/c#a', ['It has a fragment (#).']],
    ['https://host.example/c?a=1', ['It has a query (?).']],
    ['https://host.example/a/../c', ['Its path has a segment of dots only.']],
    ['https://host.example/./c', ['Its path has a segment of dots only.']],
    ['https://host.example/a/%2E%2e/c', ['Its path has a segment of dots only.']],
    ['https://host.example/a/..', ['It has no path.', 'Its path has a segment of dots only.']],
    ['https://host.example:443/c', ['It is usually written in another way: https://host.example/c']],
    ['https://HOST.example/c', ['It is usually written in another way: https://host.example/c']],
    ['https:\\\\host.example\\c', ['It is usually written in another way: https://host.example/c']],
    [' https://host.example/c', ['It is usually written in another way: https://host.example/c']],
    ['https://host.example/c\u202e', ['It is usually written in another way: https://host.example/c%E2%80%AE']],
  ])('may not be %j', (address, problems) => expect(urlProblems(address)).toEqual(problems));
});

describe('a published document', () => {
  test('that was printed for its address is as it has to be, also with more in it and under another name', async () => {
    const { server, check } = await startPublished(publishing());
    expect(await check()).toEqual([]);
    expect(server.requests).toMatchObject([{ method: 'GET', headers: { accept: 'application/json' } }]);
    const more = {
      client_name: 'Gatehouse at Example',
      client_uri: 'https://host.example',
      contacts: ['a@host.example'],
    };
    const special = { 'content-type': 'Application/cimd+json; charset=utf-8' };
    expect(await (await startPublished(publishing(more, special))).check()).toEqual([]);
    const reversed = { redirect_uris: redirectUris.toReversed() };
    expect(await (await startPublished(publishing(reversed))).check()).toEqual([]);
  });

  test.each<[string, object, readonly RegExp[]]>([
    ['no client id', { client_id: undefined }, [/^client_id is missing and has to be "https:\/\/host\.test/]],
    ['another client id', { client_id: `${URL_HERE}/` }, [/^client_id is "https:\/\/host\.example/]],
    ['no name', { client_name: '  ' }, [/^client_name is missing\.$/]],
    ['a redirect URI too few', { redirect_uris: redirectUris.slice(1) }, [/^redirect_uris is /]],
    [
      'a redirect URI of another',
      { redirect_uris: [...redirectUris, 'https://evil.example/'] },
      [/^redirect_uris is /],
    ],
    ['redirect URIs that are no list', { redirect_uris: redirectUris[0] }, [/^redirect_uris is "http/]],
    ['no way of authentication, which means a secret', { token_endpoint_auth_method: undefined }, [/^token_endpoint/]],
    ['a way that needs a secret', { token_endpoint_auth_method: 'client_secret_post' }, [/has to be "none"/]],
    ['a secret', { client_secret: 'x' }, [/^client_secret has no place/]],
    ['the end of a secret', { client_secret_expires_at: 0 }, [/^client_secret_expires_at has no place/]],
    ['a private key', { jwks: { keys: [{ kty: 'EC' }, { kty: 'EC', d: 'x' }] } }, [/^jwks has a private key/]],
    ['a shared key', { jwks: { keys: [{ kty: 'oct', k: 'x' }] } }, [/^jwks has a private key/]],
    ['another kind of application', { application_type: 'web' }, [/^application_type is "web"/]],
    ['grants missing', { grant_types: ['authorization_code'] }, [/^grant_types is /]],
    [
      'more than one fault',
      { client_name: 7, response_types: ['token'] },
      [/^response_types is \["token"\]/, /^client_name is missing/],
    ],
    ['text that hides', { application_type: 'a\u202eb' }, [/^application_type is "a⟨U\+202E⟩b"/]],
  ])('with %s is refused', async (_name, change, expected) => {
    const { check } = await startPublished(publishing(change));
    const problems = await check();
    expect(problems).toEqual(expected.map((pattern) => expect.stringMatching(pattern) as string));
    expect(problems.join()).not.toContain('"x"');
  });

  test.each(['', '[]', 'null', '"https://host.example/c"', '{"client_id":', '<html></html>'])(
    'that says %j is refused',
    async (body) => {
      const { check } = await startPublished((_incoming, response) => void response.writeHead(200, json).end(body));
      expect(await check()).toEqual(['It is no JSON object.']);
    },
  );

  test.each([
    ['text/html', '"text/html"'],
    ['text/plain', '"text/plain"'],
    ['application/json-not', '"application/json-not"'],
    ['', '""'],
  ])('of the content type %j is refused', async (type, shown) => {
    const { check } = await startPublished(publishing({}, { 'content-type': type }));
    expect(await check()).toEqual([`Its content type is ${shown} and has to be application/json.`]);
  });

  test('that is not there is refused, and so is one behind a redirect, even to itself', async () => {
    const gone = await startPublished((_incoming, response) => void response.writeHead(404, json).end('{}'));
    expect(await gone.check()).toEqual(['It answers with status 404 instead of 200.']);
    const moved = await startPublished(({ url }, response) => {
      response.writeHead(302, { location: url }).end();
    });
    expect(await moved.check()).toEqual(['It answers with a redirect (302), which is not followed.']);
    expect(moved.server.requests).toHaveLength(1);
  });

  test('that is larger than 5 kB is refused, and so is one of 10 MB', async () => {
    for (const size of [5_000, 10_000_000]) {
      const { check } = await startPublished(publishing({ more: 'x'.repeat(size) }));
      expect(await check()).toEqual(['It is larger than 5000 bytes.']);
    }
  });

  test('that comes too slowly is refused', async () => {
    const { check } = await startPublished((_incoming, response) => void response.writeHead(200, json).write('{'), {
      timeoutMs: 200,
    });
    expect(await check()).toEqual(['It takes longer than 5 seconds.']);
  });

  test('that nobody vouches for, or whose name leads nowhere, is refused', async () => {
    const unknown = await startPublished(publishing(), { trusted: false });
    expect(await unknown.check()).toEqual(["It can't be loaded (DEPTH_ZERO_SELF_SIGNED_CERT)."]);
    const nowhere = await startPublished(publishing(), { addresses: [] });
    expect(await nowhere.check()).toEqual(['No address is known for its name.']);
    const plain = await startHttpServer(publishing());
    const [problem] = await unknown.check(`${plain.origin.replace('http:', 'https:')}/c`);
    expect(problem).toMatch(/^It can't be loaded/);
  });

  test.each([['127.0.0.1'], ['10.0.0.1'], ['169.254.169.254'], ['::ffff:127.0.0.1'], ['fd00::1']])(
    'at a name that leads to %s is not even asked for (S11)',
    async (address) => {
      for (const addresses of [[address], ['93.184.216.34', address]]) {
        const { server, check } = await startPublished(publishing(), { zones: ['public'], addresses });
        expect(await check()).toEqual([expect.stringMatching(/^It leads to this computer, to a private network/)]);
        expect(server.connections()).toBe(0);
      }
    },
  );
});
