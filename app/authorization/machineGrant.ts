/**
 * Tokens without a browser: for a client with a secret or a key, for a workload with a token of its platform, and for
 * whoever the identity provider vouches for.
 *
 * @see io.modelcontextprotocol/oauth-client-credentials; RFC 6749 §4.4; RFC 7523 §2
 */
import { ClientCredentialsProvider, fetchToken, PrivateKeyJwtProvider } from '@modelcontextprotocol/client';
import type { OAuthClientProvider, OAuthTokens } from '@modelcontextprotocol/client';
import type { SignInSetup } from '../contract/authorization.ts';
import type { Fetch } from '../ports/httpFetch.ts';
import { authenticationOf } from './clientAuthentication.ts';
import { privateJwk } from './clientKey.ts';
import type { Discovered } from './discover.ts';
import type { ClientInformation } from './heldTokens.ts';
import type { ProofKey } from './proofKey.ts';
import { checkedTokens, tokenFailed } from './tokens.ts';

type ClientSetup = Extract<SignInSetup, { kind: 'client_secret' | 'private_key_jwt' }>;
type KeyedClient = Pick<Extract<SignInSetup, { kind: 'private_key_jwt' }>, 'clientId' | 'algorithm'>;

/** @param secret The client's secret, or its private key. */
export async function clientCredentials(
  setup: ClientSetup,
  secret: string,
  issuer: string,
): Promise<OAuthClientProvider> {
  if (setup.kind === 'private_key_jwt') return keyedClient(setup, secret, issuer);
  const client = { clientId: setup.clientId, expectedIssuer: issuer };
  const provider: OAuthClientProvider = new ClientCredentialsProvider({ ...client, clientSecret: secret });
  provider.addClientAuthentication = authenticationOf({ client_id: setup.clientId, client_secret: secret });
  return provider;
}

/** @throws {AppError} `AUTH_SECRET_MISSING` for what is no key of this algorithm */
export async function keyedClient(
  { clientId, algorithm }: KeyedClient,
  pem: string,
  issuer: string,
): Promise<OAuthClientProvider> {
  // As a PEM the SDK does not take a key for EdDSA.
  const privateKey = { ...(await privateJwk(pem, algorithm)) };
  return new PrivateKeyJwtProvider({ clientId, expectedIssuer: issuer, privateKey, algorithm });
}

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/**
 * RFC 7523 §2.1.
 * @param client `undefined`: the assertion says who asks.
 */
export function jwtBearer(assertion: string, client: ClientInformation | undefined): OAuthClientProvider {
  const nothing = (): void => undefined;
  return {
    redirectUrl: undefined,
    clientMetadata: { redirect_uris: [], grant_types: [JWT_BEARER] },
    clientInformation: () => client,
    ...(client === undefined ? {} : { addClientAuthentication: authenticationOf(client) }),
    prepareTokenRequest: (scope) =>
      new URLSearchParams({ grant_type: JWT_BEARER, assertion, ...(scope === undefined ? {} : { scope }) }),
    // What belongs to the browser's flow, and to keeping: neither is done here.
    tokens: () => undefined,
    saveTokens: nothing,
    redirectToAuthorization: nothing,
    saveCodeVerifier: nothing,
    codeVerifier: () => '',
  };
}

export interface GrantRequest {
  readonly found: Discovered;
  readonly scope: string | undefined;
  readonly proofKey: ProofKey | undefined;
  readonly fetch: Fetch;
}

/** @throws {AppError} `AUTH_TOKEN_FAILED`, and what the guard throws */
export async function grantedTo(
  provider: OAuthClientProvider,
  { found, scope, proofKey, fetch }: GrantRequest,
): Promise<OAuthTokens> {
  const { metadata, resource, issuer } = found;
  if (proofKey !== undefined) provider.dpop = () => proofKey.session;
  const tokens = await fetchToken(provider, issuer, {
    metadata,
    resource,
    ...(scope === undefined ? {} : { scope }),
    fetchFn: fetch,
  }).catch((error: unknown) => {
    throw tokenFailed(error);
  });
  return checkedTokens(tokens, { proves: proofKey !== undefined });
}
