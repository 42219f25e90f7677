/**
 * Asks before one is signed out at the identity provider or it is removed, and says which servers that reaches.
 */
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { IdentityProviderView } from '../../../app/contract/authorization.ts';
import { useMirror } from '../../state/mirror.ts';
import { useCommand } from '../../state/useCommand.ts';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { accessFrom, serversOver } from './providerServers.ts';
import { Names } from './RegistrationTable.tsx';

export type ProviderEnd = 'sign_out' | 'remove';

const WORDS = {
  sign_out: { title: 'Sign out at the identity provider?', verb: 'Sign out' },
  remove: { title: 'Remove the identity provider?', verb: 'Remove' },
} as const;

interface EndProps {
  readonly end: ProviderEnd;
  readonly onClose: () => void;
  readonly onEnded: () => void;
}

export interface ProviderEndDialogProps extends Omit<EndProps, 'end'> {
  /** Nothing while it is closed. */
  readonly end: ProviderEnd | undefined;
}

export function ProviderEndDialog({ end, ...rest }: ProviderEndDialogProps): ReactNode {
  return (
    <Modal
      opened={end !== undefined}
      onClose={rest.onClose}
      title={end === undefined ? '' : WORDS[end].title}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {end !== undefined && <End end={end} {...rest} />}
    </Modal>
  );
}

function End({ end, onClose, onEnded }: EndProps): ReactNode {
  const provider = useMirror(({ identities }) => identities.provider);
  const losing = useMirror(({ identities }) => accessFrom(identities.identities));
  const setUp = useMirror(({ servers }) => serversOver(servers));
  const signOut = useCommand('provider.signOut');
  const remove = useCommand('provider.remove');
  const command = end === 'sign_out' ? signOut : remove;
  const confirm = async (): Promise<void> => {
    if ((await command.run({})).status === 'done') onEnded();
  };
  return (
    <Stack gap="md">
      {provider !== undefined && <EndWords {...{ end, provider, losing, setUp }} />}
      {command.status === 'failed' && <ErrorAlert error={command.error} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} data-autofocus>
          Cancel
        </Button>
        <Button color="red.9" loading={command.status === 'pending'} onClick={() => void confirm()}>
          {WORDS[end].verb}
        </Button>
      </Group>
    </Stack>
  );
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
