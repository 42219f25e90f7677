/**
 * One sign-in of a person, from the question to the tokens.
 *
 * Nothing is sent to an authorization server but for its metadata before the person agreed, and no code is sent anywhere
 * before it is known whose it is.
 *
 * @see MCP 2025-11-25 basic/authorization; MCP 2026-07-28 basic/authorization §Authorization Response Validation; RFC 9207
 */
import {
  computeScopeUnion,
  exchangeAuthorization,
  startAuthorization,
  validateAuthorizationResponseIssuer,
} from '@modelcontextprotocol/client';
import type { OAuthTokens } from '@modelcontextprotocol/client';
import { getDomain } from 'tldts';
import type { Audit } from '../audit/audit.ts';
import type { SignInDecisionView } from '../contract/authorization.ts';
import { AppError, toErrorView } from '../contract/errors.ts';
import type { UrlParts } from '../contract/input.ts';
import type { Zone } from '../contract/plan.ts';
import type { Asker } from '../input/clientSide.ts';
import { judgeUrl } from '../input/judgeUrl.ts';
import type { Questions } from '../input/questions.ts';
import type { AuthorizationCallback, CallbackListener } from '../ports/authorizationCallback.ts';
import type { Browser } from '../ports/browser.ts';
import type { Clock } from '../ports/clock.ts';
import type { Fetch } from '../ports/httpFetch.ts';
import type { RandomIds } from '../ports/randomIds.ts';
import type { SecretStore } from '../ports/secretStore.ts';
import { register } from './chooseClient.ts';
import type { ClientChoice } from './chooseClient.ts';
import { namesIn } from './chooseScope.ts';
import { authenticationOf } from './clientAuthentication.ts';
import type { Challenge, Discovered } from './discover.ts';
import type { ClientInformation, HeldTokens } from './heldTokens.ts';
import type { ProofKey } from './proofKey.ts';
import { checkedTokens, tokenFailed } from './tokens.ts';

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
  readonly challenge: Challenge;
  readonly reason: SignInDecisionView['reason'];
  readonly toolName: string | undefined;
  /** To authorization servers. */
  readonly fetch: Fetch;
  readonly signal: AbortSignal;
}

/** Where somebody signs in, and what for. */
export interface SignInTarget {
  readonly at: SignInDecisionView['at'];
  readonly serverUrl: string;
  readonly found: Omit<Discovered, 'resource'> & { readonly resource: string | undefined };
  readonly zone: Zone;
  readonly scope: string | undefined;
  /** Scopes that are held there already. */
  readonly heldScope: string | undefined;
  readonly choice: ClientChoice;
  readonly proofKey: ProofKey | undefined;
  /** OpenID Connect Core 1.0 §3.1.2.1. */
  readonly nonce?: string;
  /** Before anybody is told that they are signed in. Throws for tokens that are of no use. */
  readonly check?: (tokens: OAuthTokens) => void;
}

export interface SignedIn {
  readonly registration: ClientChoice['registration'];
  readonly client: ClientInformation;
  readonly tokens: OAuthTokens;
}

/** @throws {AppError} `AUTH_…`, `ADDRESS_…` */
export async function signIn(request: SignInRequest, target: SignInTarget, deps: SignInDeps): Promise<SignedIn> {
  const { asker } = request;
  const { found, scope, choice } = target;
  await ask(request, target, deps);
  const record = deps.audit.begin({
    kind: 'auth.sign_in',
    subject: asker.serverId,
    label: asker.serverName(),
    decision: 'agreed',
    decidedBy: 'person',
    details: { issuer: found.issuer, registration: choice.registration, scope: scope ?? '' },
  });
  try {
    const signedIn = await agreed(request, target, deps);
    record.end({ outcome: 'signed_in' });
    return signedIn;
  } catch (error) {
    record.end({ outcome: toErrorView(error).code });
    throw error;
  }
}

