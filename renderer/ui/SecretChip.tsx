/**
 * A mark that stands where a secret would. SECURITY(S9): the page never has the secret itself.
 */
import { IconKey } from '@tabler/icons-react';
import type { ReactNode } from 'react';

export function SecretChip({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <span className="gh-secret">
      <IconKey size={14} aria-hidden />
      <span>{children}</span>
    </span>
  );
}
