/**
 * The access that one server is given: the token its requests bear, renewed when it has to be, asked for when there is none.
 */
import { isDpopNonceChallenge, isStrictScopeSuperset, refreshAuthorization } from '@modelcontextprotocol/client';
import type { OAuthTokens } from '@modelcontextprotocol/client';
import type { DeclinedScope, SignInSetup } from '../contract/authorization.ts';
import { AppError } from '../contract/errors.ts';
import type { ServerId } from '../contract/ids.ts';
import type { Zone } from '../contract/plan.ts';
import type { Asker } from '../input/clientSide.ts';
import type { Digest } from '../ports/digest.ts';
import type { Fetch } from '../ports/httpFetch.ts';
import { isRefusal, leadsToPerson, refusedAddressIn, scopeMissing } from './accessErrors.ts';
import { assertIssuer } from './chooseClient.ts';
import { chooseScope, namesIn } from './chooseScope.ts';
import { authenticationOf } from './clientAuthentication.ts';
import { authorityMetadata, discover, revocationEndpoint } from './discover.ts';
import type { Challenge } from './discover.ts';
import { grant } from './grant.ts';
import type { Granted, GrantDeps } from './grant.ts';
import type { Held } from './heldTokens.ts';
import { ProofKey } from './proofKey.ts';
import { keepSecrets } from './sentSecrets.ts';
import type { SecretKeeper } from './sentSecrets.ts';
import type { SharedAccess } from './sharedAccess.ts';
import { checkedTokens, expiryOf, isBound, tokenFailed } from './tokens.ts';

/** How exactly it is told when something was used last. Choice: rarely enough for a thousand calls a second. */
const USED_MS = 5_000;
/** And how exactly after a restart: it is encrypted and written to the disk. */
const USED_KEPT_MS = 10 * 60_000;
/** Renewed so long before it ends, so that no request is refused for a clock that is slow. */
const EARLY_MS = 30_000;

export interface AccessDeps extends GrantDeps {
  readonly digest: Digest;
  /** What is held changed. */
  readonly onChanged: () => void;
  /** What was brought after it had been given up: good there, and of no use here. */
  readonly onDropped: (held: Held) => void;
}

export interface AccessOptions {
  readonly serverId: ServerId;
  readonly serverUrl: string;
  readonly zone: Zone;
  readonly asker: Asker;
  readonly setup: SignInSetup;
  /** Of the setup, from the keychain. */
  readonly secret: () => string | undefined;
  /** To authorization servers. */
  readonly fetch: Fetch;
}

/** One request to the server. */
export interface Borne {
  readonly method: string;
  readonly url: string | URL;
  readonly body: string | undefined;
}

export class Access {
  private readonly options: AccessOptions;
  private readonly deps: AccessDeps;
  private readonly shared: SharedAccess;
  /** Of what is under way. */
  private kept: SecretKeeper;
  /** Of what is held. */
  private proofKey: { readonly jwk: Held['proofKey']; readonly key: Promise<ProofKey> } | undefined;
  /** A person did not want to sign in: they are not asked again on this connection, whatever the server refuses. */
  private isDeclined = false;
  /** Somebody wants to sign in anew: what is held is not used until they have, or have left that. */
  private isAnew = false;

  constructor(options: AccessOptions, shared: SharedAccess, deps: AccessDeps) {
    this.options = options;
    this.shared = shared;
    this.deps = deps;
    this.kept = keepSecrets(options.fetch);
  }

  /** SECURITY(S9): of this address alone. What was granted for another one is nothing here. */
  get held(): Held | undefined {
    const held = this.deps.held.of(this.options.serverId);
    return held?.serverUrl === this.options.serverUrl ? held : undefined;
  }

  /** What the request bears. @throws {AppError} what a renewal throws */
  async headersFor(request: Borne): Promise<Readonly<Record<string, string>>> {
    const { held } = this;
    if (held === undefined || this.isAnew) return {};
    const nowMs = this.deps.clock.nowMs();
    const isStale = held.expiresAtMs !== undefined && held.expiresAtMs - EARLY_MS <= nowMs;
    const current = isStale && this.canRenewSilently(held) ? await this.refreshed(held) : held;
    this.used(nowMs);
    const { access_token: accessToken } = current.tokens;
    this.shared.remember(accessToken);
    const proofKey = await this.keyOf(current);
    if (proofKey === undefined) return { authorization: `Bearer ${accessToken}` };
    const { method, url, body } = request;
    const { digest, randomIds } = this.deps;
    const bodySha256 = body === undefined ? undefined : digest.sha256(body);
    const dpop = await proofKey.proof({ method, url, accessToken, bodySha256, jti: randomIds.next('proof') });
    return { authorization: `DPoP ${accessToken}`, dpop };
  }

