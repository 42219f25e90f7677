/**
 * Who one is at which server: an `Access` for each remote one, what a person sees of them, and how they end.
 */
import type { IdentitiesView, IdentityProviderSetup, IdentityView } from '../contract/authorization.ts';
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
import type { ClientInformation, Held } from './heldTokens.ts';
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
    await Promise.all(this.endEnterprise().map((one) => this.revoke(toRevoke(one))));
  }

  /** Ends the session there, and all access that came from it. */
  async signOutProvider(): Promise<void> {
    const ended = this.provider.signOut();
    if (ended === undefined) throw new AppError('AUTH_PROVIDER_MISSING', 'No identity provider is set up.');
    const access = this.endEnterprise();
    const { issuer, zone, client, session } = ended;
    const record = this.deps.audit.begin({
      kind: 'auth.sign_out',
      subject: client.client_id,
      label: issuer,
      decision: 'agreed',
      decidedBy: 'person',
      details: { issuer, servers: access.length },
    });
    const token =
      session?.refreshToken === undefined ? undefined : { value: session.refreshToken, hint: 'refresh_token' };
    const outcomes = await Promise.all([
      ...(token === undefined ? [] : [this.revoke({ issuer, zone, client, token })]),
      ...access.map((one) => this.revoke(toRevoke(one))),
    ]);
    record.end({ outcome: outcomes[0] ?? 'forgotten' });
  }

  async removeProvider(): Promise<void> {
    await this.signOutProvider();
    this.deps.held.forgetProvider();
    this.changed();
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
  async signOut(serverId: ServerId): Promise<void> {
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
    record.end({ outcome: one.canRevoke ? await this.revoke(toRevoke(one)) : 'forgotten' });
  }

  /** Of another setup, or of a server that was removed. */
  forget(serverId: ServerId): void {
    const one = this.deps.held.of(serverId);
    this.accesses.delete(serverId);
    this.drop(serverId);
    this.deps.held.unbind(serverId);
    this.changed();
    // Nobody waits for it, and what comes of it changes nothing here.
    if (one?.canRevoke === true) void this.revoke(toRevoke(one)).catch(() => undefined);
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
  async removeRegistration(issuer: string, clientId: string): Promise<void> {
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
      return;
    }
    const headers = { authorization: `Bearer ${managed.token}` };
    record.end({ outcome: await this.told(entry.zone, managed.uri, { method: 'DELETE', headers }) });
  }

  /** RFC 7009, with the client's own way to say who it is (§2.1). */
  private async revoke({ issuer, zone, client, token }: Revocation): Promise<string> {
    const fetch = this.authorityFetch(zone);
    const metadata = await authorityMetadata(issuer, fetch).catch(() => undefined);
    const endpoint = revocationEndpoint(metadata);
    if (endpoint === undefined) return 'forgotten';
    const params = new URLSearchParams({ token: token.value, token_type_hint: token.hint });
    const headers = new Headers();
    authenticate(client, metadata, headers, params);
    return this.told(zone, endpoint, { method: 'POST', headers, body: params });
  }

  private async told(zone: Zone, url: string, init: RequestInit): Promise<string> {
    try {
      const { ok, status } = await this.authorityFetch(zone)(url, init);
      return ok ? 'revoked' : `refused with ${status}`;
    } catch {
      return 'not reached';
    }
  }

  private authorityFetch(zone: Zone): Fetch {
    const zones = [...new Set<Zone>(['public', zone])];
    return this.deps.httpFetch.toAuthority({ zones, maxBytes: MAX_ANSWER_BYTES, timeoutMs: REQUEST_MS });
  }

  private toView(serverId: ServerId, one: Held): IdentityView {
    const { tokens, client, expiresAtMs } = one;
    const { lastUsedAtMs } = this.sharedOf(serverId);
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

interface Revocation extends Pick<Held, 'issuer' | 'zone' | 'client'> {
  readonly token: { readonly value: string; readonly hint: string };
}

function toRevoke({ issuer, zone, client, tokens }: Held): Revocation {
  const { refresh_token: refresh, access_token: access } = tokens;
  const token =
    refresh === undefined ? { value: access, hint: 'access_token' } : { value: refresh, hint: 'refresh_token' };
  return { issuer, zone, client, token };
}

/** RFC 7592 §2. SECURITY(S11): the token of a registration goes to its own authorization server and nowhere else. */
function managedAt(
  issuer: string,
  { registration_client_uri: uri, registration_access_token: token }: ClientInformation,
): { readonly uri: string; readonly token: string } | undefined {
  if (uri === undefined || token === undefined || URL.parse(uri)?.origin !== URL.parse(issuer)?.origin)
    return undefined;
  return { uri, token };
}