/** The state, and the listener that waits for it, live from here on, and for this one sign-in. */
async function agreed(request: SignInRequest, target: SignInTarget, deps: SignInDeps): Promise<SignedIn> {
  const { choice, found } = target;
  const { registration } = choice;
  const state = deps.randomIds.next('state');
  // Whoever is registered elsewhere is so with the listed addresses.
  const listener = await deps.authorizationCallback.listen(state, { anyPort: registration === 'dynamic' });
  let outcome: 'signed_in' | 'failed' = 'failed';
  try {
    const client = clientFor(listener, choice) ?? (await registerHere(target, listener, request, deps));
    const tokens = await obtain(request, { ...target, client, state, listener }, deps).catch((error: unknown) => {
      // Deleted there: the next sign-in registers anew.
      if (error instanceof AppError && error.data['error'] === 'invalid_client' && registration === 'dynamic') {
        deps.held.unregister(found.issuer, client.client_id);
      }
      throw error;
    });
    target.check?.(tokens);
    outcome = 'signed_in';
    return { registration, client, tokens };
  } finally {
    await listener.close(outcome);
  }
}

/** `undefined`: it has to be registered, or registered anew, since none of its addresses was free. */
function clientFor(
  { redirectUri }: CallbackListener,
  { client, redirectUris }: ClientChoice,
): ClientInformation | undefined {
  return redirectUris?.includes(redirectUri) === false ? undefined : client;
}

/** @throws {AppError} `AUTH_DECLINED`, `AUTH_TIMED_OUT`, `AUTH_METADATA_INVALID` for addresses that nobody may open */
async function ask(
  request: SignInRequest,
  target: SignInTarget,
  { questions, secretStore }: SignInDeps,
): Promise<void> {
  const { challenge, reason, toolName, signal } = request;
  const { at, found, choice, scope, heldScope, serverUrl } = target;
  const isHeld = new Set(namesIn(heldScope));
  const issuer = partsOf(found.issuer);
  // An identity provider is where a person said that it is.
  const isElsewhere = at === 'server' && siteOf(issuer) !== siteOf(partsOf(serverUrl));
  const answered = await questions.ask(
    askerOf(request),
    {
      kind: 'sign_in',
      reason,
      at,
      issuer,
      authorizationEndpoint: partsOf(found.metadata.authorization_endpoint),
      ...(found.resource === undefined ? {} : { resource: found.resource }),
      registration: choice.registration,
      ...(choice.client === undefined ? {} : { clientId: choice.client.client_id }),
      scopes: namesIn(scope).map((name) => ({ name, isHeld: isHeld.has(name) })),
      ...(toolName === undefined ? {} : { toolName }),
      ...(challenge.errorDescription === undefined ? {} : { said: challenge.errorDescription.slice(0, 2_000) }),
      keptIn: secretStore.persistent ? 'keychain' : 'memory',
      warnings: [...(isElsewhere ? (['OTHER_SITE'] as const) : []), ...found.warnings],
    },
    { signal },
  );
  if (answered.kind !== 'answered') throw unanswered(answered, signal);
  const { action } = answered.answer;
  if (action === 'cancel') throw wasLeft();
  if (action === 'decline') throw new AppError('AUTH_DECLINED', 'The sign-in was declined.');
}

/** A sign-in is for the server, and outlives the call that met it; more scopes are for the call that needs them. */
function askerOf({ asker, reason }: SignInRequest): Asker {
  return reason === 'upgrade' ? asker : { ...asker, whileUsed: () => undefined };
}

function wasLeft(): AppError {
  return new AppError('AUTH_DECLINED', 'The sign-in was left.', { data: { left: true } });
}

