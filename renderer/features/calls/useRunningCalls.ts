/**
 * How many calls of a server run, counted from the calls themselves: they change with every call, a server doesn't.
 */
import type { ServerId } from '../../../app/contract/ids.ts';
import { useMirror } from '../../state/mirror.ts';
import { isOpenCall } from './callWords.ts';

export function useRunningCalls(serverId: ServerId): number {
  return useMirror(({ calls }) => calls.filter((call) => call.serverId === serverId && isOpenCall(call.state)).length);
}
