/**
 * What it means to leave a question's page without an answer. Pure.
 */
import { assertNever } from '../../../app/contract/errors.ts';
import type { QuestionAnswer, QuestionView } from '../decisions/kinds.ts';

/**
 * Leaving is the answer cancel. `undefined`: only waiting for somebody who is busy in their browser goes on, since to
 * look at something else meanwhile says nothing about it.
 */
export function leavingAnswer(kind: QuestionView['kind']): QuestionAnswer | undefined {
  switch (kind) {
    case 'elicitation_form':
      return { kind, action: 'cancel', secretsConfirmed: false };
    case 'elicitation_url':
    case 'sign_in':
      return { kind, action: 'cancel' };
    case 'elicitation_wait':
    case 'sign_in_wait':
      return undefined;
    case 'sampling_prompt':
    case 'sampling_reply':
      return { kind, outcome: { action: 'cancel' } };
    default:
      return assertNever(kind);
  }
}
