/**
 * Access without a person: client credentials, with a secret or with a signed assertion.
 *
 * @see io.modelcontextprotocol/oauth-client-credentials; RFC 6749 §4.4; RFC 7523 §2.2
 */
import { ClientCredentialsProvider, fetchToken, PrivateKeyJwtProvider } from '@modelcontextprotocol/client';
import type { SignInSetup } from '../contract/authorization.ts';
import { AppError } from '../contract/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Fetch } from '../ports/httpFetch.ts';
import type { RandomIds } from '../ports/randomIds.ts';
import { assertIssuer } from './chooseClient.ts';
import { chooseScope } from './chooseScope.ts';
import { discover, revocationEndpoint } from './discover.ts';
import type { Challenge } from './discover.ts';
import type { Held } from './heldTokens.ts';
import { expiryOf, tokenFailed } from './signIn.ts';

export type MachineSetup = Exclude<SignInSetup, { kind: 'person' }>;

export interface MachineRequest {
  readonly serverUrl: string;
  readonly setup: MachineSetup;
  /** The client's secret, or its private key. */
  readonly secret: string | undefined;
  readonly challenge: Challenge;
  readonly before: Held | undefined;
  readonly fetch: Fetch;
}

/** @throws {AppError} `AUTH_…`, `ADDRESS_…` */
export async function obtainByMachine(
  { serverUrl, setup, secret, challenge, before, fetch }: MachineRequest,
  { clock, randomIds }: { readonly clock: Clock; readonly randomIds: RandomIds },
): Promise<Held> {
  if (secret === undefined) throw new AppError('AUTH_NOTHING_HELD', 'The secret is not in the keychain.');
  const found = await discover(serverUrl, challenge, fetch);
  assertIssuer({ issuer: setup.issuer ?? before?.issuer }, found.issuer);
  const scope = setup.scope ?? chooseScope(found, challenge, before?.askedScope);
  const provider =
    setup.kind === 'client_secret'
      ? new ClientCredentialsProvider({ clientId: setup.clientId, clientSecret: secret, expectedIssuer: found.issuer })
      : new PrivateKeyJwtProvider({
          clientId: setup.clientId,
          privateKey: secret,
          algorithm: setup.algorithm,
          expectedIssuer: found.issuer,
        });
  const { metadata, resource, issuer } = found;
  const tokens = await fetchToken(provider, issuer, {
    metadata,
    resource,
    ...(scope === undefined ? {} : { scope }),
    fetchFn: fetch,
  }).catch((error: unknown) => {
    throw tokenFailed(error);
  });
  const nowMs = clock.nowMs();
  const expiresAtMs = expiryOf(tokens, nowMs);
  return {
    grantId: randomIds.next('grant'),
    setup: setup.kind,
    issuer,
    resource,
    registration: 'preregistered',
    client: { client_id: setup.clientId },
    tokens,
    ...(scope === undefined ? {} : { askedScope: scope }),
    grantedAtMs: nowMs,
    ...(expiresAtMs === undefined ? {} : { expiresAtMs }),
    canRevoke: revocationEndpoint(metadata) !== undefined,
  };
}
