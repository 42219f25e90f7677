/**
 * Takes everything away, after the words for it were typed.
 */
import { Button, Group, Modal, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState, type ReactNode, type SyntheticEvent } from 'react';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { useCommand } from '../../state/useCommand.ts';
import { WIPE_WORDS } from './settingsWords.ts';

export function WipeSection(): ReactNode {
  const [asks, setAsks] = useState(false);
  return (
    <section className="gh-card" aria-labelledby="wipe-heading">
      <Title order={2} id="wipe-heading" mb="sm">
        Wipe everything
      </Title>
      <Text mb="md" maw="44rem">
        Stops all servers, removes every server, bundle, setting, secret, agreement, log and record that Gatehouse keeps
        on this computer, and closes Gatehouse. This can’t be undone.
      </Text>
      <Button
        variant="outline"
        color="var(--gh-danger)"
        leftSection={<IconTrash size={16} aria-hidden />}
        onClick={() => setAsks(true)}
      >
        Wipe everything…
      </Button>
      <Modal
        opened={asks}
        onClose={() => setAsks(false)}
        title="Wipe everything?"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <WipeForm onCancel={() => setAsks(false)} />
      </Modal>
    </section>
  );
}

function WipeForm({ onCancel }: { readonly onCancel: () => void }): ReactNode {
  const [typed, setTyped] = useState('');
  const wipe = useCommand('storage.wipe');
  const confirm = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (typed === WIPE_WORDS) void wipe.run({ confirm: WIPE_WORDS });
  };
  return (
    <form onSubmit={confirm}>
      <Stack gap="md">
        <Text>
          To go on, type <strong>{WIPE_WORDS}</strong>. If you want to keep a copy, cancel and export first.
        </Text>
        <TextInput
          label="Type the words"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
        />
        {wipe.status === 'failed' && <ErrorAlert error={wipe.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" color="red.9" disabled={typed !== WIPE_WORDS} loading={wipe.status === 'pending'}>
            Wipe everything
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
