/**
 * From what would be run or reached to what may be: compute the plan, compare it with the grant, ask where they differ.
 *
 * Every start of every server comes through here, whatever set it off. A restart by itself, a first use and a click
 * differ only in who sees the question. SECURITY(S6)
 */
import type { Audit } from '../audit/audit.ts';
import { AppError } from '../contract/errors.ts';
import type { BundleView } from '../contract/bundles.ts';
import type { AgreementView } from '../contract/decisions.ts';
import { decisionId } from '../contract/ids.ts';
import type { DecisionId, InstallId, ServerId } from '../contract/ids.ts';
import { isRemotePlan } from '../contract/plan.ts';
import type { Finding, LaunchPlan, ServerPlan } from '../contract/plan.ts';
import type { Desk } from '../decisions/desk.ts';
import { findingsOf } from '../launch/findings.ts';
import type { Gate } from '../launch/gate.ts';
import type { Grants, PlanFingerprints } from '../launch/grants.ts';
import { planDigest } from '../launch/planDigest.ts';
import { assertStartable, planLaunch } from '../launch/planLaunch.ts';
import type { LaunchRequest, PlannedLaunch } from '../launch/planLaunch.ts';
import { planRemote } from '../launch/planRemote.ts';
import type { RemoteRequest } from '../launch/planRemote.ts';
import { remoteFindings } from '../launch/remoteFindings.ts';
import type { Clock } from '../ports/clock.ts';
import type { Digest } from '../ports/digest.ts';
import type { Fingerprints } from '../ports/fingerprints.ts';
import type { ConsentedConnection, HttpFetch } from '../ports/httpFetch.ts';
import type { ConsentedLaunch } from '../ports/processLauncher.ts';
import type { RandomIds } from '../ports/randomIds.ts';
import type { Runtimes } from '../ports/runtimes.ts';
import { agreementView } from './agreementView.ts';

export interface ConsentDeps {
  readonly audit: Audit;
  readonly clock: Clock;
  readonly desk: Desk;
  readonly digest: Digest;
  readonly fingerprints: Fingerprints;
  readonly gate: Gate;
  readonly grants: Grants;
  readonly httpFetch: HttpFetch;
  readonly randomIds: RandomIds;
  readonly runtimes: Runtimes;
}

export interface Subject {
  readonly serverId: ServerId;
  readonly serverName: string;
  readonly installId?: InstallId;
  readonly bundle?: BundleView;
  /** Why a person is asked although something was agreed to before. */
  readonly reason?: 'update' | 'downgrade';
}

/** How a person hears of a question, and how it is called off. */
export interface Asking {
  readonly signal: AbortSignal;
  readonly onAsking: (decisionId: DecisionId) => void;
}

/** A plan, and the fingerprints of the files it was computed from, where there are any. */
interface Planned<P extends ServerPlan> {
  readonly plan: P;
  readonly fingerprints: PlanFingerprints;
}

export class Consent {
  private readonly deps: ConsentDeps;

  constructor(deps: ConsentDeps) {
    this.deps = deps;
  }

  /**
   * The launch a person agreed to, which may take them days.
   *
   * @throws {AppError} `LAUNCH_NOT_AGREED` when they cancel; what `planLaunch` and `assertStartable` throw; the signal's
   *   reason.
   */
  async obtainLaunch(subject: Subject, request: LaunchRequest, asking: Asking): Promise<ConsentedLaunch> {
    const { plan } = await this.agreed(
      subject,
      (known) => this.plan(known === undefined ? request : { ...request, known }),
      asking,
    );
    return this.deps.gate.pass(subject.serverId, plan);
  }

  /** The connection a person agreed to. @throws {AppError} as `obtainLaunch` does, and what `planRemote` throws. */
  async obtainConnection(subject: Subject, request: RemoteRequest, asking: Asking): Promise<ConsentedConnection> {
    const planned = async () => ({ plan: (await planRemote(request, this.deps)).plan, fingerprints: {} });
    const { plan } = await this.agreed(subject, planned, asking);
    return this.deps.gate.passConnection(subject.serverId, plan);
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
    { plan, fingerprints }: Planned<ServerPlan>,
    onAsking: (decisionId: DecisionId) => void,
    beforeGrant: () => Promise<PlanFingerprints> = () => Promise.resolve({}),
  ): Promise<void> {
    const { audit, desk, grants } = this.deps;
    const view = this.viewOf(subject, plan);
    const record = audit.begin({
      kind: view.kind === 'launch' ? 'decision.launch' : 'decision.connect',
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
    onAsking(view.decisionId);
    const answer = await answered;
    if (answer?.outcome !== 'agree') {
      record.end(answer === undefined ? { decision: 'withdrawn' } : { decision: 'cancelled', decidedBy: 'person' });
      throw new AppError('LAUNCH_NOT_AGREED', 'The person did not agree to this start.');
    }
    record.end({ decision: 'agreed', decidedBy: 'person' });
    const taken = await beforeGrant();
    grants.record({
      serverId: subject.serverId,
      plan,
      digest: view.digest,
      fingerprints: { ...fingerprints, ...taken },
    });
  }

  /** The plan is computed anew after each agreement, so that what passes the gate is what is there then. */
  private async agreed<P extends ServerPlan>(
    subject: Subject,
    planned: (known: PlanFingerprints | undefined) => Promise<Planned<P>>,
    { signal, onAsking }: Asking,
  ): Promise<Planned<P>> {
    const { digest, grants } = this.deps;
    for (;;) {
      const grant = grants.find(subject.serverId);
      const now = await planned(grant.kind === 'agreed' ? grant.fingerprints : undefined);
      signal.throwIfAborted();
      const isAgreed = grant.kind === 'agreed' && grant.digest === planDigest(now.plan, digest);
      if (isAgreed && grants.knowsRuntime(now.plan)) {
        if (!isSame(grant.fingerprints, now.fingerprints)) {
          grants.updateFingerprints(subject.serverId, now.fingerprints);
        }
        return now;
      }
      await this.ask(subject, now, onAsking);
    }
  }

  private viewOf(subject: Subject, plan: ServerPlan): AgreementView {
    const { clock, digest, grants, randomIds } = this.deps;
    const grant = grants.find(subject.serverId);
    return agreementView({
      decisionId: decisionId.parse(randomIds.next('dec')),
      nowMs: clock.nowMs(),
      serverId: subject.serverId,
      serverName: subject.serverName,
      ...(subject.installId === undefined ? {} : { installId: subject.installId }),
      reason: reasonOf(subject, grant.kind),
      plan,
      digest: planDigest(plan, digest),
      findings: this.findings(plan),
      ...(grant.kind === 'agreed' ? { agreedPlan: grant.plan } : {}),
      ...(subject.bundle === undefined ? {} : { bundle: subject.bundle }),
    });
  }

  private findings(plan: ServerPlan): readonly Finding[] {
    if (isRemotePlan(plan)) return remoteFindings(plan);
    return findingsOf(plan, { ...bundleDirOf(plan), machine: this.deps.runtimes.machine });
  }
}

function reasonOf(subject: Subject, grant: 'none' | 'invalid' | 'agreed'): AgreementView['reason'] {
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
