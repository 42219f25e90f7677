/**
 * Asks before something that was granted is given up, and says it where it may still count elsewhere afterwards.
 */
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { Revocation } from '../../../app/contract/authorization.ts';
import type { CommandParams } from '../../../app/contract/commands.ts';
import { useCommand } from '../../state/useCommand.ts';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { LEFT_WORDS } from './signInWords.ts';

type GiveUpCommand = 'identity.signOut' | 'provider.signOut' | 'provider.remove' | 'registration.remove';

export interface GiveUp<C extends GiveUpCommand = GiveUpCommand> {
  readonly command: C;
  readonly params: CommandParams<C>;
  readonly title: string;
  readonly verb: string;
  /** Where it was granted. */
  readonly issuer: string;
  /** Whether the words say that it is ended there. */
  readonly isPromised: boolean;
  /** What giving it up comes to. */
  readonly words: ReactNode;
}

export interface GiveUpDialogProps {
  /** Nothing while it is closed. */
  readonly gives: GiveUp | undefined;
  readonly onClose: () => void;
  /** It is given up, and that was read. */
  readonly onGivenUp: () => void;
}

export function GiveUpDialog({ gives, onClose, onGivenUp }: GiveUpDialogProps): ReactNode {
  const [left, setLeft] = useState<Left>();
  const close = (): void => {
    setLeft(undefined);
    if (left === undefined) onClose();
    else onGivenUp();
  };
  const end = (revocation: Revocation): void => {
    if (isLeft(revocation, gives?.isPromised === true)) setLeft(revocation);
    else onGivenUp();
  };
  return (
    <Modal
      opened={gives !== undefined}
      onClose={close}
      title={left === undefined ? (gives?.title ?? '') : 'Forgotten only here'}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {gives !== undefined && left === undefined && <Asked gives={gives} onCancel={close} onEnd={end} />}
      {gives !== undefined && left !== undefined && <LeftThere {...gives} revocation={left} onClose={close} />}
    </Modal>
  );
}

interface AskedProps {
  readonly gives: GiveUp;
  readonly onCancel: () => void;
  readonly onEnd: (revocation: Revocation) => void;
}

function Asked({ gives, onCancel, onEnd }: AskedProps): ReactNode {
  const { command, params, verb, words } = gives;
  const { run, ...state } = useCommand(command);
  const confirm = async (): Promise<void> => {
    const outcome = await run(params);
    if (outcome.status === 'done') onEnd(outcome.result.revocation);
  };
  return (
    <Stack gap="md">
      {words}
      {state.status === 'failed' && <ErrorAlert error={state.error} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onCancel} data-autofocus>
          Cancel
        </Button>
        <Button color="red.9" loading={state.status === 'pending'} onClick={() => void confirm()}>
          {verb}
        </Button>
      </Group>
    </Stack>
  );
}

interface LeftThereProps extends Pick<GiveUp, 'issuer' | 'command'> {
  readonly revocation: Left;
  readonly onClose: () => void;
}

type Left = Exclude<Revocation, 'revoked'>;

function isLeft(revocation: Revocation, isPromised: boolean): revocation is Left {
  return revocation !== 'revoked' && (isPromised || revocation !== 'forgotten');
}

function whatIsLeft(revocation: Left, command: GiveUpCommand): string {
  const verb = command === 'registration.remove' ? 'delete it' : 'revoke it';
  if (revocation === 'forgotten') return `offers no way to ${verb} any more.`;
  return revocation === 'refused' ? `refused to ${verb}.` : `could not be reached to ${verb}.`;
}

/** RFC 7009 §2.2.1, RFC 7592 §2.3. */
export function LeftThere({ revocation, issuer, command, onClose }: LeftThereProps): ReactNode {
  // What came of the identity provider is the worst of all that came from it.
  const isOfMany = command.startsWith('provider.');
  return (
    <Stack gap="md" role="alert">
      <Text>
        {isOfMany ? (
          <>
            Gatehouse has forgotten it, but not everything could be revoked, at <VisibleText text={issuer} mono /> or
            where servers granted access because of it.
          </>
        ) : (
          <>
            Gatehouse has forgotten it, but it is still there: <VisibleText text={issuer} mono />{' '}
            {whatIsLeft(revocation, command)}
          </>
        )}{' '}
        {LEFT_WORDS[command === 'registration.remove' ? 'registration' : 'access']}
      </Text>
      <Group justify="flex-end">
        <Button onClick={onClose} autoFocus>
          Close
        </Button>
      </Group>
    </Stack>
  );
}
