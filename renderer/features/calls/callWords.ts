/**
 * Words for calls: their state, what was checked, how far they are.
 */
import { assertNever } from '../../../app/contract/errors.ts';
import type { CallOutcome, CallProgress, CallState } from '../../../app/contract/calls.ts';
import type { StatusWords } from '../servers/StatusWord.tsx';

const CALL_STATES: Readonly<Record<CallState, StatusWords>> = {
  running: { words: 'Running', tone: 'busy' },
  cancelling: { words: 'Asked to cancel', tone: 'attention' },
  complete: { words: 'Done', tone: 'good' },
  tool_error: { words: 'The tool says it failed', tone: 'bad' },
  failed: { words: 'Failed', tone: 'bad' },
  cancelled: { words: 'Cancelled', tone: 'idle' },
  interrupted: { words: 'Gatehouse ended first', tone: 'attention' },
};

export function callStateWords(state: CallState): StatusWords {
  return CALL_STATES[state];
}

/** True while a call can still end. */
export function isOpenCall(state: CallState): boolean {
  return state === 'running' || state === 'cancelling';
}

type StructuredCheck = Extract<CallOutcome, { kind: 'complete' }>['structuredCheck'];

/** What the check of structured content against the tool's own schema found; `undefined` where nothing needs saying. */
export function structuredCheckWords(check: StructuredCheck, hasContent: boolean): StatusWords | undefined {
  switch (check) {
    case 'valid':
      return { words: 'Fits the schema the tool declares', tone: 'good' };
    case 'invalid':
      return { words: 'Does not fit the schema the tool declares', tone: 'bad' };
    case 'missing':
      return { words: 'The tool declares a schema for its results, but sent no structured content', tone: 'attention' };
    case 'schema_unsupported':
      return { words: 'Not checked: the tool’s schema can’t be followed', tone: 'attention' };
    case 'not_declared':
      return hasContent ? { words: 'Not checked: the tool declares no schema', tone: 'idle' } : undefined;
    default:
      return assertNever(check);
  }
}

export interface ProgressBar {
  /** 0 to 100; absent when the server names no total. */
  readonly percent?: number;
  readonly words: string;
}

/** Progress as sent, made safe to draw: a server may count past its total, below zero, or to infinity. */
export function progressBar(progress: CallProgress | undefined): ProgressBar {
  if (progress === undefined) return { words: 'Waiting for the first answer' };
  const { progress: done, total } = progress;
  if (total === undefined || !(total > 0) || !Number.isFinite(done / total)) return { words: `Step ${done}` };
  return { percent: Math.min(100, Math.max(0, (done / total) * 100)), words: `${done} of ${total}` };
}
