/**
 * Waiting, with a limit, for what no event tells, such as another process having ended.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** @throws {Error} when it isn't true after `timeoutMs`, naming `what`. */
export async function waitUntil(what: string, isTrue: () => boolean, timeoutMs = 8_000): Promise<void> {
  const deadlineMs = performance.now() + timeoutMs;
  while (!isTrue()) {
    if (performance.now() > deadlineMs) throw new Error(`Waited in vain: ${what}`);
    await delay(20);
  }
}

/** Whether a process of this id is there and no zombie. Linux only. */
export function isAlive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return !['Z', 'X'].includes(stat.charAt(stat.lastIndexOf(')') + 2));
  } catch {
    return false;
  }
}

/** Ends processes that a failed test left behind. */
export function endByForce(pids: readonly number[]): void {
  for (const pid of pids.filter(isAlive)) process.kill(pid, 'SIGKILL');
}
