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
  const id = useId();
  const unused = registrations.filter(({ usedBy }) => usedBy.length === 0);
  const removeThem = async (): Promise<void> => {
    setPending(true);
    const areGone = await removeAll(unused, run);
    setPending(false);
    if (areGone) onRemoved();
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
      {remove.status === 'failed' && <ErrorAlert error={remove.error} />}
    </>
  );
}

/** One after the other, up to the first that fails. */
async function removeAll(
  registrations: readonly RegistrationView[],
  run: CommandActions<'registration.remove'>['run'],
): Promise<boolean> {
  for (const { issuer, clientId } of registrations) {
    const outcome = await run({ issuer, clientId });
    if (outcome.status === 'failed') return false;
  }
  return true;
}
