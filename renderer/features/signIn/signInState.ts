/**
 * Whether a server waits for somebody to sign in, and whether that would help one that failed. Pure.
 */
import type { SignInDecisionView, SignInWaitView } from '../../../app/contract/authorization.ts';
import type { DecisionView } from '../../../app/contract/decisions.ts';
import type { ErrorCode } from '../../../app/contract/errors.ts';
import type { ServerId } from '../../../app/contract/ids.ts';
import type { ServerState } from '../../../app/contract/servers.ts';

/** What a server asks about signing in at this moment. */
export function openSignIn(
  decisions: readonly DecisionView[],
  serverId: ServerId,
): SignInDecisionView | SignInWaitView | undefined {
  return decisions
    .filter((decision) => decision.kind === 'sign_in' || decision.kind === 'sign_in_wait')
    .find((decision) => decision.serverId === serverId);
}

const SIGN_IN_HELPS: readonly ErrorCode[] = [
  'SERVER_UNAUTHORIZED',
  'AUTH_CALLBACK_FAILED',
  'AUTH_REFUSED',
  'AUTH_TOKEN_FAILED',
  'AUTH_DECLINED',
  'AUTH_TIMED_OUT',
  'AUTH_SCOPE_MISSING',
  'AUTH_NOTHING_HELD',
  // Whoever runs the identity provider may have allowed it meanwhile.
  'AUTH_PROVIDER_REFUSED',
];
const SETUP_HELPS: readonly ErrorCode[] = [
  'AUTH_NO_CLIENT',
  'AUTH_REGISTRATION_FAILED',
  'AUTH_CLIENT_OF_OTHER_ISSUER',
  'AUTH_ASSERTION_MISSING',
  'AUTH_SECRET_MISSING',
];

/** What a person can do about a server that failed for want of a sign-in. */
export function signInRemedy(state: ServerState): 'sign_in' | 'set_up' | 'provider' | undefined {
  if (state.kind !== 'failed') return undefined;
  if (state.error.code === 'AUTH_PROVIDER_MISSING') return 'provider';
  if (SIGN_IN_HELPS.includes(state.error.code)) return 'sign_in';
  return SETUP_HELPS.includes(state.error.code) ? 'set_up' : undefined;
}
