/**
 * One call as the host keeps it: what was sent, how it goes or ended.
 */
import { Group, Skeleton, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { CallView } from '../../../app/contract/calls.ts';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { formatDuration, formatTimestamp } from '../../ui/formatTime.ts';
import { StatusWord } from '../servers/StatusWord.tsx';
import { useAnswer } from '../servers/useAnswer.ts';
import { useCommand } from '../../state/useCommand.ts';
import { CallOutcomeView } from './CallOutcomeView.tsx';
import { callStateWords, isOpenCall } from './callWords.ts';
import { JsonView } from './JsonView.tsx';
import { NotKept } from './NotKept.tsx';
import type { Arguments } from './parseArguments.ts';
import { RunningCall } from './RunningCall.tsx';
import './calls.css';

export interface CallDetailViewProps {
  readonly call: CallView;
}

export function CallDetailView({ call }: CallDetailViewProps): ReactNode {
  const { result: detail, error } = useAnswer('call.get', { callId: call.callId }, call.state);
  const cancel = useCommand('call.cancel');
  const stop = (): void => void cancel.run({ callId: call.callId });
  const took = call.endedAtMs === undefined ? '' : ` · ${formatDuration(call.endedAtMs - call.startedAtMs)}`;
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {formatTimestamp(call.startedAtMs)}
        {took}
      </Text>
      {error !== undefined && <ErrorAlert error={error} />}
      {detail === undefined && error === undefined && <Skeleton height={80} aria-label="Loading the call" />}
      {detail !== undefined && <SentArguments sent={detail.arguments} withheld={detail.withheld} />}
      {isOpenCall(call.state) && <RunningCall startedAtMs={call.startedAtMs} view={call} onCancel={stop} />}
      {detail?.outcome !== undefined && <CallOutcomeView outcome={detail.outcome} serverId={call.serverId} />}
      {detail !== undefined && detail.outcome === undefined && !isOpenCall(call.state) && (
        <Group gap="md">
          <StatusWord {...callStateWords(call.state)} />
          <Text size="sm" c="dimmed">
            Results are kept until Gatehouse quits. This one is gone.
          </Text>
        </Group>
      )}
    </Stack>
  );
}

export interface SentArgumentsProps {
  readonly sent: Arguments;
  /** JSON Pointers to what was sent and not kept. */
  readonly withheld: readonly string[];
}

export function SentArguments({ sent, withheld }: SentArgumentsProps): ReactNode {
  return (
    <section aria-label="Arguments">
      <Text fw={600} mb={4}>
        Arguments
      </Text>
      <JsonView value={sent} noun="arguments" />
      <NotKept withheld={withheld}>Sent, and not kept since the tool says that it is secret:</NotKept>
    </section>
  );
}
