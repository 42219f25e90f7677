/**
 * Finds the authorization server of a remote server, and checks that what it finds belongs together, before anybody is asked
 * and before a browser opens.
 *
 * @see MCP 2025-11-25 basic/authorization §Authorization Server Location; RFC 9728; RFC 8414; OpenID Connect Discovery 1.0
 */
import {
  checkResourceAllowed,
  discoverAuthorizationServerMetadata,
  discoverOAuthProtectedResourceMetadata,
  IssuerMismatchError,
} from '@modelcontextprotocol/client';
import type { AuthorizationServerMetadata, OAuthProtectedResourceMetadata } from '@modelcontextprotocol/client';
import { z } from 'zod';
import { AppError } from '../contract/errors.ts';
import { judgeUrl } from '../input/judgeUrl.ts';
import type { Fetch } from '../ports/httpFetch.ts';
import { isScope } from './chooseScope.ts';

/** Of all that are asked for. Choice: what a person can look through, and half of what an address holds. */
const MAX_SCOPE_CHARACTERS = 4_000;
/** What the commands take that name an issuer. */
const MAX_ISSUER_CHARACTERS = 2_000;

/** What a server said when it refused a request for want of a token, or of a scope. */
export interface Challenge {
  readonly resourceMetadataUrl?: URL;
  readonly scope?: string;
  readonly errorDescription?: string;
  /** It wants tokens that are bound to a key (RFC 9449 §7.1). */
  readonly wantsProof?: boolean;
}

export interface Discovered {
  /** Identical to what its own metadata says (RFC 8414 §3.3). */
  readonly issuer: string;
  readonly metadata: AuthorizationServerMetadata;
  /** RFC 8707, as the server's own metadata has it, letter by letter. */
  readonly resource: string;
  /** All that the server knows, where it says so; without what is no scope (RFC 6749 §3.3). */
  readonly scopesSupported: readonly string[] | undefined;
  /** Tokens are to be bound to a key (RFC 9449). */
  readonly wantsProof: boolean;
  readonly warnings: readonly ('METADATA_ELSEWHERE' | 'NOT_ENCRYPTED' | 'NO_ISS')[];
}

/** Which authorization server is taken, where a server names several, and what for. */
export interface Preference {
  /** Where one is known, or set up, the best first. */
  readonly known?: readonly (string | undefined)[];
  /** Whether a code is to come back, which has to be protected. */
  readonly byCode?: boolean;
  /** Whose token was just refused: another one from there would be, too. */
  readonly notAt?: string | undefined;
}

/**
 * @param fetch To addresses that others supply, behind the guard. SECURITY(S11)
 * @throws {AppError} `AUTH_NOT_OFFERED`, `AUTH_METADATA_INVALID`, `AUTH_RESOURCE_MISMATCH`, `AUTH_ISSUER_MISMATCH`,
 * `AUTH_PKCE_UNSUPPORTED`, `SERVER_UNAUTHORIZED` where none is left to be asked, and what the guard throws
 */
export async function discover(
  serverUrl: string,
  challenge: Challenge,
  fetch: Fetch,
  preference: Preference = {},
): Promise<Discovered> {
  const challenged = challenge.scope?.split(' ').filter((name) => name !== '');
  assertAskable(challenged);
  const resourceMetadata = await findResourceMetadata(serverUrl, challenge, fetch);
  const resource = resourceOf(serverUrl, resourceMetadata);
  const scopesSupported = resourceMetadata?.scopes_supported?.filter((name) => isScope(name));
  // Where the server says what it wants, the rest of what it knows is not asked for.
  if (challenged === undefined) assertAskable(scopesSupported);
  const server = new URL(serverUrl);
  // 2025-03-26 has no such metadata: there the server's own origin is its authorization server.
  const listed = resourceMetadata?.authorization_servers ?? [];
  const issuer = preferred(listed.length === 0 ? [server.origin] : listed, preference);
  const metadata = await findMetadata(issuer, fetch, { isGuess: resourceMetadata === undefined });
  if (preference.byCode !== false) assertPkce(metadata);
  const { resourceMetadataUrl } = challenge;
  return {
    issuer: metadata.issuer,
    metadata,
    resource,
    scopesSupported,
    wantsProof: challenge.wantsProof === true || isProofWanted(resourceMetadata, metadata),
    warnings: [
      ...(resourceMetadataUrl === undefined || resourceMetadataUrl.origin === server.origin
        ? []
        : (['METADATA_ELSEWHERE'] as const)),
      ...(new URL(metadata.issuer).protocol === 'http:' ? (['NOT_ENCRYPTED'] as const) : []),
      ...(metadata.authorization_response_iss_parameter_supported === true ? [] : (['NO_ISS'] as const)),
    ],
  };
}

