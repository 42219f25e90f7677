/**
 * What is held of sign-ins: tokens by server, registrations by issuer. All of it in the secret store. SECURITY(S9)
 *
 * Everything bears the issuer it came from, and is offered to no other (MCP 2026-07-28 basic/authorization §Authorization
 * Server Binding).
 */
import { z } from 'zod';
import { registration } from '../contract/authorization.ts';
import type { ServerId } from '../contract/ids.ts';
import { timestampMs } from '../contract/ids.ts';
import type { SecretStore } from '../ports/secretStore.ts';

const clientInformation = z.looseObject({
  client_id: z.string(),
  client_secret: z.string().optional(),
  registration_access_token: z.string().optional(),
  registration_client_uri: z.string().optional(),
});
export type ClientInformation = z.infer<typeof clientInformation>;

export const held = z.strictObject({
  /** Another one for every sign-in: the same server under another account is another identity. */
  grantId: z.string(),
  setup: z.enum(['person', 'client_secret', 'private_key_jwt']),
  issuer: z.string(),
  resource: z.string(),
  registration,
  client: clientInformation,
  tokens: z.looseObject({
    access_token: z.string(),
    token_type: z.string(),
    refresh_token: z.string().optional(),
    scope: z.string().optional(),
  }),
  /** All that was ever asked for: what an upgrade adds to. */
  askedScope: z.string().optional(),
  grantedAtMs: timestampMs,
  expiresAtMs: timestampMs.optional(),
  canRevoke: z.boolean(),
});
export type Held = Readonly<z.infer<typeof held>>;

const registered = z.strictObject({
  issuer: z.string(),
  client: clientInformation,
  redirectUris: z.array(z.string()).readonly(),
  registeredAtMs: timestampMs,
});
export type Registered = Readonly<z.infer<typeof registered>>;

const TOKENS = 'tokens';
/** No server has this id. */
const OWNER = 'authorization';
const REGISTRATIONS = 'registrations';

export class HeldTokens {
  private readonly store: SecretStore;

  constructor(store: SecretStore) {
    this.store = store;
  }

  of(serverId: ServerId): Held | undefined {
    return held.safeParse(this.read(serverId, TOKENS)).data;
  }

  keep(serverId: ServerId, tokens: Held): void {
    this.store.set(serverId, TOKENS, JSON.stringify(tokens));
  }

  forget(serverId: ServerId): void {
    this.store.delete(serverId, TOKENS);
  }

  registrations(): readonly Registered[] {
    return z.array(registered).safeParse(this.read(OWNER, REGISTRATIONS)).data ?? [];
  }

  registeredAt(issuer: string): Registered | undefined {
    return this.registrations().find((each) => each.issuer === issuer);
  }

  register(entry: Registered): void {
    this.saveRegistrations([...this.registrations().filter(({ issuer }) => issuer !== entry.issuer), entry]);
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
