/**
 * What came of a sign-in, as far as the mirror tells. Pure.
 */
import type { SignInWaitView } from '../../../app/contract/authorization.ts';
import type { ErrorView } from '../../../app/contract/errors.ts';
import type { HostSnapshot } from '../../../app/contract/events.ts';

export type SignInEnd =
  | { readonly kind: 'signed_in' }
  | { readonly kind: 'failed'; readonly error: ErrorView }
  /** Nothing is known yet, or it ended without a word. */
  | { readonly kind: 'open' };

/** @param was The wait that is over. */
export function signInEnd(
  { serverId, createdAtMs }: SignInWaitView,
  { identities, servers }: Pick<HostSnapshot, 'identities' | 'servers'>,
): SignInEnd {
  const held = identities.identities.find((identity) => identity.serverId === serverId);
  if (held !== undefined && held.grantedAtMs >= createdAtMs) return { kind: 'signed_in' };
  const state = servers.find((server) => server.serverId === serverId)?.state;
  return state?.kind === 'failed' ? { kind: 'failed', error: state.error } : { kind: 'open' };
}
