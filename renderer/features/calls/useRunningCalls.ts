/**
 * How many calls of a server run, and how many of its tasks are open, counted from the calls themselves: they change with
 * every call, a server doesn't.
 */
import type { ServerId } from '../../../app/contract/ids.ts';
import { useMirror } from '../../state/mirror.ts';
import { isOpenCall } from './callWords.ts';

export interface RunningCalls {
  /** Without tasks: those are open also while their server does not run. */
  readonly calls: number;
  readonly tasks: number;
}

export function useRunningCalls(serverId: ServerId): RunningCalls {
  return useMirror((mirror) => {
    const open = mirror.calls.filter((call) => call.serverId === serverId && isOpenCall(call.state));
    const tasks = open.filter(({ task }) => task !== undefined).length;
    return { calls: open.length - tasks, tasks };
  });
}
