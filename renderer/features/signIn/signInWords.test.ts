import { expect, test } from 'vitest';
import { exampleIdentity } from './exampleSignIn.ts';
import { endsWords, expiryWords } from './signInWords.ts';

const MINUTE_MS = 60_000;

test.each([
  [{ expiresAtMs: 45 * MINUTE_MS, canRefresh: true }, 'Expires in 35 minutes; Gatehouse renews it when it is needed'],
  [{ expiresAtMs: 45 * MINUTE_MS, canRefresh: false }, 'Expires in 35 minutes; then you sign in again'],
  [
    { expiresAtMs: 45 * MINUTE_MS, canRefresh: false, setup: 'client_secret' },
    'Expires in 35 minutes; Gatehouse renews it when it is needed',
  ],
  [{ expiresAtMs: 5 * MINUTE_MS, canRefresh: false }, 'Expired 5 minutes ago; then you sign in again'],
  [{ expiresAtMs: undefined }, 'The authorization server does not say when'],
])('the end of %j', (change, words) => {
  expect(expiryWords(exampleIdentity(change), 10 * MINUTE_MS)).toBe(words);
});

test('an upgrade says that nobody asks for it again after a no', () => {
  expect(endsWords('upgrade')).toContain('not asked for this again');
  expect(endsWords('first')).not.toContain('not asked');
});
