/**
 * Has what was granted ended where it was granted. What is held of it here is forgotten by whoever asks for this, whatever
 * comes of it.
 */
import type { AddClientAuthentication } from '@modelcontextprotocol/client';
import type { Revocation } from '../contract/authorization.ts';
import type { Zone } from '../contract/plan.ts';
import type { Fetch } from '../ports/httpFetch.ts';
import { authenticationOf } from './clientAuthentication.ts';
import { authorityMetadata, revocationEndpoint } from './discover.ts';
import type { Held, HeldProvider, Registered } from './heldTokens.ts';
import { keyedClient } from './machineGrant.ts';

export class Revocations {
  private readonly authorityFetch: (zone: Zone) => Fetch;

  constructor(authorityFetch: (zone: Zone) => Fetch) {
    this.authorityFetch = authorityFetch;
  }

  async ofHeld({ tokens, canRevoke, ...client }: Held): Promise<Revocation> {
    if (!canRevoke) return 'forgotten';
    const { refresh_token: refresh, access_token: access } = tokens;
    return this.ofTokens(client, [...(refresh === undefined ? [] : [refreshToken(refresh)]), accessToken(access)]);
  }

  async ofSession({ session, ...client }: HeldProvider): Promise<Revocation> {
    const refresh = session?.refreshToken;
    return this.ofTokens(client, refresh === undefined ? [] : [refreshToken(refresh)]);
  }

  /** RFC 7592 §2.3. */
  async ofRegistration(registration: Registered): Promise<Revocation> {
    const managed = managedAt(registration);
    if (managed === undefined) return 'forgotten';
    const headers = { authorization: `Bearer ${managed.token}` };
    return this.tell(registration.zone, managed.url, { method: 'DELETE', headers });
  }

  /**
   * RFC 7009, with the client's own way to say who it is (§2.1).
   * @returns What became of the first: with a refresh token others mostly end, and some can't be revoked alone (§2, §2.2.1).
   */
  private async ofTokens(
    { issuer, zone, client, clientKey }: Pick<Held, 'issuer' | 'zone' | 'client' | 'clientKey'>,
    tokens: readonly Token[],
  ): Promise<Revocation> {
    if (tokens.length === 0) return 'forgotten';
    const found = await authorityMetadata(issuer, this.authorityFetch(zone)).catch(() => 'unreachable' as const);
    if (found === 'unreachable') return found;
    const endpoint = revocationEndpoint(found);
    if (endpoint === undefined) return 'forgotten';
    const asClient = await clientAuthenticationOf({ issuer, client, clientKey });
    const outcomes: Revocation[] = [];
    for (const { value, hint } of tokens) {
      const body = new URLSearchParams({ token: value, token_type_hint: hint });
      const headers = new Headers();
      await asClient(headers, body, endpoint, found);
      outcomes.push(await this.tell(zone, endpoint, { method: 'POST', headers, body }));
    }
    return outcomes[0] ?? 'forgotten';
  }

  private async tell(zone: Zone, url: string, init: RequestInit): Promise<Revocation> {
    try {
      const response = await this.authorityFetch(zone)(url, init);
      await response.body?.cancel();
      return response.ok ? 'revoked' : 'refused';
    } catch {
      return 'unreachable';
    }
  }
}

async function clientAuthenticationOf({
  issuer,
  client,
  clientKey,
}: Pick<Held, 'issuer' | 'client' | 'clientKey'>): Promise<AddClientAuthentication> {
  if (clientKey === undefined) return authenticationOf(client);
  const { algorithm, privateKey } = clientKey;
  const keyed = await keyedClient({ clientId: client.client_id, algorithm }, privateKey, issuer);
  return keyed.addClientAuthentication ?? authenticationOf(client);
}

interface Token {
  readonly value: string;
  readonly hint: string;
}
const refreshToken = (value: string): Token => ({ value, hint: 'refresh_token' });
const accessToken = (value: string): Token => ({ value, hint: 'access_token' });

/** Where a registration can be deleted, and what that takes, where it can be (RFC 7592 §3). */
export function managedAt({
  issuer,
  client,
}: Pick<Registered, 'issuer' | 'client'>): { readonly url: string; readonly token: string } | undefined {
  const { registration_client_uri: url, registration_access_token: token } = client;
  if (url === undefined || token === undefined) return undefined;
  // SECURITY(S11): its token goes to its own authorization server and nowhere else.
  return URL.parse(url)?.origin === URL.parse(issuer)?.origin ? { url, token } : undefined;
}
