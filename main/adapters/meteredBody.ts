/**
 * Caps a body while it is read. Nothing is kept: only bytes are counted, after any compression is undone.
 */
import type { Readable } from 'node:stream';

/** Whether the body is still within its limit, this chunk included. */
export type Meter = (chunk: Uint8Array) => boolean;

export function wholeMeter(maxBytes: number): Meter {
  let total = 0;
  return (chunk) => {
    total += chunk.length;
    return total <= maxBytes;
  };
}

const LF = 0x0a;
const CR = 0x0d;
const COLON = 0x3a;

/**
 * Counts what a reader of an event stream has to hold: the lines of the event so far, and the line that is coming in.
 * Comments count while they come in only, so that a stream kept alive by them for days is not cut off.
 *
 * @see HTML Living Standard §9.2.5, Parsing an event stream
 */
export function eventMeter(maxBytes: number): Meter {
  let eventBytes = 0;
  let lineBytes = 0;
  let isComment = false;
  let afterCr = false;
  return (chunk) => {
    for (const byte of chunk) {
      const endsCrLf = byte === LF && afterCr;
      afterCr = byte === CR;
      if (endsCrLf) continue;
      if (byte === LF || byte === CR) {
        // An empty line ends the event.
        eventBytes = lineBytes === 0 ? 0 : eventBytes + (isComment ? 0 : lineBytes);
        lineBytes = 0;
        continue;
      }
      if (lineBytes === 0) isComment = byte === COLON;
      lineBytes += 1;
      if (eventBytes + lineBytes > maxBytes) return false;
    }
    return true;
  };
}

export interface MeteredBodyErrors {
  readonly tooLarge: () => Error;
  /** Of what the body itself fails with. */
  readonly translate: (error: unknown) => unknown;
}

/** The same body, chunk by chunk as it is asked for; it fails, and the rest is not read, when the meter says no. */
export function meteredBody(
  body: Readable,
  meter: Meter,
  { tooLarge, translate }: MeteredBodyErrors,
): ReadableStream<Uint8Array> {
  const chunks = body.iterator() as AsyncIterator<Uint8Array, undefined>;
  return new ReadableStream(
    {
      async pull(controller) {
        const chunk = await chunks.next().catch((error: unknown) => {
          throw translate(error);
        });
        if (chunk.done === true) {
          controller.close();
        } else if (meter(chunk.value)) {
          controller.enqueue(chunk.value);
        } else {
          discardBody(body);
          throw tooLarge();
        }
      },
      cancel: () => discardBody(body),
    },
    { highWaterMark: 0 },
  );
}

/** Gives an answer up whose body nobody reads on; what it fails with from here on is nobody's concern. */
export function discardBody(body: Readable): void {
  body.on('error', () => undefined).destroy();
}
