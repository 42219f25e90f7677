import { describe, expect, test } from 'vitest';
import { decisionId, serverId } from '../../../app/contract/ids.ts';
import { exampleForm, examplePrompt, exampleReply, exampleUrl, exampleWait } from '../questions/exampleQuestions.ts';
import { exampleSignIn, exampleSignInWait } from '../signIn/exampleSignIn.ts';
import { askedAgain, findFollowUp, followUpTo } from './followUp.ts';

const open = { kind: 'elicitation_url', action: 'open' } as const;
const wait = exampleWait({ decisionId: 'dec_wait0000' });

test('an opened address is followed by the wait for it, which was not there before', () => {
  const following = followUpTo(exampleUrl(), open, [exampleUrl()]);
  expect(following && findFollowUp(following, [exampleForm(), wait])).toBe(wait);
  const late = followUpTo(exampleUrl(), open, [exampleUrl(), wait]);
  expect(late && findFollowUp(late, [wait])).toBeUndefined();
});

test('a sign-in that was agreed to is followed by the wait for the browser, not by another wait', () => {
  const signInWait = exampleSignInWait({ decisionId: 'dec_wait0001' });
  const following = followUpTo(exampleSignIn(), { kind: 'sign_in', action: 'open' }, [exampleSignIn()]);
  expect(following && findFollowUp(following, [wait, signInWait])).toBe(signInWait);
});

test('another server’s question does not follow', () => {
  const other = { ...wait, serverId: serverId.parse('srv_other000') };
  const following = followUpTo(exampleUrl(), open, []);
  expect(following && findFollowUp(following, [other])).toBeUndefined();
});

test('a model that is asked is followed by its reply', () => {
  const answer = {
    kind: 'sampling_prompt',
    outcome: { action: 'ask_model', modelId: 'mdl_first000', messages: [], maxTokens: 1 },
  } as const;
  const reply = exampleReply({ decisionId: decisionId.parse('dec_reply000') });
  const following = followUpTo(examplePrompt(), answer, [examplePrompt()]);
  expect(following && findFollowUp(following, [examplePrompt(), reply])).toBe(reply);
});

describe('a model that failed', () => {
  const again = examplePrompt({
    decisionId: 'dec_again000',
    createdAtMs: 2_000,
    problem: { code: 'MODEL_FAILED', message: 'No.', data: {} },
  });

  test('is followed by the question as it was left, in place of its reply', () => {
    expect(askedAgain(exampleReply({ createdAtMs: 1_000 }), [exampleForm(), again])).toBe(again);
  });

  test('leads to no other question', () => {
    const reply = exampleReply({ createdAtMs: 1_000 });
    expect(askedAgain(reply, [examplePrompt({ decisionId: 'dec_other000', createdAtMs: 2_000 })])).toBeUndefined();
    expect(askedAgain(reply, [{ ...again, serverId: serverId.parse('srv_other000') }])).toBeUndefined();
    expect(askedAgain(exampleReply({ createdAtMs: 3_000 }), [again])).toBeUndefined();
    expect(askedAgain(exampleForm({ createdAtMs: 1_000 }), [again])).toBeUndefined();
    expect(askedAgain(undefined, [again])).toBeUndefined();
  });

  test('can fail before its reply was shown', () => {
    const answer = {
      kind: 'sampling_prompt',
      outcome: { action: 'ask_model', modelId: 'mdl_first000', messages: [], maxTokens: 1 },
    } as const;
    const following = followUpTo(examplePrompt(), answer, [examplePrompt()]);
    expect(following && findFollowUp(following, [again])).toBe(again);
  });
});

test.each([
  [{ kind: 'elicitation_form', action: 'accept', content: {}, secretsConfirmed: false }],
  [{ kind: 'elicitation_url', action: 'decline' }],
  [{ kind: 'sign_in', action: 'decline' }],
  [{ kind: 'sampling_prompt', outcome: { action: 'by_hand', text: 'x' } }],
] as const)('nothing follows %j', (answer) => {
  expect(followUpTo(exampleForm(), answer, [])).toBeUndefined();
});
