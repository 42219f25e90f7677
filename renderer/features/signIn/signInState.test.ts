import { expect, test } from 'vitest';
import { errorView } from '../../../app/contract/errors.ts';
import { serverId } from '../../../app/contract/ids.ts';
import { exampleForm } from '../questions/exampleQuestions.ts';
import { exampleSignIn, exampleSignInWait } from './exampleSignIn.ts';
import { openSignIn, signInRemedy } from './signInState.ts';

test('a server waits for a sign-in while it asks for one, or while the browser is open', () => {
  const { serverId: mine } = exampleSignIn();
  expect(openSignIn([exampleForm(), exampleSignIn()], mine)).toEqual(exampleSignIn());
  expect(openSignIn([exampleSignInWait()], mine)).toEqual(exampleSignInWait());
  expect(openSignIn([exampleForm()], mine)).toBeUndefined();
  expect(openSignIn([exampleSignIn()], serverId.parse('srv_other000'))).toBeUndefined();
});

test.each([
  ['SERVER_UNAUTHORIZED', 'sign_in'],
  ['AUTH_DECLINED', 'sign_in'],
  ['AUTH_NO_CLIENT', 'set_up'],
  ['AUTH_ASSERTION_MISSING', 'set_up'],
  ['AUTH_PROVIDER_MISSING', 'provider'],
  ['AUTH_PROVIDER_REFUSED', 'sign_in'],
  ['AUTH_PKCE_UNSUPPORTED', undefined],
  ['SERVER_UNREACHABLE', undefined],
])('after %s there is to do: %s', (code, remedy) => {
  const error = errorView.parse({ code, message: 'No.', data: {} });
  expect(signInRemedy({ kind: 'failed', error })).toBe(remedy);
  expect(signInRemedy({ kind: 'stopped' })).toBeUndefined();
});
