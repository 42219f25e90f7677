/**
 * Asks before a registration is removed, and says what that comes to.
 */
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { RegistrationView } from '../../../app/contract/authorization.ts';
import { useCommand } from '../../state/useCommand.ts';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { Names } from './RegistrationTable.tsx';

interface RemovalProps {
  readonly registration: RegistrationView;
  readonly nameOf: (serverId: string) => string;
  readonly onClose: () => void;
  readonly onRemoved: () => void;
}

export interface RegistrationDialogProps extends Omit<RemovalProps, 'registration'> {
  /** None while it is closed. */
  readonly registration: RegistrationView | undefined;
}

export function RegistrationDialog({ registration, ...rest }: RegistrationDialogProps): ReactNode {
  return (
    <Modal
      opened={registration !== undefined}
      onClose={rest.onClose}
      title="Remove the registration?"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {registration !== undefined && <Removal registration={registration} {...rest} />}
    </Modal>
  );
}

function Removal({ registration, nameOf, onClose, onRemoved }: RemovalProps): ReactNode {
  const remove = useCommand('registration.remove');
  const { issuer, clientId } = registration;
  const confirm = async (): Promise<void> => {
    const outcome = await remove.run({ issuer, clientId });
    if (outcome.status === 'done') onRemoved();
  };
  return (
    <Stack gap="md">
      <RemovalWords registration={registration} nameOf={nameOf} />
      {remove.status === 'failed' && <ErrorAlert error={remove.error} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} data-autofocus>
          Cancel
        </Button>
        <Button color="red.9" loading={remove.status === 'pending'} onClick={() => void confirm()}>
          Remove
        </Button>
      </Group>
    </Stack>
  );
}

/** RFC 7592. */
export function RemovalWords({ registration, nameOf }: Pick<RemovalProps, 'registration' | 'nameOf'>): ReactNode {
  const { issuer, usedBy, canDelete } = registration;
  return (
    <>
      <Text>
        {canDelete ? (
          <>
            Gatehouse has it deleted at <VisibleText text={issuer} mono />, and forgets it.
          </>
        ) : (
          <>
            Gatehouse forgets it. <VisibleText text={issuer} mono /> offers no way to have it deleted there.
          </>
        )}
      </Text>
      {usedBy.length > 0 && (
        <Text>
          It is in use. To sign in again, Gatehouse registers anew for: <Names names={usedBy.map(nameOf)} />
        </Text>
      )}
    </>
  );
}
