/**
 * One call while it goes on.
 */
import type { CallView } from '../contract/calls.ts';
import type { FollowedTask } from '../tasks/followedTask.ts';
import type { TaskHandle } from '../tasks/taskHandle.ts';
import type { Kept } from './withholdSecrets.ts';

export interface RunningCall {
  view: CallView;
  readonly arguments: Readonly<Record<string, unknown>>;
  /** Arguments that are not kept, as JSON Pointers. */
  readonly withheld: readonly string[];
  readonly abort: AbortController;
  /** Aborted at its end, whichever that is. */
  readonly over: AbortController;
  /** The number of the record that its end completes. */
  recordSeq: number;
  /** What the ledger keeps of the arguments, once it is known which of them are secret. */
  kept?: Kept;
  /** Once it became a task. */
  task?: { readonly followed: FollowedTask; handle: TaskHandle };
}

export function newRunningCall(
  view: CallView,
  { arguments: args, withheld }: Pick<RunningCall, 'arguments' | 'withheld'>,
  recordSeq = 0,
): RunningCall {
  return {
    view,
    arguments: args,
    withheld,
    abort: new AbortController(),
    over: new AbortController(),
    recordSeq,
  };
}
