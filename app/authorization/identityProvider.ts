/**
 * The identity provider of an organisation: one signs in there once, and it vouches for one at every server that is set up so.
 *
 * @see io.modelcontextprotocol/enterprise-managed-authorization; RFC 8693; OpenID Connect Core 1.0
 */
import { buildDiscoveryUrls, refreshAuthorization } from '@modelcontextprotocol/client';
import type { AuthorizationServerMetadata, OAuthTokens } from '@modelcontextprotocol/client';
import { decodeJwt } from 'jose';
import { z } from 'zod';
import type { IdentityProviderSetup, IdentityProviderView } from '../contract/authorization.ts';
import { AppError } from '../contract/errors.ts';
import type { Zone } from '../contract/plan.ts';
import type { Fetch, HttpFetch } from '../ports/httpFetch.ts';
import { isScope, namesIn } from './chooseScope.ts';
import { authenticate, authenticationOf } from './clientAuthentication.ts';
import { assertPkce, isSameIssuer } from './discover.ts';
import type { HeldProvider } from './heldTokens.ts';
import { leadsToPerson } from './accessErrors.ts';
import { accountOf, claimsOf } from './idToken.ts';
import { keepSecrets } from './sentSecrets.ts';
import type { SecretKeeper } from './sentSecrets.ts';
import { signIn } from './signIn.ts';
import type { SignInDeps, SignInRequest } from './signIn.ts';
import { tokenFailed } from './tokens.ts';

const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ID_JAG = 'urn:ietf:params:oauth:token-type:id-jag';
const ID_TOKEN = 'urn:ietf:params:oauth:token-type:id_token';
/** So that an ID token does not end on its way. */
const EARLY_MS = 30_000;
const SCOPES = ['openid', 'profile', 'email', 'offline_access'];

export interface IdentityProviderDeps extends SignInDeps {
  readonly httpFetch: Pick<HttpFetch, 'zoneOf'>;
  readonly authorityFetch: (zone: Zone) => Fetch;
  readonly onChanged: () => void;
}

export interface VouchRequest extends Omit<SignInRequest, 'fetch' | 'toolName'> {
  readonly serverUrl: string;
  /** Issuer of the authorization server that is to believe it. */
  readonly audience: string;
  readonly resource: string;
  readonly scope: string | undefined;
  /** Whether a person may be asked. */
  readonly asks: boolean;
}

export interface Vouched {
  /** An ID-JAG: for one token request. SECURITY(S9): a credential, kept nowhere. */
  readonly assertion: string;
  /** Where it vouches for other scopes than it was asked to. */
  readonly scope?: string;
  readonly account: string;
}

type Session = NonNullable<HeldProvider['session']>;

export class IdentityProvider {
  private readonly deps: IdentityProviderDeps;
  /** One sign-in for all servers that need it at the same time. */
  private opening: { readonly at: string; readonly by: VouchRequest; readonly session: Promise<Session> } | undefined;

  constructor(deps: IdentityProviderDeps) {
    this.deps = deps;
  }

  view(): IdentityProviderView | undefined {
    const provider = this.deps.held.provider();
    if (provider === undefined) return undefined;
    const { issuer, client, session } = provider;
    return {
      issuer,
      clientId: client.client_id,
      hasSecret: client.client_secret !== undefined,
      ...(session === undefined
        ? {}
        : {
            signedIn: {
              account: session.account,
              sinceMs: session.sinceMs,
              expiresAtMs: session.expiresAtMs,
              canRenew: session.refreshToken !== undefined,
              isByHand: session.isByHand,
            },
          }),
    };
  }

