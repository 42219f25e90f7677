/**
 * The states of a call and which follows which. Pure.
 */
import type { CallOutcome, CallProgress, CallState } from '../contract/calls.ts';

/** How a call ends; one that became a task has not. */
export type CallEnd = Exclude<CallOutcome, { readonly kind: 'task' }>;

export function isOver(state: CallState): boolean {
  return state !== 'running' && state !== 'cancelling';
}

export function stateOf(end: CallEnd): CallState {
  switch (end.kind) {
    case 'complete':
      return end.isError ? 'tool_error' : 'complete';
    case 'failed':
      return 'failed';
    case 'cancelled':
      return 'cancelled';
  }
}

/** The specification has servers only ever increase progress; what does not is ignored (2025-11-25 §Progress Flow). */
export function isProgress(before: CallProgress | undefined, next: CallProgress): boolean {
  return Number.isFinite(next.progress) && (before === undefined || next.progress > before.progress);
}
