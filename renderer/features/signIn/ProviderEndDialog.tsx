/**
 * Asks before one is signed out at the identity provider or it is removed, and says which servers that reaches.
 */
import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { IdentityProviderView } from '../../../app/contract/authorization.ts';
import { useMirror } from '../../state/mirror.ts';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { GiveUpDialog } from './GiveUpDialog.tsx';
import { accessFrom, serversOver } from './providerServers.ts';
import { Names } from './RegistrationTable.tsx';

export type ProviderEnd = 'sign_out' | 'remove';

const WORDS = {
  sign_out: { command: 'provider.signOut', title: 'Sign out at the identity provider?', verb: 'Sign out' },
  remove: { command: 'provider.remove', title: 'Remove the identity provider?', verb: 'Remove' },
} as const;

export interface ProviderEndDialogProps {
  /** Nothing while it is closed. */
  readonly ends: { readonly end: ProviderEnd; readonly provider: IdentityProviderView } | undefined;
  readonly onClose: () => void;
  readonly onEnded: () => void;
}

export function ProviderEndDialog({ ends, onClose, onEnded }: ProviderEndDialogProps): ReactNode {
  const losing = useMirror(({ identities }) => accessFrom(identities.identities));
  const setUp = useMirror(({ servers }) => serversOver(servers));
  const gives =
    ends === undefined
      ? undefined
      : {
          ...WORDS[ends.end],
          params: {},
          issuer: ends.provider.issuer,
          isPromised: false,
          words: <EndWords {...ends} losing={losing} setUp={setUp} />,
        };
  return <GiveUpDialog gives={gives} onClose={onClose} onGivenUp={onEnded} />;
}

interface EndWordsProps {
  readonly end: ProviderEnd;
  readonly provider: IdentityProviderView;
  /** Names of servers that have access from it. */
  readonly losing: readonly string[];
  /** Names of servers set up to be let in over it. */
  readonly setUp: readonly string[];
}

/** RFC 7009. */
export function EndWords({ end, provider: { issuer, hasSecret, signedIn }, losing, setUp }: EndWordsProps): ReactNode {
  return (
    <>
      {end === 'remove' && (
        <Text>
          Gatehouse forgets <VisibleText text={issuer} mono /> with the client id{hasSecret && ' and its secret'}.
        </Text>
      )}
      {signedIn !== undefined && (
        <Text>
          {signedIn.canRenew ? (
            <>
              Gatehouse’s session as <VisibleText text={signedIn.account} /> is revoked at{' '}
              <VisibleText text={issuer} mono /> if that offers a way to
            </>
          ) : (
            <>
              Gatehouse forgets the token that says that you are <VisibleText text={signedIn.account} />
            </>
          )}
          , and all access that came from it ends. Your browser may stay signed in there.
        </Text>
      )}
      <Text>
        {losing.length === 0 ? (
          'No server has access from it at present.'
        ) : (
          <>
            These servers lose their access: <Names names={losing} />
          </>
        )}
      </Text>
      {end === 'sign_out' ? (
        <Text>The next server that needs it asks you to sign in again.</Text>
      ) : (
        setUp.length > 0 && (
          <Text>
            Until another one is set up, or you choose another way to sign in, there is no way into:{' '}
            <Names names={setUp} />
          </Text>
        )
      )}
    </>
  );
}
