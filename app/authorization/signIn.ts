/**
 * One sign-in of a person, from the question to the tokens.
 *
 * Nothing is sent to an authorization server but for its metadata before the person agreed, and no code is sent anywhere
 * before it is known whose it is.
 *
 * @see MCP 2025-11-25 basic/authorization; MCP 2026-07-28 basic/authorization §Authorization Response Validation; RFC 9207
 */
import {
  exchangeAuthorization,
  OAuthError,
  startAuthorization,
  validateAuthorizationResponseIssuer,
} from '@modelcontextprotocol/client';
import type { OAuthTokens } from '@modelcontextprotocol/client';
import { getDomain } from 'tldts';
import type { Audit } from '../audit/audit.ts';
import type { SignInDecisionView, SignInSetup } from '../contract/authorization.ts';
import { AppError, toErrorView } from '../contract/errors.ts';
import type { UrlParts } from '../contract/input.ts';
import type { Asker } from '../input/clientSide.ts';
import { judgeUrl } from '../input/judgeUrl.ts';
import type { Questions } from '../input/questions.ts';
import type { AuthorizationCallback, CallbackListener } from '../ports/authorizationCallback.ts';
import type { Browser } from '../ports/browser.ts';
import type { Clock } from '../ports/clock.ts';
import type { Fetch } from '../ports/httpFetch.ts';
import type { RandomIds } from '../ports/randomIds.ts';
import type { SecretStore } from '../ports/secretStore.ts';
import { chooseClient, register } from './chooseClient.ts';
import type { ClientChoice } from './chooseClient.ts';
import { chooseScope, namesIn } from './chooseScope.ts';
import type { Challenge, Discovered } from './discover.ts';
import { discover, revocationEndpoint } from './discover.ts';
import type { ClientInformation, Held, HeldTokens } from './heldTokens.ts';

export interface SignInDeps {
  readonly audit: Audit;
  readonly authorizationCallback: AuthorizationCallback;
  readonly browser: Browser;
  readonly clock: Clock;
  readonly held: HeldTokens;
  readonly questions: Questions;
  readonly randomIds: RandomIds;
  readonly secretStore: SecretStore;
  readonly clientMetadataUrl: () => string | undefined;
}

export interface SignInRequest {
  readonly asker: Asker;
  readonly serverUrl: string;
  readonly setup: Extract<SignInSetup, { kind: 'person' }>;
  readonly clientSecret: string | undefined;
  readonly challenge: Challenge;
  readonly before: Held | undefined;
  readonly reason: SignInDecisionView['reason'];
  readonly toolName: string | undefined;
  /** To authorization servers. */
  readonly fetch: Fetch;
  readonly signal: AbortSignal;
}

/** How the token's expiry is told: nothing is said of what does not expire. */
export function expiryOf({ expires_in: seconds }: Pick<OAuthTokens, 'expires_in'>, nowMs: number): number | undefined {
  return seconds === undefined ? undefined : nowMs + seconds * 1_000;
}

/** @throws {AppError} `AUTH_…`, `ADDRESS_…` */
export async function signIn(request: SignInRequest, deps: SignInDeps): Promise<Held> {
  const { asker, challenge, before, setup, fetch } = request;
  const found = await discover(request.serverUrl, challenge, fetch);
  // What was asked for elsewhere says nothing about here.
  const same = before?.issuer === found.issuer ? before : undefined;
  const scope = chooseScope(found, challenge, same?.askedScope);
  const state = deps.randomIds.next('state');
  const listener = await deps.authorizationCallback.listen(state);
  try {
    const { redirectUri } = listener;
    const { clientSecret } = request;
    const clientMetadataUrl = deps.clientMetadataUrl();
    const { held } = deps;
    const { metadata } = found;
    const choice = chooseClient({ setup, clientSecret, clientMetadataUrl, metadata, redirectUri, held });
    await ask(request, { found, choice, scope, same, redirectUri }, deps);
    const record = deps.audit.begin({
      kind: 'auth.sign_in',
      subject: asker.serverId,
      label: asker.serverName(),
      decision: 'agreed',
      decidedBy: 'person',
      details: { issuer: found.issuer, registration: choice.registration, scope: scope ?? '' },
    });
    try {
      const client = choice.client ?? (await registerHere(found, listener, scope, request, deps));
      const tokens = await obtain(request, { found, client, scope, state, listener }, deps);
      listener.finish('signed_in');
      record.end({ outcome: 'signed_in' });
      return toHeld({ found, choice, client, tokens, scope }, deps);
    } catch (error) {
      record.end({ outcome: toErrorView(error).code });
      throw error;
    }
  } catch (error) {
    listener.finish('failed');
    throw error;
  } finally {
    await listener.close();
  }
}

