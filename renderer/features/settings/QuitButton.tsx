/**
 * Quits Gatehouse: at once where nothing is lost by it, after a question where something is.
 *
 * Whether to ask is for the host to say: its refusal to quit is the question. This page tells apart what is open.
 */
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { IconPower } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { ErrorView } from '../../../app/contract/errors.ts';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { useMirror } from '../../state/mirror.ts';
import { useCommand } from '../../state/useCommand.ts';
import { openWork, quitWords } from './settingsWords.ts';

export function QuitButton(): ReactNode {
  const quit = useCommand('app.quit');
  const error = quit.status === 'failed' ? quit.error : undefined;
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconPower size={16} aria-hidden />}
        onClick={() => void quit.run({ evenWithCalls: false })}
        loading={quit.status === 'pending'}
      >
        Quit Gatehouse
      </Button>
      <Modal
        opened={error !== undefined}
        onClose={quit.reset}
        title="Quit Gatehouse?"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {error !== undefined && (
          <Refusal error={error} onQuit={() => void quit.run({ evenWithCalls: true })} onCancel={quit.reset} />
        )}
      </Modal>
    </>
  );
}

interface RefusalProps {
  readonly error: ErrorView;
  readonly onQuit: () => void;
  readonly onCancel: () => void;
}

function Refusal({ error, onQuit, onCancel }: RefusalProps): ReactNode {
  const isBusy = error.code === 'SERVER_BUSY';
  const words = quitWords(useMirror(({ calls }) => openWork(calls)));
  return (
    <Stack gap="md">
      {isBusy ? words.map((each) => <Text key={each}>{each}</Text>) : <ErrorAlert error={error} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onCancel} data-autofocus>
          Cancel
        </Button>
        {isBusy && (
          <Button color="red.9" onClick={onQuit}>
            Quit anyway
          </Button>
        )}
      </Group>
    </Stack>
  );
}
