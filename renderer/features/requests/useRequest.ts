/**
 * A reading a person started and can cancel: `resource.read` or `prompt.get`.
 *
 * It goes on when its place on the page is left, and stands there again when the place comes back (`keptRequests.ts`).
 */
import { useEffect, useState } from 'react';
import type { CommandParams } from '../../../app/contract/commands.ts';
import type { RequestId, ServerId } from '../../../app/contract/ids.ts';
import { useBridge } from '../../state/bridgeContext.ts';
import { runCommand, useCommand } from '../../state/useCommand.ts';
import { useNavigation } from '../frame/navigation.tsx';
import { keep, keptRequests, type RequestCommand, type RequestOutcome, type SentRequest } from './keptRequests.ts';
import { newRequestId } from './newRequestId.ts';

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

interface Ended<N extends RequestCommand> {
  readonly requestId: RequestId;
  readonly outcome: RequestOutcome<N>;
  readonly atMs: number;
}

/** @param what Tells its place apart from those of other readings of the same server. */
export function useRequest<N extends RequestCommand>(
  name: N,
  serverId: ServerId,
  what: string,
): readonly [RequestState<N>, StartRequest<N>] {
  const bridge = useBridge();
  const kept = keptRequests(bridge, name);
  const place = `${serverId} ${what}`;
  const [sent, setSent] = useState<SentRequest<N> | undefined>(() => kept.get(place));
  const [ended, setEnded] = useState<Ended<N>>();
  const cancel = useCommand('request.cancel');
  const { expectDecision, stopExpecting } = useNavigation();

  useEffect(() => {
    if (sent === undefined) return undefined;
    let isLeft = false;
    void sent.ended.then((end) => {
      if (isLeft) return;
      if (kept.get(sent.place) === sent) kept.delete(sent.place);
      setEnded({ requestId: sent.requestId, ...end });
    });
    return () => {
      isLeft = true;
    };
  }, [kept, sent]);

  const start: StartRequest<N> = async (params) => {
    const requestId = newRequestId();
    cancel.reset();
    // A server that has to start first may lead to a question.
    expectDecision(serverId);
    const end = runCommand(bridge, name, params(requestId)).then((went) => ({
      outcome: went.status === 'done' ? went.result.outcome : ({ kind: 'failed', error: went.error } as const),
      atMs: Date.now(),
    }));
    const request = { place, requestId, atMs: Date.now(), ended: end };
    keep(kept, request);
    setSent(request);
    await end;
    stopExpecting(serverId);
  };
  if (sent === undefined) return [{ kind: 'none' }, start];
  if (ended?.requestId === sent.requestId) {
    return [{ kind: 'ended', outcome: ended.outcome, endedAtMs: ended.atMs }, start];
  }
  const stop = (): void => void cancel.run({ requestId: sent.requestId });
  const cancelling = cancel.status === 'pending' || cancel.status === 'done';
  return [{ kind: 'running', startedAtMs: sent.atMs, cancelling, cancel: stop }, start];
}
