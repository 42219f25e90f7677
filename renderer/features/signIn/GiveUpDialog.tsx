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
    if (isLeft(revocation)) setLeft(revocation);
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

type Left = Exclude<Revocation, 'revoked' | 'forgotten'>;

function isLeft(revocation: Revocation): revocation is Left {
  return revocation === 'refused' || revocation === 'unreachable';
}

/** RFC 7009 §2.2.1, RFC 7592 §2.3. */
export function LeftThere({ revocation, issuer, command, onClose }: LeftThereProps): ReactNode {
  const { what, then } = LEFT_WORDS[command === 'registration.remove' ? 'registration' : 'access'];
  return (
    <Stack gap="md" role="alert">
      <Text>
        Gatehouse has forgotten it, but it is still there: <VisibleText text={issuer} mono />{' '}
        {revocation === 'refused' ? `refused to ${what}.` : `could not be reached to ${what}.`} {then}
      </Text>
      <Group justify="flex-end">
        <Button onClick={onClose} autoFocus>
          Close
        </Button>
      </Group>
    </Stack>
  );
}