interface Asked {
  readonly found: Discovered;
  readonly choice: ClientChoice;
  readonly scope: string | undefined;
  readonly same: Held | undefined;
  readonly redirectUri: string;
}

/** @throws {AppError} `AUTH_DECLINED`, `AUTH_TIMED_OUT`, `AUTH_METADATA_INVALID` for addresses that nobody may open */
async function ask(request: SignInRequest, asked: Asked, { questions, secretStore }: SignInDeps): Promise<void> {
  const { asker, challenge, reason, toolName, signal, serverUrl } = request;
  const { found, choice, scope, same, redirectUri } = asked;
  const isHeld = new Set(namesIn(same?.tokens.scope ?? same?.askedScope));
  const issuer = partsOf(found.issuer);
  const isElsewhere = siteOf(issuer) !== siteOf(partsOf(serverUrl));
  const answered = await questions.ask(
    asker,
    {
      kind: 'sign_in',
      reason,
      issuer,
      authorizationEndpoint: partsOf(found.metadata.authorization_endpoint),
      resource: found.resource,
      registration: choice.registration,
      ...(choice.client === undefined ? {} : { clientId: choice.client.client_id }),
      redirectUri,
      scopes: namesIn(scope).map((name) => ({ name, isHeld: isHeld.has(name) })),
      ...(toolName === undefined ? {} : { toolName }),
      ...(challenge.errorDescription === undefined ? {} : { said: challenge.errorDescription.slice(0, 2_000) }),
      keptIn: secretStore.persistent ? 'keychain' : 'memory',
      warnings: [...(isElsewhere ? (['OTHER_SITE'] as const) : []), ...found.warnings],
    },
    { signal },
  );
  if (answered.kind !== 'answered') {
    signal.throwIfAborted();
    throw new AppError('AUTH_TIMED_OUT', 'Nobody answered.');
  }
  if (answered.answer.action !== 'open') throw new AppError('AUTH_DECLINED', 'The sign-in was declined.');
}

/** SECURITY(S11): what no browser may be given is refused before anybody is asked. */
function partsOf(url: string): UrlParts {
  const judged = judgeUrl(url);
  if (judged.kind === 'ok') return judged.parts;
  throw new AppError('AUTH_METADATA_INVALID', 'An address in the metadata is refused.', {
    data: { reason: judged.reason, url: url.slice(0, 200) },
  });
}

function siteOf({ host, registrable }: UrlParts): string {
  return registrable ?? getDomain(host) ?? host;
}

async function registerHere(
  { issuer, metadata }: Discovered,
  { redirectUri }: CallbackListener,
  scope: string | undefined,
  { fetch, asker }: SignInRequest,
  { audit, authorizationCallback, clock, held }: SignInDeps,
): Promise<ClientInformation> {
  const redirectUris = [...new Set([redirectUri, ...authorizationCallback.redirectUris])];
  const client = await register({ metadata, redirectUris, scope, fetch });
  held.register({ issuer, client, redirectUris, registeredAtMs: clock.nowMs() });
  const details = { issuer, clientId: client.client_id };
  audit.record({ kind: 'auth.registered', subject: asker.serverId, label: asker.serverName(), details });
  return client;
}

interface Flow {
  readonly found: Discovered;
  readonly client: ClientInformation;
  readonly scope: string | undefined;
  readonly state: string;
  readonly listener: CallbackListener;
}