  /**
   * Who was signed in at another one, or as another client, is signed out.
   * @throws {AppError} `AUTH_METADATA_INVALID`, `AUTH_ISSUER_MISMATCH`, `AUTH_PROVIDER_REFUSED` for an ID token that is not of
   * this provider, `ADDRESS_…`
   */
  async set({ issuer, clientId, clientSecret, idToken }: IdentityProviderSetup): Promise<void> {
    const { held, httpFetch, authorityFetch } = this.deps;
    const url = URL.parse(issuer);
    if (url === null) throw new AppError('AUTH_METADATA_INVALID', 'The issuer is no address.', { data: { said: '' } });
    const zone = await httpFetch.zoneOf(url);
    const metadata = await metadataOf(issuer, authorityFetch(zone));
    const before = held.provider();
    const same = before?.issuer === metadata.issuer && before.client.client_id === clientId ? before : undefined;
    const secret = clientSecret ?? same?.client.client_secret;
    const client = { client_id: clientId, ...(secret === undefined || secret === '' ? {} : { client_secret: secret }) };
    const provider = { issuer: metadata.issuer, zone, client };
    const session =
      idToken === undefined || idToken === ''
        ? same?.session
        : { ...this.sessionOf({ id_token: idToken }, provider), isByHand: true };
    held.keepProvider({ ...provider, ...(session === undefined ? {} : { session }) });
    this.deps.onChanged();
  }

  /** @returns Who was signed in, for the revocation. */
  signOut(): HeldProvider | undefined {
    const provider = this.deps.held.provider();
    if (provider === undefined) return undefined;
    const { session: _session, ...rest } = provider;
    this.deps.held.keepProvider(rest);
    this.deps.onChanged();
    return provider;
  }

  /**
   * Asks the provider to vouch for whoever is signed in there; signs them in first where nobody is.
   * @throws {AppError} `AUTH_PROVIDER_MISSING`, `AUTH_PROVIDER_REFUSED`, `AUTH_…`
   */
  async vouch(request: VouchRequest): Promise<Vouched> {
    const provider = this.deps.held.provider();
    if (provider === undefined) throw new AppError('AUTH_PROVIDER_MISSING', 'No identity provider is set up.');
    const kept = keepSecrets(this.deps.authorityFetch(provider.zone));
    try {
      return await this.vouched(request, provider, kept);
    } catch (error) {
      throw kept.withoutSecrets(error);
    }
  }

  private async vouched(request: VouchRequest, provider: HeldProvider, kept: SecretKeeper): Promise<Vouched> {
    const { fetch } = kept;
    const metadata = await metadataOf(provider.issuer, fetch);
    const session = await this.openSession(request, provider, metadata, kept);
    const { scope, audience, resource } = request;
    const params = new URLSearchParams({
      grant_type: EXCHANGE,
      requested_token_type: ID_JAG,
      subject_token: session.idToken,
      subject_token_type: ID_TOKEN,
      audience,
      resource,
      ...(scope === undefined ? {} : { scope }),
    });
    return { ...(await exchange(provider, metadata, params, fetch)), account: session.account };
  }

  private async openSession(
    request: VouchRequest,
    provider: HeldProvider,
    metadata: AuthorizationServerMetadata,
    kept: SecretKeeper,
  ): Promise<Session> {
    const { session } = provider;
    if (session !== undefined && session.expiresAtMs - EARLY_MS > this.deps.clock.nowMs()) return session;
    // SECURITY(S9): what one provider says of somebody is not shown to another.
    const at = JSON.stringify([provider.issuer, provider.client.client_id]);
    for (;;) {
      const { opening } = this;
      if (opening?.at !== at) return this.open(at, request, provider, metadata, kept);
      try {
        return await opening.session;
      } catch (error) {
        // It may have ended for a reason of whoever began it.
        const isTheirs = opening.by.signal.aborted || (!opening.by.asks && request.asks);
        if (!isTheirs || request.signal.aborted) throw error;
      }
    }
  }

