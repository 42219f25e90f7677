/**
 * All identities, one a row; in little room each is a block of its own.
 */
import { Anchor, Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import type { IdentityView } from '../../../app/contract/authorization.ts';
import { visible } from '../../../app/contract/visibleText.ts';
import { formatAge, formatTimestamp } from '../../ui/formatTime.ts';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { useNow } from '../calls/useNow.ts';
import { Declined, ScopeNames } from './IdentityFacts.tsx';
import { ServiceBadge } from './ServiceBadge.tsx';
import { expiryWords, isService, REGISTERED_WORDS, SETUP_WORDS } from './signInWords.ts';

const REFRESH_MS = 15_000;

interface IdentityActions {
  /** Goes to its server. */
  readonly onOpen: (identity: IdentityView) => void;
  readonly onRefresh: (identity: IdentityView) => void;
  readonly onSignOut: (identity: IdentityView) => void;
}

export interface IdentityTableProps extends IdentityActions {
  readonly identities: readonly IdentityView[];
  /** Whose token is renewed at this moment. */
  readonly refreshing: IdentityView['serverId'] | undefined;
}

export function IdentityTable({ identities, refreshing, ...actions }: IdentityTableProps): ReactNode {
  const nowMs = useNow(REFRESH_MS);
  if (identities.length === 0) {
    return (
      <div className="gh-nobody">
        <strong>You are signed in nowhere</strong>
        <p className="gh-tight gh-soft">
          A remote server that wants to know who you are says so when it is connected to. You are asked before your
          browser opens.
        </p>
      </div>
    );
  }
  return (
    <div className="gh-sign-in-box">
      <table className="gh-sign-in-table gh-identity-table" aria-labelledby="sign-ins-heading">
        <thead>
          <tr>
            <th scope="col">Server</th>
            <th scope="col">Signed in at</th>
            <th scope="col">Granted</th>
            <th scope="col">When</th>
            <th scope="col">
              <span className="gh-hidden">What you can do</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {identities.map((identity) => (
            <IdentityRow
              key={`${identity.serverId} ${identity.issuer}`}
              {...{ identity, nowMs }}
              isRefreshing={identity.serverId === refreshing}
              {...actions}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface IdentityRowProps extends IdentityActions {
  readonly identity: IdentityView;
  readonly nowMs: number;
  readonly isRefreshing: boolean;
}

function IdentityRow({ identity, nowMs, isRefreshing, onOpen, onRefresh, onSignOut }: IdentityRowProps): ReactNode {
  const { serverName, setup, issuer, account, clientId, registration, scopes, fingerprint, canRefresh } = identity;
  const { grantedAtMs, lastUsedAtMs, isBound, declined } = identity;
  return (
    <tr>
      <th scope="row">
        <Anchor component="button" type="button" className="gh-sign-in-server" onClick={() => onOpen(identity)}>
          <VisibleText text={serverName} />
        </Anchor>
        <div className="gh-soft">{SETUP_WORDS[setup]}</div>
        {isService(setup) && <ServiceBadge />}
      </th>
      <td data-label="Signed in at">
        <VisibleText text={issuer} mono />
        {account !== undefined && (
          <div>
            as <VisibleText text={account} />
          </div>
        )}
        <div className="gh-soft">
          {clientId === '' ? (
            'as the platform’s token says'
          ) : (
            <>
              {account === undefined ? 'as' : 'by'} <VisibleText text={clientId} mono /> (
              {REGISTERED_WORDS[registration]})
            </>
          )}
        </div>
      </td>
      <td data-label="Granted">
        <ScopeNames scopes={scopes} />
        {declined.length > 0 && (
          <div className="gh-soft">
            Not granted: <Declined declined={declined} />
          </div>
        )}
        <div className="gh-soft gh-token-mark">
          Token <VisibleText text={`…${fingerprint}`} mono />
          {isBound && ', bound to a key on this computer'}
        </div>
      </td>
      <td data-label="When">
        {formatTimestamp(grantedAtMs)}
        <div className="gh-soft">
          {lastUsedAtMs === undefined ? 'Not used yet' : `Used ${formatAge(lastUsedAtMs, nowMs)}`}
        </div>
        <div className="gh-soft">{expiryWords(identity, nowMs)}</div>
      </td>
      <td>
        <Group gap="xs">
          {canRefresh && (
            <Button
              variant="default"
              size="xs"
              loading={isRefreshing}
              aria-label={`Refresh now: ${visible(serverName)}`}
              onClick={() => onRefresh(identity)}
            >
              Refresh now
            </Button>
          )}
          <Button
            variant="default"
            size="xs"
            aria-label={`Sign out of ${visible(serverName)}`}
            onClick={() => onSignOut(identity)}
          >
            Sign out…
          </Button>
        </Group>
      </td>
    </tr>
  );
}
