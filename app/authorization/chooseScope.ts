/**
 * Which scopes are asked for. Pure.
 *
 * @see MCP 2025-11-25 basic/authorization §Scope Selection Strategy, §Step-Up Authorization Flow
 */
import { computeScopeUnion } from '@modelcontextprotocol/client';
import type { Challenge, Discovered } from './discover.ts';

const OFFLINE = 'offline_access';
/** RFC 6749 §3.3. Choice of the length: more than any that is read by a person. */
const SCOPE = /^[\x21\x23-\x5B\x5D-\x7E]{1,500}$/;

/**
 * What the server asks for in its refusal, else all it knows, else nothing. With what was ever asked for before, when more is
 * wanted. `undefined`: no scope is named, which asks for the authorization server's usual ones.
 */
export function chooseScope(
  { scopesSupported, metadata }: Pick<Discovered, 'scopesSupported' | 'metadata'>,
  { scope: challenged }: Challenge,
  before: string | undefined,
): string | undefined {
  const supported =
    scopesSupported === undefined || scopesSupported.length === 0 ? undefined : scopesSupported.join(' ');
  const wanted = computeScopeUnion(before, challenged ?? supported);
  // MCP 2026-07-28 §Refresh Tokens: only where the authorization server lists it.
  const offline = metadata.scopes_supported?.includes(OFFLINE) === true ? OFFLINE : undefined;
  return wanted === undefined ? undefined : computeScopeUnion(wanted, offline);
}

export function namesIn(scope: string | undefined): readonly string[] {
  return (scope ?? '').split(' ').filter((name) => name !== '');
}

export function isScope(name: string): boolean {
  return SCOPE.test(name);
}
