import { expect, test } from 'vitest';
import { sha256, type Sha256 } from '../../../app/contract/ids.ts';
import type { QuestionAnswer } from './kinds.ts';
import { sendAnswer } from './sendAnswer.ts';

const digestOf = (digit: string): Sha256 => sha256.parse(`sha256:${digit.repeat(64)}`);
const decline: QuestionAnswer = { kind: 'sampling_reply', outcome: { action: 'decline' } };
const send: QuestionAnswer = { kind: 'sampling_reply', outcome: { action: 'send', content: [] } };
const leaveForm: QuestionAnswer = { kind: 'elicitation_form', action: 'cancel', secretsConfirmed: false };

/** A host whose question has another digest at every look, until it stands still. */
function growingUntil(last: number) {
  let now = 1;
  const tried: Sha256[] = [];
  return {
    tried,
    line: {
      run: async (digest: Sha256) => {
        tried.push(digest);
        if (digest === digestOf(String(now))) return undefined;
        return { code: 'DECISION_STALE', message: '', data: {} } as const;
      },
      newestDigest: () => digestOf(String(now)),
      wait: async () => undefined,
    },
    grow: () => (now = Math.min(last, now + 1)),
  };
}

test('a reply that grew meanwhile is declined as it is', async () => {
  const { line, tried, grow } = growingUntil(2);
  grow();
  expect(await sendAnswer(digestOf('1'), decline, line)).toBeUndefined();
  expect(tried).toEqual([digestOf('1'), digestOf('2')]);
});

test.each([
  ['a reply is never sent', send],
  ['another question is never left', leaveForm],
])('%s for anything but what was shown (S6)', async (_name, answer) => {
  const { line, tried, grow } = growingUntil(2);
  grow();
  expect(await sendAnswer(digestOf('1'), answer, line)).toMatchObject({ code: 'DECISION_STALE' });
  expect(tried).toEqual([digestOf('1')]);
});

test('a host that never agrees is not asked for ever', async () => {
  const { line, tried } = growingUntil(1);
  const run = async (digest: Sha256) => {
    tried.push(digest);
    return { code: 'DECISION_STALE', message: '', data: {} } as const;
  };
  expect(await sendAnswer(digestOf('1'), decline, { ...line, run })).toMatchObject({ code: 'DECISION_STALE' });
  expect(tried.length).toBeLessThan(100);
});
