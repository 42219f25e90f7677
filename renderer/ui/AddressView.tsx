/**
 * A whole web address, wrapped and never cut, with its host set apart. Text to read: nothing here opens it.
 */
import type { ReactNode } from 'react';
import { addressParts } from './addressParts.ts';
import { VisibleText } from './VisibleText.tsx';

export interface AddressViewProps {
  readonly url: string;
  /** As it stands in `url`. */
  readonly host: string;
  /** The end of `host` that somebody registered. */
  readonly registrable?: string | undefined;
}

export function AddressView({ url, host, registrable }: AddressViewProps): ReactNode {
  const parts = addressParts(url, host, registrable);
  return (
    <span className="gh-address gh-mono">
      <VisibleText text={parts.lead} />
      <strong className="gh-address-host">
        <VisibleText text={parts.subdomain} />
        <span className="gh-address-owner">
          <VisibleText text={parts.registrable} />
        </span>
      </strong>
      <VisibleText text={parts.tail} />
    </span>
  );
}
