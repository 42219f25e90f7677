import { expect, test } from 'vitest';
import { exampleIdentity } from './exampleSignIn.ts';
import { endsWords, expiryWords, providerExpiryWords } from './signInWords.ts';

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

test.each([
  [{ canRenew: true }, 'Expires in 35 minutes; Gatehouse renews it when it is needed'],
  [{ canRenew: false }, 'Expires in 35 minutes; then the next server that needs it asks you'],
  [
    { canRenew: false, isByHand: true },
    'Expires in 35 minutes; then you enter a new ID token, or the next server that needs it has you sign in in your browser',
  ],
  [
    { expiresAtMs: 0, canRenew: false, isByHand: true },
    'Expired 10 minutes ago; then you enter a new ID token, or the next server that needs it has you sign in in your browser',
  ],
])('the end of a sign-in at the identity provider %j', (change, words) => {
  const session = { account: '', sinceMs: 0, expiresAtMs: 45 * MINUTE_MS, canRenew: true, isByHand: false };
  expect(providerExpiryWords({ ...session, ...change }, 10 * MINUTE_MS)).toBe(words);
});

test('an upgrade says that nobody asks for it again after a no, and the identity provider that somebody does', () => {
  expect(endsWords({ at: 'server', reason: 'upgrade' })).toContain('not asked for this again');
  expect(endsWords({ at: 'server', reason: 'first' })).not.toContain('not asked');
  expect(endsWords({ at: 'provider', reason: 'first' })).toContain('next server that needs it asks you again');
});
