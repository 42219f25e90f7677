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
import { namesIn } from './chooseScope.ts';
import type { Held, HeldProvider } from './heldTokens.ts';
import { IdentityProvider, subjectOf } from './identityProvider.ts';
import { managedAt, Revocations } from './revocations.ts';
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
  private readonly revocations: Revocations;

  constructor(deps: AuthorizationDeps) {
    this.deps = deps;
    const authorityFetch = (zone: Zone): Fetch => this.authorityFetch(zone);
    this.revocations = new Revocations(authorityFetch);
    this.provider = new IdentityProvider({
      ...deps,
      authorityFetch,
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
        canDelete: managedAt({ issuer, client }) !== undefined,
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
    if (before === undefined || now === undefined) return;
    const isSame = before.issuer === now.issuer && before.client.client_id === now.client.client_id;
    const ended = isSame && isSamePerson(before, now) ? [] : this.endEnterprise();
    const isGone = before.session !== undefined && before.session.refreshToken !== now.session?.refreshToken;
    await Promise.all([
      ...ended.map((one) => this.revocations.ofHeld(one)),
      ...(isGone ? [this.revocations.ofSession(before)] : []),
    ]);
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
      ...(session?.refreshToken === undefined ? [] : [this.revocations.ofSession(ended)]),
      ...access.map((one) => this.revocations.ofHeld(one)),
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
    const outcome = await this.revocations.ofHeld(one);
    record.end({ outcome });
    return outcome;
  }

  /**
   * Of another setup, or of a server that was removed.
   * @param keepsClient What the client proves itself with stays, and with it where it was taken first.
   */
  forget(serverId: ServerId, { keepsClient }: { readonly keepsClient: boolean }): void {
    const one = this.deps.held.of(serverId);
    this.accesses.delete(serverId);
    this.drop(serverId);
    if (!keepsClient) this.deps.held.unbind(serverId);
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
    const record = audit.begin({
      kind: 'auth.sign_out',
      subject: clientId,
      label: issuer,
      details: { issuer, clientId },
    });
    held.unregister(issuer, clientId);
    this.changed();
    const outcome = await this.revocations.ofRegistration(entry);
    record.end({ outcome });
    return outcome;
  }

  /** Nobody waits for it, and what comes of it changes nothing here. */
  private revokeUnwatched(one: Held): void {
    void this.revocations.ofHeld(one).catch(() => undefined);
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

/** Whoever was signed in at the identity provider is there still, or nobody was. */
function isSamePerson({ session: before }: HeldProvider, { session: now }: HeldProvider): boolean {
  return before === undefined || (now !== undefined && subjectOf(before) === subjectOf(now));
}
