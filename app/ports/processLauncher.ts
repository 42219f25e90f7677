/**
 * Starts a local server's process, and nothing that was not consented to.
 */
import type { LaunchPlan } from '../contract/plan.ts';
import type { ServerId } from '../contract/ids.ts';

declare const consented: unique symbol;

/**
 * A plan whose digest a person agreed to, checked against the files at this moment. SECURITY(S6): only
 * `app/launch/gate.ts` makes one (lint), so a process can't be started around the gate.
 */
export type ConsentedLaunch = LaunchPlan & { readonly resolvedCommand: string; readonly [consented]: true };

export interface ServerExit {
  readonly code: number | undefined;
  readonly signal: string | undefined;
  /** Somebody called `stop`. */
  readonly requested: boolean;
  /** Of a remote server: it forgot the session, or its one stream broke. */
  readonly sessionLost?: boolean;
}

export interface ProcessHandlers {
  /** One line of stdout, without its end. */
  onLine(line: string): void;
  /** A line of stderr, cut at the cap; known secrets replaced. */
  onStderr(text: string): void;
  /** A line of stdout passed `maxLineBytes`. The launcher is already ending the process. */
  onOverflow(): void;
}

export interface LaunchOptions {
  readonly serverId: ServerId;
  /** Values for the plan's secret references. */
  readonly secret: (key: string) => string | undefined;
  readonly maxLineBytes: number;
}

export interface ServerProcess {
  readonly pid: number;
  /** Takes the secrets of this launch out of a text of its server. SECURITY(S9) */
  redact(text: string): string;
  /**
   * Writes one line and waits while the pipe is full.
   * @throws {AppError} `SERVER_CLOSED`
   */
  send(line: string): Promise<void>;
  /** Closes stdin, then SIGTERM, then SIGKILL, to the whole process group; resolves when nothing of it is left. */
  stop(): Promise<ServerExit>;
  readonly exited: Promise<ServerExit>;
}

export interface ProcessLauncher {
  /** @throws {AppError} `LAUNCH_FAILED`, `LAUNCH_SECRET_MISSING`, `LAUNCH_SCRIPT_NEEDS_SHELL` (a .cmd or .bat on Windows) */
  launch(launch: ConsentedLaunch, options: LaunchOptions, handlers: ProcessHandlers): Promise<ServerProcess>;
}
