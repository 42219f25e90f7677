/**
 * Who one is at which server: an `Access` for each remote one, what a person sees of them, and how they end.
 */
import { revocation } from '../contract/authorization.ts';
import type { IdentitiesView, IdentityProviderSetup, IdentityView, Revocation } from '../contract/authorization.ts';
import { AppError } from '../contract/errors.ts';
import type { HostChange } from '../contract/events.ts';
import type { ServerId } from '../contract/ids.ts';
import type { Zone } from '../contract/plan.ts';
import type { Digest } from '../ports/digest.ts';
import type { Fetch, HttpFetch } from '../ports/httpFetch.ts';
import type { TextFiles } from '../ports/textFiles.ts';
import { Access } from './access.ts';
import type { AccessOptions } from './access.ts';
import { authenticate } from './clientAuthentication.ts';
import { namesIn } from './chooseScope.ts';
import { authorityMetadata, revocationEndpoint } from './discover.ts';
import type { ClientInformation, Held, HeldProvider } from './heldTokens.ts';
import { IdentityProvider } from './identityProvider.ts';
import { SharedAccess } from './sharedAccess.ts';
import type { SignInDeps } from './signIn.ts';

/** Choice: metadata of real authorization servers has a few kilobytes. */
const MAX_ANSWER_BYTES = 1024 * 1024;
/** For one request to an authorization server, milliseconds. */
const REQUEST_MS = 15_000;
const FINGERPRINT_DIGITS = 8;

export interface AuthorizationDeps extends SignInDeps {
  readonly digest: Digest;
  readonly httpFetch: Pick<HttpFetch, 'toAuthority' | 'zoneOf'>;
  readonly textFiles: TextFiles;
  readonly emit: (change: HostChange) => void;
  /** `undefined` for servers that are gone. */
  readonly nameOf: (serverId: ServerId) => string | undefined;
  readonly serverIds: () => readonly ServerId[];
}

export class Authorization {
  private readonly deps: AuthorizationDeps;
  private readonly accesses = new Map<ServerId, Access>();
  private readonly shared = new Map<ServerId, SharedAccess>();
  private readonly anew = new Set<ServerId>();
  private readonly provider: IdentityProvider;

  constructor(deps: AuthorizationDeps) {
    this.deps = deps;
    this.provider = new IdentityProvider({
      ...deps,
      authorityFetch: (zone) => this.authorityFetch(zone),
      onChanged: () => this.changed(),
    });
  }

  /** The authorization server may be in the zone of the server, or in the open. */
  accessFor(options: Omit<AccessOptions, 'fetch'>): Access {
    const fetch = this.authorityFetch(options.zone);
    const { provider } = this;
    const access = new Access({ ...options, fetch }, this.sharedOf(options.serverId), {
      ...this.deps,
      provider,
      onChanged: () => this.changed(),
      onDropped: (held) => this.revokeUnwatched(held),
    });
    this.accesses.set(options.serverId, access);
    if (this.anew.delete(options.serverId)) access.signInAnew();
    return access;
  }

  views(): IdentitiesView {
    const { held, serverIds } = this.deps;
    const provider = this.provider.view();
    const identities = serverIds().flatMap((serverId): IdentityView[] => {
      const one = held.of(serverId);
      return one === undefined ? [] : [this.toView(serverId, one)];
    });
    return {
      identities,
      registrations: held.registrations().map(({ issuer, client, registeredAtMs }) => ({
        issuer,
        clientId: client.client_id,
        registeredAtMs,
        usedBy: identities
          .filter((each) => each.issuer === issuer && each.clientId === client.client_id)
          .map(({ serverId }) => serverId),
        canDelete: managedAt(issuer, client) !== undefined,
      })),
      ...(provider === undefined ? {} : { provider }),
    };
  }

  /** @throws {AppError} as `IdentityProvider.set` */
  async setProvider(setup: IdentityProviderSetup): Promise<void> {
    const before = this.deps.held.provider();
    await this.provider.set(setup);
    const now = this.deps.held.provider();
    this.deps.audit.record({
      kind: 'auth.provider',
      subject: setup.clientId,
      label: setup.issuer,
      decision: 'agreed',
      decidedBy: 'person',
      details: { issuer: setup.issuer, idToken: (setup.idToken ?? '') !== '' },
    });
    if (before?.issuer === now?.issuer && before?.client.client_id === now?.client.client_id) return;
    const ended = this.endEnterprise().map((one) => this.revokeHeld(one));
    await Promise.all([...ended, ...(before === undefined ? [] : [this.revokeSession(before)])]);
  }

