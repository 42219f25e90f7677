/**
 * What a bundle's signature is worth, in words. A publisher's name is data: drawn as such, after our words.
 */
import { IconCertificate, IconCertificateOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { SignatureSummary } from '../../app/contract/plan.ts';
import { VisibleText } from './VisibleText.tsx';

const WORDS: Readonly<Record<SignatureSummary['status'], string>> = {
  unsigned: 'Not signed. Nothing proves who made it, or that it is unchanged since.',
  self_signed: 'Signed, but only by itself: anybody can make such a signature under any name.',
  signed_trusted: 'Signed, with a certificate this computer trusts.',
  signed_untrusted: 'Signed, with a certificate this computer does not trust.',
  could_not_check: 'It carries a signature that could not be checked. Take it as not signed.',
};

export function SignatureLine({ signature }: { readonly signature: SignatureSummary }): ReactNode {
  const Icon = signature.status === 'signed_trusted' ? IconCertificate : IconCertificateOff;
  return (
    <div className="gh-signature">
      <div>
        <Icon size={18} aria-hidden className="gh-inline-icon" /> {WORDS[signature.status]}
      </div>
      {signature.publisher !== undefined && <Named label="Name in the signature" value={signature.publisher} />}
      {signature.issuer !== undefined && <Named label="Certificate issued by" value={signature.issuer} />}
      {signature.fingerprint !== undefined && <Named label="Fingerprint" value={signature.fingerprint} />}
      {signature.validFrom !== undefined && <Named label="Valid from" value={signature.validFrom} />}
      {signature.validTo !== undefined && <Named label="Valid until" value={signature.validTo} />}
      {signature.reason !== undefined && <Named label="The check found" value={signature.reason} />}
    </div>
  );
}

function Named({ label, value }: { readonly label: string; readonly value: string }): ReactNode {
  return (
    <div>
      <span className="gh-soft">{label}: </span>
      <VisibleText text={value} mono />
    </div>
  );
}