  private open(
    at: string,
    request: VouchRequest,
    provider: HeldProvider,
    metadata: AuthorizationServerMetadata,
    { fetch, withoutSecrets }: SecretKeeper,
  ): Promise<Session> {
    const opened = (async () => {
      const renewed = await this.renewed(provider, metadata, fetch);
      if (renewed === undefined && !request.asks) throw new AppError('AUTH_TOKEN_FAILED', 'Somebody has to sign in.');
      const begun = renewed ?? (await this.signedIn(request, provider, metadata, fetch));
      const now = this.deps.held.provider();
      // It may have been removed, or be another one, or somebody may have signed out there, since.
      const isSame = now?.issuer === provider.issuer && now.client.client_id === provider.client.client_id;
      if (!isSame || now.session?.idToken !== provider.session?.idToken) {
        throw new AppError('AUTH_PROVIDER_MISSING', 'The identity provider is not set up any more.');
      }
      this.deps.held.keepProvider({ ...now, session: begun });
      this.deps.onChanged();
      return begun;
    })()
      .catch((error: unknown) => {
        // Others wait for it who do not know what was sent.
        throw withoutSecrets(error);
      })
      .finally(() => {
        if (this.opening?.session === opened) this.opening = undefined;
      });
    this.opening = { at, by: request, session: opened };
    return opened;
  }

  /** `undefined`: a person has to. */
  private async renewed(
    provider: HeldProvider,
    metadata: AuthorizationServerMetadata,
    fetch: Fetch,
  ): Promise<Session | undefined> {
    const { issuer, client, session } = provider;
    if (session?.refreshToken === undefined) return undefined;
    const { refreshToken } = session;
    const tokens = await refreshAuthorization(issuer, {
      metadata,
      clientInformation: client,
      refreshToken,
      addClientAuthentication: authenticationOf(client),
      fetchFn: fetch,
    }).catch((error: unknown) => {
      const failed = tokenFailed(error);
      if (leadsToPerson(failed)) return undefined;
      throw failed;
    });
    return tokens?.id_token === undefined ? undefined : this.sessionOf(tokens, provider, { before: session });
  }

  private async signedIn(
    request: VouchRequest,
    provider: HeldProvider,
    metadata: AuthorizationServerMetadata,
    fetch: Fetch,
  ): Promise<Session> {
    assertPkce(metadata);
    const { issuer, client, zone } = provider;
    const known = metadata.scopes_supported;
    const nonce = this.deps.randomIds.next('nonce');
    let session: Session | undefined;
    await signIn(
      { ...request, reason: provider.session === undefined ? 'first' : 'again', fetch, toolName: undefined },
      {
        at: 'provider',
        serverUrl: request.serverUrl,
        found: {
          issuer,
          metadata,
          resource: undefined,
          scopesSupported: known,
          wantsProof: false,
          warnings: new URL(issuer).protocol === 'http:' ? ['NOT_ENCRYPTED'] : [],
        },
        zone,
        scope: SCOPES.filter((scope) => scope === 'openid' || known?.includes(scope) === true).join(' '),
        heldScope: undefined,
        choice: { registration: 'preregistered', client },
        proofKey: undefined,
        nonce,
        check: (tokens) => (session = this.sessionOf(tokens, provider, { nonce })),
      },
      this.deps,
    );
    if (session === undefined) throw new Error('The sign-in was not checked.');
    return session;
  }

  /**
   * @param before Who was signed in: a renewal is of the same (OpenID Connect Core 1.0 §12.2).
   * @throws {AppError} `AUTH_PROVIDER_REFUSED`
   */
  private sessionOf(
    { id_token: idToken, refresh_token: refreshToken }: Pick<OAuthTokens, 'id_token' | 'refresh_token'>,
    { issuer, client }: Pick<HeldProvider, 'issuer' | 'client'>,
    { nonce, before }: { readonly nonce?: string; readonly before?: Session } = {},
  ): Session {
    const nowMs = this.deps.clock.nowMs();
    const claims = claimsOf(idToken, { issuer, clientId: client.client_id, nowMs, nonce });
    const isSame = before === undefined || claims?.sub === subjectOf(before);
    if (idToken === undefined || claims === undefined || !isSame) {
      throw new AppError('AUTH_PROVIDER_REFUSED', 'The ID token is not for Gatehouse, or no longer.', {
        data: { error: 'id_token', said: '' },
      });
    }
    return {
      idToken,
      ...(refreshToken === undefined ? {} : { refreshToken }),
      account: accountOf(claims),
      sinceMs: nowMs,
      expiresAtMs: Math.round(claims.exp * 1_000),
      isByHand: false,
    };
  }
}

