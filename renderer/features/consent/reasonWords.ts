/**
 * Why a person is asked whether to start or reach a server. Pure.
 */
import type { AgreementView } from '../../../app/contract/decisions.ts';

type ReasonWords = Readonly<Record<AgreementView['reason'], string>>;

const GRANT_INVALID =
  'There is a record that you agreed to this server, but it was altered or is sealed with a key that is not yours, so it counts for nothing.';

const LAUNCH_REASONS: ReasonWords = {
  first: 'You have not agreed to this program before. Nothing of it has run.',
  changed: 'You agreed to this server before, but what would run is not the same any more. It has not been started.',
  update: 'This is a newer version of a server you have. The version you have stays until you agree.',
  downgrade:
    'This is an older version than the one you have. Old versions can have faults that were mended since. The version you have stays until you agree.',
  grant_invalid: GRANT_INVALID,
};

const CONNECT_CHANGED =
  'You agreed to this server before, but where it is reached or what is sent along is not the same any more. It has not been reached.';

const CONNECT_REASONS: ReasonWords = {
  first: 'You have not agreed to this address before. Nothing has been sent to it.',
  changed: CONNECT_CHANGED,
  // Versions are a bundle's; for an address these come to a change.
  update: CONNECT_CHANGED,
  downgrade: CONNECT_CHANGED,
  grant_invalid: GRANT_INVALID,
};

/** Without a keychain no seal outlives a run, and a record of before says nothing about anybody. */
const NO_KEYCHAIN =
  'No keychain answers on this computer, so what you agree to lasts until Gatehouse quits. What you agreed to in an earlier run can’t be checked any more, and you are asked again.';

/** A bundle that is there already is installed over itself. */
const SAME_AGAIN =
  'You agreed to exactly this before. Its files are about to be installed again, so you are asked once more.';

export function reasonWords(decision: AgreementView, keychain: boolean): string {
  const { reason, changes } = decision;
  if (reason === 'grant_invalid' && !keychain) return NO_KEYCHAIN;
  if (decision.kind === 'connect') return CONNECT_REASONS[reason];
  return reason === 'changed' && changes.length === 0 && decision.installId !== undefined
    ? SAME_AGAIN
    : LAUNCH_REASONS[reason];
}
