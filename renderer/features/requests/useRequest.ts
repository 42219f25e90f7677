/**
 * A reading a person started and can cancel: `resource.read` or `prompt.get`.
 *
 * It goes on when its part of the page is left, and its answer then has no reader: it stands in the record alone.
 */
import { useState } from 'react';
import type { CommandParams, CommandResult } from '../../../app/contract/commands.ts';
import type { ErrorView } from '../../../app/contract/errors.ts';
import type { RequestId, ServerId } from '../../../app/contract/ids.ts';
import { useCommand } from '../../state/useCommand.ts';
import { useNavigation } from '../frame/navigation.tsx';
import { newRequestId } from './newRequestId.ts';

export type RequestCommand = 'resource.read' | 'prompt.get';

export type RequestOutcome<N extends RequestCommand> =
  CommandResult<N>['outcome'] | { readonly kind: 'failed'; readonly error: ErrorView };

export type RequestState<N extends RequestCommand> =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'running';
      readonly startedAtMs: number;
      /** Cancelling was asked for; the end is not there yet. */
      readonly cancelling: boolean;
      readonly cancel: () => void;
    }
  | { readonly kind: 'ended'; readonly outcome: RequestOutcome<N>; readonly endedAtMs: number };

/** `params` gets the id that the request has to carry. */
export type StartRequest<N extends RequestCommand> = (
  params: (requestId: RequestId) => CommandParams<N>,
) => Promise<void>;

export function useRequest<N extends RequestCommand>(
  name: N,
  serverId: ServerId,
): readonly [RequestState<N>, StartRequest<N>] {
  const [sent, setSent] = useState<{ readonly requestId: RequestId; readonly atMs: number }>();
  const [endedAtMs, setEndedAtMs] = useState(0);
  const command = useCommand(name);
  const cancel = useCommand('request.cancel');
  const { expectDecision, stopExpecting } = useNavigation();

  const start: StartRequest<N> = async (params) => {
    const requestId = newRequestId();
    cancel.reset();
    setSent({ requestId, atMs: Date.now() });
    // A server that has to start first may lead to a question.
    expectDecision(serverId);
    await command.run(params(requestId));
    stopExpecting(serverId);
    setEndedAtMs(Date.now());
  };
  if (sent === undefined || command.status === 'idle') return [{ kind: 'none' }, start];
  if (command.status === 'done') return [{ kind: 'ended', outcome: command.result.outcome, endedAtMs }, start];
  if (command.status === 'failed') {
    return [{ kind: 'ended', outcome: { kind: 'failed', error: command.error }, endedAtMs }, start];
  }
  const stop = (): void => void cancel.run({ requestId: sent.requestId });
  const cancelling = cancel.status === 'pending' || cancel.status === 'done';
  return [{ kind: 'running', startedAtMs: sent.atMs, cancelling, cancel: stop }, start];
}
