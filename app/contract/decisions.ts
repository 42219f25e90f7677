/**
 * Decisions: everything that waits for a person, one union over its kinds.
 *
 * An answer names the decision and the digest of what was shown, so that a stale window can't approve something else.
 */
import { z } from 'zod';
import { bundleView } from './bundles.ts';
import { decisionId, installId, serverId, sha256, timestampMs } from './ids.ts';
import { finding, launchPlan, planChange } from './plan.ts';

export const launchDecisionView = z.strictObject({
  kind: z.literal('launch'),
  decisionId,
  /** Of `plan`, and what an answer must name. */
  digest: sha256,
  createdAtMs: timestampMs,
  /** Agreement counts only from here on. */
  armedAtMs: timestampMs,
  serverId,
  serverName: z.string(),
  installId: installId.optional(),
  reason: z.enum(['first', 'changed', 'update', 'downgrade', 'edited', 'grant_invalid']),
  plan: launchPlan,
  findings: z.array(finding).readonly(),
  /** Empty unless something was agreed to before. */
  changes: z.array(planChange).readonly(),
  /** The bundle's claims; absent for typed commands. */
  bundle: bundleView.optional(),
  /** A danger finding asks for a ticked statement besides the button. */
  needsStatement: z.boolean(),
});
export type LaunchDecisionView = Readonly<z.infer<typeof launchDecisionView>>;

export const decisionView = z.discriminatedUnion('kind', [launchDecisionView]);
export type DecisionView = Readonly<z.infer<typeof decisionView>>;

export const launchAnswer = z.strictObject({
  kind: z.literal('launch'),
  outcome: z.enum(['agree', 'cancel']),
  /** The ticked statement. */
  statementTicked: z.boolean(),
});

export const decisionAnswer = z.discriminatedUnion('kind', [launchAnswer]);
export type DecisionAnswer = Readonly<z.infer<typeof decisionAnswer>>;
