/**
 * What an open decision is about, in a few words, for lists. Pure.
 */
import type { SignInDecisionView } from '../../../app/contract/authorization.ts';
import { assertNever } from '../../../app/contract/errors.ts';
import type { AgreementView, DecisionView } from '../../../app/contract/decisions.ts';

const LAUNCH_ASKS: Readonly<Record<AgreementView['reason'], string>> = {
  first: 'wants to run for the first time',
  changed: 'has changed since you agreed',
  update: 'wants to be updated',
  downgrade: 'wants to go back to an older version',
  grant_invalid: 'has a record of agreement that does not count',
};

const SIGN_IN_ASKS: Readonly<Record<SignInDecisionView['reason'], string>> = {
  first: 'asks you to sign in',
  again: 'asks you to sign in again',
  upgrade: 'asks for more than you have granted',
};

/** Follows the server's name: `“Notes” asks you to fill in a form`. */
export function asksWords(decision: DecisionView): string {
  switch (decision.kind) {
    case 'launch':
      return LAUNCH_ASKS[decision.reason];
    case 'connect':
      return decision.reason === 'first' ? 'would be connected to for the first time' : LAUNCH_ASKS[decision.reason];
    case 'elicitation_form':
      return decision.fields.length === 0 ? 'asks whether you agree' : 'asks you to fill in a form';
    case 'elicitation_url':
      return 'wants to open a web address';
    case 'elicitation_wait':
      return 'waits until you have finished in your browser';
    case 'sign_in':
      if (decision.at === 'provider') return `${SIGN_IN_ASKS[decision.reason]} at your identity provider`;
      return SIGN_IN_ASKS[decision.reason];
    case 'sign_in_wait':
      return 'waits for you to sign in in your browser';
    case 'sampling_prompt':
      return 'asks for a language model’s answer';
    case 'sampling_reply':
      return decision.state === 'ready' ? 'would get a model’s answer' : 'is being answered by a model';
    default:
      return assertNever(decision);
  }
}

/** What runs or is reached. Data: drawn as untrusted text. */
export function originOf(decision: DecisionView): string {
  switch (decision.kind) {
    case 'launch': {
      const { origin, command, resolvedCommand } = decision.plan;
      if (origin.kind === 'bundle') return `${origin.name} ${origin.version}`;
      return typeof command === 'string' ? command : (resolvedCommand ?? '');
    }
    case 'connect':
      return decision.plan.origin;
    default:
      return decision.serverOrigin;
  }
}

/** Oldest first: who has waited longest comes first. */
export function oldestFirst(decisions: readonly DecisionView[]): readonly DecisionView[] {
  return decisions.toSorted((a, b) => a.createdAtMs - b.createdAtMs);
}
