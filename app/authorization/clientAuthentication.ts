/**
 * How a client with a secret says who it is, where the SDK does not do it.
 */
import type { AuthorizationServerMetadata } from '@modelcontextprotocol/client';
import type { ClientInformation } from './heldTokens.ts';

/** RFC 6749 §2.3.1: by header where that is known, as its every implementation has to know it. */
export function authenticate(
  { client_id: id, client_secret: secret }: ClientInformation,
  metadata: AuthorizationServerMetadata | undefined,
  headers: Headers,
  params: URLSearchParams,
): void {
  if (
    secret !== undefined &&
    metadata?.token_endpoint_auth_methods_supported?.includes('client_secret_post') !== true
  ) {
    const encoded = [id, secret].map((part) => encodeURIComponent(part)).join(':');
    headers.set('authorization', `Basic ${btoa(encoded)}`);
    return;
  }
  params.set('client_id', id);
  if (secret !== undefined) params.set('client_secret', secret);
}
