/**
 * “This will run” or “This will be reached”: the whole plan, and the fingerprint that an answer counts for.
 */
import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { AgreementView } from '../../../app/contract/decisions.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import type { SecretContext } from '../../ui/secretWords.ts';
import { PlanDigest } from './PlanDigest.tsx';
import { PlanTable } from './PlanTable.tsx';
import { RemoteTable } from './RemoteTable.tsx';

export interface PlanSectionProps {
  readonly decision: AgreementView;
  readonly secrets: SecretContext;
}

export function PlanSection({ decision, secrets }: PlanSectionProps): ReactNode {
  const { kind, plan, findings, digest } = decision;
  const common = { labelledBy: 'run-heading', findings, secrets };
  return (
    <section aria-labelledby="run-heading" className="gh-card">
      <div className="gh-section-head">
        <Title order={2} id="run-heading">
          {kind === 'launch' ? 'This will run' : 'This will be reached'}
        </Title>
        <CopyButton text={JSON.stringify(plan, null, 2)} label="Copy all of it as JSON" look="text" />
      </div>
      {kind === 'launch' ? <PlanTable {...common} plan={plan} /> : <RemoteTable {...common} plan={plan} />}
      <PlanDigest digest={digest} />
    </section>
  );
}
