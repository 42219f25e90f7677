/**
 * What Gatehouse noticed about the plan, danger first, each with a way to the row it is about.
 */
import { Anchor, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Finding } from '../../../app/contract/plan.ts';
import { FINDING_WORDS } from '../../ui/findingMessages.ts';
import { SeverityBadge } from '../../ui/SeverityBadge.tsx';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { showElement } from '../../ui/showElement.ts';
import { bySeverity, describeSubject, findingId, rowId } from './subjects.ts';

export const FINDINGS_ID = 'findings-heading';

export interface FindingsSectionProps {
  readonly findings: readonly Finding[];
  /** What would prove harmless or not. */
  readonly about: 'program' | 'server';
}

export function FindingsSection({ findings, about }: FindingsSectionProps): ReactNode {
  return (
    <section aria-labelledby={FINDINGS_ID} className="gh-card">
      <Title order={2} id={FINDINGS_ID} tabIndex={-1}>
        What Gatehouse noticed
      </Title>
      {findings.length === 0 ? (
        <p className="gh-tight">
          None of the patterns Gatehouse knows to be risky. That is no proof that the {about} is harmless.
        </p>
      ) : (
        <ul className="gh-findings">
          {bySeverity(findings).map((finding, index) => (
            <FindingItem key={index} finding={finding} />
          ))}
        </ul>
      )}
    </section>
  );
}

function FindingItem({ finding }: { readonly finding: Finding }): ReactNode {
  const words = FINDING_WORDS[finding.code];
  const subject = describeSubject(finding.subject);
  return (
    <li id={findingId(finding)} tabIndex={-1} className={`gh-finding gh-finding-${finding.severity}`}>
      <div className="gh-finding-head">
        <SeverityBadge severity={finding.severity}>{words.title}</SeverityBadge>
        <Anchor
          component="button"
          type="button"
          size="sm"
          onClick={() => {
            showElement(rowId(finding.subject));
          }}
        >
          {subject.label}
          {subject.name !== undefined && (
            <>
              {' '}
              <VisibleText text={subject.name} mono />
            </>
          )}
        </Anchor>
      </div>
      {/* A sentence of ours: what it quotes has been made visible already. */}
      <bdi dir="ltr" className="gh-untrusted gh-finding-detail">
        {finding.detail}
      </bdi>
      <div className="gh-soft">{words.why}</div>
    </li>
  );
}