  /** Ends the session there, and all access that came from it. @returns The worst that became of any. */
  async signOutProvider(): Promise<Revocation> {
    const ended = this.provider.signOut();
    if (ended === undefined) throw new AppError('AUTH_PROVIDER_MISSING', 'No identity provider is set up.');
    const access = this.endEnterprise();
    const { issuer, client, session } = ended;
    const record = this.deps.audit.begin({
      kind: 'auth.sign_out',
      subject: client.client_id,
      label: issuer,
      decision: 'agreed',
      decidedBy: 'person',
      details: { issuer, servers: access.length },
    });
    const outcomes = await Promise.all([
      ...(session?.refreshToken === undefined ? [] : [this.revokeSession(ended)]),
      ...access.map((one) => this.revokeHeld(one)),
    ]);
    const outcome = revocation.options.findLast((each) => outcomes.includes(each)) ?? 'forgotten';
    record.end({ outcome });
    return outcome;
  }

  async removeProvider(): Promise<Revocation> {
    const outcome = await this.signOutProvider();
    this.deps.held.forgetProvider();
    this.changed();
    return outcome;
  }

  private endEnterprise(): readonly Held[] {
    const { held, serverIds } = this.deps;
    const ended = serverIds().flatMap((serverId) => {
      const one = held.of(serverId);
      if (one?.setup !== 'enterprise') return [];
      this.drop(serverId);
      return [one];
    });
    this.changed();
    return ended;
  }

  /** @throws {AppError} `AUTH_NOTHING_HELD`, `AUTH_TOKEN_FAILED` */
  async refresh(serverId: ServerId): Promise<void> {
    const access = this.accesses.get(serverId);
    if (access === undefined) throw new AppError('AUTH_NOTHING_HELD', 'Nothing is held for a server that never ran.');
    await access.refresh();
  }

  /** Revokes (RFC 7009) what can be revoked, and forgets it whatever comes of that. */
  async signOut(serverId: ServerId): Promise<Revocation> {
    const { audit, held, nameOf } = this.deps;
    const one = held.of(serverId);
    if (one === undefined) throw new AppError('AUTH_NOTHING_HELD', 'Nobody is signed in there.');
    const record = audit.begin({
      kind: 'auth.sign_out',
      subject: serverId,
      label: nameOf(serverId) ?? '',
      decision: 'agreed',
      decidedBy: 'person',
      details: { issuer: one.issuer },
    });
    this.drop(serverId);
    this.changed();
    const outcome = await this.revokeHeld(one);
    record.end({ outcome });
    return outcome;
  }

  /** Of another setup, or of a server that was removed. */
  forget(serverId: ServerId): void {
    const one = this.deps.held.of(serverId);
    this.accesses.delete(serverId);
    this.drop(serverId);
    this.deps.held.unbind(serverId);
    this.changed();
    if (one !== undefined) this.revokeUnwatched(one);
  }

  private drop(serverId: ServerId): void {
    this.sharedOf(serverId).giveUp();
    this.deps.held.forget(serverId);
  }

  private sharedOf(serverId: ServerId): SharedAccess {
    const shared = this.shared.get(serverId) ?? new SharedAccess();
    this.shared.set(serverId, shared);
    return shared;
  }

  /** For the next connection of this server: a person wants to be asked, whatever is held. */
  signInAnew(serverId: ServerId): void {
    this.anew.add(serverId);
  }

  /** @throws {AppError} `AUTH_NOTHING_HELD` */
  async removeRegistration(issuer: string, clientId: string): Promise<Revocation> {
    const { audit, held } = this.deps;
    const entry = held.registrations().find((each) => each.issuer === issuer && each.client.client_id === clientId);
    if (entry === undefined) throw new AppError('AUTH_NOTHING_HELD', 'There is no such registration.');
    const managed = managedAt(issuer, entry.client);
    const record = audit.begin({
      kind: 'auth.sign_out',
      subject: clientId,
      label: issuer,
      details: { issuer, clientId },
    });
    held.unregister(issuer, clientId);
    this.changed();
    if (managed === undefined) {
      record.end({ outcome: 'forgotten' });
      return 'forgotten';
    }
    const headers = { authorization: `Bearer ${managed.token}` };
    const outcome = await this.told(entry.zone, managed.uri, { method: 'DELETE', headers });
    record.end({ outcome });
    return outcome;
  }

