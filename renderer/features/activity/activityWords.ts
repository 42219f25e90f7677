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
  'link.refused': 'Link refused',
  'server.added': 'Server added',
  'server.changed': 'Server changed',
  'server.removed': 'Server removed',
  'decision.launch': 'Decision about a launch',
  'decision.connect': 'Decision about a connection',
  'decision.input': 'Question of a server',
  'server.launch': 'Server started',
  'server.exit': 'Server ended',
  'server.connect': 'Server connected',
  'url.opened': 'Address opened in the browser',
  'model.request': 'Model asked',
  'tool.call': 'Tool called',
  'task.created': 'Call became a task',
  'task.cancel': 'Task asked to cancel',
  'resource.read': 'Resource read',
  'prompt.get': 'Prompt read',
  'auth.sign_in': 'Signed in',
  'auth.token': 'Token obtained',
  'auth.registered': 'Registered with an authorization server',
  'auth.sign_out': 'Signed out',
  'auth.provider': 'Identity provider set up',
  'store.set_aside': 'Damaged store set aside',
};

export const KIND_CHOICES = ACTIVITY_KINDS.map((kind) => ({ value: kind, label: KIND_WORDS[kind] }));

/** Before the effect: what Gatehouse was about to do. */
const BEGUN_WORDS: Partial<Readonly<Record<ActivityKind, string>>> = {
  'decision.launch': 'Asked whether to run',
  'decision.connect': 'Asked whether to connect',
  'decision.input': 'A server asked something',
  'server.launch': 'Starting the server',
  'server.connect': 'Connecting to the server',
  'url.opened': 'Opening an address in the browser',
  'model.request': 'Asking a model',
  'tool.call': 'Calling a tool',
  'task.cancel': 'Asking a task to cancel',
  'resource.read': 'Reading a resource',
  'prompt.get': 'Reading a prompt',
  'auth.sign_in': 'Signing in',
  'auth.token': 'Asking for a token',
  'auth.registered': 'Registering with an authorization server',
  'auth.sign_out': 'Signing out',
};

/** Outcome of a question that was never put to anybody. */
const ADDRESS_REFUSED = 'ADDRESS_REFUSED';

type AnswerWords = Readonly<Record<NonNullable<ActivityRecord['decision']>, string>>;

const ANSWER_VOID = 'An answer did not count';
const WITHDRAWN = 'Nobody decided: the question was withdrawn';
const ANSWER_WORDS: Partial<Readonly<Record<ActivityKind, AnswerWords>>> = {
  'decision.launch': {
    agreed: 'Agreed to run',
    cancelled: 'Did not agree to run',
    withdrawn: WITHDRAWN,
    refused: ANSWER_VOID,
  },
  'decision.connect': {
    agreed: 'Agreed to connect',
    cancelled: 'Did not agree to connect',
    withdrawn: WITHDRAWN,
    refused: ANSWER_VOID,
  },
  'decision.input': {
    agreed: 'Answered a server’s question',
    cancelled: 'Left a server’s question',
    withdrawn: WITHDRAWN,
    refused: 'Declined a server’s question',
  },
};

/** After an effect that had none. */
const FAILED_WORDS: Partial<Readonly<Record<ActivityKind, string>>> = {
  'server.launch': 'Server did not start',
  'server.connect': 'Server was not connected',
  'url.opened': 'Address was not opened',
  'auth.sign_in': 'Did not sign in',
  'auth.token': 'No token was obtained',
  'auth.registered': 'Was not registered with an authorization server',
  'auth.sign_out': 'Was not signed out',
};

export function whatHappened(record: ActivityRecord): string {
  if (record.phase === 'begun') return BEGUN_WORDS[record.kind] ?? KIND_WORDS[record.kind];
  if (record.outcome === ADDRESS_REFUSED) return 'A web address was refused';
  const answers = ANSWER_WORDS[record.kind];
  if (record.phase === 'single' && record.decision === 'refused' && answers !== undefined) return ANSWER_VOID;
  if (answers !== undefined && record.decision !== undefined) return answers[record.decision];
  const failed = isFailure(record.outcome) ? FAILED_WORDS[record.kind] : undefined;
  return failed ?? KIND_WORDS[record.kind];
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
  accept: 'Sent',
  send: 'Sent',
  by_hand: 'Answered by hand',
  ask_model: 'Gone to a model',
  open: 'Agreed to open it',
  opened: 'Opened',
  finished: 'Said to be finished',
  decline: 'Declined',
  cancel: 'Left',
  signed_in: 'Signed in',
  kept: 'Kept',
  revoked: 'Revoked there and forgotten here',
  forgotten: 'Forgotten here',
  [ADDRESS_REFUSED]: 'Not an address to open',
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
