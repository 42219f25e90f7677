/**
 * The terminal a host was started from: what it is told, and what a person does there.
 */
import { createInterface } from 'node:readline';

export interface Terminal {
  /** One line for people and scripts, on stdout. */
  readonly print: (line: string) => void;
  /** One line for people, on stderr. */
  readonly note: (line: string) => void;
  /** An error that is ours, whole. */
  readonly noteBug: (error: unknown) => void;
  /** Calls back whenever a person presses Enter; never where stdin is no terminal. */
  readonly onEnter: (listener: () => void) => void;
  /** Calls back whenever a person presses ^C. */
  readonly onInterrupt: (listener: () => void) => void;
  /** Calls back on SIGTERM, on the terminal's end, and on SIGINT where nobody sits at a terminal, each time. */
  readonly onTerminate: (listener: () => void) => void;
  readonly exit: (code: number) => void;
}

/**
 * npm passes ^C on to what it runs, which may have had it from the terminal already. Choice: nobody presses it again so
 * soon. Milliseconds.
 */
const SAME_PRESS_MS = 200;

export function processTerminal(): Terminal {
  return {
    print: (line) => process.stdout.write(`${line}\n`),
    note: (line) => process.stderr.write(`${line}\n`),
    noteBug: (error) => console.error(error),
    onEnter(listener) {
      if (!process.stdin.isTTY) return;
      process.stderr.write('The link works once, within 30 seconds. Press Enter for a new one, Ctrl+C to quit.\n');
      createInterface({ input: process.stdin }).on('line', listener);
    },
    onInterrupt(listener) {
      if (process.stdin.isTTY) process.on('SIGINT', oncePerPress(listener));
    },
    onTerminate(listener) {
      for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, listener);
      if (!process.stdin.isTTY) process.on('SIGINT', listener);
    },
    exit: (code) => process.exit(code),
  };
}

function oncePerPress(listener: () => void): () => void {
  let lastMs = Number.NEGATIVE_INFINITY;
  return () => {
    const nowMs = performance.now();
    if (nowMs - lastMs >= SAME_PRESS_MS) listener();
    lastMs = nowMs;
  };
}
