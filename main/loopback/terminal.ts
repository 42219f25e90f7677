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
  /** Calls back on ^C, SIGTERM and the terminal's end, each time. */
  readonly onInterrupt: (listener: () => void) => void;
  readonly exit: (code: number) => void;
}

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
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, listener);
    },
    exit: (code) => process.exit(code),
  };
}
