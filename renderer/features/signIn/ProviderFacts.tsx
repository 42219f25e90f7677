/**
 * The identity provider in rows, and who is signed in there. SECURITY(S9): of its secret and tokens only that they are kept.
 */
import type { ReactNode } from 'react';
import type { IdentityProviderView } from '../../../app/contract/authorization.ts';
import { AddressView } from '../../ui/AddressView.tsx';
import { formatTimestamp } from '../../ui/formatTime.ts';
import { SecretChip } from '../../ui/SecretChip.tsx';
import { storedWords } from '../../ui/secretWords.ts';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { useNow } from '../calls/useNow.ts';
import { Names } from './RegistrationTable.tsx';
import { providerExpiryWords } from './signInWords.ts';

const REFRESH_MS = 15_000;

export interface ProviderFactsProps {
  readonly provider: IdentityProviderView;
  /** Names of those set up to be let in over it. */
  readonly servers: readonly string[];
  /** Whether secrets outlast this run. */
  readonly keychain: boolean;
}

export function ProviderFacts({ provider, servers, keychain }: ProviderFactsProps): ReactNode {
  const { issuer, clientId, hasSecret, signedIn } = provider;
  return (
    <dl className="gh-facts">
      <dt>Issuer</dt>
      <dd>
        <AddressView url={issuer} host={URL.parse(issuer)?.hostname ?? ''} />
      </dd>
      <dt>Client id</dt>
      <dd>
        <VisibleText text={clientId} mono />
      </dd>
      {hasSecret && (
        <>
          <dt>Client secret</dt>
          <dd>
            <SecretChip>{storedWords(keychain)}</SecretChip>
          </dd>
        </>
      )}
      {signedIn === undefined ? (
        <>
          <dt>Signed in</dt>
          <dd>
            Nobody
            <div className="gh-soft">
              There is no button for it: the first server that needs it asks you, and your browser opens then.
            </div>
          </dd>
        </>
      ) : (
        <SignedIn signedIn={signedIn} />
      )}
      <dt>Servers</dt>
      <dd>
        {servers.length === 0 ? (
          <>
            None so far
            <div className="gh-soft">
              A remote server’s page says under Settings how you sign in. Choose “Over your organisation’s identity
              provider” there.
            </div>
          </>
        ) : (
          <Names names={servers} />
        )}
      </dd>
    </dl>
  );
}

type Session = NonNullable<IdentityProviderView['signedIn']>;

function SignedIn({ signedIn }: { readonly signedIn: Session }): ReactNode {
  const nowMs = useNow(REFRESH_MS);
  const { account, sinceMs, isByHand } = signedIn;
  return (
    <>
      <dt>Signed in as</dt>
      <dd>
        <strong>
          <VisibleText text={account} />
        </strong>
        {isByHand && <span className="gh-soft"> (by an ID token that you entered)</span>}
      </dd>
      <dt>Since</dt>
      <dd>{formatTimestamp(sinceMs)}</dd>
      <dt>Good until</dt>
      <dd>{providerExpiryWords(signedIn, nowMs)}</dd>
    </>
  );
}
