/**
 * The latest call a panel made: what was sent, how it goes, how it ended.
 *
 * A call outlives its panel. It goes on when the person looks elsewhere, and stands among the recent calls.
 */
import { useState } from 'react';
import type { CallOutcome, CallView } from '../../../app/contract/calls.ts';
import type { CallId, ServerId } from '../../../app/contract/ids.ts';
import { useCommand } from '../../state/useCommand.ts';
import { useMirror } from '../../state/mirror.ts';
import { newCallId } from './newCallId.ts';
import type { Arguments } from './parseArguments.ts';

export type PanelCall =
  | { readonly kind: 'none' }
  | { readonly kind: 'running'; readonly startedAtMs: number; readonly view?: CallView; readonly cancel: () => void }
  /** The page lost its line while the call ran. The call itself may well go on. */
  | { readonly kind: 'followed'; readonly sent: Arguments; readonly view: CallView }
  | {
      readonly kind: 'ended';
      readonly callId: CallId;
      readonly sent: Arguments;
      /** Of kind `task` where the call goes on: `view` tells how. */
      readonly outcome: CallOutcome;
      readonly view?: CallView;
    };

/** Resolves when the call ends, however it ends, or has become a task. */
export type RunCall = (sent: Arguments, options?: { readonly asTask?: boolean }) => Promise<void>;

interface Sent {
  readonly callId: CallId;
  readonly arguments: Arguments;
  readonly atMs: number;
}

export function useToolCall(serverId: ServerId, toolName: string): readonly [PanelCall, RunCall] {
  const [sent, setSent] = useState<Sent>();
  const call = useCommand('tool.call');
  const cancel = useCommand('call.cancel');
  const view = useMirror((mirror) => mirror.calls.find((known) => known.callId === sent?.callId));
  const run: RunCall = async (given, options) => {
    const callId = newCallId();
    setSent({ callId, arguments: given, atMs: Date.now() });
    await call.run({ callId, serverId, toolName, arguments: given, ...options });
  };
  if (sent === undefined) return [{ kind: 'none' }, run];
  const seen = view === undefined ? {} : { view };
  const { callId, arguments: given } = sent;
  if (call.status === 'done')
    return [{ kind: 'ended', callId, sent: given, outcome: call.result.outcome, ...seen }, run];
  if (call.status === 'failed') {
    if (call.error.code === 'BRIDGE_CLOSED' && view !== undefined)
      return [{ kind: 'followed', sent: given, view }, run];
    return [{ kind: 'ended', callId, sent: given, outcome: { kind: 'failed', error: call.error }, ...seen }, run];
  }
  const stop = (): void => void cancel.run({ callId });
  return [{ kind: 'running', startedAtMs: sent.atMs, cancel: stop, ...seen }, run];
}
