/**
 * Tokens for one server in the way that was set up for it.
 */
import type { SignInSetup } from '../contract/authorization.ts';
import { AppError } from '../contract/errors.ts';
import type { Zone } from '../contract/plan.ts';
import type { TextFiles } from '../ports/textFiles.ts';
import { chooseClient } from './chooseClient.ts';
import type { Discovered } from './discover.ts';
import type { Held } from './heldTokens.ts';
import { accountOf, claimsOf } from './idToken.ts';
import type { IdentityProvider } from './identityProvider.ts';
import { clientCredentials, grantedTo, jwtBearer } from './machineGrant.ts';
import type { ProofKey } from './proofKey.ts';
import { signIn } from './signIn.ts';
import type { SignInDeps, SignInRequest } from './signIn.ts';

/** A JWT with many claims has a few kilobytes. */
const MAX_ASSERTION_BYTES = 64 * 1024;

export interface GrantDeps extends SignInDeps {
  readonly provider: Pick<IdentityProvider, 'vouch'>;
  readonly textFiles: TextFiles;
}

export interface GrantWanted extends SignInRequest {
  readonly serverUrl: string;
  readonly zone: Zone;
  readonly setup: SignInSetup;
  /** Of the setup. */
  readonly secret: string | undefined;
  readonly found: Discovered;
  /** What is held of the same authorization server. */
  readonly same: Held | undefined;
  readonly proofKey: ProofKey | undefined;
  readonly scope: string | undefined;
  /** Whether a person may be asked. */
  readonly asks: boolean;
}

export type Granted = Pick<Held, 'registration' | 'client' | 'clientKey' | 'tokens' | 'account'>;

/** @throws {AppError} `AUTH_…`, `ADDRESS_…` */
export async function grant(wanted: GrantWanted, deps: GrantDeps): Promise<Granted> {
  const { setup, secret, found } = wanted;
  switch (setup.kind) {
    case 'person':
      return byPerson(wanted, setup, deps);
    case 'client_secret':
    case 'private_key_jwt': {
      if (secret === undefined) throw new AppError('AUTH_SECRET_MISSING', 'The secret is not in the keychain.');
      const tokens = await grantedTo(await clientCredentials(setup, secret, found.issuer), wanted);
      return { registration: 'preregistered', ...credentialsOf(setup, secret), tokens };
    }
    case 'workload': {
      const assertion = setup.tokenFile === undefined ? secret : await fileToken(setup.tokenFile, deps);
      if (assertion === undefined) throw assertionMissing('');
      const tokens = await grantedTo(jwtBearer(assertion, undefined), wanted);
      return { registration: 'preregistered', client: { client_id: '' }, tokens };
    }
    case 'enterprise': {
      const client = { client_id: setup.clientId, ...(secret === undefined ? {} : { client_secret: secret }) };
      const about = { ...wanted, audience: found.issuer, resource: found.resource };
      const { assertion, account, scope = wanted.scope } = await deps.provider.vouch(about);
      const tokens = await grantedTo(jwtBearer(assertion, client), { ...wanted, scope });
      return { registration: 'preregistered', client, tokens, account };
    }
  }
}

function credentialsOf(
  setup: Extract<SignInSetup, { kind: 'client_secret' | 'private_key_jwt' }>,
  secret: string,
): Pick<Held, 'client' | 'clientKey'> {
  const client = { client_id: setup.clientId };
  if (setup.kind === 'client_secret') return { client: { ...client, client_secret: secret } };
  return { client, clientKey: { algorithm: setup.algorithm, privateKey: secret } };
}

async function byPerson(
  wanted: GrantWanted,
  setup: Extract<SignInSetup, { kind: 'person' }>,
  deps: GrantDeps,
): Promise<Granted> {
  const { serverUrl, found, zone, scope, same, proofKey, secret } = wanted;
  const target = { at: 'server', serverUrl, found, zone, scope, proofKey } as const;
  const choice = chooseClient({
    setup,
    clientSecret: secret,
    clientMetadataUrl: deps.clientMetadataUrl(),
    metadata: found.metadata,
    redirectUris: deps.authorizationCallback.redirectUris,
    scope,
    held: deps.held,
  });
  const signedIn = await signIn(wanted, { ...target, heldScope: same?.tokens.scope ?? same?.askedScope, choice }, deps);
  const { id_token: idToken, ...tokens } = signedIn.tokens;
  const { issuer } = found;
  const claims = claimsOf(idToken, { issuer, clientId: signedIn.client.client_id, nowMs: deps.clock.nowMs() });
  return { ...signedIn, tokens, ...(claims === undefined ? {} : { account: accountOf(claims) }) };
}

/** Read anew each time: the platform writes a fresh one before the old one ends. */
async function fileToken(path: string, { textFiles }: GrantDeps): Promise<string> {
  const text = await textFiles.read(path, MAX_ASSERTION_BYTES).catch((cause: unknown) => {
    throw assertionMissing(path, cause);
  });
  return text.trim();
}

function assertionMissing(path: string, cause?: unknown): AppError {
  return new AppError('AUTH_ASSERTION_MISSING', 'The platform’s token is not there.', { data: { path }, cause });
}
