/**
 * A call that runs: how far it says it is, for how long, what its server asks meanwhile, and a way to cancel it.
 *
 * The bar is the server's word. The clock is ours.
 */
import { Button, Group, Progress, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { CallView } from '../../../app/contract/calls.ts';
import { formatDuration } from '../../ui/formatTime.ts';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { CallQuestions } from '../decisions/CallQuestions.tsx';
import { StatusWord } from '../servers/StatusWord.tsx';
import { callStateWords, progressBar } from './callWords.ts';
import { useNow } from './useNow.ts';

export interface RunningCallProps {
  readonly startedAtMs: number;
  /** Absent until the host has told of it. */
  readonly view?: CallView;
  readonly onCancel: () => void;
}

export function RunningCall({ startedAtMs, view, onCancel }: RunningCallProps): ReactNode {
  const nowMs = useNow(500);
  const bar = progressBar(view?.progress);
  const state = view?.state ?? 'running';
  const message = view?.progress?.message;
  return (
    <section className="gh-outcome" aria-label="The running call">
      <Group justify="space-between">
        <Group gap="md">
          <StatusWord {...callStateWords(state)} />
          <Text size="sm" c="dimmed">
            {formatDuration(Math.max(0, Math.floor((nowMs - startedAtMs) / 1_000) * 1_000))}
          </Text>
        </Group>
        <Button variant="default" size="xs" onClick={onCancel} disabled={state === 'cancelling'}>
          {state === 'cancelling' ? 'Asked to cancel' : 'Cancel the call'}
        </Button>
      </Group>
      <Progress
        mt="sm"
        value={bar.percent ?? 100}
        animated={bar.percent === undefined}
        striped={bar.percent === undefined}
        aria-label="Progress, as the server tells it"
      />
      <Text size="sm" mt={6} aria-live="polite">
        {bar.words}
        {message !== undefined && (
          <>
            {' · '}
            <VisibleText text={message} />
          </>
        )}
      </Text>
      {view !== undefined && <CallQuestions call={view} />}
    </section>
  );
}
