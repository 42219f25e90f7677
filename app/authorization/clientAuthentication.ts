/**
 * How a client says who it is: the same way in every request. The SDK's own puts a name and a secret into a header as they
 * are, so that a colon in the one or a letter beyond ASCII in the other makes them different ones (client 2.4.0).
 */
import { selectClientAuthMethod } from '@modelcontextprotocol/client';
import type { AddClientAuthentication, AuthorizationServerMetadata } from '@modelcontextprotocol/client';
import type { ClientInformation } from './heldTokens.ts';

/** For the SDK's token requests. */
export function authenticationOf(client: ClientInformation): AddClientAuthentication {
  return (headers, params, _url, metadata) => authenticate(client, metadata, headers, params);
}

/** RFC 6749 §2.3.1: each part is encoded before the two are put together. */
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
