/**
 * An authorization server (oidc-provider), an identity provider (the same), and an MCP server that believes the first, as one
 * process on 127.0.0.1. Prints `{"mcp": …, "issuer": …, "provider": …}`.
 *
 * Options come as JSON: `{ "clientMetadata": { url, document }, "publicKey": JWK, "registers": boolean, "proof": boolean,
 * "nonces": boolean, "refreshes": boolean }`. What a test wants to know or change is under `/control` of the MCP server.
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import {
  calculateJwkThumbprint,
  createLocalJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  exportJWK,
  generateKeyPair,
  importJWK,
  jwtVerify,
  SignJWT,
} from 'jose';
import { errors, Provider } from 'oidc-provider';

const options = JSON.parse(process.argv[2] ?? '{}');
const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ID_JAG = 'urn:ietf:params:oauth:token-type:id-jag';

/** What the tests turn, and read. */
const control = {
  accessTtl: 3_600,
  idTtl: 3_600,
  refusesRefresh: false,
  refusesTokens: [],
  lastToken: '',
  vouches: true,
  requests: [],
};

const listen = async (handler) => {
  const server = createServer((request, response) => handler.current(request, response));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${server.address().port}`;
};
const handlers = { issuer: {}, provider: {}, mcp: {} };
const issuer = await listen(handlers.issuer);
const identity = await listen(handlers.provider);
const origin = await listen(handlers.mcp);
const resource = `${origin}/mcp`;

async function keys() {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return {
    privateKey,
    jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'ES256', use: 'sig', kid: randomUUID() }] },
  };
}
const identityKeys = await keys();
const identityJwks = createLocalJWKSet({ keys: identityKeys.jwks.keys.map(({ d: _private, ...key }) => key) });

const native = {
  application_type: 'native',
  redirect_uris: ['http://127.0.0.1/callback', 'http://localhost/callback'],
};
const browser = { ...native, grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'] };
const machine = { grant_types: ['client_credentials'], redirect_uris: [], response_types: [] };

/** A page that a person signs in on: one button for yes, one for no. */
async function interaction(provider, request, response) {
  const { uid, prompt, params } = await provider.interactionDetails(request, response);
  if (request.method !== 'POST') {
    const page = `<!doctype html><html lang="en"><title>Sign in</title><h1>Sign in as Ada</h1>
<form method="post" action="/interaction/${uid}"><p id="scope"></p>
<button name="answer" value="yes">Sign in and agree</button> <button name="answer" value="no">Refuse</button></form></html>`;
    return response.writeHead(200, { 'content-type': 'text/html' }).end(page);
  }
  if (new URLSearchParams(await text(request)).get('answer') !== 'yes') {
    const refused = { error: 'access_denied', error_description: 'Ada <b>refused</b>.' };
    return provider.interactionFinished(request, response, refused, { mergeWithLastSubmission: false });
  }
  const grant = new provider.Grant({ accountId: 'ada', clientId: params.client_id });
  grant.addOIDCScope(params.scope ?? 'openid');
  if (params.resource !== undefined) grant.addResourceScope(params.resource, params.scope ?? 'read');
  const result = { login: { accountId: 'ada' }, consent: { grantId: await grant.save() } };
  return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: prompt.name !== 'login' });
}

/** What a test can read of a request. */
function told(at, { method, url, headers: { authorization, dpop } }) {
  const { pathname, searchParams } = new URL(url, 'http://127.0.0.1');
  return { at, method, url, pathname, query: Object.fromEntries(searchParams), authorization, dpop };
}

function serve(provider, name) {
  const callback = provider.callback();
  handlers[name].current = async (request, response) => {
    const seen = told(name, request);
    const { pathname } = seen;
    control.requests.push(seen);
    try {
      if (pathname.startsWith('/interaction/')) return await interaction(provider, request, response);
      if (request.method === 'POST' && pathname !== '/reg') {
        const body = await text(request);
        seen.form = Object.fromEntries(new URLSearchParams(body));
        if (name === 'issuer' && pathname === '/token' && (await workload(seen.form, request, response))) return;
        if (control.refusesRefresh && seen.form.grant_type === 'refresh_token') {
          return response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":"invalid_grant"}');
        }
        request.body = seen.form;
      }
      return await callback(request, response);
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  };
}

const account = (_context, id) => ({ accountId: id, claims: () => ({ sub: id, email: 'ada@example.test' }) });
const interactions = { url: (_context, { uid }) => `/interaction/${uid}` };
const info = () => ({
  scope: 'read write',
  audience: resource,
  accessTokenTTL: control.accessTtl,
  accessTokenFormat: 'opaque',
});
const base = {
  findAccount: account,
  interactions,
  pkce: { required: () => true },
  claims: { openid: ['sub'], email: ['email'] },
  clientDefaults: { id_token_signed_response_alg: 'ES256' },
  conformIdTokenClaims: false,
  cookies: { keys: [randomUUID()] },
  rotateRefreshToken: true,
};

const { clientMetadata, publicKey, registers = true, proof = false, nonces = false, refreshes = true } = options;
const authority = new Provider(issuer, {
  ...base,
  jwks: (await keys()).jwks,
  scopes: ['openid', 'offline_access', 'read', 'write'],
  issueRefreshToken: (_context, client, code) =>
    refreshes && client.grantTypeAllowed('refresh_token') && code.scopes.has('offline_access'),
  fetch: (url, init) =>
    String(url) === clientMetadata?.url ? Promise.resolve(Response.json(clientMetadata.document)) : fetch(url, init),
  clients: [
    { client_id: 'known', token_endpoint_auth_method: 'none', ...browser },
    { client_id: 'confidential', client_secret: 'the secret of confidential', ...browser },
    { client_id: 'machine', client_secret: 'the secret of machine', ...machine },
    // RFC 6749 §2.3.1: both are encoded before they are put together.
    { client_id: 'machine:2', client_secret: 'a+b%41 c', ...machine },
    { client_id: 'confidential:2', client_secret: 'a+b%41 c', ...browser },
    { client_id: 'enterprise', client_secret: 'the secret of enterprise', ...machine, grant_types: [JWT_BEARER] },
    { client_id: 'workload', client_secret: 'never used', ...machine },
    ...(publicKey === undefined
      ? []
      : [
          {
            client_id: 'keyed',
            token_endpoint_auth_method: 'private_key_jwt',
            token_endpoint_auth_signing_alg: publicKey.alg,
            jwks: { keys: [publicKey] },
            ...machine,
          },
        ]),
  ],
  clientBasedCORS: () => false,
  ttl: { AccessToken: () => control.accessTtl, ClientCredentials: () => control.accessTtl, RefreshToken: 86_400 },
  discovery: {
    authorization_grant_profiles_supported: ['urn:ietf:params:oauth:grant-profile:id-jag'],
    authorization_response_iss_parameter_supported: true,
  },
  features: {
    devInteractions: { enabled: false },
    registration: { enabled: registers },
    registrationManagement: { enabled: registers, rotateRegistrationAccessToken: false },
    clientCredentials: { enabled: true },
    revocation: { enabled: true },
    dPoP: { enabled: proof, ...(nonces && { nonceSecret: randomBytes(32), requireNonce: () => true }) },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => resource,
      useGrantedResource: () => true,
      getResourceServerInfo: info,
    },
    clientIdMetadataDocument: { enabled: clientMetadata !== undefined, ack: 'draft-02' },
  },
});

/** Of an ID-JAG: each once, and for the client that it was given to. */
const redeemed = new Set();
authority.registerGrantType(
  JWT_BEARER,
  async (context) => {
    const { client, params } = context.oidc;
    const { payload, protectedHeader } = await jwtVerify(params.assertion, identityJwks, { audience: issuer });
    const isFor = protectedHeader.typ === 'oauth-id-jag+jwt' && payload.client_id === client.clientId;
    if (!isFor || payload.resource !== resource || redeemed.has(payload.jti))
      throw new errors.InvalidGrant('assertion');
    redeemed.add(payload.jti);
    context.body = await issue(client, params.scope ?? 'read');
  },
  ['assertion', 'scope', 'resource'],
);

async function issue(client, scope) {
  const token = new authority.ClientCredentials({ client, scope });
  token.resourceServer = new authority.ResourceServer(resource, info());
  return { access_token: await token.save(), token_type: 'Bearer', expires_in: control.accessTtl, scope };
}

/** A platform's token says who asks: no client does (RFC 7523 §2.1). */
async function workload(
  { grant_type: grantType, assertion, client_id: clientId, resource: wanted, scope },
  request,
  response,
) {
  if (grantType !== JWT_BEARER || clientId !== undefined || request.headers.authorization !== undefined) return false;
  const answer = (status, body) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  try {
    await jwtVerify(assertion, await importJWK(publicKey, publicKey.alg), { audience: issuer });
    if (wanted !== resource) throw new Error('Another resource.');
    answer(200, await issue(await authority.Client.find('workload'), scope ?? 'read'));
  } catch {
    answer(400, { error: 'invalid_grant' });
  }
  return true;
}

const provider = new Provider(identity, {
  ...base,
  jwks: identityKeys.jwks,
  scopes: ['openid', 'email', 'offline_access'],
  issueRefreshToken: () => true,
  clients: [
    {
      client_id: 'gatehouse',
      client_secret: 'the secret of gatehouse',
      ...browser,
      grant_types: [...browser.grant_types, EXCHANGE],
    },
  ],
  ttl: { IdToken: () => control.idTtl, AccessToken: 3_600, RefreshToken: 86_400 },
  features: { devInteractions: { enabled: false }, revocation: { enabled: true } },
});
provider.registerGrantType(
  EXCHANGE,
  async (context) => {
    const { client, params } = context.oidc;
    const { subject_token: token, audience, resource: about, scope } = params;
    if (!control.vouches) throw new errors.AccessDenied('Ada is not allowed to use this server.');
    const { payload } = await jwtVerify(token, identityJwks, { issuer: identity, audience: client.clientId });
    if (params.requested_token_type !== ID_JAG) throw new errors.InvalidRequest('requested_token_type');
    const jag = await new SignJWT({ resource: about, client_id: 'enterprise', ...(scope && { scope }) })
      .setProtectedHeader({ alg: 'ES256', typ: 'oauth-id-jag+jwt', kid: identityKeys.jwks.keys[0].kid })
      .setIssuer(identity)
      .setSubject(payload.sub)
      .setAudience(audience)
      .setJti(randomUUID())
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(identityKeys.privateKey);
    context.body = { access_token: jag, issued_token_type: ID_JAG, token_type: 'N_A', expires_in: 300 };
  },
  ['requested_token_type', 'subject_token', 'subject_token_type', 'audience', 'resource', 'scope'],
);

serve(authority, 'issuer');
serve(provider, 'provider');

/** Of a request: what its token allows; nothing where it is refused. */
async function allowed({ headers, method, url }, body) {
  const [scheme = '', value = ''] = (headers.authorization ?? '').split(' ');
  if (control.refusesTokens.includes(value)) return undefined;
  control.lastToken = value;
  const token = (await authority.AccessToken.find(value)) ?? (await authority.ClientCredentials.find(value));
  if (token === undefined || ![token.aud].flat().includes(resource)) return undefined;
  if ((token.jkt === undefined) !== (scheme.toLowerCase() === 'bearer')) return undefined;
  if (token.jkt !== undefined && !(await isProven(headers.dpop, { method, url, value, body, thumbprint: token.jkt })))
    return undefined;
  return token.scopes;
}

const proofs = new Set();
async function isProven(given, { method, url, value, body, thumbprint }) {
  const { jwk } = decodeProtectedHeader(given);
  const { payload } = await jwtVerify(given, await importJWK(jwk, 'ES256'), { typ: 'dpop+jwt' });
  const ath = Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(value))).toString('base64url');
  const isNew = !proofs.has(payload.jti);
  proofs.add(payload.jti);
  const { htm, htu } = payload;
  const isHere = htm === method && htu === origin + new URL(url, origin).pathname && payload.ath === ath;
  // RFC 9530 §2, in a claim.
  const digest = `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;
  if (payload.content_digest !== (body === '' ? undefined : digest)) return false;
  return isNew && isHere && (await calculateJwkThumbprint(jwk)) === thumbprint;
}

