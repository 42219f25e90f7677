/**
 * Requests to a server with the access it is given: the token on every one of them, and one more try after a refusal that
 * more access can mend.
 *
 * @see MCP 2025-11-25 basic/authorization §Token Requirements, §Error Handling, §Step-Up Authorization Flow
 */
import type { Fetch } from '../ports/httpFetch.ts';
import type { Access } from './access.ts';
import { challengeOf } from './challenges.ts';
import type { Challenge } from './discover.ts';

export interface AuthorizedOptions {
  readonly access: Access;
  /** While a connection is made nobody is asked here: that takes longer than a handshake may. */
  readonly mayAsk: () => boolean;
  /** Told of a refusal that was not mended. */
  readonly onRefused: (refusal: Refusal) => void;
}

export interface Refusal {
  readonly kind: 'token' | 'scope';
  readonly challenge: Challenge;
  /** The `Authorization` that was refused. */
  readonly borne: string | undefined;
}

export function authorizedFetch(fetch: Fetch, { access, mayAsk, onRefused }: AuthorizedOptions): Fetch {
  return async (url, init = {}) => {
    const { method = 'GET' } = init;
    const body = typeof init.body === 'string' ? init.body : undefined;
    const sendOnce = async (): Promise<Sent> => {
      const credentials = await access.headersFor({ method, url, body });
      const headers = new Headers(init.headers);
      // SECURITY(S9): in these headers and nowhere else, never in an address.
      for (const [name, value] of Object.entries(credentials)) headers.set(name, value);
      return { response: await fetch(url, { ...init, headers }), borne: credentials['authorization'] };
    };
    const send = async (): Promise<Sent> => {
      const sent = await sendOnce();
      if (!(await access.wantsNonce(sent.response, url))) return sent;
      await sent.response.body?.cancel();
      return sendOnce();
    };
    const mended = new Set<Refusal['kind']>();
    for (let sent = await send(); ; sent = await send()) {
      const { response } = sent;
      const refusal = refusalOf(sent);
      if (refusal === undefined) return response;
      const { kind, challenge, borne } = refusal;
      // What is held may be renewed without anybody; the first time, and for more, a person is asked.
      // Whoever says goodbye does not sign in for it.
      if (!mayAsk() || method === 'DELETE') {
        onRefused(refusal);
        return response;
      }
      // Each at most once a request: a server that goes on refusing is believed.
      const isBelieved = mended.has(kind);
      if (isBelieved && kind === 'token') return response;
      await response.body?.cancel();
      const toolName = toolNameIn(body);
      if (isBelieved) throw access.missing(challenge, toolName);
      mended.add(kind);
      const signal = init.signal ?? new AbortController().signal;
      if (kind === 'token') await access.renew(challenge, { borne, signal });
      else await access.upgrade(challenge, { borne, toolName, signal });
    }
  };
}

interface Sent {
  readonly response: Response;
  /** The `Authorization` that it bore. */
  readonly borne: string | undefined;
}

function refusalOf({ response: { status, headers }, borne }: Sent): Refusal | undefined {
  if (status !== 401 && status !== 403) return undefined;
  const { error, ...challenge } = challengeOf(headers.get('www-authenticate'));
  if (status === 401) return { kind: 'token', challenge, borne };
  return error === 'insufficient_scope' ? { kind: 'scope', challenge, borne } : undefined;
}

/** For the words of the question: what is sent is our own. */
function toolNameIn(body: string | undefined): string | undefined {
  if (body === undefined) return undefined;
  const message = JSON.parse(body) as { readonly method?: unknown; readonly params?: { readonly name?: unknown } };
  return message.method === 'tools/call' && typeof message.params?.name === 'string' ? message.params.name : undefined;
}