/** Of a session whose token was checked. */
export function subjectOf({ idToken }: Pick<Session, 'idToken'>): string | undefined {
  return decodeJwt(idToken).sub;
}

/** What is needed of OpenID Connect Discovery 1.0 §3: providers leave out much of what it requires. */
const providerMetadata = z.looseObject({
  issuer: z.string(),
  authorization_endpoint: z.string(),
  token_endpoint: z.string(),
  code_challenge_methods_supported: z.array(z.string()).optional(),
  scopes_supported: z.array(z.string()).optional(),
  token_endpoint_auth_methods_supported: z.array(z.string()).optional(),
});

/** @throws {AppError} `AUTH_METADATA_INVALID`, `AUTH_ISSUER_MISMATCH`, and what the guard throws */
async function metadataOf(issuer: string, fetch: Fetch): Promise<AuthorizationServerMetadata> {
  for (const { url } of buildDiscoveryUrls(issuer)) {
    const response = await fetch(url, { headers: { accept: 'application/json' } });
    if (!response.ok) {
      await response.body?.cancel();
      continue;
    }
    const document: unknown = await response.json().catch((error: unknown) => {
      if (error instanceof AppError) throw error;
    });
    const parsed = providerMetadata.safeParse(document);
    if (!parsed.success) continue;
    if (!isSameIssuer(parsed.data.issuer, issuer)) {
      throw new AppError('AUTH_ISSUER_MISMATCH', 'The identity provider says that it is another one.', {
        data: { issuer: issuer.slice(0, 500) },
      });
    }
    return { response_types_supported: ['code'], ...parsed.data };
  }
  throw new AppError('AUTH_METADATA_INVALID', 'The identity provider has no metadata that can be used.', {
    data: { said: '' },
  });
}

/** §4.2: the answer is no access token, and says so in both of its types. */
const exchanged = z.looseObject({
  access_token: z.string().min(1),
  scope: z.string().optional(),
  issued_token_type: z.literal(ID_JAG),
  token_type: z.string().regex(/^n_a$/i),
});
const refused = z.looseObject({ error: z.string(), error_description: z.string().optional() });

/** RFC 8693 §2. @throws {AppError} `AUTH_PROVIDER_REFUSED`, `AUTH_TOKEN_FAILED`, and what the guard throws */
async function exchange(
  { client }: HeldProvider,
  metadata: AuthorizationServerMetadata,
  params: URLSearchParams,
  fetch: Fetch,
): Promise<Pick<Vouched, 'assertion' | 'scope'>> {
  const headers = new Headers({ accept: 'application/json' });
  authenticate(client, metadata, headers, params);
  const request = { method: 'POST', headers, body: params, redirect: 'error' } as const;
  const response = await fetch(metadata.token_endpoint, request);
  const answer: unknown = await response.json().catch((error: unknown) => {
    throw tokenFailed(error);
  });
  if (!response.ok) {
    const { error = `status ${response.status}`, error_description: said = '' } = refused.safeParse(answer).data ?? {};
    if (response.status >= 500 || response.status === 429) {
      throw new AppError('AUTH_TOKEN_FAILED', 'The identity provider is out of order.', {
        data: { error: 'temporarily_unavailable', said: said.slice(0, 500) },
      });
    }
    throw new AppError('AUTH_PROVIDER_REFUSED', 'The identity provider does not vouch for this.', {
      data: { error: error.slice(0, 100), said: said.slice(0, 500) },
    });
  }
  const parsed = exchanged.safeParse(answer);
  if (!parsed.success) throw new AppError('AUTH_TOKEN_FAILED', 'The provider gave no ID-JAG.', { data: { said: '' } });
  const { access_token: assertion } = parsed.data;
  const scope = namesIn(parsed.data.scope).filter(isScope).join(' ');
  return { assertion, ...(scope === '' ? {} : { scope }) };
}
