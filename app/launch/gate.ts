/**
 * The gate: the one place that turns a plan into something that may be started, or reached.
 *
 * Every way in ends here: a bundle, a typed command or address, an edit, an automatic restart. The plan must have been
 * computed for this very launch or connection, from the files and names as they are; the gate compares, it looks nothing up.
 */
import { AppError } from '../contract/errors.ts';
import type { ServerId } from '../contract/ids.ts';
import { launchPlan, remotePlan } from '../contract/plan.ts';
import type { LaunchPlan, RemotePlan, ServerPlan } from '../contract/plan.ts';
import type { Digest } from '../ports/digest.ts';
import type { ConsentedConnection } from '../ports/httpFetch.ts';
import type { ConsentedLaunch } from '../ports/processLauncher.ts';
import { digestChanged, type Grants } from './grants.ts';
import { planDigest } from './planDigest.ts';

export interface Gate {
  /**
   * @throws {AppError} `LAUNCH_NOT_AGREED` without a valid grant, `LAUNCH_DIGEST_CHANGED` when the plan is not the one
   * agreed to, `LAUNCH_COMMAND_NOT_FOUND` for a plan without an executable.
   */
  pass(serverId: ServerId, plan: LaunchPlan): ConsentedLaunch;
  /** @throws {AppError} `LAUNCH_NOT_AGREED`, `LAUNCH_DIGEST_CHANGED` likewise. */
  passConnection(serverId: ServerId, plan: RemotePlan): ConsentedConnection;
}

export function createGate({
  grants,
  digest,
}: {
  grants: Pick<Grants, 'find' | 'knowsRuntime'>;
  digest: Digest;
}): Gate {
  function assertAgreed(serverId: ServerId, plan: ServerPlan): void {
    const grant = grants.find(serverId);
    // SECURITY(S6): without a person's agreement to exactly this digest nothing starts, whatever asked for it.
    if (grant.kind !== 'agreed') {
      throw new AppError('LAUNCH_NOT_AGREED', 'Nobody agreed to this plan.', { data: { grant: grant.kind } });
    }
    const actual = planDigest(plan, digest);
    if (grant.digest !== actual || !grants.knowsRuntime(plan)) throw digestChanged(grant.digest, actual);
  }

  return {
    pass(serverId, proposed) {
      // A copy, so that nothing the caller still holds can change what was compared before it is started.
      const plan = launchPlan.parse(proposed);
      assertAgreed(serverId, plan);
      if (plan.resolvedCommand === undefined) {
        throw new AppError('LAUNCH_COMMAND_NOT_FOUND', 'The plan has no executable.');
      }
      return { ...plan, resolvedCommand: plan.resolvedCommand } as ConsentedLaunch;
    },
    passConnection(serverId, proposed) {
      const plan = remotePlan.parse(proposed);
      assertAgreed(serverId, plan);
      return plan as ConsentedConnection;
    },
  };
}
