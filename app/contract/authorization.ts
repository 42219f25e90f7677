/**
 * Signing in to remote servers: what a person is asked, and what they see of who they are where. Nothing of a token is in here.
 *
 * Names are those of MCP 2025-11-25 basic/authorization and of OAuth 2.1.
 */
import { z } from 'zod';
import { serverId, timestampMs } from './ids.ts';
import { asking, urlParts } from './input.ts';

/** How Gatehouse introduces itself, in the specification's order (MCP 2025-11-25 authorization §Client Registration Approaches). */
export const registration = z.enum(['preregistered', 'metadata_document', 'dynamic']);
export type Registration = z.infer<typeof registration>;

/** Of keys by which a client proves who it is (RFC 7523 §2.2, RFC 7518 §3.1). */
export const CLIENT_KEY_ALGORITHMS = ['ES256', 'RS256', 'PS256', 'EdDSA'] as const;

/** What a person set up for one server. Secrets come in once and never go out again; absent ones stay as they are. */
export const signInSetup = z.discriminatedUnion('kind', [
  /** In the browser. A client id where one was registered for Gatehouse beforehand. */
  z.strictObject({
    kind: z.literal('person'),
    clientId: z.string().min(1).max(2_000).optional(),
    clientSecret: z.string().max(10_000).optional(),
    /** The authorization server the client id belongs to: offered to no other. */
    issuer: z.string().max(2_000).optional(),
  }),
  /** Machine to machine (`io.modelcontextprotocol/oauth-client-credentials`). */
  z.strictObject({
    kind: z.literal('client_secret'),
    clientId: z.string().min(1).max(2_000),
    /** The authorization server that knows the client; without it the first one that the server names, from then on. */
    issuer: z.string().max(2_000).optional(),
    clientSecret: z.string().max(10_000).optional(),
    scope: z.string().max(10_000).optional(),
  }),
  z.strictObject({
    kind: z.literal('private_key_jwt'),
    clientId: z.string().min(1).max(2_000),
    issuer: z.string().max(2_000).optional(),
    /** PKCS#8, PEM. */
    privateKey: z.string().max(20_000).optional(),
    /** Instead of a key of one's own: a new pair, whose public half `server.signInKey` tells. */
    makeKey: z.literal(true).optional(),
    algorithm: z.enum(CLIENT_KEY_ALGORITHMS),
    scope: z.string().max(10_000).optional(),
  }),
  /** Over the identity provider (`io.modelcontextprotocol/enterprise-managed-authorization`). */
  z.strictObject({
    kind: z.literal('enterprise'),
    /** At the authorization server of the server. */
    clientId: z.string().min(1).max(2_000),
    clientSecret: z.string().max(10_000).optional(),
    issuer: z.string().max(2_000).optional(),
    scope: z.string().max(10_000).optional(),
  }),
  /** Workload identity federation (`io.modelcontextprotocol/auth/wif`, a draft): with a token of the platform's, by RFC 7523 §2.1. */
  z.strictObject({
    kind: z.literal('workload'),
    /** Without it the first one that the server names, from then on. */
    issuer: z.string().max(2_000).optional(),
    /** A JWT. */
    assertion: z.string().max(20_000).optional(),
    /** Where the platform writes a fresh one, such as Kubernetes does. Absolute; instead of `assertion`. */
    tokenFile: z.string().max(4_096).optional(),
    scope: z.string().max(10_000).optional(),
  }),
]);
export type SignInKind = SignInSetup['kind'];
export type SignInSetup = Readonly<z.infer<typeof signInSetup>>;

/** Where everybody of an organisation signs in once (OpenID Connect). */
export const identityProviderSetup = z.strictObject({
  issuer: z.string().min(1).max(2_000),
  clientId: z.string().min(1).max(2_000),
  clientSecret: z.string().max(10_000).optional(),
  /** For computers on which another program signs in: the ID token it got. Nobody is sent to a browser before it is over. */
  idToken: z.string().max(20_000).optional(),
});
export type IdentityProviderSetup = Readonly<z.infer<typeof identityProviderSetup>>;

export const identityProviderView = z.strictObject({
  issuer: z.string(),
  clientId: z.string(),
  hasSecret: z.boolean(),
  /** Absent: nobody is. The first server that needs it asks. */
  signedIn: z
    .strictObject({
      /** As the provider names it: `email`, `preferred_username` or `sub`. */
      account: z.string(),
      sinceMs: timestampMs,
      /** Of the ID token; where it can be renewed, it is. */
      expiresAtMs: timestampMs,
      canRenew: z.boolean(),
      isByHand: z.boolean(),
    })
    .optional(),
});
export type IdentityProviderView = Readonly<z.infer<typeof identityProviderView>>;

