/**
 * Stands in a form for a secret that the host has.
 */
import type { ReactNode } from 'react';
import { useMirror } from '../../state/mirror.ts';
import { SecretChip } from '../../ui/SecretChip.tsx';
import { storedWords } from '../../ui/secretWords.ts';

export function StoredSecret(): ReactNode {
  const keychain = useMirror(({ host }) => host.keychain);
  return <SecretChip>{storedWords(keychain)}</SecretChip>;
}
