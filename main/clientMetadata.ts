/**
 * How Gatehouse introduces itself to authorization servers that read a Client ID Metadata Document.
 *
 * Gatehouse has no home on the web of its own, so the document is published by whoever runs it, at an address of theirs,
 * which is then the client id. No secret and no key belong to it: a program that everybody has can't keep one.
 *
 * @see MCP 2025-11-25 authorization §Client ID Metadata Documents
 */
import fixed from '../resources/clientMetadata.json' with { type: 'json' };

export interface ClientMetadata {
  readonly client_id: string;
  readonly client_name: string;
  readonly redirect_uris: readonly string[];
  readonly grant_types: readonly string[];
  readonly response_types: readonly string[];
  readonly token_endpoint_auth_method: string;
  readonly application_type: string;
}

/** @param url Where the document is published, to the letter. */
export function clientMetadata(url: string, redirectUris: readonly string[]): ClientMetadata {
  const { client_name, ...rest } = fixed;
  return { client_id: url, client_name, redirect_uris: redirectUris, ...rest };
}
