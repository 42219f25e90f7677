/**
 * What a person is shown before a server is started or reached. Pure: everything in it was computed before.
 */
import type { BundleView } from '../contract/bundles.ts';
import type { AgreementView } from '../contract/decisions.ts';
import type { DecisionId, InstallId, ServerId, Sha256 } from '../contract/ids.ts';
import { isRemotePlan } from '../contract/plan.ts';
import type { Finding, ServerPlan } from '../contract/plan.ts';
import { planChanges } from '../launch/planChanges.ts';

/**
 * Time between showing a decision and accepting agreement, milliseconds. Choice: longer than the reflex with which one
 * clicks away a window that popped up under the pointer.
 */
export const ARMING_MS = 1_000;

export interface Proposal {
  readonly decisionId: DecisionId;
  readonly nowMs: number;
  readonly serverId: ServerId;
  readonly serverName: string;
  readonly installId?: InstallId;
  readonly reason: AgreementView['reason'];
  readonly plan: ServerPlan;
  readonly digest: Sha256;
  readonly findings: readonly Finding[];
  /** What was agreed to before, if anything. */
  readonly agreedPlan?: ServerPlan;
  readonly bundle?: BundleView;
}

export function agreementView(proposal: Proposal): AgreementView {
  const { plan, findings, agreedPlan } = proposal;
  const agreement = {
    decisionId: proposal.decisionId,
    digest: proposal.digest,
    createdAtMs: proposal.nowMs,
    armedAtMs: proposal.nowMs + ARMING_MS,
    serverId: proposal.serverId,
    serverName: proposal.serverName,
    reason: proposal.reason,
    findings,
    changes: agreedPlan === undefined ? [] : planChanges(agreedPlan, plan),
    needsStatement: findings.some((finding) => finding.severity === 'danger'),
  };
  if (isRemotePlan(plan)) return { kind: 'connect', ...agreement, plan };
  return {
    kind: 'launch',
    ...agreement,
    plan,
    ...(proposal.installId === undefined ? {} : { installId: proposal.installId }),
    ...(proposal.bundle === undefined ? {} : { bundle: proposal.bundle }),
  };
}