  /** Nobody waits for it, and what comes of it changes nothing here. */
  private revokeUnwatched(one: Held): void {
    void this.revokeHeld(one).catch(() => undefined);
  }

  private revokeSession({ issuer, zone, client, session }: HeldProvider): Promise<Revocation> {
    const refresh = session?.refreshToken;
    return this.revoke({ issuer, zone, client, tokens: refresh === undefined ? [] : [refreshToken(refresh)] });
  }

  private async revokeHeld({ issuer, zone, client, tokens, canRevoke }: Held): Promise<Revocation> {
    if (!canRevoke) return 'forgotten';
    const { refresh_token: refresh, access_token: access } = tokens;
    const tokensToRevoke = [...(refresh === undefined ? [] : [refreshToken(refresh)]), accessToken(access)];
    return this.revoke({ issuer, zone, client, tokens: tokensToRevoke });
  }

  /**
   * RFC 7009, with the client's own way to say who it is (§2.1).
   * @returns What became of the first: with a refresh token others mostly end, and some can't be revoked alone (§2, §2.2.1).
   */
  private async revoke({ issuer, zone, client, tokens }: ToRevoke): Promise<Revocation> {
    if (tokens.length === 0) return 'forgotten';
    const found = await authorityMetadata(issuer, this.authorityFetch(zone)).catch(() => 'unreachable' as const);
    if (found === 'unreachable') return found;
    const endpoint = revocationEndpoint(found);
    if (endpoint === undefined) return 'forgotten';
    const outcomes: Revocation[] = [];
    for (const { value, hint } of tokens) {
      const body = new URLSearchParams({ token: value, token_type_hint: hint });
      const headers = new Headers();
      authenticate(client, found, headers, body);
      outcomes.push(await this.told(zone, endpoint, { method: 'POST', headers, body }));
    }
    return outcomes[0] ?? 'forgotten';
  }

  private async told(zone: Zone, url: string, init: RequestInit): Promise<Revocation> {
    try {
      const response = await this.authorityFetch(zone)(url, init);
      await response.body?.cancel();
      return response.ok ? 'revoked' : 'refused';
    } catch {
      return 'unreachable';
    }
  }

  private authorityFetch(zone: Zone): Fetch {
    const zones = [...new Set<Zone>(['public', zone])];
    return this.deps.httpFetch.toAuthority({ zones, maxBytes: MAX_ANSWER_BYTES, timeoutMs: REQUEST_MS });
  }

  private toView(serverId: ServerId, one: Held): IdentityView {
    const { tokens, client, expiresAtMs } = one;
    const lastUsedAtMs = this.sharedOf(serverId).lastUsedAtMs ?? one.lastUsedAtMs;
    return {
      serverId,
      serverName: this.deps.nameOf(serverId) ?? '',
      setup: one.setup,
      issuer: one.issuer,
      clientId: client.client_id,
      ...(one.account === undefined ? {} : { account: one.account }),
      isBound: one.proofKey !== undefined,
      registration: one.registration,
      resource: one.resource,
      scopes: namesIn(tokens.scope ?? one.askedScope),
      grantedAtMs: one.grantedAtMs,
      ...(lastUsedAtMs === undefined ? {} : { lastUsedAtMs }),
      ...(expiresAtMs === undefined ? {} : { expiresAtMs }),
      canRefresh: one.setup !== 'person' || tokens.refresh_token !== undefined,
      canRevoke: one.canRevoke,
      declined: one.declined ?? [],
      fingerprint: this.deps.digest.hmac('grants', tokens.access_token).slice(0, FINGERPRINT_DIGITS),
    };
  }

  private changed(): void {
    this.deps.emit({ type: 'identities.changed', identities: this.views() });
  }
}

interface ToRevoke extends Pick<Held, 'issuer' | 'zone' | 'client'> {
  readonly tokens: readonly Token[];
}

interface Token {
  readonly value: string;
  readonly hint: string;
}
const refreshToken = (value: string): Token => ({ value, hint: 'refresh_token' });
const accessToken = (value: string): Token => ({ value, hint: 'access_token' });

/** RFC 7592 §2. SECURITY(S11): the token of a registration goes to its own authorization server and nowhere else. */
function managedAt(
  issuer: string,
  { registration_client_uri: uri, registration_access_token: token }: ClientInformation,
): { readonly uri: string; readonly token: string } | undefined {
  if (uri === undefined || token === undefined || URL.parse(uri)?.origin !== URL.parse(issuer)?.origin)
    return undefined;
  return { uri, token };
}
