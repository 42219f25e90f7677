/**
 * Whose bundle this claims to be, and what vouches for the claim; or that a person typed the command.
 *
 * What the manifest says is quoted. What Gatehouse found about the file (its digest, its signature) is not.
 */
import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { LaunchDecisionView } from '../../../app/contract/decisions.ts';
import { formatBytes, plural } from '../../ui/formatTime.ts';
import { Quoted } from '../../ui/Quoted.tsx';
import { QuotedLinks } from '../../ui/QuotedLinks.tsx';
import { SignatureLine } from '../../ui/SignatureLine.tsx';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { FindingMarks } from './FindingMarks.tsx';
import { findingsAbout, rowId } from './subjects.ts';

export function OriginSection({ decision }: { readonly decision: LaunchDecisionView }): ReactNode {
  const { origin } = decision.plan;
  return (
    <section aria-labelledby="origin-heading" className="gh-card" id={rowId('bundle')} tabIndex={-1}>
      <Title order={2} id="origin-heading">
        Where it comes from
      </Title>
      {origin.kind === 'typed' ? (
        <p className="gh-tight">This command was typed into Gatehouse. Nobody else vouches for it.</p>
      ) : (
        <BundleOrigin decision={decision} origin={origin} />
      )}
      <FindingMarks findings={findingsAbout('bundle', decision.findings)} />
    </section>
  );
}

interface BundleOriginProps {
  readonly decision: LaunchDecisionView;
  readonly origin: LaunchDecisionView['plan']['origin'] & { readonly kind: 'bundle' };
}

function BundleOrigin({ decision, origin }: BundleOriginProps): ReactNode {
  const { bundle } = decision;
  return (
    <>
      <dl className="gh-facts gh-origin">
        {bundle !== undefined && (
          <>
            <dt>File</dt>
            <dd>
              <VisibleText text={bundle.fileName} mono />{' '}
              <span className="gh-soft">
                ({formatBytes(bundle.sizeBytes)}, {plural(bundle.entryCount, 'file')})
              </span>
            </dd>
          </>
        )}
        <dt>SHA-256 of the file</dt>
        <dd>
          <VisibleText text={origin.fileSha256.replace(/^sha256:/, '')} mono />
        </dd>
        <dt>SHA-256 of its content</dt>
        <dd>
          <VisibleText text={origin.treeSha256.replace(/^sha256:/, '')} mono />
        </dd>
        <dt>Signature</dt>
        <dd>
          <SignatureLine signature={origin.signature} />
        </dd>
      </dl>
      <div className="gh-claims">
        <Quoted label="Name and version, as the bundle says:" text={`${origin.name} ${origin.version}`} />
        {bundle !== undefined && <Quoted label="Author, as the bundle says:" text={bundle.author} />}
        {bundle !== undefined && <Quoted label="What it does, as the bundle says:" text={bundle.description} />}
        {bundle !== undefined && <QuotedLinks links={bundle.links} privacyPolicies={bundle.privacyPolicies} />}
      </div>
    </>
  );
}
