/**
 * Finds and ends every process of one launch: its process group, and on Linux those that left the group but carry the
 * launch's marker in their environment.
 *
 * A process that leaves the group and also starts with an emptied environment is not found; a sandbox is the remedy.
 * Outside Linux only the group is known.
 */
import { execFile } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The variable that marks the processes of a launch. Its value is new for every launch, so no other host's match. */
export const MARKER_NAME = 'GATEHOUSE_SERVER';

const POLL_MS = 50;

/** Files in /proc are read at once, five times as fast as through the thread pool, but only so many in one turn. */
const PROCESSES_PER_TURN = 50;

export interface LaunchedProcesses {
  readonly marker: string;
  /** `undefined` when only the marker is known: the host died while it was spawning. */
  readonly pgid: number | undefined;
}

export interface EndOptions {
  /** Between SIGTERM and SIGKILL. 0 kills at once. */
  readonly graceMs: number;
  /** After the first SIGKILL, how long to go on killing what appears. */
  readonly killMs: number;
  /** Look again for so long before believing that nothing is there: a process between fork and exec has no marker. */
  readonly settleMs?: number;
}

/**
 * SIGTERM to all, SIGKILL to those left after the grace, again and again to what they start meanwhile.
 *
 * @returns Whether nothing is left. Bounded by `graceMs + killMs`, and a scan of the process table.
 */
export async function endProcesses(
  launches: readonly LaunchedProcesses[],
  { graceMs, killMs, settleMs = 0 }: EndOptions,
): Promise<boolean> {
  if (process.platform === 'win32') return endOnWindows(launches);
  const startedMs = performance.now();
  const elapsedMs = (): number => performance.now() - startedMs;
  const termed = new Set<number>();
  for (;;) {
    const left = await findProcesses(launches);
    if (left.length === 0 && elapsedMs() >= settleMs) return true;
    if (elapsedMs() >= graceMs + killMs) return false;
    if (elapsedMs() >= graceMs) {
      for (const pid of left) signal(pid, 'SIGKILL');
    } else {
      // Once each: some servers take a second SIGTERM for an order to drop what they were saving.
      for (const pid of left.filter((candidate) => !termed.has(candidate))) {
        termed.add(pid);
        signal(pid, 'SIGTERM');
      }
    }
    await delay(POLL_MS);
  }
}

/** Process ids that belong to any of the launches, a whole group as its negative id where processes can't be listed. */
export async function findProcesses(launches: readonly LaunchedProcesses[]): Promise<readonly number[]> {
  const groups = new Set(launches.flatMap(({ pgid }) => (pgid === undefined ? [] : [pgid])));
  if (process.platform !== 'linux') return [...groups].map((pgid) => -pgid).filter(isThere);
  const markers = new Set(launches.map(({ marker }) => `${MARKER_NAME}=${marker}`));
  const found: number[] = [];
  const pids = readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name));
  for (const [index, pid] of pids.entries()) {
    if (index % PROCESSES_PER_TURN === PROCESSES_PER_TURN - 1) await nextTurn();
    if (Number(pid) !== process.pid && belongs(pid, groups, markers)) found.push(Number(pid));
  }
  return found;
}

function belongs(pid: string, groups: ReadonlySet<number>, markers: ReadonlySet<string>): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name, in parentheses, may hold anything; after it come state, parent and group (proc_pid_stat(5)).
    const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie holds nothing and can't be killed; its parent reaps it, or doesn't.
    if (state === 'Z' || state === 'X') return false;
    if (groups.has(Number(group))) return true;
    return readFileSync(`/proc/${pid}/environ`, 'utf8')
      .split('\0')
      .some((entry) => markers.has(entry));
  } catch {
    // It ended meanwhile, or is of another user and so not ours.
    return false;
  }
}

/**
 * Windows has no signals and no groups: taskkill ends a process and its descendants as long as the process itself is
 * there. What a server leaves behind when it exits by itself is not found; that takes a job object.
 */
async function endOnWindows(launches: readonly LaunchedProcesses[]): Promise<boolean> {
  // SECURITY(S7): by its full path, so that PATH and the working directory have no say.
  const taskkill = `${process.env['SystemRoot'] ?? String.raw`C:\Windows`}\\System32\\taskkill.exe`;
  const pids = launches.flatMap(({ pgid }) => (pgid === undefined ? [] : [String(pgid)]));
  const results = pids.map((pid) => run(taskkill, ['/PID', pid, '/T', '/F'], { windowsHide: true }));
  // It fails for a process that has ended, which is what was wanted.
  await Promise.allSettled(results);
  return true;
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function signal(pid: number, name: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended between the look and the signal, which is what was wanted.
  }
}
