/**
 * How a client says who it is, where the SDK does not do it: in the way in which it got its tokens.
 */
import { selectClientAuthMethod } from '@modelcontextprotocol/client';
import type { AuthorizationServerMetadata } from '@modelcontextprotocol/client';
import type { ClientInformation } from './heldTokens.ts';

/** RFC 6749 §2.3.1. */
export function authenticate(
  client: ClientInformation,
  metadata: AuthorizationServerMetadata | undefined,
  headers: Headers,
  params: URLSearchParams,
): void {
  const { client_id: id, client_secret: secret } = client;
  const method = selectClientAuthMethod(client, metadata?.token_endpoint_auth_methods_supported ?? []);
  if (secret !== undefined && method === 'client_secret_basic') {
    const encoded = [id, secret].map((part) => encodeURIComponent(part)).join(':');
    headers.set('authorization', `Basic ${btoa(encoded)}`);
    return;
  }
  params.set('client_id', id);
  if (secret !== undefined && method === 'client_secret_post') params.set('client_secret', secret);
}
