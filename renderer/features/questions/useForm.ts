/**
 * A server's form while it is filled in, read over and sent.
 */
import { useState } from 'react';
import type { AnswerTo } from '../../../app/contract/decisions.ts';
import type { FormDecisionView } from '../../../app/contract/input.ts';
import { focusMarked } from './FormFields.tsx';
import { refusedField } from './fieldWords.ts';
import { startForm, toContent, withFilling, withRefusal, withReview } from './formState.ts';
import type { FormState } from './formState.ts';
import type { QuestionProps } from './question.ts';

export interface FormActions {
  readonly state: FormState;
  readonly setState: (change: (state: FormState) => FormState) => void;
  /** The second yes to a form that asks for what looks like a secret. */
  readonly secretsConfirmed: boolean;
  readonly confirmSecrets: (confirmed: boolean) => void;
  readonly review: () => void;
  readonly goBack: () => void;
  readonly send: () => void;
  /** Sends no answer but this word. */
  readonly end: (action: 'decline' | 'cancel') => void;
}

type OnAnswer = QuestionProps<FormDecisionView>['onAnswer'];

export function useForm({ kind, fields }: FormDecisionView, onAnswer: OnAnswer): FormActions {
  const [state, setState] = useState(() => startForm(fields));
  const [secretsConfirmed, confirmSecrets] = useState(false);

  const mark = (next: FormState): void => {
    setState(next);
    if (next.step === 'fill') focusMarked(fields, next);
  };
  const send = async (): Promise<void> => {
    const answer: AnswerTo<typeof kind> = {
      kind,
      action: 'accept',
      content: toContent(fields, state.inputs),
      secretsConfirmed,
    };
    const failed = await onAnswer(answer);
    const refused = failed && refusedField(failed.data, fields);
    if (refused !== undefined) mark(withRefusal(state, refused.key, refused.problem));
  };
  return {
    state,
    setState,
    secretsConfirmed,
    confirmSecrets,
    review: () => mark(withReview(state, fields)),
    goBack: () => setState(withFilling),
    send: () => void send(),
    end: (action) => void onAnswer({ kind, action, secretsConfirmed: false }),
  };
}
