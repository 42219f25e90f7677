/**
 * What makes an answer to a decision count. Pure: the desk throws what this returns.
 */
import { toRecordable } from '../audit/recordable.ts';
import { canonicalJson } from '../contract/canonicalJson.ts';
import { AppError, assertNever } from '../contract/errors.ts';
import type { AgreementView, AnswerTo, DecisionAnswer, DecisionView } from '../contract/decisions.ts';
import { formProblems } from '../contract/formContent.ts';
import type { FormDecisionView, PromptDecisionView, ReplyDecisionView, SamplingBlock } from '../contract/input.ts';

export interface AnswerContext {
  readonly nowMs: number;
  readonly matchesPattern: (pattern: string, text: string) => boolean;
}

/** Why the answer does not count. To decline or cancel always counts. */
export function answerProblem(
  view: DecisionView,
  answer: DecisionAnswer,
  { nowMs, matchesPattern }: AnswerContext,
): AppError | undefined {
  switch (view.kind) {
    case 'launch':
    case 'connect':
      return answer.kind === view.kind ? agreementProblem(view, answer, nowMs) : invalid();
    case 'elicitation_form':
      return answer.kind === view.kind ? formProblem(view, answer, matchesPattern) : invalid();
    case 'elicitation_url':
    case 'elicitation_wait':
    case 'sign_in':
    case 'sign_in_wait':
      return answer.kind === view.kind ? undefined : invalid();
    case 'sampling_prompt':
      return answer.kind === view.kind ? promptProblem(view, answer) : invalid();
    case 'sampling_reply':
      return answer.kind === view.kind ? replyProblem(view, answer) : invalid();
    default:
      return assertNever(view);
  }
}

function agreementProblem(
  view: AgreementView,
  answer: AnswerTo<AgreementView['kind']>,
  nowMs: number,
): AppError | undefined {
  if (answer.outcome === 'cancel') return undefined;
  // SECURITY(S6): a click that was already on its way when the screen appeared is no agreement.
  if (nowMs < view.armedAtMs) {
    return new AppError('DECISION_NOT_ARMED', 'The decision can be agreed to a moment after it is shown.', {
      data: { armedAtMs: view.armedAtMs },
    });
  }
  if (view.needsStatement && !answer.statementTicked) {
    return new AppError('DECISION_NOT_ACKNOWLEDGED', 'A danger was found and the statement about it was not ticked.');
  }
  return undefined;
}

/** MCP 2025-11-25 client/elicitation §Security: validated before anything is sent. */
function formProblem(
  view: FormDecisionView,
  answer: AnswerTo<'elicitation_form'>,
  matchesPattern: AnswerContext['matchesPattern'],
): AppError | undefined {
  if (answer.action !== 'accept') return answer.content === undefined ? undefined : invalid();
  const { content = {} } = answer;
  const [problem] = formProblems(view.fields, content);
  if (problem !== undefined) return invalid({ field: problem[0], problem: problem[1] });
  const mismatch = view.fields.find((field) => {
    const value = content[field.key];
    if (field.kind !== 'text' || field.pattern === undefined || typeof value !== 'string') return false;
    return !matchesPattern(field.pattern, value);
  });
  if (mismatch !== undefined) return invalid({ field: mismatch.key, problem: 'WRONG_PATTERN' });
  // SECURITY(S12): a form that asks for what looks like a secret is sent only after a second yes.
  if (view.fields.some((field) => field.looksSecret) && !answer.secretsConfirmed) {
    return new AppError('DECISION_NOT_ACKNOWLEDGED', 'The form asks for what looks like a secret.');
  }
  return undefined;
}

/** MCP 2026-07-28 client/sampling: `maxTokens` is an upper bound. */
function promptProblem(view: PromptDecisionView, { outcome }: AnswerTo<'sampling_prompt'>): AppError | undefined {
  if (outcome.action !== 'ask_model' || outcome.maxTokens <= view.maxTokens) return undefined;
  return invalid({ field: 'maxTokens', limit: view.maxTokens });
}

/** An assistant's message is text and the tool uses the model asked for (MCP 2025-11-25 client/sampling §Sampling with Tools). */
function replyProblem(view: ReplyDecisionView, { outcome }: AnswerTo<'sampling_reply'>): AppError | undefined {
  if (outcome.action !== 'send') return undefined;
  if (view.state !== 'ready') return invalid();
  const asked = view.content.map(spell);
  // What is text may be written anew; what a model wants a tool to do is sent as it was shown, or left out.
  const fits = outcome.content.every((block) => block.type === 'text' || asked.includes(spell(block)));
  return fits ? undefined : invalid({ field: 'content' });
}

function spell(block: SamplingBlock): string {
  return canonicalJson(toRecordable(block));
}

function invalid(data: AppError['data'] = {}): AppError {
  return new AppError('DECISION_ANSWER_INVALID', 'The answer does not fit the question.', { data });
}
