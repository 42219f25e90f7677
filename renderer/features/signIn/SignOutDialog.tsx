/**
 * Asks before one is signed out, and says what that can take back and what it can't.
 */
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { IdentityView } from '../../../app/contract/authorization.ts';
import { useCommand } from '../../state/useCommand.ts';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { QuotedName } from '../../ui/QuotedName.tsx';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { SIGNED_OUT_WORDS } from './signInWords.ts';

export interface SignOutDialogProps {
  /** Whom it is about; nobody while it is closed. */
  readonly identity: IdentityView | undefined;
  readonly onClose: () => void;
  readonly onSignedOut: () => void;
}

export function SignOutDialog({ identity, onClose, onSignedOut }: SignOutDialogProps): ReactNode {
  return (
    <Modal
      opened={identity !== undefined}
      onClose={onClose}
      title="Sign out?"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {identity !== undefined && <SignOut identity={identity} onCancel={onClose} onSignedOut={onSignedOut} />}
    </Modal>
  );
}

interface SignOutProps {
  readonly identity: IdentityView;
  readonly onCancel: () => void;
  readonly onSignedOut: () => void;
}

function SignOut({ identity, onCancel, onSignedOut }: SignOutProps): ReactNode {
  const signOut = useCommand('identity.signOut');
  const { serverId } = identity;
  const confirm = async (): Promise<void> => {
    const outcome = await signOut.run({ serverId });
    if (outcome.status === 'done') onSignedOut();
  };
  return (
    <Stack gap="md">
      <SignOutWords identity={identity} />
      {signOut.status === 'failed' && <ErrorAlert error={signOut.error} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onCancel} data-autofocus>
          Cancel
        </Button>
        <Button color="red.9" loading={signOut.status === 'pending'} onClick={() => void confirm()}>
          Sign out
        </Button>
      </Group>
    </Stack>
  );
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
            First it is revoked at <VisibleText text={issuer} mono />, so that it counts no more anywhere.
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
