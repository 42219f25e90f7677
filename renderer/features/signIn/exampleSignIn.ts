/**
 * Questions about signing in and who one is then, with something in every field, for tests.
 */
import {
  identityProviderView,
  identityView,
  registrationView,
  signInDecisionView,
  signInWaitView,
  type IdentityProviderView,
  type IdentityView,
  type RegistrationView,
  type SignInDecisionView,
  type SignInWaitView,
} from '../../../app/contract/authorization.ts';

type Change = Readonly<Record<string, unknown>>;

const asking = {
  decisionId: 'dec_signin000',
  digest: `sha256:${'d'.repeat(64)}`,
  createdAtMs: 1_000,
  expiresAtMs: 901_000,
  serverId: 'srv_example00',
  serverName: 'Notes',
  serverOrigin: 'https://mcp.example.com',
  duringTools: [],
};

const issuer = {
  url: 'https://login.example.com/tenant',
  scheme: 'https',
  host: 'login.example.com',
  registrable: 'example.com',
  rest: '/tenant',
  warnings: [],
};

/** Parsed, so that the examples can't drift from the contract. */
export function exampleSignIn(change: Change = {}): SignInDecisionView {
  return signInDecisionView.parse({
    kind: 'sign_in',
    ...asking,
    reason: 'first',
    at: 'server',
    issuer,
    authorizationEndpoint: { ...issuer, url: `${issuer.url}/authorize`, rest: '/tenant/authorize' },
    resource: 'https://mcp.example.com/mcp',
    registration: 'dynamic',
    scopes: [
      { name: 'notes:read', isHeld: false },
      { name: 'notes:list', isHeld: false },
    ],
    keptIn: 'keychain',
    warnings: [],
    ...change,
  });
}

export function exampleUpgrade(change: Change = {}): SignInDecisionView {
  return exampleSignIn({
    reason: 'upgrade',
    registration: 'preregistered',
    clientId: 'gatehouse-at-example',
    duringTools: ['delete_note'],
    toolName: 'delete_note',
    said: 'Deleting takes another permission.',
    scopes: [
      { name: 'notes:read', isHeld: true },
      { name: 'notes:delete', isHeld: false },
    ],
    ...change,
  });
}

/** At the identity provider. */
export function exampleProviderSignIn(change: Change = {}): SignInDecisionView {
  return exampleSignIn({
    at: 'provider',
    resource: undefined,
    registration: 'preregistered',
    clientId: 'gatehouse',
    scopes: ['openid', 'profile', 'email', 'offline_access'].map((name) => ({ name, isHeld: false })),
    ...change,
  });
}

export function exampleSignInWait(change: Change = {}): SignInWaitView {
  return signInWaitView.parse({ kind: 'sign_in_wait', ...asking, issuerHost: 'login.example.com', ...change });
}

export function exampleIdentity(change: Change = {}): IdentityView {
  return identityView.parse({
    serverId: 'srv_example00',
    serverName: 'Notes',
    setup: 'person',
    issuer: issuer.url,
    clientId: 'gh-7c1e',
    registration: 'dynamic',
    resource: 'https://mcp.example.com/mcp',
    scopes: ['notes:read', 'notes:list'],
    grantedAtMs: 1_000,
    lastUsedAtMs: 2_000,
    expiresAtMs: 3_601_000,
    canRefresh: true,
    canRevoke: true,
    isBound: false,
    declined: [],
    fingerprint: 'a1b2c3d4',
    ...change,
  });
}

export function exampleRegistration(change: Change = {}): RegistrationView {
  return registrationView.parse({
    issuer: issuer.url,
    clientId: 'gh-7c1e',
    registeredAtMs: 1_000,
    usedBy: ['srv_example00'],
    canDelete: true,
    ...change,
  });
}

export function exampleProvider(change: Change = {}): IdentityProviderView {
  return identityProviderView.parse({
    issuer: issuer.url,
    clientId: 'gatehouse',
    hasSecret: false,
    signedIn: {
      account: 'ada@example.com',
      sinceMs: 1_000,
      expiresAtMs: 3_601_000,
      canRenew: true,
      isByHand: false,
    },
    ...change,
  });
}
