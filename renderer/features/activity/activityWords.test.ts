import { describe, expect, test } from 'vitest';
import { activityRecord, type ActivityRecord } from '../../../app/contract/activity.ts';
import { outcomeWords, whatHappened } from './activityWords.ts';

const zeros = `sha256:${'0'.repeat(64)}`;
const record = (change: Partial<ActivityRecord>): ActivityRecord =>
  activityRecord.parse({
    ...{ seq: 1, atMs: 0, kind: 'server.added', phase: 'single', subject: 'srv', label: 'Files', details: {} },
    ...{ prevHash: zeros, hash: zeros },
    ...change,
  });

describe('whatHappened', () => {
  test.each<[string, Partial<ActivityRecord>, string]>([
    ['a question', { kind: 'decision.launch', phase: 'begun' }, 'Asked whether to run'],
    ['its answer', { kind: 'decision.launch', phase: 'ended', decision: 'agreed' }, 'Agreed to run'],
    ['a no', { kind: 'decision.launch', phase: 'ended', decision: 'cancelled' }, 'Did not agree to run'],
    [
      'an answer that was refused',
      { kind: 'decision.launch', decision: 'refused', outcome: 'DECISION_STALE' },
      'An answer did not count',
    ],
    ['a start that is only begun', { kind: 'server.launch', phase: 'begun' }, 'Starting the server'],
    ['a start that went well', { kind: 'server.launch', phase: 'ended', outcome: 'ready' }, 'Server started'],
    ['one that did not', { kind: 'server.launch', phase: 'ended', outcome: 'SERVER_CLOSED' }, 'Server did not start'],
    [
      'an address that nobody is asked about',
      { kind: 'decision.input', decision: 'refused', outcome: 'ADDRESS_REFUSED' },
      'A web address was refused',
    ],
    ['an address before it opens', { kind: 'url.opened', phase: 'begun' }, 'Opening an address in the browser'],
    [
      'an address that did not open',
      { kind: 'url.opened', phase: 'ended', outcome: 'BROWSER_NOT_OPENED' },
      'Address was not opened',
    ],
    ['a sign-in that is only begun', { kind: 'auth.sign_in', phase: 'begun' }, 'Signing in'],
    [
      'a sign-in that was turned down',
      { kind: 'auth.sign_in', phase: 'ended', outcome: 'AUTH_REFUSED' },
      'Did not sign in',
    ],
    ['a token that came', { kind: 'auth.token' }, 'Token obtained'],
    ['a token that did not', { kind: 'auth.token', outcome: 'AUTH_TOKEN_FAILED' }, 'No token was obtained'],
    ['what has only one record', {}, 'Server added'],
  ])('%s', (_name, change, words) => {
    expect(whatHappened(record(change))).toBe(words);
  });
});

test.each([
  ['a word of the core', 'ready', false, 'Ready'],
  ['an error code', 'SERVER_CLOSED', true, undefined],
  ['the word of an answer', 'by_hand', false, 'Answered by hand'],
  ['a word nobody knows', 'odd', false, 'odd'],
])('the outcome is put into words: %s', (_name, outcome, failed, words) => {
  const said = outcomeWords(outcome);
  expect(said.failed).toBe(failed);
  if (words === undefined) expect(said.words).not.toContain('_');
  else expect(said.words).toBe(words);
});
