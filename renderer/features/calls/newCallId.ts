/**
 * The id of a call, chosen by the page so that a call can be cancelled before its first answer.
 *
 * It must be new each time: the core refuses one already used.
 */
import { callId, type CallId } from '../../../app/contract/ids.ts';

const RANDOM_BYTES = 18;

/** `call_` and 24 URL-safe characters from 18 random bytes. */
export function newCallId(): CallId {
  const bytes = crypto.getRandomValues(new Uint8Array(RANDOM_BYTES));
  const base64 = btoa(String.fromCharCode(...bytes));
  return callId.parse(`call_${base64.replaceAll('+', '-').replaceAll('/', '_')}`);
}
