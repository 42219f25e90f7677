/**
 * The host's side of the warden, which ends servers when the host can't.
 *
 * The warden is started by the first launch, not before. Where it can't be started, servers still end with the host,
 * except when the host is killed.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { scriptPath } from '../scriptPath.ts';

/** A warden that was up for less counts as failed. */
const MIN_UPTIME_MS = 10_000;
/** After so many failures in a row it is only tried again by the next launch, so that a broken one doesn't spin. */
const MAX_FAILURES = 3;

/** One line of the warden's standard input. `pgid` is absent until the process is there. */
export type WardenMessage =
  | { readonly type: 'launch'; readonly marker: string; readonly pgid?: number }
  | { readonly type: 'ended'; readonly marker: string }
  | { readonly type: 'bye' };

export interface Warden {
  /** Before the spawn: a host killed while it spawns leaves a process that only its marker tells. */
  announce(marker: string): void;
  /** Right after the spawn, in the same turn. */
  started(marker: string, pgid: number): void;
  /** Nothing of this launch is left. */
  ended(marker: string): void;
  /** Everything has been stopped in order: the warden exits without looking. */
  dismiss(): void;
}

/** Where there is no Node to run a warden. */
export const noWarden: Warden = {
  announce: () => undefined,
  started: () => undefined,
  ended: () => undefined,
  dismiss: () => undefined,
};

export interface WardenOptions {
  /** Absolute path of a Node. In Electron not `process.execPath`, which is Electron. */
  readonly nodePath?: string;
  readonly script?: string;
}

export function createWarden({
  nodePath = process.execPath,
  script = scriptPath('warden'),
}: WardenOptions = {}): Warden {
  const launches = new Map<string, WardenMessage>();
  let warden: ChildProcess | undefined;
  let failures = 0;

  function tell(message: WardenMessage): void {
    warden?.stdin?.write(`${JSON.stringify(message)}\n`);
  }

  function start(): void {
    const startedMs = performance.now();
    // Of its own session, so that ^C and a closing terminal don't reach it. With no variables of ours: NODE_OPTIONS
    // could load code into it. Windows programs don't start without SystemRoot.
    const child = spawn(nodePath, ['--max-semi-space-size=1', '--max-old-space-size=32', script], {
      detached: true,
      windowsHide: true,
      stdio: ['pipe', 'ignore', 'ignore'],
      cwd: process.platform === 'win32' ? undefined : '/',
      env: process.platform === 'win32' ? { SystemRoot: process.env['SystemRoot'] } : {},
    });
    warden = child;
    // A write to a warden that died; `exit` says the rest.
    child.stdin.on('error', () => undefined);
    const onGone = (): void => {
      if (warden !== child) return;
      warden = undefined;
      failures = performance.now() - startedMs < MIN_UPTIME_MS ? failures + 1 : 0;
      if (launches.size > 0 && failures < MAX_FAILURES) start();
    };
    child.once('error', onGone).once('exit', onGone);
    // It must not keep the host running.
    child.unref();
    for (const message of launches.values()) tell(message);
  }

  function register(message: WardenMessage & { readonly type: 'launch' }): void {
    launches.set(message.marker, message);
    if (warden === undefined) start();
    else tell(message);
  }

  return {
    announce: (marker) => register({ type: 'launch', marker }),
    started: (marker, pgid) => register({ type: 'launch', marker, pgid }),
    ended: (marker) => {
      if (launches.delete(marker)) tell({ type: 'ended', marker });
    },
    dismiss: () => {
      const leaving = warden;
      launches.clear();
      tell({ type: 'bye' });
      warden = undefined;
      leaving?.stdin?.end();
    },
  };
}
