/**
 * One running server process: its pipes, its end, and the end of everything it started.
 *
 * Stopping is bounded in time whatever the process does: it may ignore its input closing and SIGTERM, and have children
 * in sessions of their own.
 */
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../../app/contract/errors.ts';
import type { Clock } from '../../app/ports/clock.ts';
import type { ProcessHandlers, ServerExit, ServerProcess } from '../../app/ports/processLauncher.ts';
import { createLineReader } from './lineReader.ts';
import { createRedactor } from '../../app/launch/redactor.ts';
import { endProcesses } from './processTree.ts';
import { createStderrLog } from './stderrLog.ts';

/** Milliseconds of each step of the way out. */
export interface Graces {
  /** After standard input closes, for the process to exit by itself. */
  readonly stdinMs: number;
  /** After SIGTERM. */
  readonly termMs: number;
  /** For SIGKILL to take effect on everything. */
  readonly killMs: number;
}

/**
 * Spec: "a reasonable time" between closing stdin, SIGTERM and SIGKILL (2025-11-25 lifecycle §Shutdown). Choice: 5 s in
 * all, so that quitting stays under 10 s.
 */
export const DEFAULT_GRACES: Graces = { stdinMs: 3_000, termMs: 2_000, killMs: 3_000 };

/** Messages waiting for a server that doesn't read its input. Past this it is ended. */
const MAX_UNREAD_BYTES = 64 * 1024 * 1024;

/** What the kernel hands over in one read of a full pipe: there is more where it came from. */
const FULL_CHUNK_BYTES = 64 * 1024;

/** How long the lines of one server may keep the host busy at a stretch, looked at after every slice. */
const TURN_MS = 2;
const SLICE_BYTES = 1_024;

/** For the last lines of a process that has exited to arrive. */
const LAST_LINES_MS = 1_000;

export interface Supervision {
  readonly marker: string;
  readonly secrets: readonly string[];
  readonly maxLineBytes: number;
  readonly handlers: ProcessHandlers;
  readonly graces: Graces;
  readonly clock: Clock;
}

export interface SupervisedProcess extends ServerProcess {
  /** Resolves when everything the process started has ended too: true, or false if something could not be ended. */
  readonly gone: Promise<boolean>;
}

/** Attaches to a child that was just spawned, in the same turn. @param pid The child's, which on POSIX is its group's. */
export function superviseProcess(
  child: ChildProcessWithoutNullStreams,
  pid: number,
  { marker, secrets, maxLineBytes, handlers, graces, clock }: Supervision,
): SupervisedProcess {
  let requested = false;
  let ending: Promise<boolean> | undefined;
  /** Ends what is left of the launch; the first call decides how gently. */
  function end(graceMs: number): Promise<boolean> {
    const hasExited = child.exitCode !== null || child.signalCode !== null;
    // Windows gives the id of a process that has exited to another one soon, which must not be ended for it.
    if (process.platform === 'win32' && hasExited) return Promise.resolve(true);
    ending ??= endProcesses([{ marker, pgid: pid }], { graceMs, killMs: graces.killMs });
    return ending;
  }

  const stdout = createLineReader({
    maxLineBytes,
    onLine: (line) => handlers.onLine(line),
    onTooLong: () => {
      void end(0); // `gone` follows it.
      handlers.onOverflow();
    },
  });
  const stderr = createStderrLog({ secrets, clock, onStderr: (text) => handlers.onStderr(text) });
  const outputEnded = Promise.all([drain(child.stdout, stdout), drain(child.stderr, stderr)]);

  const exit = new Promise<ServerExit>((resolve) => {
    child.once('exit', (code, signal) => {
      resolve({ code: code ?? undefined, signal: signal ?? undefined, requested });
    });
  });
  const exited = exit.then(async (result) => {
    await Promise.race([outputEnded, wait(LAST_LINES_MS)]);
    return result;
  });
  const gone = exit.then(async () => {
    const all = await end(graces.termMs);
    // A process that is no longer ours may hold the other ends open; we don't listen to it.
    for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
    return all;
  });

  /** The process doesn't read, or its input is closed. */
  child.stdin.on('error', () => undefined);
  const closed = (cause?: unknown): AppError =>
    new AppError('SERVER_CLOSED', 'The server no longer reads its input.', cause === undefined ? {} : { cause });

  return {
    pid,
    redact: createRedactor(secrets),
    exited,
    gone,
    send: async (line) => {
      if (line.includes('\n')) throw new Error('A message is one line.');
      if (!child.stdin.writable) throw closed();
      if (child.stdin.writableLength > MAX_UNREAD_BYTES) {
        void end(0); // `gone` follows it.
        throw closed();
      }
      await new Promise<void>((resolve, reject) => {
        // Messages of one turn leave in one write.
        if (child.stdin.writableCorked === 0) {
          child.stdin.cork();
          process.nextTick(() => child.stdin.uncork());
        }
        child.stdin.write(`${line}\n`, (error) => (error ? reject(closed(error)) : resolve()));
      });
    },
    stop: async () => {
      requested = true;
      child.stdin.end();
      await Promise.race([exit, wait(graces.stdinMs)]);
      await end(graces.termMs);
      // What even SIGKILL could not end, such as a process stuck in a driver, is not waited for.
      const stuck = wait(graces.killMs).then(() => ({ code: undefined, signal: undefined, requested }));
      return Promise.race([Promise.all([exited, gone]).then(([result]) => result), stuck]);
    },
  };
}

/** Reads a stream to its end, leaving turns to others while it brings as much as it can. */
function drain(stream: Readable, reader: { push(chunk: Uint8Array): void; end(): void }): Promise<void> {
  function take(bytes: Uint8Array): void {
    const startedMs = performance.now();
    let at = 0;
    for (; at < bytes.length && performance.now() - startedMs < TURN_MS; at += SLICE_BYTES) {
      reader.push(bytes.subarray(at, at + SLICE_BYTES));
    }
    const rest = bytes.subarray(at);
    if (rest.length === 0 && bytes.length < FULL_CHUNK_BYTES) {
      stream.resume();
      return;
    }
    stream.pause();
    setImmediate(() => {
      take(rest);
    });
  }
  stream.on('data', take);
  // A read that fails ends the stream, and what came before it counts.
  stream.on('error', () => undefined);
  return new Promise((resolve) => {
    stream.once('close', () => {
      reader.end();
      resolve();
    });
  });
}

/** Does not keep the host running. */
function wait(ms: number): Promise<void> {
  return delay(ms, undefined, { ref: false });
}
