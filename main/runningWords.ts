/**
 * What quitting would end, in words.
 */
import type { EndsWithQuit } from '../app/contract/calls.ts';

export interface RunningWords {
  readonly text: string;
  readonly isOne: boolean;
}

/** `undefined` where nothing would end. */
export function runningWords({ calls, tasks }: EndsWithQuit): RunningWords | undefined {
  const parts = [
    ...(calls === 0 ? [] : [calls === 1 ? '1 call' : `${calls} calls`]),
    ...(tasks === 0 ? [] : [tasks === 1 ? '1 task of a local server' : `${tasks} tasks of local servers`]),
  ];
  return parts.length === 0 ? undefined : { text: parts.join(' and '), isOne: calls + tasks === 1 };
}
