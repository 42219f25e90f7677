/**
 * What a person does with a bundle that was read. Pure.
 */
import type { InstallCandidate, InstallState } from '../../../app/contract/installs.ts';

/** `present`: a server the bundle belongs to, or the first one; `second`: another one beside it. */
export type InstallChoice = 'present' | 'second';

/** After a problem it is what was chosen before. */
export function initialChoice({
  relation,
  serverId,
  problem,
}: Pick<InstallState & { readonly kind: 'ready' }, 'relation' | 'serverId' | 'problem'>): InstallChoice | undefined {
  if (relation.kind === 'new') return 'present';
  const candidate = relation.candidates.find((each) => each.serverId === serverId);
  if (candidate === undefined) return 'second';
  return problem === undefined ? choiceFor(candidate) : 'present';
}

/** `undefined` for a server that came from this very file: nothing is needed there until somebody says so. */
export function choiceFor({ kind }: InstallCandidate): InstallChoice | undefined {
  return kind === 'same' ? undefined : 'present';
}
