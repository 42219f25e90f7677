/**
 * Asks before a registration is removed, and says what that comes to.
 */
import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { RegistrationView } from '../../../app/contract/authorization.ts';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { GiveUpDialog, type GiveUp } from './GiveUpDialog.tsx';
import { Names } from './RegistrationTable.tsx';

interface RemovalProps {
  readonly registration: RegistrationView;
  readonly nameOf: (serverId: string) => string;
}

export interface RegistrationDialogProps extends Omit<RemovalProps, 'registration'> {
  /** None while it is closed. */
  readonly registration: RegistrationView | undefined;
  readonly onClose: () => void;
  readonly onRemoved: () => void;
}

export function RegistrationDialog({ registration, nameOf, onClose, onRemoved }: RegistrationDialogProps): ReactNode {
  return (
    <GiveUpDialog
      gives={registration === undefined ? undefined : removalOf({ registration, nameOf })}
      onClose={onClose}
      onGivenUp={onRemoved}
    />
  );
}

function removalOf({ registration, nameOf }: RemovalProps): GiveUp {
  const { issuer, clientId, canDelete: isPromised } = registration;
  const words = <RemovalWords registration={registration} nameOf={nameOf} />;
  const [title, verb] = ['Remove the registration?', 'Remove'];
  return { command: 'registration.remove', params: { issuer, clientId }, title, verb, issuer, isPromised, words };
}

/** RFC 7592. */
export function RemovalWords({ registration, nameOf }: RemovalProps): ReactNode {
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
