/**
 * Decisions: everything that waits for a person, one union over its kinds.
 *
 * An answer names the decision and the digest of what was shown, so that a stale window can't approve something else.
 */
import { z } from 'zod';
import { signInAnswer, signInDecisionView, signInWaitAnswer, signInWaitView } from './authorization.ts';
import { bundleView } from './bundles.ts';
import { decisionId, installId, serverId, sha256, timestampMs } from './ids.ts';
import {
  formAnswer,
  formDecisionView,
  promptAnswer,
  promptDecisionView,
  replyAnswer,
  replyDecisionView,
  urlAnswer,
  urlDecisionView,
  waitAnswer,
  waitDecisionView,
} from './input.ts';
import { finding, launchPlan, planChange, remotePlan } from './plan.ts';

/** What the two questions before a server is used have in common: to start a program, to reach an address. */
const agreement = {
  decisionId,
  /** Of `plan`, and what an answer must name. */
  digest: sha256,
  createdAtMs: timestampMs,
  /** Agreement counts only from here on. */
  armedAtMs: timestampMs,
  serverId,
  serverName: z.string(),
  reason: z.enum(['first', 'changed', 'update', 'downgrade', 'grant_invalid']),
  findings: z.array(finding).readonly(),
  /** Empty unless something was agreed to before. */
  changes: z.array(planChange).readonly(),
  /** A danger finding asks for a ticked statement besides the button. */
  needsStatement: z.boolean(),
} as const;

export const launchDecisionView = z.strictObject({
  kind: z.literal('launch'),
  ...agreement,
  installId: installId.optional(),
  plan: launchPlan,
  /** The bundle's claims; absent for typed commands. */
  bundle: bundleView.optional(),
});
export type LaunchDecisionView = Readonly<z.infer<typeof launchDecisionView>>;

export const connectDecisionView = z.strictObject({ kind: z.literal('connect'), ...agreement, plan: remotePlan });
export type ConnectDecisionView = Readonly<z.infer<typeof connectDecisionView>>;

export const decisionView = z.discriminatedUnion('kind', [
  launchDecisionView,
  connectDecisionView,
  formDecisionView,
  urlDecisionView,
  waitDecisionView,
  promptDecisionView,
  replyDecisionView,
  signInDecisionView,
  signInWaitView,
]);
export type DecisionView = Readonly<z.infer<typeof decisionView>>;
/** The two kinds that make a grant. */
export type AgreementView = LaunchDecisionView | ConnectDecisionView;

const agreementAnswer = {
  outcome: z.enum(['agree', 'cancel']),
  /** The ticked statement. */
  statementTicked: z.boolean(),
} as const;
export const launchAnswer = z.strictObject({ kind: z.literal('launch'), ...agreementAnswer });
export const connectAnswer = z.strictObject({ kind: z.literal('connect'), ...agreementAnswer });

export const decisionAnswer = z.discriminatedUnion('kind', [
  launchAnswer,
  connectAnswer,
  formAnswer,
  urlAnswer,
  waitAnswer,
  promptAnswer,
  replyAnswer,
  signInAnswer,
  signInWaitAnswer,
]);
export type DecisionAnswer = Readonly<z.infer<typeof decisionAnswer>>;
/** The answers that fit a view of this kind. */
export type AnswerTo<K extends DecisionView['kind']> = Extract<DecisionAnswer, { kind: K }>;