  private used(nowMs: number): void {
    const { lastUsedAtMs } = this.shared;
    if (lastUsedAtMs !== undefined && nowMs - lastUsedAtMs < USED_MS) return;
    this.shared.lastUsedAtMs = nowMs;
    // What is held at this moment: another may have been granted since the request began.
    const { held } = this;
    if (held !== undefined && nowMs - (held.lastUsedAtMs ?? 0) >= USED_KEPT_MS) {
      this.deps.held.keep(this.options.serverId, { ...held, lastUsedAtMs: nowMs });
    }
    this.deps.onChanged();
  }

  /** What is used up goes along as it is: the server's refusal leads to the person, who alone can mend that. */
  private async refreshed(held: Held): Promise<Held> {
    try {
      return await this.once(() => this.renewed(held, {}, NEVER), NEVER);
    } catch (error) {
      const isGood = held.expiresAtMs === undefined || held.expiresAtMs > this.deps.clock.nowMs();
      // What was given up meanwhile is borne no more, however good it is.
      if (this.held !== undefined && (isGood || leadsToPerson(error))) return held;
      throw error;
    }
  }

  /** Whether the same request is to be made once more, with a nonce that the server gave (RFC 9449 §9). */
  async wantsNonce(response: Response, url: string | URL): Promise<boolean> {
    const proofKey = this.held === undefined ? undefined : await this.keyOf(this.held);
    proofKey?.session.observeNonce(response, url);
    return proofKey !== undefined && isDpopNonceChallenge(response) && response.headers.has('dpop-nonce');
  }

  /** After a 401. Without a person where that can be had; else a person is asked. @throws {AppError} `AUTH_…` */
  async renew(
    challenge: Challenge,
    { borne, notAt, signal }: { borne: string | undefined; notAt?: string | undefined; signal: AbortSignal },
  ): Promise<void> {
    const { held } = this;
    // Another request has done it meanwhile.
    if (held !== undefined && this.isOther(held, borne)) return;
    await this.once(async () => {
      if (held !== undefined && notAt === undefined && !this.isAnew && this.canRenewSilently(held)) {
        try {
          return await this.renewed(held, challenge, signal);
        } catch (error) {
          // A refresh token that is used up leads back to the person; a network that is down does not.
          if (!leadsToPerson(error)) throw error;
        }
      }
      if (this.isDeclined) throw new AppError('AUTH_DECLINED', 'The sign-in was declined before.');
      try {
        const reason = held === undefined ? 'first' : 'again';
        return await this.obtain(challenge, { reason, notAt, signal, asks: true, toolName: undefined });
      } catch (error) {
        this.isDeclined = error instanceof AppError && error.code === 'AUTH_DECLINED';
        throw error;
      }
    }, signal);
  }

  /** After a 403 `insufficient_scope`: asks for more than is held. @throws {AppError} `AUTH_SCOPE_MISSING`, `AUTH_…` */
  async upgrade(
    challenge: Challenge,
    { borne, toolName, signal }: { borne: string | undefined; toolName: string | undefined; signal: AbortSignal },
  ): Promise<void> {
    // What is under way may bring what is wanted.
    await this.shared.idle();
    const { held } = this;
    const wanted = challenge.scope ?? '';
    const lacks = isStrictScopeSuperset(wanted, held?.tokens.scope ?? held?.askedScope);
    if (held !== undefined && wanted !== '' && !lacks) {
      if (this.isOther(held, borne)) return;
      // It says that it wants what is held: another token of the same kind would be refused as well.
      throw scopeMissing(wanted);
    }
    if (held?.declined?.some((each) => isDeclined(each, wanted, toolName)) === true) throw scopeMissing(wanted);
    try {
      await this.once(() => this.obtain(challenge, { reason: 'upgrade', signal, asks: true, toolName }), signal);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      throw this.missing(challenge, toolName, error.data['said']);
    }
  }

  /** Of a scope that nobody will be asked for again. */
  missing({ scope = '' }: Challenge, toolName: string | undefined, said?: unknown): AppError {
    this.decline({ scope, ...(toolName === undefined ? {} : { toolName }) });
    return scopeMissing(scope, typeof said === 'string' ? { said } : {});
  }

  private decline(scope: DeclinedScope): void {
    const { held } = this;
    if (held === undefined) return;
    this.deps.held.keep(this.options.serverId, { ...held, declined: [...(held.declined ?? []), scope] });
    this.deps.onChanged();
  }

