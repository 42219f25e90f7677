import { describe, expect, test } from 'vitest';
import type { Fetch } from '../ports/httpFetch.ts';
import type { SecretStore } from '../ports/secretStore.ts';
import { assertIssuer, chooseClient, register, type ChoiceOptions } from './chooseClient.ts';
import { HeldTokens } from './heldTokens.ts';

const ISSUER = 'https://auth.example.com';
const REDIRECT_URI = 'http://127.0.0.1:21937/callback';
const DOCUMENT = 'https://gatehouse.example/client.json';
const METADATA = {
  issuer: ISSUER,
  authorization_endpoint: `${ISSUER}/authorize`,
  token_endpoint: `${ISSUER}/token`,
  response_types_supported: ['code'],
};
const TAKES_ALL = {
  ...METADATA,
  registration_endpoint: `${ISSUER}/register`,
  client_id_metadata_document_supported: true,
};

/** Kept in memory. */
function emptyHeld(): HeldTokens {
  const values = new Map<string, string>();
  const store: SecretStore = {
    persistent: false,
    setAside: undefined,
    get: (owner, key) => values.get(`${owner} ${key}`),
    set: (owner, key, value) => void values.set(`${owner} ${key}`, value),
    delete: (owner, key) => void values.delete(`${owner} ${key}`),
    deleteAll: () => values.clear(),
  };
  return new HeldTokens(store, () => undefined);
}

function heldWith(issuer: string, redirectUris: readonly string[] = [REDIRECT_URI]): HeldTokens {
  const held = emptyHeld();
  const client = { client_id: 'registered', client_secret: 'its secret' };
  held.register({ issuer, zone: 'public', client, redirectUris, registeredAtMs: 1 });
  return held;
}

const choose = (change: Partial<ChoiceOptions> = {}) =>
  chooseClient({
    setup: { kind: 'person' },
    clientSecret: undefined,
    clientMetadataUrl: DOCUMENT,
    metadata: TAKES_ALL,
    redirectUris: [REDIRECT_URI],
    held: emptyHeld(),
    ...change,
  });

describe('how Gatehouse introduces itself (§Client Registration Approaches)', () => {
  test.each<[string, Partial<ChoiceOptions>, ReturnType<typeof choose>]>([
    [
      'by the client id that a person set up, before all else',
      { setup: { kind: 'person', clientId: 'mine', issuer: ISSUER }, clientSecret: 'secret' },
      { registration: 'preregistered', client: { client_id: 'mine', client_secret: 'secret' } },
    ],
    [
      'by that client id alone, where no secret is kept',
      { setup: { kind: 'person', clientId: 'mine' } },
      { registration: 'preregistered', client: { client_id: 'mine' } },
    ],
    ['by its document, where that is read', {}, { registration: 'metadata_document', client: { client_id: DOCUMENT } }],
    [
      'by a registration, where it has no document',
      { clientMetadataUrl: undefined },
      { registration: 'dynamic', client: undefined, redirectUris: [] },
    ],
    [
      'by a registration, where no document is read',
      { metadata: { ...TAKES_ALL, client_id_metadata_document_supported: false } },
      { registration: 'dynamic', client: undefined, redirectUris: [] },
    ],
    [
      'by the registration that it has there',
      { clientMetadataUrl: undefined, held: heldWith(ISSUER) },
      {
        registration: 'dynamic',
        client: { client_id: 'registered', client_secret: 'its secret' },
        redirectUris: [REDIRECT_URI],
      },
    ],
    [
      'by a new registration, where the one it has is for other addresses (§Open Redirection)',
      { clientMetadataUrl: undefined, held: heldWith(ISSUER, ['http://127.0.0.1:1/callback']) },
      { registration: 'dynamic', client: undefined, redirectUris: [] },
    ],
    [
      'by a new registration, where the one it has is of another issuer (MCP 2026-07-28 §Authorization Server Binding)',
      { clientMetadataUrl: undefined, held: heldWith(`${ISSUER}/`) },
      { registration: 'dynamic', client: undefined, redirectUris: [] },
    ],
  ])('%s', (_name, change, choice) => {
    expect(choose(change)).toEqual(choice);
  });

  test('not at all, where nobody unknown is taken', () => {
    expect(() => choose({ metadata: METADATA })).toThrow(expect.objectContaining({ code: 'AUTH_NO_CLIENT' }));
  });

  test('by a client id whose issuer was typed with a “/” at the end of its host', () => {
    expect(choose({ setup: { kind: 'person', clientId: 'mine', issuer: `${ISSUER}/` } })).toMatchObject({
      registration: 'preregistered',
    });
  });

  test.each([`${ISSUER}/a`, 'https://AUTH.example.com', 'https://auth.example.com.evil.test', ''])(
    'not by a client id that belongs to “%s”, which is another',
    (issuer) => {
      const other = expect.objectContaining({ code: 'AUTH_CLIENT_OF_OTHER_ISSUER' }) as Error;
      expect(() => choose({ setup: { kind: 'person', clientId: 'mine', issuer }, clientSecret: 'secret' })).toThrow(
        other,
      );
      expect(() => assertIssuer({ issuer }, ISSUER)).toThrow(other);
    },
  );
});

describe('a registration (RFC 7591)', () => {
  async function registered(metadata: object, answer: unknown = {}, status = 201) {
    const sent: unknown[] = [];
    const fetch: Fetch = async (_url, init) => {
      const body = JSON.parse(init?.body as string) as object;
      sent.push(body);
      return Response.json({ ...body, client_id: 'new', ...(answer as object) }, { status });
    };
    const options = { metadata: { ...TAKES_ALL, ...metadata }, redirectUris: [REDIRECT_URI], scope: 'read', fetch };
    return { client: await register(options), sent };
  }

  test.each([
    [undefined, 'none'],
    [['none', 'client_secret_basic'], 'none'],
    [['client_secret_post', 'client_secret_basic'], 'client_secret_basic'],
    [['client_secret_post'], 'client_secret_post'],
    [['private_key_jwt'], 'none'],
  ])('of a program that keeps no secret asks, where %j is known, for %s', async (supported, method) => {
    const { sent } = await registered({ token_endpoint_auth_methods_supported: supported });
    expect(sent).toMatchObject([
      {
        token_endpoint_auth_method: method,
        application_type: 'native',
        redirect_uris: [REDIRECT_URI],
        grant_types: ['authorization_code', 'refresh_token'],
        scope: 'read',
      },
    ]);
  });

  test('keeps what it takes to undo it (RFC 7592 §3)', async () => {
    const managed = { registration_client_uri: `${ISSUER}/register/new`, registration_access_token: 'token' };
    expect((await registered({}, managed)).client).toMatchObject({ client_id: 'new', ...managed });
  });

  test.each([
    ['is refused', {}, 400],
    ['has no client id', { client_id: undefined }, 201],
    ['has an empty one', { client_id: '' }, 201],
    ['has one that nobody could remove again', { client_id: 'x'.repeat(2_001) }, 201],
  ])('that %s fails in words', async (_name, answer, status) => {
    await expect(registered({}, answer, status)).rejects.toMatchObject({ code: 'AUTH_REGISTRATION_FAILED' });
  });
});
