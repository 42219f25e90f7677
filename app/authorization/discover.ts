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
import type { Fetch } from '../ports/httpFetch.ts';

/** What a server said when it refused a request for want of a token, or of a scope. */
export interface Challenge {
  readonly resourceMetadataUrl?: URL;
  readonly scope?: string;
  readonly errorDescription?: string;
}

export interface Discovered {
  /** Identical to what its own metadata says (RFC 8414 §3.3). */
  readonly issuer: string;
  readonly metadata: AuthorizationServerMetadata;
  /** RFC 8707, as the server's own metadata has it, letter by letter. */
  readonly resource: string;
  /** All that the server knows, where it says so. */
  readonly scopesSupported: readonly string[] | undefined;
  readonly warnings: readonly ('METADATA_ELSEWHERE' | 'NOT_ENCRYPTED' | 'NO_ISS')[];
}

/**
 * @param fetch To addresses that others supply, behind the guard. SECURITY(S11)
 * @throws {AppError} `AUTH_NOT_OFFERED`, `AUTH_METADATA_INVALID`, `AUTH_RESOURCE_MISMATCH`, `AUTH_ISSUER_MISMATCH`,
 * `AUTH_PKCE_UNSUPPORTED`, and what the guard throws
 */
export async function discover(serverUrl: string, challenge: Challenge, fetch: Fetch): Promise<Discovered> {
  const resourceMetadata = await findResourceMetadata(serverUrl, challenge, fetch);
  const resource = resourceOf(serverUrl, resourceMetadata);
  const server = new URL(serverUrl);
  // 2025-03-26 has no such metadata: there the server's own origin is its authorization server.
  const issuer = resourceMetadata?.authorization_servers?.[0] ?? server.origin;
  const metadata = await findMetadata(issuer, fetch, { isGuess: resourceMetadata === undefined });
  const { resourceMetadataUrl } = challenge;
  return {
    issuer: metadata.issuer,
    metadata,
    resource,
    scopesSupported: resourceMetadata?.scopes_supported,
    warnings: [
      ...(resourceMetadataUrl === undefined || resourceMetadataUrl.origin === server.origin
        ? []
        : (['METADATA_ELSEWHERE'] as const)),
      ...(new URL(metadata.issuer).protocol === 'http:' ? (['NOT_ENCRYPTED'] as const) : []),
      ...(metadata.authorization_response_iss_parameter_supported === true ? [] : (['NO_ISS'] as const)),
    ],
  };
}

/** §Protected Resource Metadata Discovery: the address the server names, else its two well-known places. */
async function findResourceMetadata(
  serverUrl: string,
  { resourceMetadataUrl }: Challenge,
  fetch: Fetch,
): Promise<OAuthProtectedResourceMetadata | undefined> {
  try {
    const options = resourceMetadataUrl === undefined ? {} : { resourceMetadataUrl };
    return await discoverOAuthProtectedResourceMetadata(serverUrl, options, fetch);
  } catch (error) {
    if (error instanceof AppError) throw error;
    if (resourceMetadataUrl !== undefined) throw invalid('The server’s own metadata can’t be read.', error);
    return undefined;
  }
}

/** §Canonical Server URI. Where it names another resource, a token for that one is not for this server. */
function resourceOf(serverUrl: string, metadata: OAuthProtectedResourceMetadata | undefined): string {
  if (metadata === undefined) {
    const url = new URL(serverUrl);
    url.hash = '';
    return url.href;
  }
  if (checkResourceAllowed({ requestedResource: serverUrl, configuredResource: metadata.resource }))
    return metadata.resource;
  throw new AppError('AUTH_RESOURCE_MISMATCH', 'The metadata is about another server.', {
    data: { resource: metadata.resource.slice(0, 500) },
  });
}

async function findMetadata(
  issuer: string,
  fetch: Fetch,
  { isGuess }: { readonly isGuess: boolean },
): Promise<AuthorizationServerMetadata> {
  const metadata = await discoverAuthorizationServerMetadata(issuer, { fetchFn: fetch }).catch((error: unknown) => {
    if (error instanceof AppError) throw error;
    if (error instanceof IssuerMismatchError) {
      throw new AppError('AUTH_ISSUER_MISMATCH', 'The authorization server says that it is another one.', {
        data: { issuer: issuer.slice(0, 500) },
        cause: error,
      });
    }
    throw invalid('The authorization server’s metadata can’t be read.', error);
  });
  if (metadata === undefined) {
    if (isGuess) throw new AppError('AUTH_NOT_OFFERED', 'The server names no authorization server.');
    throw invalid('The authorization server has no metadata.');
  }
  // Spec: "If `code_challenge_methods_supported` is absent, the authorization server does not support PKCE and MCP clients
  // MUST refuse to proceed" (2025-11-25 basic/authorization §Authorization Code Protection).
  if (metadata.code_challenge_methods_supported?.includes('S256') !== true) {
    throw new AppError('AUTH_PKCE_UNSUPPORTED', 'The authorization server does not protect codes.', {
      data: { issuer: metadata.issuer.slice(0, 500) },
    });
  }
  return metadata;
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
