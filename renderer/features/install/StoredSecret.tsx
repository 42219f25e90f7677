/**
 * Stands in a form for a secret that the host has.
 */
import type { ReactNode } from 'react';
import { useMirror } from '../../state/mirror.ts';
import { SecretChip } from '../../ui/SecretChip.tsx';

export function StoredSecret(): ReactNode {
  const keychain = useMirror(({ host }) => host.keychain);
  return <SecretChip>{keychain ? 'stored in your keychain' : 'kept for this run'}</SecretChip>;
}
