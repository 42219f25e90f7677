/**
 * What a person does with a bundle that was read. Pure.
 */
import type { InstallState } from '../../../app/contract/installs.ts';

/** `present`: the server the bundle belongs to, or the first one; `second`: another one beside it. */
export type InstallChoice = 'present' | 'second';

/**
 * `undefined` for a bundle that is installed already: nothing is needed there until somebody says so. After a problem
 * it is what was chosen before.
 */
export function initialChoice(
  state: Pick<InstallState & { readonly kind: 'ready' }, 'relation' | 'problem' | 'asNewServer'>,
): InstallChoice | undefined {
  if (state.asNewServer) return 'second';
  return state.relation.kind === 'same' && state.problem === undefined ? undefined : 'present';
}