export const SIGN_IN_WARNINGS = [
  /** The authorization server belongs to somebody else than the server, by its name. */
  'OTHER_SITE',
  /** The protected resource metadata is at another origin than the server. */
  'METADATA_ELSEWHERE',
  /** Without encryption, on this computer. */
  'NOT_ENCRYPTED',
  /** It does not say that it answers with its name (RFC 9207). */
  'NO_ISS',
] as const;

/** Before a browser opens, and before a sign-in sends anything to an authorization server but for its metadata. */
export const signInDecisionView = z.strictObject({
  kind: z.literal('sign_in'),
  ...asking,
  /** `upgrade`: a call needs more than is held. */
  reason: z.enum(['first', 'again', 'upgrade']),
  /** `provider`: at the identity provider, for this server and all others that are set up so. */
  at: z.enum(['server', 'provider']),
  /** RFC 8414 `issuer`, taken apart. */
  issuer: urlParts,
  /** Where the browser goes. */
  authorizationEndpoint: urlParts,
  /** RFC 8707. Absent at the identity provider. */
  resource: z.string().optional(),
  registration,
  /** Absent before a dynamic registration. */
  clientId: z.string().optional(),
  /** Words of the server's; `isHeld`: granted before. Empty: none are named, so its usual ones. */
  scopes: z.array(z.strictObject({ name: z.string(), isHeld: z.boolean() })).readonly(),
  /** Of an upgrade: the tool that needs it, and what the server says about it. */
  toolName: z.string().optional(),
  said: z.string().optional(),
  keptIn: z.enum(['keychain', 'memory']),
  warnings: z.array(z.enum(SIGN_IN_WARNINGS)).readonly(),
});
export type SignInDecisionView = Readonly<z.infer<typeof signInDecisionView>>;

/** The browser is open, and Gatehouse waits for it to come back. */
export const signInWaitView = z.strictObject({
  kind: z.literal('sign_in_wait'),
  ...asking,
  issuerHost: z.string(),
});
export type SignInWaitView = Readonly<z.infer<typeof signInWaitView>>;

export const signInAnswer = z.strictObject({
  kind: z.literal('sign_in'),
  action: z.enum(['open', 'decline', 'cancel']),
});
export const signInWaitAnswer = z.strictObject({ kind: z.literal('sign_in_wait'), action: z.literal('cancel') });

export const declinedScope = z.strictObject({
  scope: z.string(),
  /** The tool that needs it, where it is known. */
  toolName: z.string().optional(),
});

export type DeclinedScope = Readonly<z.infer<typeof declinedScope>>;

/** Who one is at one server. */
export const identityView = z.strictObject({
  serverId,
  serverName: z.string(),
  setup: z.enum(['person', 'client_secret', 'private_key_jwt', 'enterprise', 'workload']),
  issuer: z.string(),
  /** Empty where the platform's token says who asks. */
  clientId: z.string(),
  /** As the identity provider names it, or the authorization server, where either does. */
  account: z.string().optional(),
  /** RFC 9449: of no use to whoever has no key to it. */
  isBound: z.boolean(),
  registration,
  resource: z.string(),
  scopes: z.array(z.string()).readonly(),
  grantedAtMs: timestampMs,
  lastUsedAtMs: timestampMs.optional(),
  expiresAtMs: timestampMs.optional(),
  canRefresh: z.boolean(),
  /** RFC 7009. */
  canRevoke: z.boolean(),
  /** What was declined or not granted, by tool: nobody is asked again before the next sign-in or grant. */
  declined: z.array(declinedScope).readonly(),
  /** First eight hexadecimal digits of a keyed hash of the access token: tells two apart, and no more. */
  fingerprint: z.string(),
});
export type IdentityView = Readonly<z.infer<typeof identityView>>;

/** A dynamic registration (RFC 7591). */
export const registrationView = z.strictObject({
  issuer: z.string(),
  clientId: z.string(),
  registeredAtMs: timestampMs,
  /** Servers that use it. */
  usedBy: z.array(serverId).readonly(),
  /** RFC 7592. */
  canDelete: z.boolean(),
});
export type RegistrationView = Readonly<z.infer<typeof registrationView>>;

/** What became of it where it was granted (RFC 7009, RFC 7592). Here it is forgotten in any case. */
export const revocation = z.enum([
  'revoked',
  /** It can't be revoked there. */
  'forgotten',
  'refused',
  'unreachable',
]);
export type Revocation = z.infer<typeof revocation>;

export const identitiesView = z.strictObject({
  identities: z.array(identityView).readonly(),
  registrations: z.array(registrationView).readonly(),
  provider: identityProviderView.optional(),
});
export type IdentitiesView = Readonly<z.infer<typeof identitiesView>>;
