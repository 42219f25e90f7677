/**
 * Requests to one server, at the origin and in the zone that a person agreed to, with answers that can't grow without end.
 */
import type { Dispatcher } from 'undici';
import { AppError } from '../../app/contract/errors.ts';
import type { ConsentedConnection, Fetch } from '../../app/ports/httpFetch.ts';
import { addressRefused, assertLiteralAllowed } from './addressGuard.ts';
import { toResponse } from './httpAnswer.ts';
import { messageTooLarge, toServerError } from './httpErrors.ts';
import { sendRequest } from './httpRequest.ts';
import type { HttpAnswer } from './httpRequest.ts';
import { eventMeter, meteredBody, wholeMeter } from './meteredBody.ts';

export interface ServerFetchOptions {
  /** Connects to the connection's zone only. */
  readonly agent: Dispatcher;
  readonly maxMessageBytes: number;
}

/** Of errors, an abort comes back as it is. A redirect is an answer like any other: whoever asked decides. */
export function fetchFromServer(
  connection: ConsentedConnection,
  { agent, maxMessageBytes }: ServerFetchOptions,
): Fetch {
  return async (address, init = {}) => {
    const url = new URL(address);
    assertAgreed(url, connection);
    const { method = 'GET', signal = null, redirect } = init;
    const body = bodyText(init.body);
    const translate = (error: unknown): unknown => (signal?.aborted === true ? error : toServerError(error, url.host));
    try {
      const headers = new Headers(init.headers);
      const answer = await sendRequest(agent, url, { method, headers, body, signal, redirect });
      const meter = isReadByEvent(answer, method, body) ? eventMeter(maxMessageBytes) : wholeMeter(maxMessageBytes);
      return toResponse(answer, {
        metered: (stream) => meteredBody(stream, meter, { tooLarge: () => messageTooLarge(url.host), translate }),
        unknownStatus: (status) => unknownStatus(url.host, status),
      });
    } catch (error) {
      throw translate(error);
    }
  };
}

/** SECURITY(S6): requests go to what was agreed to and nowhere else, whoever builds the address. */
function assertAgreed(url: URL, { origin, zone }: ConsentedConnection): void {
  if (url.origin !== origin) throw addressRefused(url.host, 'origin');
  if (url.username !== '' || url.password !== '') throw addressRefused(url.host, 'userinfo');
  assertLiteralAllowed(url.hostname, [zone]);
}

function bodyText(body: RequestInit['body']): string | undefined {
  if (body === undefined || body === null) return undefined;
  if (typeof body === 'string') return body;
  throw new Error('A request to a server carries text or nothing.');
}

/**
 * SECURITY: only a stream that is read event by event may be capped by event. Whoever expects none, as after a
 * notification or an error, reads the answer whole, and a stream of small events would fill the memory.
 */
function isReadByEvent(answer: HttpAnswer, method: string, body: string | undefined): boolean {
  const mediaType = answer.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  if (mediaType !== 'text/event-stream' || answer.status !== 200) return false;
  return method === 'GET' || (body !== undefined && isRequest(body));
}

/** JSON-RPC 2.0 §4: a request has a method and an id. */
function isRequest(body: string): boolean {
  try {
    const message: unknown = JSON.parse(body);
    return typeof message === 'object' && message !== null && 'method' in message && 'id' in message;
  } catch {
    return false;
  }
}

function unknownStatus(host: string, status: number): AppError {
  return new AppError('SERVER_HTTP_ERROR', 'The server answered with a status that HTTP does not know.', {
    data: { host, status },
  });
}
