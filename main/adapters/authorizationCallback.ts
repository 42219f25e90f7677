/**
 * Where the browser comes back to after a sign-in: a listener on 127.0.0.1 for one flow, and for one answer.
 *
 * Anybody on this computer, and any page in any browser on it, can send requests here. What tells the right one is its
 * `state`, which only the authorization server and the browser were given.
 *
 * @see RFC 8252 §7.3, §8.3
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError } from '../../app/contract/errors.ts';
import type { AuthorizationCallback, CallbackListener } from '../../app/ports/authorizationCallback.ts';
import { CALLBACK_PAGES } from './callbackPages.ts';
import type { CallbackPageName } from './callbackPages.ts';
import { errnoOf } from './storeFiles.ts';

/**
 * For authorization servers that compare ports. Choice: three that nothing is known to use, below where systems take the
 * ports of outgoing connections from (32768 on Linux, 49152 elsewhere), so that they are free.
 */
export const CALLBACK_PORTS: readonly number[] = [21_937, 25_873, 30_691];
/** Whichever is free. */
const ANY = 0;
const CALLBACK_PATH = '/callback';
/** How long the page in the browser waits for what came of the answer. Choice: longer than a token request takes. */
const WAIT_MS = 10_000;
/** How long an answer may take to leave once the listener closes. */
const GRACE_MS = 1_000;

/** SECURITY: whoever is slow, long or many runs into these before anything of theirs is looked at. */
const LIMITS = {
  maxHeaderSize: 16_384,
  headersTimeout: 5_000,
  requestTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
} as const;
const MAX_CONNECTIONS = 64;

export interface AuthorizationCallbackOptions {
  readonly ports?: readonly number[];
  readonly waitMs?: number;
}

type Verdict =
  | { readonly kind: 'answer'; readonly query: URLSearchParams }
  | { readonly kind: 'refused'; readonly page: CallbackPageName };

export function createAuthorizationCallback(options: AuthorizationCallbackOptions = {}): AuthorizationCallback {
  const { ports = CALLBACK_PORTS, waitMs = WAIT_MS } = options;
  return {
    redirectUris: ports.flatMap((port) => hostsOf(port).map((host) => `http://${host}${CALLBACK_PATH}`)),
    listen: async (state, { anyPort }) => {
      return serveCallback(await listenOnFirstFree(anyPort ? [...ports, ANY] : ports), { state, waitMs });
    },
  };
}

const ONCE = ['state', 'code', 'iss', 'error'];

/** What a request gets. Pure. */
export function judgeCallback(
  request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
  port: number,
  state: string,
): Verdict {
  const { method, url = '', headers } = request;
  // SECURITY(S4): a page elsewhere whose name was rebound to 127.0.0.1 sends its own name here, and gets nothing.
  if (!hostsOf(port).includes(headers.host ?? '')) return { kind: 'refused', page: 'elsewhere' };
  if (method !== 'GET') return { kind: 'refused', page: 'not_get' };
  if (headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) !== 0) {
    return { kind: 'refused', page: 'with_body' };
  }
  const [path, ...rest] = url.split('?');
  if (path !== CALLBACK_PATH) return { kind: 'refused', page: 'nothing' };
  const query = new URLSearchParams(rest.join('?'));
  const given = query.get('state');
  // RFC 6749 §3.1: no parameter comes twice. What is read of this one could be another's.
  const isExpected = ONCE.every((name) => query.getAll(name).length <= 1) && given !== null && isSame(given, state);
  return isExpected ? { kind: 'answer', query } : { kind: 'refused', page: 'foreign' };
}

interface Flow {
  readonly state: string;
  readonly waitMs: number;
}

function serveCallback(server: Server, { state, waitMs }: Flow): CallbackListener {
  // A server that listens on a port has no other kind of address.
  const { port } = server.address() as AddressInfo;
  const received = Promise.withResolvers<URLSearchParams>();
  const outcome = Promise.withResolvers<CallbackPageName>();
  let isUsed = false;
  let waiting: NodeJS.Timeout | undefined;
  let closed: Promise<void> | undefined;

  server.on('request', (request, response) => {
    const verdict = judgeCallback(request, port, state);
    if (verdict.kind === 'refused') {
      send(response, verdict.page);
    } else if (isUsed) {
      send(response, 'used');
    } else {
      isUsed = true;
      waiting = setTimeout(() => outcome.resolve('arrived'), waitMs);
      void outcome.promise.then((page) => send(response, page));
      received.resolve(verdict.query);
    }
  });

  return {
    redirectUri: `http://127.0.0.1:${port}${CALLBACK_PATH}`,
    received: received.promise,
    close(result) {
      clearTimeout(waiting);
      outcome.resolve(result);
      return (closed ??= closeServer(server));
    },
  };
}

function send(response: ServerResponse, name: CallbackPageName): void {
  const { status, headers, body } = CALLBACK_PAGES[name];
  response.writeHead(status, headers).end(body);
}

function closeServer(server: Server): Promise<void> {
  return new Promise((done) => {
    const grace = setTimeout(() => server.closeAllConnections(), GRACE_MS);
    server.close(() => {
      clearTimeout(grace);
      done();
    });
  });
}

function hostsOf(port: number): readonly string[] {
  return [`127.0.0.1:${port}`, `localhost:${port}`];
}

/** SECURITY: takes as long for a guess that is nearly right as for any other. */
function isSame(given: string, expected: string): boolean {
  const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digestOf(given), digestOf(expected));
}

/** @throws {AppError} `AUTH_CALLBACK_FAILED` */
async function listenOnFirstFree(ports: readonly number[]): Promise<Server> {
  let failure: unknown;
  for (const port of ports) {
    try {
      return await listenOn(port);
    } catch (error) {
      failure = error;
    }
  }
  throw new AppError('AUTH_CALLBACK_FAILED', 'No port is free for the browser to come back to.', {
    data: { errno: errnoOf(failure) ?? '' },
    cause: failure,
  });
}

function listenOn(port: number): Promise<Server> {
  const server = createServer(LIMITS);
  server.maxConnections = MAX_CONNECTIONS;
  return new Promise((listening, failed) => {
    // Also of what comes once it listens, such as no descriptor being left: the next request may fare better.
    server.on('error', failed);
    // SECURITY(S4): the literal address, since a name could resolve to an interface that others reach.
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => listening(server));
  });
}
