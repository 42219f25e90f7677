/**
 * Where Gatehouse has a browser come back to: whoever registers it beforehand has to know.
 */
import type { ReactNode } from 'react';
import { useMirror } from '../../state/mirror.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';

export function RedirectAddresses(): ReactNode {
  const all = useMirror(({ host }) => host.redirectUris);
  // The same by the name of localhost are registered too, where Gatehouse registers itself, and never used.
  const addresses = all.filter((address) => new URL(address).hostname === '127.0.0.1');
  return (
    <div className="gh-redirects">
      <ul aria-label="Addresses to come back to">
        {addresses.map((address) => (
          <li key={address} className="gh-mono">
            {address}
          </li>
        ))}
      </ul>
      <CopyButton text={addresses.join('\n')} label="Copy the addresses" look="text" />
    </div>
  );
}
