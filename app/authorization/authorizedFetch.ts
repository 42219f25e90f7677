/**
 * Requests to a server with the access it is given: the token on every one of them, and one more try after a refusal that
 * more access can mend.
 *
 * @see MCP 2025-11-25 basic/authorization §Token Requirements, §Error Handling, §Step-Up Authorization Flow
 */
import { extractWWWAuthenticateParams } from '@modelcontextprotocol/client';
import type { Fetch } from '../ports/httpFetch.ts';
import type { Access } from './access.ts';
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
    const send = async (): Promise<{ readonly response: Response; readonly borne: string | undefined }> => {
      const borne = await access.authorization();
      const headers = new Headers(init.headers);
      // SECURITY(S9): in this header and nowhere else, never in an address.
      if (borne !== undefined) headers.set('authorization', borne);
      return { response: await fetch(url, { ...init, headers }), borne };
    };
    const { response, borne } = await send();
    const refusal = refusalOf(response, borne);
    if (refusal === undefined) return response;
    const { kind, challenge } = refusal;
    // What is held may be renewed without anybody; the first time, and for more, a person is asked.
    if (!mayAsk()) {
      onRefused(refusal);
      return response;
    }
    await response.body?.cancel();
    const signal = init.signal ?? new AbortController().signal;
    if (kind === 'token') await access.renew(challenge, borne, signal);
    else await access.upgrade(challenge, toolNameIn(init.body), signal);
    // At most once a request: a server that goes on refusing is believed.
    return (await send()).response;
  };
}

function refusalOf(response: Response, borne: string | undefined): Refusal | undefined {
  if (response.status !== 401 && response.status !== 403) return undefined;
  const { resourceMetadataUrl, scope, error, errorDescription } = extractWWWAuthenticateParams(response);
  const challenge: Challenge = {
    ...(resourceMetadataUrl === undefined ? {} : { resourceMetadataUrl }),
    ...(scope === undefined ? {} : { scope }),
    ...(errorDescription === undefined ? {} : { errorDescription }),
  };
  if (response.status === 401) return { kind: 'token', challenge, borne };
  return error === 'insufficient_scope' ? { kind: 'scope', challenge, borne } : undefined;
}

/** For the words of the question: what is sent is our own. */
function toolNameIn(body: RequestInit['body']): string | undefined {
  if (typeof body !== 'string') return undefined;
  const message = JSON.parse(body) as { readonly method?: unknown; readonly params?: { readonly name?: unknown } };
  return message.method === 'tools/call' && typeof message.params?.name === 'string' ? message.params.name : undefined;
}
