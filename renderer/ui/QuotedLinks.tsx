/**
 * A bundle's addresses, quoted: text to read and copy. The page opens nothing outside.
 */
import type { ReactNode } from 'react';
import type { BundleView } from '../../app/contract/bundles.ts';
import { CopyButton } from './CopyButton.tsx';
import { VisibleText } from './VisibleText.tsx';

const LABELS: Readonly<Record<BundleView['links'][number]['label'], string>> = {
  homepage: 'Homepage',
  documentation: 'Documentation',
  support: 'Support',
  repository: 'Repository',
  author: 'Author',
};

export type QuotedLinksProps = Pick<BundleView, 'links' | 'privacyPolicies'>;

export function QuotedLinks({ links, privacyPolicies }: QuotedLinksProps): ReactNode {
  const addresses = [
    ...privacyPolicies.map((url) => ({ label: 'Privacy policy', url })),
    ...links.map(({ label, url }) => ({ label: LABELS[label], url })),
  ];
  if (addresses.length === 0) return null;
  return (
    <blockquote className="gh-quoted">
      <span className="gh-quoted-label">Privacy policies and links, as the bundle says:</span>
      {addresses.map(({ label, url }, index) => (
        <div key={index}>
          <span className="gh-soft">{label}: </span>
          <VisibleText text={url} mono /> <CopyButton text={url} label={`Copy the address: ${label}`} />
        </div>
      ))}
    </blockquote>
  );
}