/** @throws {AppError} `SERVER_UNAUTHORIZED` */
function preferred(listed: readonly string[], { known = [], notAt }: Preference): string {
  const usable = listed.filter((issuer) => notAt === undefined || !isSameIssuer(issuer, notAt));
  for (const one of known) {
    const found = usable.find((issuer) => one !== undefined && isSameIssuer(issuer, one));
    if (found !== undefined) return found;
  }
  const [first] = usable;
  if (first !== undefined) return first;
  throw new AppError('SERVER_UNAUTHORIZED', 'The server refuses what was just granted.');
}

/**
 * RFC 8414 §4: letter by letter. A bare host alone may have a `/` at its end, since many servers list it so, and it is one
 * address with it and without (RFC 3986 §6.2.3). What is kept is the spelling of the metadata.
 */
export function isSameIssuer(one: string, other: string): boolean {
  const bare = (issuer: string): string => (/^https?:\/\/[^/?#]+\/$/.test(issuer) ? issuer.slice(0, -1) : issuer);
  return bare(one) === bare(other);
}

/** RFC 9728 §2, RFC 9449 §5.1: where it is insisted on, or where both sides know it. */
function isProofWanted(
  server: OAuthProtectedResourceMetadata | undefined,
  metadata: AuthorizationServerMetadata,
): boolean {
  if (server?.dpop_bound_access_tokens_required === true) return true;
  if (server?.dpop_signing_alg_values_supported?.includes('ES256') !== true) return false;
  return proving.safeParse(metadata).data?.dpop_signing_alg_values_supported.includes('ES256') === true;
}

const proving = z.looseObject({ dpop_signing_alg_values_supported: z.array(z.string()) });

/** §Protected Resource Metadata Discovery: the address the server names, else its two well-known places. */
async function findResourceMetadata(
  serverUrl: string,
  { resourceMetadataUrl }: Challenge,
  fetch: Fetch,
): Promise<OAuthProtectedResourceMetadata | undefined> {
  let status = 0;
  const noting: Fetch = async (url, init) => {
    const response = await fetch(url, init);
    ({ status } = response);
    return response;
  };
  try {
    const options = resourceMetadataUrl === undefined ? {} : { resourceMetadataUrl };
    return await discoverOAuthProtectedResourceMetadata(serverUrl, options, noting);
  } catch (error) {
    if (error instanceof AppError) throw error;
    // What can't be told now is not taken for what isn't there: a person would be sent elsewhere.
    if (resourceMetadataUrl !== undefined || status >= 500) {
      throw invalid('The server’s own metadata can’t be read.', error);
    }
    return undefined;
  }
}

/** §Canonical Server URI. Where it names another resource, a token for that one is not for this server. */
function resourceOf(serverUrl: string, metadata: OAuthProtectedResourceMetadata | undefined): string {
  if (metadata === undefined) {
    const url = new URL(serverUrl);
    url.hash = '';
    // "without the trailing slash for better interoperability".
    return url.pathname === '/' && url.search === '' ? url.origin : url.href;
  }
  const { resource } = metadata;
  const isAllowed = checkResourceAllowed({ requestedResource: serverUrl, configuredResource: resource });
  if (isAllowed && isCanonical(resource) && isOfQuery(resource, serverUrl)) return resource;
  throw new AppError('AUTH_RESOURCE_MISMATCH', 'The metadata is about another server.', {
    data: { resource: resource.slice(0, 500) },
  });
}

/** What the SDK does not look at: a query may tell one tenant from another. */
function isOfQuery(resource: string, serverUrl: string): boolean {
  const { search } = new URL(resource);
  return search === '' || search === new URL(serverUrl).search;
}

/** RFC 8707 §2 knows no fragment; a name or a line end in one is there to be read for something else. */
function isCanonical(resource: string): boolean {
  const { username, password } = new URL(resource);
  return /^[\x21-\x7E]+$/.test(resource) && !resource.includes('#') && username === '' && password === '';
}

/** Before anybody is asked: what would make the address of the sign-in too long, or is no scope at all. */
function assertAskable(scopes: readonly string[] = []): void {
  if (scopes.every((name) => isScope(name)) && scopes.join(' ').length <= MAX_SCOPE_CHARACTERS) return;
  throw new AppError('AUTH_METADATA_INVALID', 'The scopes that the server names can’t be asked for.', {
    data: { reason: 'scope', count: scopes.length },
  });
}

async function findMetadata(
  issuer: string,
  fetch: Fetch,
  { isGuess }: { readonly isGuess: boolean },
): Promise<AuthorizationServerMetadata> {
  const metadata = await authorityMetadata(issuer, fetch);
  if (metadata === undefined) {
    if (isGuess) throw new AppError('AUTH_NOT_OFFERED', 'The server names no authorization server.');
    throw invalid('The authorization server has no metadata.');
  }
  assertAddresses(metadata);
  return metadata;
}

/**
 * @returns `undefined` where there is none in any of its places.
 * @throws {AppError} `AUTH_ISSUER_MISMATCH`, `AUTH_METADATA_INVALID`, and what the guard throws
 */
export async function authorityMetadata(
  issuer: string,
  fetch: Fetch,
): Promise<AuthorizationServerMetadata | undefined> {
  const metadata = await discoverAuthorizationServerMetadata(issuer, { fetchFn: fetch }).catch((error: unknown) => {
    if (error instanceof AppError) throw error;
    if (error instanceof IssuerMismatchError) throw otherIssuer(issuer, error);
    throw invalid('The authorization server’s metadata can’t be read.', error);
  });
  // The SDK lets any issuer be listed with a `/` at its end.
  if (metadata !== undefined && !isSameIssuer(metadata.issuer, issuer)) throw otherIssuer(issuer);
  return metadata;
}

function otherIssuer(issuer: string, cause?: unknown): AppError {
  return new AppError('AUTH_ISSUER_MISMATCH', 'The authorization server says that it is another one.', {
    data: { issuer: issuer.slice(0, 500) },
    cause,
  });
}

/** @throws {AppError} `AUTH_PKCE_UNSUPPORTED` */
export function assertPkce(metadata: AuthorizationServerMetadata): void {
  assertAddresses(metadata);
  // Spec: "If `code_challenge_methods_supported` is absent, the authorization server does not support PKCE and MCP clients
  // MUST refuse to proceed" (2025-11-25 basic/authorization §Authorization Code Protection).
  if (metadata.code_challenge_methods_supported?.includes('S256') !== true) {
    throw new AppError('AUTH_PKCE_UNSUPPORTED', 'The authorization server does not protect codes.', {
      data: { issuer: metadata.issuer.slice(0, 500) },
    });
  }
}

/**
 * SECURITY(S11): where the browser, codes and secrets go, looked at before anybody is asked, so that nobody agrees to what is
 * refused half-way. To which zones they may lead is the guard's to say, at every request.
 */
function assertAddresses(metadata: AuthorizationServerMetadata): void {
  const { issuer, authorization_endpoint, token_endpoint, registration_endpoint } = metadata;
  // RFC 8414 §2: "no query or fragment components".
  if (issuer.length > MAX_ISSUER_CHARACTERS || /[?#]/.test(issuer)) throw refused('issuer', issuer);
  const endpoints = [
    issuer,
    authorization_endpoint,
    token_endpoint,
    registration_endpoint,
    revocationEndpoint(metadata),
  ];
  for (const url of endpoints) {
    const judged = url === undefined ? undefined : judgeUrl(url);
    if (url !== undefined && judged?.kind === 'refused') throw refused(judged.reason, url);
  }
}

function refused(reason: string, url: string): AppError {
  return new AppError('AUTH_METADATA_INVALID', 'An address in the metadata is refused.', {
    data: { reason, url: url.slice(0, 200) },
  });
}

function invalid(message: string, cause?: unknown): AppError {
  return new AppError('AUTH_METADATA_INVALID', message, {
    data: { said: cause instanceof Error ? cause.message.slice(0, 500) : '' },
    cause,
  });
}

const revocable = z.looseObject({ revocation_endpoint: z.string() });

/** RFC 8414 §2; the SDK's types have it for one of the two kinds of metadata. */
export function revocationEndpoint(metadata: unknown): string | undefined {
  return revocable.safeParse(metadata).data?.revocation_endpoint;
}
