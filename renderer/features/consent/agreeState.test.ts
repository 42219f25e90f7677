import { describe, expect, test } from 'vitest';
import { agreeState } from './agreeState.ts';

const shown = { armedAtMs: 1_000, shownAtMs: 0, nowMs: 5_000, needsStatement: false, ticked: false };

describe('agreeState', () => {
  test.each([
    ['armed and nothing to tick', {}, { kind: 'ready' }],
    ['before it is armed', { nowMs: 999 }, { kind: 'arming', seconds: 1 }],
    ['at the moment it is armed', { nowMs: 1_000 }, { kind: 'ready' }],
    ['long armed but only now shown', { shownAtMs: 4_900 }, { kind: 'arming', seconds: 1 }],
    ['armed later than shown', { armedAtMs: 7_500 }, { kind: 'arming', seconds: 3 }],
    ['a statement not ticked', { needsStatement: true }, { kind: 'needs_statement' }],
    ['a statement ticked', { needsStatement: true, ticked: true }, { kind: 'ready' }],
    ['ticked before it is armed', { needsStatement: true, ticked: true, nowMs: 10 }, { kind: 'arming', seconds: 1 }],
  ])('%s', (_name, change, state) => {
    expect(agreeState({ ...shown, ...change })).toEqual(state);
  });
});
