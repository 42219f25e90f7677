/**
 * A bundle before it is installed: its claims, quoted, and what Gatehouse found about the file.
 */
import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { BundleView } from '../../../app/contract/bundles.ts';
import { formatBytes, plural } from '../../ui/formatTime.ts';
import { Quoted } from '../../ui/Quoted.tsx';
import { QuotedLinks } from '../../ui/QuotedLinks.tsx';
import { SignatureLine } from '../../ui/SignatureLine.tsx';
import { VisibleText } from '../../ui/VisibleText.tsx';

const TYPES: Readonly<Record<BundleView['serverType'], string>> = {
  node: 'a Node.js program',
  python: 'a Python program',
  uv: 'a Python program that uv installs on its first start',
  binary: 'a program for this kind of computer',
};

export function BundleSummary({ bundle }: { readonly bundle: BundleView }): ReactNode {
  return (
    <section className="gh-card" aria-labelledby="bundle-heading">
      <div className="gh-bundle-head">
        {bundle.iconDataUrl !== undefined && <img src={bundle.iconDataUrl} alt="" className="gh-bundle-icon" />}
        <Title order={2} id="bundle-heading">
          The bundle
        </Title>
      </div>
      <div className="gh-claims">
        <Quoted label="Name and version, as the bundle says:" text={`${bundle.displayName} ${bundle.version}`} />
        <Quoted label="What it does, as the bundle says:" text={bundle.longDescription ?? bundle.description} />
        <Quoted label="Author, as the bundle says:" text={bundle.author} />
        {bundle.license !== undefined && <Quoted label="License, as the bundle says:" text={bundle.license} />}
        <QuotedLinks links={bundle.links} privacyPolicies={bundle.privacyPolicies} />
      </div>
      <dl className="gh-facts gh-bundle-facts">
        <dt>File</dt>
        <dd>
          <VisibleText text={bundle.fileName} mono />{' '}
          <span className="gh-soft">
            ({formatBytes(bundle.sizeBytes)}, unpacked {formatBytes(bundle.expandedBytes)} in{' '}
            {plural(bundle.entryCount, 'file')})
          </span>
        </dd>
        <dt>SHA-256</dt>
        <dd>
          <VisibleText text={bundle.sha256.replace(/^sha256:/, '')} mono />
        </dd>
        <dt>Signature</dt>
        <dd>
          <SignatureLine signature={bundle.signature} />
        </dd>
        <dt>Kind</dt>
        <dd>{TYPES[bundle.serverType]}</dd>
      </dl>
    </section>
  );
}
