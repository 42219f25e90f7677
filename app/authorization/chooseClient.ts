/**
 * How Gatehouse introduces itself to an authorization server, in the specification's order.
 *
 * @see MCP 2025-11-25 basic/authorization §Client Registration Approaches
 */
import { isStrictScopeSuperset, registerClient } from '@modelcontextprotocol/client';
import type { AuthorizationServerMetadata, OAuthClientMetadata } from '@modelcontextprotocol/client';
import { z } from 'zod';
import type { Registration, SignInSetup } from '../contract/authorization.ts';
import { AppError } from '../contract/errors.ts';
import type { Fetch } from '../ports/httpFetch.ts';
import { isSameIssuer } from './discover.ts';
import type { ClientInformation, HeldTokens } from './heldTokens.ts';

export interface ClientChoice {
  readonly registration: Registration;
  /** `undefined`: it has to be registered first, which a person agrees to before. */
  readonly client: ClientInformation | undefined;
  /** What it is registered to come back to, where that is known. */
  readonly redirectUris?: readonly string[];
}

export interface ChoiceOptions {
  readonly setup: Extract<SignInSetup, { kind: 'person' }>;
  /** Of the client id in the setup, where there is one. */
  readonly clientSecret: string | undefined;
  readonly clientMetadataUrl: string | undefined;
  readonly metadata: AuthorizationServerMetadata;
  /** Where the browser may come back to. */
  readonly redirectUris: readonly string[];
  /** That will be asked for. */
  readonly scope?: string | undefined;
  readonly held: HeldTokens;
}

/** @throws {AppError} `AUTH_NO_CLIENT`, `AUTH_CLIENT_OF_OTHER_ISSUER` */
export function chooseClient(options: ChoiceOptions): ClientChoice {
  const { setup, clientSecret, clientMetadataUrl, metadata, redirectUris, scope, held } = options;
  if (setup.clientId !== undefined) {
    assertIssuer(setup, metadata.issuer);
    const secret = clientSecret === undefined ? {} : { client_secret: clientSecret };
    return { registration: 'preregistered', client: { client_id: setup.clientId, ...secret } };
  }
  if (metadata.client_id_metadata_document_supported === true && clientMetadataUrl !== undefined) {
    return { registration: 'metadata_document', client: { client_id: clientMetadataUrl } };
  }
  if (metadata.registration_endpoint !== undefined) {
    const fitting = held
      .registeredAt(metadata.issuer)
      .find((each) => redirectUris.every((uri) => each.redirectUris.includes(uri)) && !isBeyond(scope, each.client));
    return { registration: 'dynamic', client: fitting?.client, redirectUris: fitting?.redirectUris ?? [] };
  }
  throw new AppError('AUTH_NO_CLIENT', 'The authorization server takes nobody whom it does not know.', {
    data: {
      issuer: metadata.issuer.slice(0, 500),
      ...(metadata.client_id_metadata_document_supported === true ? { takesDocument: true } : {}),
    },
  });
}

/** RFC 7591 §2: a client that is registered for some scopes gets no others. */
function isBeyond(scope: string | undefined, { scope: registered }: ClientInformation): boolean {
  return registered !== undefined && isStrictScopeSuperset(scope, registered);
}

export interface RegisterOptions {
  readonly metadata: AuthorizationServerMetadata;
  readonly redirectUris: readonly string[];
  /** All that may ever be asked for, where that is known. */
  readonly scope: string | undefined;
  readonly fetch: Fetch;
}

/**
 * Dynamic client registration (RFC 7591).
 * @throws {AppError} `AUTH_REGISTRATION_FAILED`, with what the authorization server says
 */
export async function register({ metadata, redirectUris, scope, fetch }: RegisterOptions): Promise<ClientInformation> {
  const clientMetadata: OAuthClientMetadata = {
    client_name: 'Gatehouse',
    redirect_uris: [...redirectUris],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: authMethod(metadata),
    // Left out it means `web`, which may not come back to this computer (OpenID Connect Registration 1.0 §2).
    application_type: 'native',
  };
  // The SDK's own reading leaves out what it takes to undo the registration (RFC 7592 §3).
  let answer: unknown;
  const fetchFn: Fetch = async (url, init) => {
    const response = await fetch(url, init);
    answer = await response
      .clone()
      .json()
      .catch(() => undefined);
    return response;
  };
  try {
    // Deprecated in 2026-07-28, and the only way in at most authorization servers there are.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    const client = await registerClient(metadata.issuer, {
      metadata,
      clientMetadata,
      ...(scope === undefined ? {} : { scope }),
      fetchFn,
    });
    if (client.client_id === '' || client.client_id.length > MAX_CLIENT_ID)
      throw new Error('The client id is unusable.');
    return { ...client, ...managed.safeParse(answer).data };
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const said = cause instanceof Error ? cause.message.slice(0, 500) : '';
    throw new AppError('AUTH_REGISTRATION_FAILED', 'The registration was refused.', { data: { said }, cause });
  }
}

const managed = z.object({ registration_client_uri: z.url(), registration_access_token: z.string() });
/** As long as a command may name one. */
const MAX_CLIENT_ID = 2_000;

/** A program on somebody's computer keeps no secret from them: it asks for one only where there is no other way. */
function authMethod({ token_endpoint_auth_methods_supported: supported }: AuthorizationServerMetadata): string {
  if (supported === undefined || supported.includes('none')) return 'none';
  return ['client_secret_basic', 'client_secret_post'].find((method) => supported.includes(method)) ?? 'none';
}

/**
 * MCP 2026-07-28 §Authorization Server Binding: credentials MUST NOT be used with another one, and that SHOULD be said.
 * @throws {AppError} `AUTH_CLIENT_OF_OTHER_ISSUER`
 */
export function assertIssuer({ issuer: known }: { readonly issuer?: string | undefined }, issuer: string): void {
  if (known === undefined || isSameIssuer(known, issuer)) return;
  throw new AppError('AUTH_CLIENT_OF_OTHER_ISSUER', 'The client id belongs to another authorization server.', {
    data: { issuer: issuer.slice(0, 500), expected: known },
  });
}
