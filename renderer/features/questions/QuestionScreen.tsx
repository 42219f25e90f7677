/**
 * The page of a server's question, by its kind.
 */
import type { ReactNode } from 'react';
import { assertNever } from '../../../app/contract/errors.ts';
import type { ErrorView } from '../../../app/contract/errors.ts';
import type { QuestionAnswer, QuestionView } from '../decisions/kinds.ts';
import { SignInQuestion } from '../signIn/SignInQuestion.tsx';
import { SignInWait } from '../signIn/SignInWait.tsx';
import { FormQuestion } from './FormQuestion.tsx';
import { PromptQuestion } from './PromptQuestion.tsx';
import { ReplyQuestion } from './ReplyQuestion.tsx';
import { UrlQuestion } from './UrlQuestion.tsx';
import { WaitQuestion } from './WaitQuestion.tsx';
import './questions.css';

export interface QuestionScreenProps {
  readonly decision: QuestionView;
  readonly pending: boolean;
  readonly error: ErrorView | undefined;
  readonly onAnswer: (answer: QuestionAnswer) => Promise<ErrorView | undefined>;
  /** Leaves the page without an answer. */
  readonly onPutAside: () => void;
}

export function QuestionScreen({ decision, onPutAside, ...rest }: QuestionScreenProps): ReactNode {
  switch (decision.kind) {
    case 'elicitation_form':
      return <FormQuestion decision={decision} {...rest} />;
    case 'elicitation_url':
      return <UrlQuestion decision={decision} {...rest} />;
    case 'elicitation_wait':
      return <WaitQuestion decision={decision} onPutAside={onPutAside} {...rest} />;
    case 'sign_in':
      return <SignInQuestion decision={decision} {...rest} />;
    case 'sign_in_wait':
      return <SignInWait decision={decision} onPutAside={onPutAside} {...rest} />;
    case 'sampling_prompt':
      return <PromptQuestion decision={decision} {...rest} />;
    case 'sampling_reply':
      return <ReplyQuestion decision={decision} {...rest} />;
    default:
      return assertNever(decision);
  }
}
