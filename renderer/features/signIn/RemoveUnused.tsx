/**
 * Offers to remove the registrations that no server uses, all at once.
 */
import { Button, Group, Text } from '@mantine/core';
import { useId, useState, type ReactNode } from 'react';
import type { RegistrationView } from '../../../app/contract/authorization.ts';
import { useCommand, type CommandActions } from '../../state/useCommand.ts';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { plural } from '../../ui/formatTime.ts';

export interface RemoveUnusedProps {
  readonly registrations: readonly RegistrationView[];
  /** Once all of them are gone, and the button with them. */
  readonly onRemoved: () => void;
}

export function RemoveUnused({ registrations, onRemoved }: RemoveUnusedProps): ReactNode {
  const { run, ...remove } = useCommand('registration.remove');
  const [pending, setPending] = useState(false);
  /** How many of them are still there, elsewhere. */
  const [left, setLeft] = useState(0);
  const id = useId();
  const unused = registrations.filter(({ usedBy }) => usedBy.length === 0);
  const removeThem = async (): Promise<void> => {
    setPending(true);
    const outcome = await removeAll(unused, run);
    setPending(false);
    setLeft(outcome.left);
    if (outcome.areGone) onRemoved();
  };
  return (
    <>
      {unused.length > 0 && (
        <Group mt="md" gap="md">
          <Text id={id} size="sm" c="dimmed">
            {plural(unused.length, 'registration')} {unused.length === 1 ? 'is' : 'are'} used by no server.
          </Text>
          <Button variant="default" size="xs" aria-describedby={id} loading={pending} onClick={() => void removeThem()}>
            Remove what is unused
          </Button>
        </Group>
      )}
      {left > 0 && (
        <Text size="sm" mt="sm" role="status">
          Gatehouse has forgotten {left === 1 ? 'one' : left} that could not be deleted where it was registered.
        </Text>
      )}
      {remove.status === 'failed' && <ErrorAlert error={remove.error} />}
    </>
  );
}

/** One after the other, up to the first that fails. */
async function removeAll(
  registrations: readonly RegistrationView[],
  run: CommandActions<'registration.remove'>['run'],
): Promise<{ readonly areGone: boolean; readonly left: number }> {
  let left = 0;
  for (const { issuer, clientId } of registrations) {
    const outcome = await run({ issuer, clientId });
    if (outcome.status === 'failed') return { areGone: false, left };
    const { revocation } = outcome.result;
    if (revocation === 'refused' || revocation === 'unreachable') left += 1;
  }
  return { areGone: true, left };
}
