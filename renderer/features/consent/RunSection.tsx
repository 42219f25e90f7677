/**
 * “This will run”: the whole plan, and the fingerprint that an answer counts for.
 */
import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Finding, LaunchPlan } from '../../../app/contract/plan.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import type { SecretContext } from '../../ui/secretWords.ts';
import { PlanDigest } from './PlanDigest.tsx';
import { PlanTable } from './PlanTable.tsx';

export interface RunSectionProps {
  readonly plan: LaunchPlan;
  readonly findings: readonly Finding[];
  readonly secrets: SecretContext;
  readonly digest: string;
}

export function RunSection({ plan, findings, secrets, digest }: RunSectionProps): ReactNode {
  return (
    <section aria-labelledby="run-heading" className="gh-card">
      <div className="gh-section-head">
        <Title order={2} id="run-heading">
          This will run
        </Title>
        <CopyButton text={JSON.stringify(plan, null, 2)} label="Copy all of it as JSON" look="text" />
      </div>
      <PlanTable labelledBy="run-heading" plan={plan} findings={findings} secrets={secrets} />
      <PlanDigest digest={digest} />
    </section>
  );
}