function unanswered({ kind }: { readonly kind: 'timed_out' | 'withdrawn' }, signal: AbortSignal): AppError {
  signal.throwIfAborted();
  return kind === 'timed_out'
    ? new AppError('AUTH_TIMED_OUT', 'Nobody answered, or came back from the browser.')
    : new AppError('CALL_CANCELLED', 'Nothing needs the sign-in any more.');
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
  { found: { issuer, metadata, scopesSupported }, scope, zone }: SignInTarget,
  { redirectUri }: CallbackListener,
  { fetch, asker }: SignInRequest,
  { audit, authorizationCallback, clock, held }: SignInDeps,
): Promise<ClientInformation> {
  const redirectUris = [...new Set([redirectUri, ...authorizationCallback.redirectUris])];
  // A client gets no more than it is registered for, and a call may need more some day.
  const all = scopesSupported === undefined ? undefined : computeScopeUnion(scopesSupported.join(' '), scope);
  const client = await register({ metadata, redirectUris, scope: all, fetch });
  held.register({ issuer, zone, client, redirectUris, registeredAtMs: clock.nowMs() });
  const details = { issuer, clientId: client.client_id };
  audit.record({ kind: 'auth.registered', subject: asker.serverId, label: asker.serverName(), details });
  return client;
}

interface Flow extends SignInTarget {
  readonly client: ClientInformation;
  readonly state: string;
  readonly listener: CallbackListener;
}

async function obtain(request: SignInRequest, flow: Flow, deps: SignInDeps): Promise<OAuthTokens> {
  const { found, client, scope, state, listener, nonce, proofKey } = flow;
  const { issuer, metadata, resource } = found;
  const { redirectUri } = listener;
  const { authorizationUrl, codeVerifier } = await startAuthorization(issuer, {
    metadata,
    clientInformation: client,
    redirectUrl: redirectUri,
    ...(scope === undefined ? {} : { scope }),
    state,
    ...(resource === undefined ? {} : { resource }),
  });
  if (nonce !== undefined) authorizationUrl.searchParams.set('nonce', nonce);
  const { url } = partsOf(authorizationUrl.href);
  await deps.browser.open(url);
  const answer = await waitForBrowser(request, listener, found, deps);
  const code = codeIn(answer, found);
  const iss = answer.get('iss') ?? undefined;
  const tokens = await exchangeAuthorization(issuer, {
    metadata,
    clientInformation: client,
    authorizationCode: code,
    ...(iss === undefined ? {} : { iss }),
    codeVerifier,
    redirectUri,
    ...(resource === undefined ? {} : { resource }),
    ...(proofKey === undefined ? {} : { dpop: proofKey.session }),
    addClientAuthentication: authenticationOf(client),
    fetchFn: request.fetch,
  }).catch((error: unknown) => {
    throw tokenFailed(error);
  });
  return checkedTokens(tokens, { proves: proofKey !== undefined });
}

/** @throws {AppError} `AUTH_DECLINED`, `AUTH_TIMED_OUT` */
async function waitForBrowser(
  request: SignInRequest,
  { received }: CallbackListener,
  { issuer }: Pick<Discovered, 'issuer'>,
  { questions }: SignInDeps,
): Promise<URLSearchParams> {
  const { signal } = request;
  const back = new AbortController();
  const answer = received.then((params) => {
    back.abort();
    return params;
  });
  const left = questions
    .ask(
      askerOf(request),
      { kind: 'sign_in_wait', issuerHost: new URL(issuer).host },
      { signal: AbortSignal.any([signal, back.signal]), followsUp: true },
    )
    .then((asked): never | Promise<never> => {
      if (back.signal.aborted) return new Promise<never>(() => undefined);
      throw asked.kind === 'answered' ? wasLeft() : unanswered(asked, signal);
    });
  return Promise.race([answer, left]);
}

/**
 * MCP 2026-07-28 §Authorization Response Validation: whose answer it is comes before what it says, be it a code or an error.
 * @throws {AppError} `AUTH_ISSUER_MISMATCH`, `AUTH_REFUSED`, `AUTH_CALLBACK_FAILED`
 */
function codeIn(answer: URLSearchParams, { metadata }: Pick<Discovered, 'metadata'>): string {
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
