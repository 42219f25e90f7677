/**
 * The findings about one row, as badges that lead to their explanation.
 */
import { UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Finding } from '../../../app/contract/plan.ts';
import { FINDING_WORDS } from '../../ui/findingMessages.ts';
import { SeverityBadge } from '../../ui/SeverityBadge.tsx';
import { findingId } from './subjects.ts';
import { showElement } from '../../ui/showElement.ts';

export function FindingMarks({ findings }: { readonly findings: readonly Finding[] }): ReactNode {
  if (findings.length === 0) return null;
  return (
    <div className="gh-marks">
      {findings.map((finding, index) => (
        <UnstyledButton
          key={index}
          onClick={() => {
            showElement(findingId(finding));
          }}
        >
          <SeverityBadge severity={finding.severity}>{FINDING_WORDS[finding.code].title}</SeverityBadge>
        </UnstyledButton>
      ))}
    </div>
  );
}
