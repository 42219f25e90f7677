/**
 * What came of a task: its result, the tool's own error, or why there is neither. Nothing while it is open.
 */
import { Skeleton, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { CallDetail } from '../../../app/contract/calls.ts';
import { useMirror } from '../../state/mirror.ts';
import { CallOutcomeView } from '../calls/CallOutcomeView.tsx';
import { isOpenCall } from '../calls/callWords.ts';
import type { TaskCall } from './taskWords.ts';

export interface TaskOutcomeProps {
  readonly call: TaskCall;
  readonly detail: CallDetail;
}

export function TaskOutcome({ call, detail }: TaskOutcomeProps): ReactNode {
  const { serverId } = call;
  const isThere = useMirror(({ servers }) => servers.some((server) => server.serverId === serverId));
  // That it was cancelled, or never answered, is said by its state; there is nothing more to show.
  if (isOpenCall(call.state) || call.state === 'cancelled' || call.state === 'interrupted') return null;
  const { outcome } = detail;
  if (outcome === undefined) {
    // The detail is from before the end: a newer one is on its way.
    if (isOpenCall(detail.call.state)) return <Skeleton height={80} aria-label="Loading the result" />;
    return <Text c="dimmed">Its result was not kept.</Text>;
  }
  return (
    <section aria-label="Result" aria-live="polite">
      <CallOutcomeView outcome={outcome} {...(isThere && { serverId })} />
    </section>
  );
}
