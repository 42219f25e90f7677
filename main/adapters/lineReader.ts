/**
 * Splits a stream of bytes into lines of text, in time that grows with the bytes however they are cut into chunks.
 *
 * Bytes are decoded a whole line at a time, so a character cut in two by chunks stays one. What isn't UTF-8 becomes
 * U+FFFD.
 */
const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const FIRST_CAPACITY_BYTES = 4_096;

export interface LineReaderOptions {
  /** The longest line in bytes, a carriage return at its end counted. */
  readonly maxLineBytes: number;
  /** @param cut The line was longer: this is its beginning. */
  readonly onLine: (line: string, cut: boolean) => void;
  /** What to do with a line that is too long: stop reading and call, or hand on its beginning. */
  readonly onTooLong: (() => void) | 'cut';
}

export interface LineReader {
  push(chunk: Uint8Array): void;
  /** Hands on what came after the last line end, if anything did. */
  end(): void;
}

export function createLineReader({ maxLineBytes, onLine, onTooLong }: LineReaderOptions): LineReader {
  /** The beginning of a line whose end hasn't come: the first `pendingBytes` of a buffer that doubles when full. */
  let pending = Buffer.allocUnsafe(0);
  let pendingBytes = 0;
  /** `skipping`: a cut line was handed on, and its rest is dropped up to its end. `stopped`: nothing is read any more. */
  let state: 'reading' | 'skipping' | 'stopped' = 'reading';

  function keep(bytes: Buffer): void {
    const needed = pendingBytes + bytes.length;
    if (needed > pending.length) {
      const grown = Buffer.allocUnsafe(Math.max(needed, 2 * pending.length, FIRST_CAPACITY_BYTES));
      pending.copy(grown, 0, 0, pendingBytes);
      pending = grown;
    }
    bytes.copy(pending, pendingBytes);
    pendingBytes = needed;
  }

  /** The line that `tail` ends, without copying when all of it lies in one chunk. */
  function takeLine(tail: Buffer): Buffer {
    if (pendingBytes === 0) return tail;
    keep(tail);
    const line = pending.subarray(0, pendingBytes);
    pendingBytes = 0;
    // One long line must not hold its memory for the rest of the stream.
    if (pending.length > 16 * FIRST_CAPACITY_BYTES) pending = Buffer.allocUnsafe(0);
    return line;
  }

  function tooLong(part: Buffer, whole: boolean): void {
    if (onTooLong === 'cut') {
      onLine(decode(takeLine(part).subarray(0, maxLineBytes)), true);
      state = whole ? 'reading' : 'skipping';
      return;
    }
    state = 'stopped';
    pending = Buffer.allocUnsafe(0);
    pendingBytes = 0;
    onTooLong();
  }

  function take(part: Buffer, whole: boolean): void {
    if (state === 'skipping') {
      if (whole) state = 'reading';
      return;
    }
    if (pendingBytes + part.length > maxLineBytes) tooLong(part, whole);
    else if (whole) onLine(decode(takeLine(part)), false);
    else keep(part);
  }

  return {
    push: (chunk) => {
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      let start = 0;
      // `onLine` and `onTooLong` may stop the reader, hence the look at every turn.
      while (state !== 'stopped' && start < bytes.length) {
        const end = bytes.indexOf(NEWLINE, start);
        take(bytes.subarray(start, end < 0 ? bytes.length : end), end >= 0);
        start = end < 0 ? bytes.length : end + 1;
      }
    },
    end: () => {
      if (state === 'reading' && pendingBytes > 0) take(Buffer.allocUnsafe(0), true);
    },
  };
}

function decode(line: Buffer): string {
  const end = line.at(-1) === CARRIAGE_RETURN ? line.length - 1 : line.length;
  return line.toString('utf8', 0, end);
}
