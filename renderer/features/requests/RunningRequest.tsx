/**
 * A reading that runs: for how long, and a way to cancel it.
 */
import { Button, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { formatDuration } from '../../ui/formatTime.ts';
import { useNow } from '../calls/useNow.ts';
import { StatusWord } from '../servers/StatusWord.tsx';
import '../calls/calls.css';

export interface RunningRequestProps {
  readonly startedAtMs: number;
  readonly cancelling: boolean;
  readonly onCancel: () => void;
}

export function RunningRequest({ startedAtMs, cancelling, onCancel }: RunningRequestProps): ReactNode {
  const nowMs = useNow(500);
  return (
    <section className="gh-outcome" aria-label="What is being asked for">
      <Group justify="space-between">
        <Group gap="md">
          <StatusWord words={cancelling ? 'Asked to cancel' : 'Asking the server'} tone="busy" />
          <Text size="sm" c="dimmed">
            {formatDuration(Math.max(0, Math.floor((nowMs - startedAtMs) / 1_000) * 1_000))}
          </Text>
        </Group>
        <Button variant="default" size="xs" onClick={onCancel} disabled={cancelling}>
          Cancel
        </Button>
      </Group>
    </section>
  );
}
