/**
 * One request as it stands: a redirect is an answer, and nothing tells who asks but what the caller says.
 *
 * undici's `request`, not its `fetch`. Measured (undici 8.13, Node 24.21, `echo` over HTTP): 0.15 ms less a call.
 */
import { pipeline } from 'node:stream';
import type { Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { Dispatcher } from 'undici';
import { discardBody } from './meteredBody.ts';

export interface HttpRequest {
  readonly method: string;
  readonly headers: Headers;
  readonly body?: string | undefined;
  readonly signal?: AbortSignal | null;
  /** With `error` a redirect fails; otherwise it is an answer. */
  readonly redirect?: RequestInit['redirect'];
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** As it was before it was compressed. To be read, or discarded. */
  readonly body: Readable;
}

/** What is said where the caller says nothing: there are servers that refuse a request without. */
const DEFAULTS: Readonly<Record<string, string>> = {
  accept: '*/*',
  'user-agent': 'Gatehouse',
};
/** RFC 9110 §8.4.1, content codings. */
const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};
const ACCEPT_ENCODING = 'gzip, deflate, br';

/** Fetch Standard §2.2.6, redirect status. */
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

export async function sendRequest(
  agent: Dispatcher,
  url: URL,
  { method, headers, body, signal = null, redirect }: HttpRequest,
): Promise<HttpAnswer> {
  const answer = await agent.request({
    origin: url.origin,
    path: url.pathname + url.search,
    method: method,
    headers: { ...DEFAULTS, ...Object.fromEntries(headers), 'accept-encoding': ACCEPT_ENCODING },
    signal,
    ...(body === undefined ? {} : { body }),
  });
  const status = answer.statusCode;
  if (redirect === 'error' && REDIRECTS.has(status)) {
    discardBody(answer.body);
    throw new Error('The answer is a redirect.');
  }
  const received = headersOf(answer.headers);
  return { status, headers: received, body: decoded(answer.body, received.get('content-encoding')) };
}

export function isRedirect({ status }: HttpAnswer): boolean {
  return REDIRECTS.has(status);
}

/** A coding that was not asked for is an error, and so are several at once: nobody could read them. */
function decoded(body: Readable, coding: string | null): Readable {
  if (coding === null || /^(?:identity)?$/i.test(coding)) return body;
  const decoder = DECODERS[coding.toLowerCase()]?.();
  if (decoder === undefined) {
    discardBody(body);
    throw new Error('The answer is coded in a way that was not asked for.');
  }
  // Whoever reads learns of errors, and giving one of the two up gives up the other.
  return pipeline(body, decoder, () => undefined);
}

function headersOf(received: Dispatcher.ResponseData['headers']): Headers {
  const headers = new Headers();
  for (const [name, values] of Object.entries(received)) {
    for (const value of [values ?? []].flat()) headers.append(name, value);
  }
  return headers;
}
