/**
 * Asks before one is signed out, and says what that can take back and what it can't.
 */
import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { IdentityView } from '../../../app/contract/authorization.ts';
import { QuotedName } from '../../ui/QuotedName.tsx';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { GiveUpDialog, type GiveUp } from './GiveUpDialog.tsx';
import { SIGNED_OUT_WORDS } from './signInWords.ts';

export interface SignOutDialogProps {
  /** Whom it is about; nobody while it is closed. */
  readonly identity: IdentityView | undefined;
  readonly onClose: () => void;
  readonly onSignedOut: () => void;
}

export function SignOutDialog({ identity, onClose, onSignedOut }: SignOutDialogProps): ReactNode {
  return (
    <GiveUpDialog
      gives={identity === undefined ? undefined : signOutOf(identity)}
      onClose={onClose}
      onGivenUp={onSignedOut}
    />
  );
}

function signOutOf(identity: IdentityView): GiveUp {
  const { serverId, issuer, canRevoke: isPromised } = identity;
  const words = <SignOutWords identity={identity} />;
  const [title, verb] = ['Sign out?', 'Sign out'];
  return { command: 'identity.signOut', params: { serverId }, title, verb, issuer, isPromised, words };
}

/** RFC 7009. */
export function SignOutWords({ identity }: { readonly identity: IdentityView }): ReactNode {
  const { serverName, issuer, canRevoke, setup } = identity;
  return (
    <>
      <Text>
        Gatehouse forgets what was granted for <QuotedName name={serverName} />. {SIGNED_OUT_WORDS[setup]}
      </Text>
      <Text>
        {canRevoke ? (
          <>
            It is revoked at <VisibleText text={issuer} mono />. A server that looks at tokens by itself may take one
            until it expires.
          </>
        ) : (
          <>
            It can’t be revoked: <VisibleText text={issuer} mono /> offers no way to. Where somebody else had a copy, it
            would count until it expires. Perhaps you can end it in your account there.
          </>
        )}
      </Text>
    </>
  );
}
