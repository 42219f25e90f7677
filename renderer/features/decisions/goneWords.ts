/**
 * Why a decision is not open any more, as far as the page can tell. Pure.
 */
import type { DecisionView } from '../../../app/contract/decisions.ts';
import { isAgreement } from './kinds.ts';

/** How far the clocks of host and page may be apart where both are the same machine's, milliseconds. */
const CLOCK_SLACK_MS = 2_000;

/** @param atMs When it was found to be gone. */
export function goneWords(was: DecisionView | undefined, atMs: number): string {
  if (was === undefined || isAgreement(was)) return 'It was answered or withdrawn, perhaps in another window.';
  if (atMs >= was.expiresAtMs - CLOCK_SLACK_MS) {
    return 'Nobody answered in time, so the question was taken back. Nothing of what you entered was sent.';
  }
  return 'The server took the question back or its connection ended, or it was answered in another window. Nothing of what you entered here was sent.';
}
