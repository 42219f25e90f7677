/**
 * What a server writes to stderr, made fit for a log: lines cut, secrets taken out, a flood thinned.
 *
 * The stream is always drained: a server whose stderr pipe is full would stand still.
 */
import type { Clock } from '../../app/ports/clock.ts';
import { createLineReader } from './lineReader.ts';
import { createRedactor } from '../../app/launch/redactor.ts';

const MAX_LINE_BYTES = 8 * 1024;
/** Choice: more than a person can read, few enough that a flood costs the host nothing. */
const MAX_LINES_PER_SECOND = 200;
const WINDOW_MS = 1_000;

export interface StderrLogOptions {
  /** Values that must not be shown. */
  readonly secrets: readonly string[];
  readonly clock: Clock;
  readonly onStderr: (text: string) => void;
}

export interface StderrLog {
  push(chunk: Uint8Array): void;
  /** The stream has ended: hands on what is left. */
  end(): void;
}

export function createStderrLog({ secrets, clock, onStderr }: StderrLogOptions): StderrLog {
  const redact = createRedactor(secrets);
  const longestSecret = Math.max(0, ...secrets.map((secret) => Buffer.byteLength(secret)));
  let windowStartMs = -Infinity;
  let delivered = 0;
  let leftOut = 0;
  let cancelReport: (() => void) | undefined;

  function reportLeftOut(): void {
    cancelReport?.();
    cancelReport = undefined;
    if (leftOut === 0) return;
    onStderr(`… ${leftOut} more lines left out`);
    leftOut = 0;
  }

  function deliver(line: string, cut: boolean): void {
    const nowMs = clock.nowMs();
    // A clock that was set back opens a new window too.
    if (nowMs - windowStartMs >= WINDOW_MS || nowMs < windowStartMs) {
      reportLeftOut();
      windowStartMs = nowMs;
      delivered = 0;
    }
    if (delivered < MAX_LINES_PER_SECOND) {
      delivered += 1;
      onStderr(tidy(line, cut));
    } else {
      leftOut += 1;
      cancelReport ??= clock.after(WINDOW_MS, reportLeftOut);
    }
  }

  function tidy(line: string, cut: boolean): string {
    const text = redact(line);
    const bytes = Buffer.from(text);
    // SECURITY(S9): what the reader cut may end in the beginning of a secret, which `redact` could not know.
    const shown = Math.min(bytes.length - (cut ? longestSecret : 0), MAX_LINE_BYTES);
    if (shown === bytes.length && !cut) return text;
    // The last character may have been cut in two.
    return `${bytes.toString('utf8', 0, shown).replace(/\ufffd$/, '')} …cut`;
  }

  const reader = createLineReader({ maxLineBytes: MAX_LINE_BYTES + longestSecret, onLine: deliver, onTooLong: 'cut' });
  return {
    push: (chunk) => reader.push(chunk),
    end: () => {
      reader.end();
      reportLeftOut();
    },
  };
}
