import { expect, test } from 'vitest';
import { exampleConnect } from '../consent/exampleDecision.ts';
import { exampleForm } from '../questions/exampleQuestions.ts';
import { exampleTask } from './exampleTask.ts';
import { questionsOf } from './taskQuestions.ts';

const asks = exampleTask({}, { status: 'input_required' });
const works = exampleTask();
const tied = exampleForm({ decisionId: 'dec_tied00000', ofCall: asks.callId });
const loose = exampleForm({ duringTools: ['research'] });

test.each([
  ['tied to it', asks, [tied, loose], [tied]],
  ['tied to it, also while it says that it works', works, [tied], [tied]],
  ['tied to nothing, asked while its tool runs and it needs an answer', asks, [loose], [loose]],
  ['tied to nothing, while it needs none', works, [loose], []],
  ['tied to another task', asks, [exampleForm({ ofCall: 'call_other000', duringTools: ['research'] })], []],
  ['of another tool', asks, [exampleForm()], []],
  ['of another server', asks, [exampleForm({ serverId: 'srv_other000', duringTools: ['research'] })], []],
  ['to connect to its server', asks, [{ ...exampleConnect(), serverId: asks.serverId }], []],
])('a question %s', (_name, call, open, questions) => {
  expect(questionsOf(call, open)).toEqual(questions);
});
