/**
 * The digest of a plan: SHA-256 over its RFC 8785 canonical JSON. It is what a person agrees to.
 *
 * One thing is left out. Where the executable is a runtime that Gatehouse brings, its path, hash and version are
 * replaced by a marker such as `gatehouse:node`: Gatehouse vouches for its own runtime, whose update is shown once for
 * all servers, and would otherwise make every server ask again. A runtime found on the machine counts in full.
 */
import type { Sha256 } from '../contract/ids.ts';
import { isRemotePlan } from '../contract/plan.ts';
import type { ServerPlan } from '../contract/plan.ts';
import type { Digest } from '../ports/digest.ts';
import { canonicalJson } from '../contract/canonicalJson.ts';

export function planDigest(plan: ServerPlan, digest: Digest): Sha256 {
  return digest.sha256(canonicalJson(digestMaterial(plan)));
}

function digestMaterial(plan: ServerPlan): unknown {
  if (isRemotePlan(plan) || plan.runtime?.provided !== 'gatehouse') return plan;
  const { runtime } = plan;
  // Undefined members are absent from canonical JSON; anything a plan ever gains is in by itself.
  return { ...plan, resolvedCommand: undefined, commandSha256: undefined, runtime: `gatehouse:${runtime.name}` };
}
