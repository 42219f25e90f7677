/**
 * A whole plan of a connection, a row for each thing: the address, where it leads, and every header that goes along.
 */
import type { ReactNode } from 'react';
import type { Finding, RemotePlan } from '../../../app/contract/plan.ts';
import { AddressView } from '../../ui/AddressView.tsx';
import { PlanTextView } from '../../ui/PlanTextView.tsx';
import type { SecretContext } from '../../ui/secretWords.ts';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { PlanRow } from './PlanRow.tsx';
import { TLS_WORDS, TRANSPORT_WORDS, ZONE_WORDS } from './remoteWords.ts';
import './consent.css';

export interface RemoteTableProps {
  readonly plan: RemotePlan;
  readonly findings: readonly Finding[];
  readonly secrets: SecretContext;
  /** The id of the heading that names the table. */
  readonly labelledBy: string;
}

export function RemoteTable({ labelledBy, plan, findings, secrets }: RemoteTableProps): ReactNode {
  return (
    <table className="gh-plan" aria-labelledby={labelledBy}>
      <AddressRows plan={plan} findings={findings} />
      <HeaderRows plan={plan} findings={findings} secrets={secrets} />
    </table>
  );
}

function AddressRows({ plan, findings }: Pick<RemoteTableProps, 'plan' | 'findings'>): ReactNode {
  const authority = plan.origin.replace(/^[^:]*:\/\//, '');
  const zone = ZONE_WORDS[plan.zone];
  const tls = TLS_WORDS[plan.tls];
  return (
    <tbody>
      <PlanRow subject="url" label="Address" findings={findings}>
        <AddressView url={plan.url} host={authority} />
      </PlanRow>
      <PlanRow subject="origin" label="Origin" findings={findings}>
        <VisibleText text={plan.origin} mono />
        <div className="gh-soft">This part of the address decides whose server answers.</div>
      </PlanRow>
      <PlanRow subject="zone" label="Where it leads" findings={findings}>
        {zone.short}
        <div className="gh-soft">{zone.text}</div>
      </PlanRow>
      <PlanRow subject="tls" label="On the way" findings={findings}>
        {tls.short}
        <div className="gh-soft">
          {plan.tls === 'none' && plan.zone === 'loopback' ? 'It does not leave this computer.' : tls.text}
          {plan.tls === 'https' && (
            <>
              {' '}
              <VisibleText text={authority.replace(/:\d+$/, '')} mono />
            </>
          )}
        </div>
      </PlanRow>
      <PlanRow subject="transport" label="Transport" findings={findings}>
        {TRANSPORT_WORDS[plan.transport]}
      </PlanRow>
    </tbody>
  );
}

function HeaderRows({ plan, findings, secrets }: Omit<RemoteTableProps, 'labelledBy'>): ReactNode {
  return (
    <tbody>
      {plan.headers.length === 0 && (
        <PlanRow subject="headers" label="Headers added" findings={findings}>
          None besides what the protocol asks for.
        </PlanRow>
      )}
      {plan.headers.map(({ name, value }, index) => (
        <PlanRow key={index} subject={`headers.${name}`} label={<HeaderLabel name={name} />} findings={findings}>
          <PlanTextView text={value} secrets={secrets} />
        </PlanRow>
      ))}
    </tbody>
  );
}

function HeaderLabel({ name }: { readonly name: string }): ReactNode {
  return (
    <>
      Header <VisibleText text={name} mono />
    </>
  );
}
