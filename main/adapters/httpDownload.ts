/**
 * One download from an address that others supplied: a few bytes, soon, without anything that tells who asks.
 */
import type { Dispatcher } from 'undici';
import type { DownloadOptions } from '../../app/ports/httpFetch.ts';
import { addressRefused, assertLiteralAllowed } from './addressGuard.ts';
import { downloadFailed, downloadTooLarge, toDownloadError } from './httpErrors.ts';
import { isRedirect, sendRequest } from './httpRequest.ts';
import type { HttpAnswer } from './httpRequest.ts';
import { discardBody, meteredBody, wholeMeter } from './meteredBody.ts';

export interface DownloadThroughOptions extends DownloadOptions {
  /** For all of it, redirects included. */
  readonly timeoutMs: number;
}

const MAX_REDIRECTS = 3;

/** @param agent Connects to `options.zones` only. */
export async function downloadThrough(
  agent: Dispatcher,
  address: string,
  options: DownloadThroughOptions,
): Promise<Uint8Array> {
  const deadline = AbortSignal.timeout(options.timeoutMs);
  const signal = AbortSignal.any([options.signal, deadline]);
  let url = addressOf(address);
  try {
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
      // SECURITY(S11): every hop is judged like the first, so that a redirect leads no further than an address would.
      assertAllowed(url, options);
      const answer = await sendRequest(agent, url, {
        method: 'GET',
        headers: new Headers({ accept: 'image/*' }),
        signal,
      });
      const target = redirectTarget(url, answer);
      if (target === undefined) return await readAll(url, answer, options.maxBytes);
      discardBody(answer.body);
      url = target;
    }
  } catch (error) {
    if (options.signal.aborted) throw error;
    throw deadline.aborted ? downloadFailed(url.host, 'timeout', error) : toDownloadError(error, url.host);
  }
  throw downloadFailed(url.host, 'redirects');
}

function addressOf(address: string): URL {
  const url = URL.parse(address);
  if (url === null) throw addressRefused('', 'scheme');
  return url;
}

function assertAllowed(url: URL, { origin, zones }: DownloadOptions): void {
  if (url.protocol !== 'https:') throw addressRefused(url.host, 'scheme');
  if (url.username !== '' || url.password !== '') throw addressRefused(url.host, 'userinfo');
  if (url.origin !== origin) throw addressRefused(url.host, 'origin');
  assertLiteralAllowed(url.hostname, zones);
}

function redirectTarget(url: URL, answer: HttpAnswer): URL | undefined {
  const location = isRedirect(answer) ? answer.headers.get('location') : null;
  return location === null ? undefined : (URL.parse(location, url) ?? undefined);
}

async function readAll(url: URL, answer: HttpAnswer, maxBytes: number): Promise<Uint8Array> {
  if (answer.status < 200 || answer.status > 299) {
    discardBody(answer.body);
    throw downloadFailed(url.host, `status ${answer.status}`);
  }
  const tooLarge = (): Error => downloadTooLarge(url.host, maxBytes);
  const body = meteredBody(answer.body, wholeMeter(maxBytes), { tooLarge, translate: (error) => error });
  return new Uint8Array(await new Response(body).arrayBuffer());
}
