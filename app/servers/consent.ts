/**
 * From a plan request to a consented launch: compute the plan, compare it with the grant, ask where they differ.
 *
 * Every start of every server comes through here, whatever set it off. A restart by itself, a first use and a click
 * differ only in who sees the question. SECURITY(S6)
 */
import type { Audit } from '../audit/audit.ts';
import { AppError } from '../contract/errors.ts';
import type { BundleView } from '../contract/bundles.ts';
import type { LaunchDecisionView } from '../contract/decisions.ts';
import { decisionId } from '../contract/ids.ts';
import type { DecisionId, InstallId, ServerId } from '../contract/ids.ts';
import type { LaunchPlan } from '../contract/plan.ts';
import type { Desk } from '../decisions/desk.ts';
import { findingsOf } from '../launch/findings.ts';
import type { Gate } from '../launch/gate.ts';
import type { Grants, PlanFingerprints } from '../launch/grants.ts';
import { planDigest } from '../launch/planDigest.ts';
import { assertStartable, planLaunch } from '../launch/planLaunch.ts';
import type { LaunchRequest, PlannedLaunch } from '../launch/planLaunch.ts';
import type { Clock } from '../ports/clock.ts';
import type { Digest } from '../ports/digest.ts';
import type { Fingerprints } from '../ports/fingerprints.ts';
import type { ConsentedLaunch } from '../ports/processLauncher.ts';
import type { RandomIds } from '../ports/randomIds.ts';
import type { Runtimes } from '../ports/runtimes.ts';
import { launchDecision } from './launchDecision.ts';

export interface ConsentDeps {
  readonly audit: Audit;
  readonly clock: Clock;
  readonly desk: Desk;
  readonly digest: Digest;
  readonly fingerprints: Fingerprints;
  readonly gate: Gate;
  readonly grants: Grants;
  readonly randomIds: RandomIds;
  readonly runtimes: Runtimes;
}

export interface Subject {
  readonly serverId: ServerId;
  readonly serverName: string;
  readonly installId?: InstallId;
  readonly bundle?: BundleView;
  /** Why a person is asked although something was agreed to before. */
  readonly reason?: 'update' | 'downgrade' | 'edited';
}

export class Consent {
  private readonly deps: ConsentDeps;

  constructor(deps: ConsentDeps) {
    this.deps = deps;
  }

  /**
   * The launch a person agreed to, which may take them days: `onAsking` tells when a decision opens.
   *
   * The plan is computed anew after each agreement, so that what passes the gate is what lies on the disk then.
   *
   * @throws {AppError} `LAUNCH_NOT_AGREED` when they cancel; what `planLaunch` and `assertStartable` throw; the signal's
   *   reason.
   */
  async obtain(
    subject: Subject,
    request: LaunchRequest,
    signal: AbortSignal,
    onAsking: (decisionId: DecisionId) => void,
  ): Promise<ConsentedLaunch> {
    const { digest, gate, grants } = this.deps;
    for (;;) {
      const grant = grants.find(subject.serverId);
      const known = grant.kind === 'agreed' ? grant.fingerprints : undefined;
      const planned = await this.plan(known === undefined ? request : { ...request, known });
      signal.throwIfAborted();
      const isAgreed = grant.kind === 'agreed' && grant.digest === planDigest(planned.plan, digest);
      if (isAgreed && grants.knowsRuntime(planned.plan)) {
        if (!isSame(grant.fingerprints, planned.fingerprints))
          grants.updateFingerprints(subject.serverId, planned.fingerprints);
        return gate.pass(subject.serverId, planned.plan);
      }
      await this.ask(subject, planned, onAsking);
    }
  }

  /** @throws {AppError} what `planLaunch` and `assertStartable` throw. */
  async plan(request: LaunchRequest): Promise<PlannedLaunch> {
    const planned = await planLaunch(request, this.deps);
    assertStartable(planned);
    return planned;
  }

  /**
   * Shows a plan and records the answer; agreement becomes a grant for exactly this digest.
   *
   * @param beforeGrant Work that has to be done between agreement and grant, such as putting files in place. It answers
   *   fingerprints taken meanwhile.
   * @throws {AppError} `LAUNCH_NOT_AGREED`
   */
  async ask(
    subject: Subject,
    planned: PlannedLaunch,
    onAsking: (decisionId: DecisionId) => void,
    beforeGrant: () => Promise<PlanFingerprints> = () => Promise.resolve({}),
  ): Promise<void> {
    const { audit, clock, desk, digest, grants, randomIds, runtimes } = this.deps;
    const { plan } = planned;
    const grant = grants.find(subject.serverId);
    const id = decisionId.parse(randomIds.next('dec'));
    const view = launchDecision({
      decisionId: id,
      nowMs: clock.nowMs(),
      serverId: subject.serverId,
      serverName: subject.serverName,
      ...(subject.installId === undefined ? {} : { installId: subject.installId }),
      reason: reasonOf(subject, grant.kind),
      plan,
      digest: planDigest(plan, digest),
      findings: findingsOf(plan, { ...bundleDirOf(plan), machine: runtimes.machine }),
      ...(grant.kind === 'agreed' ? { agreedPlan: grant.plan } : {}),
      ...(subject.bundle === undefined ? {} : { bundle: subject.bundle }),
    });
    const record = audit.begin({
      kind: 'decision.launch',
      subject: subject.serverId,
      label: subject.serverName,
      digestShown: view.digest,
      details: {
        reason: view.reason,
        plan,
        findings: view.findings.map(({ code, subject: about }) => `${code} ${about}`),
      },
    });
    const answered = desk.open(view);
    onAsking(id);
    const answer = await answered;
    if (answer?.outcome !== 'agree') {
      record.end(answer === undefined ? { decision: 'withdrawn' } : { decision: 'cancelled', decidedBy: 'person' });
      throw new AppError('LAUNCH_NOT_AGREED', 'The person did not agree to this launch.');
    }
    record.end({ decision: 'agreed', decidedBy: 'person' });
    const taken = await beforeGrant();
    grants.record({
      serverId: subject.serverId,
      plan,
      digest: view.digest,
      fingerprints: { ...planned.fingerprints, ...taken },
    });
  }
}

function reasonOf(subject: Subject, grant: 'none' | 'invalid' | 'agreed'): LaunchDecisionView['reason'] {
  if (subject.reason !== undefined) return subject.reason;
  if (grant === 'invalid') return 'grant_invalid';
  return grant === 'none' ? 'first' : 'changed';
}

/** A bundle's working directory is the folder it is installed in. */
function bundleDirOf(plan: LaunchPlan): { readonly bundleDir?: string } {
  return plan.origin.kind === 'bundle' ? { bundleDir: plan.cwd } : {};
}

function isSame(before: PlanFingerprints, after: PlanFingerprints): boolean {
  return before.command?.stat === after.command?.stat && before.tree?.stat === after.tree?.stat;
}
