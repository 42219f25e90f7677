/**
 * What a person is shown before a launch. Pure: everything in it was computed before.
 */
import type { BundleView } from '../contract/bundles.ts';
import type { LaunchDecisionView } from '../contract/decisions.ts';
import type { DecisionId, InstallId, ServerId, Sha256 } from '../contract/ids.ts';
import type { Finding, LaunchPlan } from '../contract/plan.ts';
import { planChanges } from '../launch/planChanges.ts';

/**
 * Time between showing a decision and accepting agreement, milliseconds. Choice: longer than the reflex with which one
 * clicks away a window that popped up under the pointer.
 */
export const ARMING_MS = 1_000;

export interface LaunchQuestion {
  readonly decisionId: DecisionId;
  readonly nowMs: number;
  readonly serverId: ServerId;
  readonly serverName: string;
  readonly installId?: InstallId;
  readonly reason: LaunchDecisionView['reason'];
  readonly plan: LaunchPlan;
  readonly digest: Sha256;
  readonly findings: readonly Finding[];
  /** What was agreed to before, if anything. */
  readonly agreedPlan?: LaunchPlan;
  readonly bundle?: BundleView;
}

export function launchDecision(question: LaunchQuestion): LaunchDecisionView {
  return {
    kind: 'launch',
    decisionId: question.decisionId,
    digest: question.digest,
    createdAtMs: question.nowMs,
    armedAtMs: question.nowMs + ARMING_MS,
    serverId: question.serverId,
    serverName: question.serverName,
    ...(question.installId === undefined ? {} : { installId: question.installId }),
    reason: question.reason,
    plan: question.plan,
    findings: question.findings,
    changes: question.agreedPlan === undefined ? [] : planChanges(question.agreedPlan, question.plan),
    ...(question.bundle === undefined ? {} : { bundle: question.bundle }),
    needsStatement: question.findings.some((finding) => finding.severity === 'danger'),
  };
}
