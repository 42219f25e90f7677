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
  const { issuer, clientId, registration, resource, scopes, grantedAtMs, lastUsedAtMs, fingerprint } = identity;
  return (
    <dl className="gh-facts">
      <dt>Signed in at</dt>
      <dd>
        <VisibleText text={issuer} mono />
      </dd>
      <dt>Client id</dt>
      <dd>
        <VisibleText text={clientId} mono /> <span className="gh-soft">({REGISTERED_WORDS[registration]})</span>
      </dd>
      <dt>Granted</dt>
      <dd>
        <ScopeNames scopes={scopes} />
      </dd>
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
      </dd>
    </dl>
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
