/**
 * One row of the plan: its name, its value whole, and the findings about it.
 */
import type { ReactNode } from 'react';
import type { Finding } from '../../../app/contract/plan.ts';
import { FindingMarks } from './FindingMarks.tsx';
import { findingsAbout, rowId } from './subjects.ts';

export interface PlanRowProps {
  /** What findings call this row, such as `args[2]`. */
  readonly subject: string;
  readonly label: ReactNode;
  readonly findings: readonly Finding[];
  readonly children: ReactNode;
}

export function PlanRow({ subject, label, findings, children }: PlanRowProps): ReactNode {
  const about = findingsAbout(subject, findings);
  const worst = about[0]?.severity;
  return (
    <tr
      id={rowId(subject)}
      tabIndex={-1}
      className={worst === undefined ? 'gh-plan-row' : `gh-plan-row gh-plan-row-${worst}`}
    >
      <th scope="row">{label}</th>
      <td>
        {children}
        <FindingMarks findings={about} />
      </td>
    </tr>
  );
}
