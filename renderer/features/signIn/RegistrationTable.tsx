/**
 * Where Gatehouse registered itself (RFC 7591), one a row.
 */
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { RegistrationView } from '../../../app/contract/authorization.ts';
import { visible } from '../../../app/contract/visibleText.ts';
import { formatAge } from '../../ui/formatTime.ts';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { useNow } from '../calls/useNow.ts';

const REFRESH_MS = 60_000;

export interface RegistrationTableProps {
  readonly registrations: readonly RegistrationView[];
  /** The name a person gave a server. */
  readonly nameOf: (serverId: string) => string;
  readonly onRemove: (registration: RegistrationView) => void;
}

export function RegistrationTable({ registrations, nameOf, onRemove }: RegistrationTableProps): ReactNode {
  const nowMs = useNow(REFRESH_MS);
  return (
    <div className="gh-sign-in-box">
      <table className="gh-sign-in-table gh-registration-table" aria-label="Where Gatehouse is registered">
        <thead>
          <tr>
            <th scope="col">Authorization server</th>
            <th scope="col">Client id</th>
            <th scope="col">Registered</th>
            <th scope="col">Used by</th>
            <th scope="col">
              <span className="gh-hidden">What you can do</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {registrations.map((registration) => {
            const { issuer, clientId, registeredAtMs, usedBy } = registration;
            return (
              <tr key={`${issuer} ${clientId}`}>
                <th scope="row">
                  <VisibleText text={issuer} mono />
                </th>
                <td data-label="Client id">
                  <VisibleText text={clientId} mono />
                </td>
                <td data-label="Registered">{formatAge(registeredAtMs, nowMs)}</td>
                <td data-label="Used by">{usedBy.length === 0 ? 'No server' : <Names names={usedBy.map(nameOf)} />}</td>
                <td>
                  <Button
                    variant="default"
                    size="xs"
                    aria-label={`Remove the registration ${visible(clientId)} at ${visible(issuer)}`}
                    onClick={() => onRemove(registration)}
                  >
                    Remove…
                  </Button>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

export function Names({ names }: { readonly names: readonly string[] }): ReactNode {
  return names.map((name, index) => (
    <span key={index}>
      {index > 0 && ', '}
      <VisibleText text={name} />
    </span>
  ));
}
