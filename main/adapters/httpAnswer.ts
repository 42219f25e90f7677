/**
 * An answer as the platform's own `Response`, which is what the SDK expects.
 */
import type { Readable } from 'node:stream';
import type { HttpAnswer } from './httpRequest.ts';
import { discardBody } from './meteredBody.ts';

/** What a response without a body is (Fetch Standard §2.2.6, null body status). */
const WITHOUT_BODY = new Set([204, 205, 304]);

export interface ToResponseOptions {
  readonly metered: (body: Readable) => ReadableStream<Uint8Array>;
  /** For a status that HTTP does not know, and `Response` doesn't take. */
  readonly unknownStatus: (status: number) => Error;
}

/** The reason phrase, which HTTP says to ignore (RFC 9112 §4), is left out. */
export function toResponse(
  { status, headers, body }: HttpAnswer,
  { metered, unknownStatus }: ToResponseOptions,
): Response {
  if (status < 200 || status > 599) {
    discardBody(body);
    throw unknownStatus(status);
  }
  if (!WITHOUT_BODY.has(status)) return new Response(metered(body), { status, headers });
  discardBody(body);
  return new Response(null, { status, headers });
}
