/**
 * The access that one server is given: the token its requests bear, renewed when it has to be, asked for when there is none.
 *
 * One renewal at a time, whoever needs it: a rotated refresh token that is used twice is taken for stolen (OAuth 2.1 §4.3.1).
 */
import {
  discoverAuthorizationServerMetadata,
  isStrictScopeSuperset,
  refreshAuthorization,
} from '@modelcontextprotocol/client';
import type { SignInSetup } from '../contract/authorization.ts';
import { AppError } from '../contract/errors.ts';
import type { ServerId } from '../contract/ids.ts';
import type { Asker } from '../input/clientSide.ts';
import type { Fetch } from '../ports/httpFetch.ts';
import { namesIn } from './chooseScope.ts';
import type { Challenge } from './discover.ts';
import type { Held } from './heldTokens.ts';
import { obtainByMachine } from './machineGrant.ts';
import { expiryOf, signIn } from './signIn.ts';
import type { SignInDeps } from './signIn.ts';

/** Renewed so long before it ends, so that no request is refused for a clock that is slow. */
const EARLY_MS = 30_000;

export interface AccessDeps extends SignInDeps {
  /** What is held changed. */
  readonly onChanged: () => void;
}

export interface AccessOptions {
  readonly serverId: ServerId;
  readonly serverUrl: string;
  readonly asker: Asker;
  readonly setup: SignInSetup;
  /** Of the setup, from the keychain. */
  readonly secret: () => string | undefined;
  /** To authorization servers. */
  readonly fetch: Fetch;
}

export class Access {
  private readonly options: AccessOptions;
  private readonly deps: AccessDeps;
  private renewing: Promise<Held> | undefined;
  /** Scopes that a person did not want to give: nobody is asked again before they want to. */
  private readonly declined = new Set<string>();
  lastUsedAtMs: number | undefined;
  /** Somebody wants to sign in anew: what is held is not used until they have, or have left that. */
  private isAnew = false;

  constructor(options: AccessOptions, deps: AccessDeps) {
    this.options = options;
    this.deps = deps;
  }

  get held(): Held | undefined {
    return this.deps.held.of(this.options.serverId);
  }

  /** What a request bears. @throws {AppError} what a renewal throws */
  async authorization(): Promise<string | undefined> {
    const { held } = this;
    if (held === undefined || this.isAnew) return undefined;
    const nowMs = this.deps.clock.nowMs();
    const isStale = held.expiresAtMs !== undefined && held.expiresAtMs - EARLY_MS <= nowMs;
    const { tokens } = isStale && this.canRenewSilently(held) ? await this.once(() => this.renewed(held)) : held;
    this.lastUsedAtMs = nowMs;
    return `Bearer ${tokens.access_token}`;
  }

  /** After a 401. Without a person where that can be had; else a person is asked. @throws {AppError} `AUTH_…` */
  async renew(challenge: Challenge, refused: string | undefined, signal: AbortSignal): Promise<void> {
    const { held } = this;
    // Another request has done it meanwhile.
    if (held !== undefined && refused !== undefined && `Bearer ${held.tokens.access_token}` !== refused) return;
    await this.once(async () => {
      if (held !== undefined && !this.isAnew && this.canRenewSilently(held)) {
        try {
          return await this.renewed(held);
        } catch (error) {
          // A refresh token that is used up leads back to the person; a network that is down does not.
          if (!(error instanceof AppError) || error.code !== 'AUTH_TOKEN_FAILED') throw error;
        }
      }
      return this.obtain(challenge, { reason: held === undefined ? 'first' : 'again', signal, toolName: undefined });
    });
  }