/** RFC 9449 §9: each answer brings the nonce of the next proof; the last few are taken, for requests side by side. */
const givenNonces = [];
function takesNonce({ headers: { dpop } }, response) {
  const isKnown = dpop !== undefined && givenNonces.slice(-4).includes(decodeJwt(dpop).nonce);
  givenNonces.push(randomUUID());
  response.setHeader('dpop-nonce', givenNonces.at(-1));
  return isKnown;
}

function createMcp() {
  const mcp = new McpServer({ name: 'notes', version: '1.0.0' });
  const say = (said) => () => ({ content: [{ type: 'text', text: said }] });
  mcp.registerTool('read', { title: 'Read the note' }, say('The note.'));
  mcp.registerTool('write', { title: 'Write the note' }, say('Written.'));
  return mcp;
}

const metadataUrl = `${origin}/.well-known/oauth-protected-resource/mcp`;
const metadata = {
  resource,
  authorization_servers: [issuer],
  scopes_supported: ['read', 'write'],
  bearer_methods_supported: ['header'],
  ...(proof && { dpop_bound_access_tokens_required: true, dpop_signing_alg_values_supported: ['ES256'] }),
};
const sessions = new Map();

async function serveMcp(request, response) {
  const body = await text(request);
  const scheme = proof ? 'DPoP' : 'Bearer';
  if (nonces && request.headers.authorization !== undefined && !takesNonce(request, response)) {
    return response.writeHead(401, { 'www-authenticate': 'DPoP error="use_dpop_nonce"' }).end();
  }
  const scopes = await allowed(request, body).catch(() => undefined);
  if (scopes === undefined) {
    const challenge = `${scheme} resource_metadata="${metadataUrl}", scope="read"`;
    return response.writeHead(401, { 'www-authenticate': challenge }).end();
  }
  const message = body === '' ? {} : JSON.parse(body);
  const needed = message.method === 'tools/call' ? message.params.name : 'read';
  if (!scopes.has(needed)) {
    const said = `error="insufficient_scope", scope="${needed}", resource_metadata="${metadataUrl}"`;
    return response
      .writeHead(403, { 'www-authenticate': `${scheme} ${said}, error_description="To write it down."` })
      .end();
  }
  const known = sessions.get(request.headers['mcp-session-id']);
  if (known !== undefined) return known.handleRequest(request, response, body === '' ? undefined : message);
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: () => randomUUID(),
    onsessioninitialized: (id) => sessions.set(id, transport),
  });
  await createMcp().connect(transport);
  return transport.handleRequest(request, response, message);
}

handlers.mcp.current = async (request, response) => {
  const { pathname } = new URL(request.url, origin);
  if (pathname === '/control') {
    if (request.method === 'POST') {
      const { refusesLastToken, ...change } = JSON.parse(await text(request));
      Object.assign(control, change);
      if (refusesLastToken) control.refusesTokens.push(control.lastToken);
    }
    return response.end(JSON.stringify({ requests: control.requests }));
  }
  control.requests.push(told('mcp', request));
  if (pathname === '/.well-known/oauth-protected-resource/mcp') return response.end(JSON.stringify(metadata));
  if (pathname !== '/mcp') return response.writeHead(404).end();
  return serveMcp(request, response);
};

process.stdout.write(`${JSON.stringify({ mcp: resource, issuer, provider: identity })}\n`);