  private isOther(held: Held, borne: string | undefined): boolean {
    return borne !== undefined && borne.split(' ')[1] !== held.tokens.access_token;
  }

  /** Somebody wants to be asked, also for what was declined before. Until they have answered, nothing is forgotten. */
  signInAnew(): void {
    this.isAnew = true;
  }

  /** SECURITY(S9): tokens out of a text. */
  secrets(): readonly string[] {
    const { tokens, client, clientKey } = this.held ?? {};
    const own = [client?.client_secret, clientKey?.privateKey, this.options.secret()];
    const now = [tokens?.access_token, tokens?.refresh_token, ...own];
    for (const secret of now) if (secret !== undefined) this.shared.remember(secret);
    return this.shared.secrets();
  }

  /** @throws {AppError} `AUTH_NOTHING_HELD`, `AUTH_TOKEN_FAILED` */
  async refresh(): Promise<void> {
    const { held } = this;
    if (held === undefined || !this.canRenewSilently(held)) {
      throw new AppError('AUTH_NOTHING_HELD', 'There is nothing to refresh.');
    }
    await this.once(() => this.renewed(held, {}, NEVER), NEVER);
  }

  private canRenewSilently({ setup, tokens }: Held): boolean {
    return setup !== 'person' || tokens.refresh_token !== undefined;
  }

  private async renewed(held: Held, challenge: Challenge, signal: AbortSignal): Promise<Held> {
    if (held.setup !== 'person') {
      const { resourceMetadataUrl: url, proofKey } = held;
      const known = {
        ...(url === undefined ? {} : { resourceMetadataUrl: new URL(url) }),
        wantsProof: proofKey !== undefined,
      };
      return this.obtain({ ...known, ...challenge }, { reason: 'again', asks: false, toolName: undefined, signal });
    }
    const { fetch } = this.kept;
    const proofKey = await this.keyOf(held);
    const tokens = await authorityMetadata(held.issuer, breakable(fetch, signal))
      .then((metadata) => {
        // The SDK would guess where the token endpoint is, and send the refresh token there.
        if (metadata === undefined) throw new AppError('AUTH_METADATA_INVALID', 'There is no metadata any more.');
        return refreshAuthorization(held.issuer, {
          metadata,
          clientInformation: held.client,
          refreshToken: held.tokens.refresh_token ?? '',
          resource: held.resource,
          ...(proofKey === undefined ? {} : { dpop: proofKey.session }),
          addClientAuthentication: authenticationOf(held.client),
          fetchFn: fetch,
        });
      })
      .then((renewed) => checkedTokens(renewed, { proves: proofKey !== undefined }))
      .catch((error: unknown) => {
        const failed = tokenFailed(error);
        // Deleted there: the sign-in that follows registers anew.
        if (failed.data['error'] === 'invalid_client' && held.registration === 'dynamic') {
          this.deps.held.unregister(held.issuer, held.client.client_id);
        }
        throw failed;
      });
    const { expiresAtMs: _old, proofKey: jwk, ...rest } = held;
    const { id_token: _nobodyAsks, ...given } = tokens;
    // RFC 6749 §5.1: what it does not say stays.
    const scope = tokens.scope ?? held.tokens.scope;
    return {
      ...rest,
      ...(jwk !== undefined && isBound(tokens) ? { proofKey: jwk } : {}),
      tokens: { ...given, ...(scope === undefined ? {} : { scope }) },
      ...expiry(tokens, this.deps.clock.nowMs()),
    };
  }

