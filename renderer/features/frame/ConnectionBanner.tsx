/**
 * Says that the line to the host is lost. What the page shows meanwhile is what it knew last.
 */
import { IconPlugConnectedX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useConnection } from '../../state/mirror.ts';

export function ConnectionBanner(): ReactNode {
  const connection = useConnection();
  return (
    // The region stays in the page, so that a screen reader hears when words come into it.
    <div role="status" className="gh-connection">
      {connection.kind === 'lost' && (
        <p>
          <IconPlugConnectedX size={20} aria-hidden />
          <span>
            <strong>Connection to Gatehouse lost.</strong> Trying again… What you see may be out of date.
          </span>
        </p>
      )}
    </div>
  );
}