  /** After a 403 `insufficient_scope`: asks for more than is held. @throws {AppError} `AUTH_SCOPE_MISSING`, `AUTH_…` */
  async upgrade(challenge: Challenge, toolName: string | undefined, signal: AbortSignal): Promise<void> {
    const { held } = this;
    const wanted = challenge.scope ?? '';
    if (held !== undefined && wanted !== '' && !isStrictScopeSuperset(wanted, held.tokens.scope)) {
      // It says that it wants what is held: another token of the same kind would be refused as well.
      throw scopeMissing(wanted);
    }
    if (this.declined.has(wanted)) throw scopeMissing(wanted);
    try {
      await this.once(() => this.obtain(challenge, { reason: 'upgrade', signal, toolName }));
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'AUTH_DECLINED') throw error;
      this.declined.add(wanted);
      throw scopeMissing(wanted);
    }
  }

  /** Somebody wants to be asked, also for what was declined before. Until they have answered, nothing is forgotten. */
  signInAnew(): void {
    this.declined.clear();
    this.isAnew = true;
  }

  /** SECURITY(S9): tokens out of a text. */
  secrets(): readonly string[] {
    const { tokens, client } = this.held ?? {};
    return [tokens?.access_token, tokens?.refresh_token, client?.client_secret].flatMap((each) => each ?? []);
  }

  /** @throws {AppError} `AUTH_NOTHING_HELD`, `AUTH_TOKEN_FAILED` */
  async refresh(): Promise<void> {
    const { held } = this;
    if (held === undefined || !this.canRenewSilently(held)) {
      throw new AppError('AUTH_NOTHING_HELD', 'There is nothing to refresh.');
    }
    await this.once(() => this.renewed(held));
  }

  private canRenewSilently({ setup, tokens }: Held): boolean {
    return setup !== 'person' || tokens.refresh_token !== undefined;
  }

  private async renewed(held: Held): Promise<Held> {
    if (held.setup !== 'person') return this.obtain({}, { reason: 'again', toolName: undefined, signal: NEVER });
    const { fetch } = this.options;
    const metadata = await discoverAuthorizationServerMetadata(held.issuer, { fetchFn: fetch });
    const tokens = await refreshAuthorization(held.issuer, {
      ...(metadata === undefined ? {} : { metadata }),
      clientInformation: held.client,
      refreshToken: held.tokens.refresh_token ?? '',
      resource: held.resource,
      fetchFn: fetch,
    }).catch((cause: unknown) => {
      if (cause instanceof AppError) throw cause;
      throw new AppError('AUTH_TOKEN_FAILED', 'The token could not be refreshed.', { cause });
    });
    const { expiresAtMs: _old, ...rest } = held;
    const expiresAtMs = expiryOf(tokens, this.deps.clock.nowMs());
    return { ...rest, tokens, ...(expiresAtMs === undefined ? {} : { expiresAtMs }) };
  }

  private async obtain(
    challenge: Challenge,
    how: {
      readonly reason: 'first' | 'again' | 'upgrade';
      readonly toolName: string | undefined;
      readonly signal: AbortSignal;
    },
  ): Promise<Held> {
    const { asker, fetch, secret, serverUrl, setup } = this.options;
    const common = { serverUrl, challenge, before: this.held, fetch };
    if (setup.kind !== 'person') return obtainByMachine({ ...common, setup, secret: secret() }, this.deps);
    return signIn({ ...common, ...how, asker, setup, clientSecret: secret() }, this.deps);
  }

  private async once(work: () => Promise<Held>): Promise<Held> {
    const { deps, options } = this;
    this.renewing ??= work()
      .then((held) => {
        deps.held.keep(options.serverId, held);
        deps.audit.record({
          kind: 'auth.token',
          subject: options.serverId,
          label: options.asker.serverName(),
          outcome: 'kept',
          details: { issuer: held.issuer, scopes: namesIn(held.tokens.scope).length },
        });
        deps.onChanged();
        return held;
      })
      .finally(() => {
        this.renewing = undefined;
        this.isAnew = false;
      });
    return this.renewing;
  }
}

const NEVER = new AbortController().signal;

function scopeMissing(scope: string): AppError {
  return new AppError('AUTH_SCOPE_MISSING', 'The server wants more than was granted.', {
    data: { scope: scope.slice(0, 500) },
  });
}
