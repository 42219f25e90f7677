/**
 * What is held of sign-ins: tokens by server, registrations by issuer. All of it in the secret store. SECURITY(S9)
 *
 * Everything bears the issuer it came from, and is offered to no other (MCP 2026-07-28 basic/authorization §Authorization
 * Server Binding).
 */
import { z } from 'zod';
import { CLIENT_KEY_ALGORITHMS, declinedScope, registration } from '../contract/authorization.ts';
import type { ServerId } from '../contract/ids.ts';
import { timestampMs } from '../contract/ids.ts';
import { zone } from '../contract/plan.ts';
import type { SecretStore } from '../ports/secretStore.ts';
import { proofJwk } from './proofKey.ts';

const clientInformation = z.looseObject({
  client_id: z.string(),
  client_secret: z.string().optional(),
  token_endpoint_auth_method: z.string().optional(),
  scope: z.string().optional(),
  registration_access_token: z.string().optional(),
  registration_client_uri: z.string().optional(),
});
export type ClientInformation = z.infer<typeof clientInformation>;

export const held = z.strictObject({
  /** Another one for every sign-in: the same server under another account is another identity. */
  grantId: z.string(),
  setup: z.enum(['person', 'client_secret', 'private_key_jwt', 'enterprise', 'workload']),
  /** What it was granted for: it is borne to no other address. */
  serverUrl: z.string(),
  issuer: z.string(),
  /** Where its authorization server may be besides in the open. SECURITY(S11) */
  zone,
  resource: z.string(),
  /** Where the server said that its metadata is. */
  resourceMetadataUrl: z.string().optional(),
  registration,
  client: clientInformation,
  /** Of a client that proves itself with a key: what it takes to revoke what it was given. */
  clientKey: z.strictObject({ algorithm: z.enum(CLIENT_KEY_ALGORITHMS), privateKey: z.string() }).optional(),
  /** As the identity provider names it, or the authorization server. */
  account: z.string().optional(),
  /** The key that the token is bound to, with its private part. */
  proofKey: proofJwk.optional(),
  tokens: z.object({
    access_token: z.string(),
    token_type: z.string(),
    refresh_token: z.string().optional(),
    scope: z.string().optional(),
  }),
  /** All that was ever asked for: what an upgrade adds to. */
  askedScope: z.string().optional(),
  grantedAtMs: timestampMs,
  /** Minutes late. */
  lastUsedAtMs: timestampMs.optional(),
  expiresAtMs: timestampMs.optional(),
  canRevoke: z.boolean(),
  declined: z.array(declinedScope).readonly().optional(),
});
export type Held = Readonly<z.infer<typeof held>>;

const registered = z.strictObject({
  issuer: z.string(),
  zone,
  client: clientInformation,
  redirectUris: z.array(z.string()).readonly(),
  registeredAtMs: timestampMs,
});
export type Registered = Readonly<z.infer<typeof registered>>;

/** The identity provider, and who is signed in there. */
export const heldProvider = z.strictObject({
  issuer: z.string(),
  zone,
  client: clientInformation,
  session: z
    .strictObject({
      idToken: z.string(),
      refreshToken: z.string().optional(),
      account: z.string(),
      sinceMs: timestampMs,
      expiresAtMs: timestampMs,
      isByHand: z.boolean(),
    })
    .optional(),
});
export type HeldProvider = Readonly<z.infer<typeof heldProvider>>;

const TOKENS = 'tokens';
const BOUND = 'issuer';
const PROVIDER = 'provider';
/** No server has this id. */
const OWNER = 'authorization';
const REGISTRATIONS = 'registrations';

export class HeldTokens {
  private readonly store: SecretStore;
  private readonly onTrouble: (error: unknown) => void;
  private readonly parsed = new Map<ServerId, { readonly text: string; readonly value: Held | undefined }>();
  /** What the disk had no room for. */
  private readonly unsaved = new Map<ServerId, Held>();

  constructor(store: SecretStore, onTrouble: (error: unknown) => void) {
    this.store = store;
    this.onTrouble = onTrouble;
  }

  of(serverId: ServerId): Held | undefined {
    const unsaved = this.unsaved.get(serverId);
    if (unsaved !== undefined) return unsaved;
    const text = this.store.get(serverId, TOKENS);
    if (text === undefined) return undefined;
    // Every request asks.
    const known = this.parsed.get(serverId);
    if (known?.text === text) return known.value;
    const value = held.safeParse(JSON.parse(text)).data;
    this.parsed.set(serverId, { text, value });
    return value;
  }

  /** What can't be written down lasts for this run: the tokens before it are used up, and no other ones will be given. */
  keep(serverId: ServerId, tokens: Held): void {
    try {
      this.store.set(serverId, TOKENS, JSON.stringify(tokens));
      this.unsaved.delete(serverId);
    } catch (error) {
      this.unsaved.set(serverId, tokens);
      this.onTrouble(error);
    }
  }

  /** @throws {AppError} as `SecretStore.delete` */
  forget(serverId: ServerId): void {
    this.parsed.delete(serverId);
    this.unsaved.delete(serverId);
    this.store.delete(serverId, TOKENS);
  }

  /** The authorization server that took what was set up for this server. */
  boundTo(serverId: ServerId): string | undefined {
    return this.store.get(serverId, BOUND);
  }

  bind(serverId: ServerId, issuer: string): void {
    if (this.boundTo(serverId) !== issuer) this.store.set(serverId, BOUND, issuer);
  }

  unbind(serverId: ServerId): void {
    this.store.delete(serverId, BOUND);
  }

  provider(): HeldProvider | undefined {
    return heldProvider.safeParse(this.read(OWNER, PROVIDER)).data;
  }

  keepProvider(provider: HeldProvider): void {
    this.store.set(OWNER, PROVIDER, JSON.stringify(provider));
  }

  forgetProvider(): void {
    this.store.delete(OWNER, PROVIDER);
  }

  registrations(): readonly Registered[] {
    return z.array(registered).safeParse(this.read(OWNER, REGISTRATIONS)).data ?? [];
  }

  /** The newest first. */
  registeredAt(issuer: string): readonly Registered[] {
    return this.registrations()
      .filter((each) => each.issuer === issuer)
      .toReversed();
  }

  register(entry: Registered): void {
    this.saveRegistrations([...this.registrations(), entry]);
  }

  unregister(issuer: string, clientId: string): void {
    this.saveRegistrations(
      this.registrations().filter((each) => each.issuer !== issuer || each.client.client_id !== clientId),
    );
  }

  private saveRegistrations(entries: readonly Registered[]): void {
    this.store.set(OWNER, REGISTRATIONS, JSON.stringify(entries));
  }

  private read(owner: string, key: string): unknown {
    const text = this.store.get(owner, key);
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  }
}