  private async obtain(
    challenge: Challenge,
    how: {
      readonly reason: 'first' | 'again' | 'upgrade';
      readonly toolName: string | undefined;
      /** Whether a person may be asked. */
      readonly asks: boolean;
      /** An authorization server whose token was just refused: another one from there would be, too. */
      readonly notAt?: string | undefined;
      readonly signal: AbortSignal;
    },
  ): Promise<Held> {
    const { asker, serverUrl, setup, zone } = this.options;
    const { fetch } = this.kept;
    // As it belongs to this setup: another one may be entered meanwhile.
    const secret = this.options.secret();
    const known = [setup.issuer, this.deps.held.boundTo(this.options.serverId), this.held?.issuer];
    const found = await discover(serverUrl, challenge, breakable(fetch, how.signal), {
      known,
      notAt: how.notAt,
      byCode: setup.kind === 'person',
    });
    this.assertBound(found.issuer);
    // What is held elsewhere says nothing about here.
    const same = this.held?.issuer === found.issuer ? this.held : undefined;
    const proofKey = found.wantsProof ? ((same && (await this.keyOf(same))) ?? (await ProofKey.make())) : undefined;
    const scope = ('scope' in setup ? setup.scope : undefined) ?? chooseScope(found, challenge, same?.askedScope);
    const wanted = { ...how, challenge, asker, serverUrl, zone, setup, secret, found, same, proofKey, scope, fetch };
    const granted = await grant(wanted, this.deps);
    const jwk = isBound(granted.tokens) ? await proofKey?.jwk() : undefined;
    // With the nonces that it has learnt.
    if (jwk !== undefined && proofKey !== undefined) this.proofKey = { jwk, key: Promise.resolve(proofKey) };
    const nowMs = this.deps.clock.nowMs();
    return {
      grantId: isSameIdentity(setup, same, granted) ? same.grantId : this.deps.randomIds.next('grant'),
      setup: setup.kind,
      serverUrl,
      issuer: found.issuer,
      zone,
      resource: found.resource,
      ...(challenge.resourceMetadataUrl === undefined
        ? {}
        : { resourceMetadataUrl: challenge.resourceMetadataUrl.href }),
      ...granted,
      ...(jwk === undefined ? {} : { proofKey: jwk }),
      ...(scope === undefined ? {} : { askedScope: scope }),
      grantedAtMs: nowMs,
      ...expiry(granted.tokens, nowMs),
      // No client was let in by a platform's token, so none can ask for that.
      canRevoke: setup.kind !== 'workload' && revocationEndpoint(found.metadata) !== undefined,
    };
  }

  /**
   * What a person set up belongs to the authorization server that they named, else to the first that took it.
   * @throws {AppError} `AUTH_CLIENT_OF_OTHER_ISSUER`
   */
  private assertBound(issuer: string): void {
    const { setup, serverId } = this.options;
    if (setup.kind === 'person' && setup.clientId === undefined) return;
    assertIssuer({ issuer: setup.issuer ?? this.deps.held.boundTo(serverId) }, issuer);
  }

  private async keyOf({ proofKey: jwk }: Held): Promise<ProofKey | undefined> {
    if (jwk === undefined) return undefined;
    if (JSON.stringify(this.proofKey?.jwk) !== JSON.stringify(jwk)) this.proofKey = { jwk, key: ProofKey.of(jwk) };
    return this.proofKey?.key;
  }

  private once(work: () => Promise<Held>, signal: AbortSignal): Promise<Held> {
    const flight = async (): Promise<Held> => {
      this.kept = keepSecrets(this.options.fetch);
      try {
        return await work();
      } catch (cause) {
        const error = this.kept.withoutSecrets(cause);
        const refused = refusedAddressIn(error);
        if (refused !== undefined) this.options.asker.log(`An address for signing in was refused: ${refused}.`);
        throw error;
      } finally {
        this.isAnew = false;
      }
    };
    return this.shared.once(flight, { keep: (held) => this.keep(held), drop: this.deps.onDropped }, signal);
  }

  private keep(held: Held): void {
    const { deps, options } = this;
    deps.held.keep(options.serverId, held);
    if (options.setup.kind !== 'person' || options.setup.clientId !== undefined) {
      deps.held.bind(options.serverId, held.issuer);
    }
    deps.audit.record({
      kind: 'auth.token',
      subject: options.serverId,
      label: options.asker.serverName(),
      outcome: 'kept',
      details: { issuer: held.issuer, scopes: namesIn(held.tokens.scope).length },
    });
    deps.onChanged();
  }
}

/** For one tool it may be worth it, and for another not. */
function isDeclined(declined: DeclinedScope, scope: string, toolName: string | undefined): boolean {
  return declined.scope === scope && declined.toolName === toolName;
}

/** A machine is who it was; a person may be another one each time. */
function isSameIdentity({ kind }: SignInSetup, same: Held | undefined, { client, account }: Granted): same is Held {
  return kind !== 'person' && same?.client.client_id === client.client_id && same.account === account;
}

/** For what may be broken off: a token request may not, since what it brings would be lost. */
function breakable(fetch: Fetch, signal: AbortSignal): Fetch {
  return (url, init) => fetch(url, { ...init, signal });
}

function expiry(tokens: OAuthTokens, nowMs: number): Pick<Held, 'expiresAtMs'> {
  const expiresAtMs = expiryOf(tokens, nowMs);
  return expiresAtMs === undefined ? {} : { expiresAtMs };
}

const NEVER = new AbortController().signal;
