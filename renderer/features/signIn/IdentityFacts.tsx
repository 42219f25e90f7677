/**
 * Who one is at a server, in rows. SECURITY(S9): nothing of a token is shown; its fingerprint only tells two apart.
 */
import type { ReactNode } from 'react';
import type { IdentityView } from '../../../app/contract/authorization.ts';
import { formatAge, formatTimestamp } from '../../ui/formatTime.ts';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { useNow } from '../calls/useNow.ts';
import { expiryWords, REGISTERED_WORDS } from './signInWords.ts';

const REFRESH_MS = 15_000;

export function IdentityFacts({ identity }: { readonly identity: IdentityView }): ReactNode {
  const nowMs = useNow(REFRESH_MS);
  const { setup, issuer, account, resource, scopes, declined, grantedAtMs, lastUsedAtMs, fingerprint, isBound } =
    identity;
  return (
    <dl className="gh-facts">
      <dt>Signed in at</dt>
      <dd>
        <VisibleText text={issuer} mono />
      </dd>
      {account !== undefined && (
        <>
          <dt>Account</dt>
          <dd>
            <VisibleText text={account} />{' '}
            <span className="gh-soft">
              (as {setup === 'enterprise' ? 'your identity provider' : 'the authorization server'} says)
            </span>
          </dd>
        </>
      )}
      <dt>Client id</dt>
      <dd>
        <Client {...identity} />
      </dd>
      <dt>Granted</dt>
      <dd>
        <ScopeNames scopes={scopes} />
      </dd>
      {declined.length > 0 && (
        <>
          <dt>Not granted</dt>
          <dd>
            <Declined declined={declined} />
            {setup === 'person' && (
              <div className="gh-soft">You are not asked for this again until you sign in again.</div>
            )}
          </dd>
        </>
      )}
      <dt>For</dt>
      <dd>
        <VisibleText text={resource} mono />
      </dd>
      <dt>Since</dt>
      <dd>{formatTimestamp(grantedAtMs)}</dd>
      <dt>Last used</dt>
      <dd>{lastUsedAtMs === undefined ? 'Not yet' : formatAge(lastUsedAtMs, nowMs)}</dd>
      <dt>Good until</dt>
      <dd>{expiryWords(identity, nowMs)}</dd>
      <dt>Token</dt>
      <dd>
        <VisibleText text={`…${fingerprint}`} mono />{' '}
        <span className="gh-soft">(tells it from another one, and says nothing of it)</span>
        {isBound && (
          <div>
            Bound to a key on this computer <span className="gh-soft">(who has the token alone can’t use it)</span>
          </div>
        )}
      </dd>
    </dl>
  );
}

/** As whom Gatehouse is known there. */
export function Client({ clientId, registration }: Pick<IdentityView, 'clientId' | 'registration'>): ReactNode {
  if (clientId === '') return 'None: the platform’s token says who asks';
  return (
    <>
      <VisibleText text={clientId} mono /> <span className="gh-soft">({REGISTERED_WORDS[registration]})</span>
    </>
  );
}

/** Words of the server's. */
export function ScopeNames({ scopes }: Pick<IdentityView, 'scopes'>): ReactNode {
  if (scopes.length === 0) return 'The usual of the authorization server';
  return scopes.map((scope, index) => (
    <span key={index}>
      {index > 0 && ', '}
      <VisibleText text={scope} mono />
    </span>
  ));
}

/** What the person did not want to give, with the tool that would need it. */
export function Declined({ declined }: Pick<IdentityView, 'declined'>): ReactNode {
  return declined.map(({ scope, toolName }, index) => (
    <span key={index}>
      {index > 0 && ', '}
      {scope === '' ? 'more, without a name' : <VisibleText text={scope} mono />}
      {toolName !== undefined && (
        <>
          {' '}
          (for <VisibleText text={toolName} mono />)
        </>
      )}
    </span>
  ));
}
