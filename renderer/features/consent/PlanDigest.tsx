/**
 * The fingerprint of what is agreed to.
 */
import type { ReactNode } from 'react';
import { VisibleText } from '../../ui/VisibleText.tsx';

export function PlanDigest({ digest }: { readonly digest: string }): ReactNode {
  return (
    <p className="gh-digest gh-soft">
      Fingerprint of everything above (SHA-256). Your answer counts for exactly this:{' '}
      <VisibleText text={digest.replace(/^sha256:/, '')} mono />
    </p>
  );
}