async function obtain(request: SignInRequest, flow: Flow, deps: SignInDeps): Promise<OAuthTokens> {
  const { found, client, scope, state, listener } = flow;
  const { issuer, metadata, resource } = found;
  const { redirectUri } = listener;
  const { authorizationUrl, codeVerifier } = await startAuthorization(issuer, {
    metadata,
    clientInformation: client,
    redirectUrl: redirectUri,
    ...(scope === undefined ? {} : { scope }),
    state,
    resource,
  });
  const { url } = partsOf(authorizationUrl.href);
  await deps.browser.open(url);
  const answer = await waitForBrowser(request, listener, found, deps);
  const code = codeIn(answer, found);
  const iss = answer.get('iss') ?? undefined;
  return exchangeAuthorization(issuer, {
    metadata,
    clientInformation: client,
    authorizationCode: code,
    ...(iss === undefined ? {} : { iss }),
    codeVerifier,
    redirectUri,
    resource,
    fetchFn: request.fetch,
  }).catch((error: unknown) => {
    throw tokenFailed(error);
  });
}

/** @throws {AppError} `AUTH_DECLINED`, `AUTH_TIMED_OUT` */
async function waitForBrowser(
  { asker, signal }: SignInRequest,
  { received }: CallbackListener,
  { issuer }: Discovered,
  { questions }: SignInDeps,
): Promise<URLSearchParams> {
  const back = new AbortController();
  const answer = received.then((params) => {
    back.abort();
    return params;
  });
  const left = questions
    .ask(
      asker,
      { kind: 'sign_in_wait', issuerHost: new URL(issuer).host },
      { signal: AbortSignal.any([signal, back.signal]), followsUp: true },
    )
    .then((asked): never | Promise<never> => {
      if (back.signal.aborted) return new Promise<never>(() => undefined);
      signal.throwIfAborted();
      throw asked.kind === 'answered'
        ? new AppError('AUTH_DECLINED', 'The sign-in was left.')
        : new AppError('AUTH_TIMED_OUT', 'Nobody came back from the browser.');
    });
  return Promise.race([answer, left]);
}

/**
 * MCP 2026-07-28 §Authorization Response Validation: whose answer it is comes before what it says, be it a code or an error.
 * @throws {AppError} `AUTH_ISSUER_MISMATCH`, `AUTH_REFUSED`, `AUTH_CALLBACK_FAILED`
 */
function codeIn(answer: URLSearchParams, { metadata }: Discovered): string {
  try {
    validateAuthorizationResponseIssuer({
      iss: answer.get('iss') ?? undefined,
      expectedIssuer: metadata.issuer,
      issParameterSupported: metadata.authorization_response_iss_parameter_supported === true,
    });
  } catch (cause) {
    throw new AppError('AUTH_ISSUER_MISMATCH', 'The answer came from another authorization server.', { cause });
  }
  const error = answer.get('error');
  if (error !== null) {
    const said = (answer.get('error_description') ?? '').slice(0, 500);
    throw new AppError('AUTH_REFUSED', 'The authorization server refused.', {
      data: { error: error.slice(0, 100), said },
    });
  }
  const code = answer.get('code');
  if (code === null) throw new AppError('AUTH_CALLBACK_FAILED', 'The browser brought no code.');
  return code;
}

export function tokenFailed(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const code = error instanceof OAuthError ? { error: error.code } : {};
  const said = error instanceof Error ? error.message.slice(0, 500) : '';
  return new AppError('AUTH_TOKEN_FAILED', 'No token was given.', { data: { ...code, said }, cause: error });
}

interface Obtained {
  readonly found: Discovered;
  readonly choice: ClientChoice;
  readonly client: ClientInformation;
  readonly tokens: OAuthTokens;
  readonly scope: string | undefined;
}

function toHeld({ found, choice, client, tokens, scope }: Obtained, { clock, randomIds }: SignInDeps): Held {
  const nowMs = clock.nowMs();
  const expiresAtMs = expiryOf(tokens, nowMs);
  return {
    grantId: randomIds.next('grant'),
    setup: 'person',
    issuer: found.issuer,
    resource: found.resource,
    registration: choice.registration,
    client,
    tokens,
    ...(scope === undefined ? {} : { askedScope: scope }),
    grantedAtMs: nowMs,
    ...(expiresAtMs === undefined ? {} : { expiresAtMs }),
    canRevoke: revocationEndpoint(found.metadata) !== undefined,
  };
}
