/**
 * Requests to authorization servers: addresses that a server, or a document of another, supplied, with secrets in them.
 *
 * SECURITY(S11): encrypted or on this computer, to the allowed zones only, and never sent on: a redirect is an answer, so
 * that neither a code nor a secret goes where another host points to.
 */
import type { Dispatcher } from 'undici';
import type { Zone } from '../../app/contract/plan.ts';
import type { Fetch } from '../../app/ports/httpFetch.ts';
import { addressRefused, assertLiteralAllowed, isLoopbackHost } from './addressGuard.ts';
import { toResponse } from './httpAnswer.ts';
import { downloadFailed, downloadTooLarge, toDownloadError } from './httpErrors.ts';
import { sendRequest } from './httpRequest.ts';
import { meteredBody, wholeMeter } from './meteredBody.ts';

export interface AuthorityFetchOptions {
  /** Connects to the same zones only. */
  readonly agent: Dispatcher;
  readonly maxBytes: number;
  /** For all of it, the body included. */
  readonly timeoutMs: number;
}

/** Of errors, an abort comes back as it is. */
export function fetchFromAuthority(
  zones: readonly Zone[],
  { agent, maxBytes, timeoutMs }: AuthorityFetchOptions,
): Fetch {
  return async (address, init = {}) => {
    const url = allowedUrl(address, zones);
    const { body, headers } = requestContent(init);
    const deadline = AbortSignal.timeout(timeoutMs);
    const translate = (error: unknown): unknown => {
      if (init.signal?.aborted === true) return error;
      return deadline.aborted ? downloadFailed(url.host, 'timeout', error) : toDownloadError(error, url.host);
    };
    try {
      const answer = await sendRequest(agent, url, {
        method: init.method ?? 'GET',
        headers,
        body,
        redirect: init.redirect,
        signal: AbortSignal.any([deadline, ...(init.signal ? [init.signal] : [])]),
      });
      return toResponse(answer, {
        metered: (stream) =>
          meteredBody(stream, wholeMeter(maxBytes), {
            tooLarge: () => downloadTooLarge(url.host, maxBytes),
            translate,
          }),
        unknownStatus: (status) => downloadFailed(url.host, `status ${status}`),
      });
    } catch (error) {
      throw translate(error);
    }
  };
}

/** @throws {AppError} `ADDRESS_REFUSED` */
function allowedUrl(address: string | URL, zones: readonly Zone[]): URL {
  const url = URL.parse(address);
  if (url === null) throw addressRefused('', 'scheme');
  // MCP 2025-11-25 authorization §Communication Security: https, and http on this computer alone.
  const isHere = url.protocol === 'http:' && isLoopbackHost(url.hostname) && zones.includes('loopback');
  if (url.protocol !== 'https:' && !isHere) throw addressRefused(url.host, 'scheme');
  if (url.username !== '' || url.password !== '') throw addressRefused(url.host, 'userinfo');
  assertLiteralAllowed(url.hostname, zones);
  return url;
}

/** Text, or a form, as OAuth's endpoints take it. */
function requestContent(init: RequestInit): { readonly body: string | undefined; readonly headers: Headers } {
  const headers = new Headers(init.headers);
  const { body } = init;
  if (body === undefined || body === null) return { body: undefined, headers };
  if (typeof body === 'string') return { body, headers };
  if (!(body instanceof URLSearchParams))
    throw new Error('A request to an authorization server carries text or a form.');
  if (!headers.has('content-type')) headers.set('content-type', 'application/x-www-form-urlencoded');
  return { body: body.toString(), headers };
}
