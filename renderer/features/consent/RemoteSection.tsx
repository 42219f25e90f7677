/**
 * “This will be reached”: the whole address, how, and every header that goes along. Nothing is cut or folded away.
 */
import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Finding, RemotePlan } from '../../../app/contract/plan.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import type { SecretContext } from '../../ui/secretWords.ts';
import { PlanDigest } from './PlanDigest.tsx';
import { RemoteTable } from './RemoteTable.tsx';

export interface RemoteSectionProps {
  readonly plan: RemotePlan;
  readonly findings: readonly Finding[];
  readonly secrets: SecretContext;
  readonly digest: string;
}

export function RemoteSection({ plan, findings, secrets, digest }: RemoteSectionProps): ReactNode {
  return (
    <section aria-labelledby="run-heading" className="gh-card">
      <div className="gh-section-head">
        <Title order={2} id="run-heading">
          This will be reached
        </Title>
        <CopyButton text={JSON.stringify(plan, null, 2)} label="Copy all of it as JSON" look="text" />
      </div>
      <RemoteTable labelledBy="run-heading" plan={plan} findings={findings} secrets={secrets} />
      <PlanDigest digest={digest} />
    </section>
  );
}

export function SentSection({ plan }: Pick<RemoteSectionProps, 'plan'>): ReactNode {
  return (
    <section aria-labelledby="sent-heading" className="gh-card">
      <Title order={2} id="sent-heading">
        What it will be sent
      </Title>
      <p className="gh-tight">At once, when you agree:</p>
      <ul className="gh-reach">
        <li>Gatehouse’s name and version, and what Gatehouse can do for a server, such as showing you its questions</li>
        {plan.headers.length > 0 && <li>the headers above, with this and every later request</li>}
        {plan.zone !== 'loopback' && <li>your network address, as everything you reach over a network</li>}
      </ul>
      <p className="gh-tight">From then on, and only then:</p>
      <ul className="gh-reach">
        <li>what you enter when you call one of its tools</li>
        <li>the answers you give to its questions</li>
        <li>the folders that you share with it, by their paths, if you do</li>
      </ul>
    </section>
  );
}
