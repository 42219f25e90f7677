/**
 * Words for records: what happened, as far as this record says it.
 *
 * A record of phase `begun` says only that something was about to happen; the one that completes it says how it ended.
 */
import { ACTIVITY_KINDS, type ActivityKind, type ActivityRecord } from '../../../app/contract/activity.ts';
import { ERROR_CODES, type ErrorCode } from '../../../app/contract/errors.ts';
import { ERROR_WORDS } from '../../ui/messages.ts';

/** For the filter: a kind of thing, whatever became of it. */
export const KIND_WORDS: Readonly<Record<ActivityKind, string>> = {
  'bundle.opened': 'Bundle opened',
  'bundle.refused': 'Bundle refused',
  'server.added': 'Server added',
  'server.changed': 'Server changed',
  'server.removed': 'Server removed',
  'decision.launch': 'Decision about a launch',
  'server.launch': 'Server started',
  'server.exit': 'Server ended',
  'tool.call': 'Tool called',
  'store.set_aside': 'Damaged store set aside',
};

export const KIND_CHOICES = ACTIVITY_KINDS.map((kind) => ({ value: kind, label: KIND_WORDS[kind] }));

/** Before the effect: what Gatehouse was about to do. */
const BEGUN_WORDS: Partial<Readonly<Record<ActivityKind, string>>> = {
  'decision.launch': 'Asked whether to run',
  'server.launch': 'Starting the server',
  'tool.call': 'Calling a tool',
};

const ANSWER_WORDS: Readonly<Record<NonNullable<ActivityRecord['decision']>, string>> = {
  agreed: 'Agreed to run',
  cancelled: 'Did not agree to run',
  withdrawn: 'Nobody decided: the question was withdrawn',
  refused: 'An answer did not count',
};

export function whatHappened(record: ActivityRecord): string {
  if (record.phase === 'begun') return BEGUN_WORDS[record.kind] ?? KIND_WORDS[record.kind];
  if (record.kind === 'decision.launch' && record.decision !== undefined) return ANSWER_WORDS[record.decision];
  if (record.kind === 'server.launch' && isFailure(record.outcome)) return 'Server did not start';
  return KIND_WORDS[record.kind];
}

const BY_WORDS: Readonly<Record<NonNullable<ActivityRecord['decidedBy']>, string>> = {
  person: 'a person',
  policy: 'a rule of the organisation',
  grant: 'an earlier agreement',
};

export function decidedByWords(by: NonNullable<ActivityRecord['decidedBy']>): string {
  return BY_WORDS[by];
}

export interface OutcomeWords {
  readonly words: string;
  readonly failed: boolean;
}

const OUTCOMES: Readonly<Record<string, string>> = {
  ready: 'Ready',
  stopped: 'Stopped on request',
  ended: 'Ended by itself',
  complete: 'Done',
  tool_error: 'The tool says it failed',
  failed: 'Failed',
  cancelled: 'Cancelled',
  interrupted: 'Gatehouse ended first',
};

/** An outcome is a word of the core's or an error code; one that is neither is shown as it was written. */
export function outcomeWords(outcome: string): OutcomeWords {
  if (isErrorCode(outcome)) return { words: ERROR_WORDS[outcome].title, failed: true };
  return { words: OUTCOMES[outcome] ?? outcome, failed: isFailure(outcome) };
}

const FAILURES: readonly string[] = ['ended', 'tool_error', 'failed', 'interrupted'];

function isFailure(outcome: string | undefined): boolean {
  return outcome !== undefined && (isErrorCode(outcome) || FAILURES.includes(outcome));
}

function isErrorCode(outcome: string): outcome is ErrorCode {
  return ERROR_CODES.some((code) => code === outcome);
}
