/**
 * The network, behind the guard: requests to servers that a person agreed to, to authorization servers that those name,
 * and downloads that others ask for.
 *
 * SECURITY(S11): no cookies, no client certificates, no proxy of the environment, and no redirect that is followed
 * unjudged.
 */
import type { HttpFetch } from '../../app/ports/httpFetch.ts';
import { addressRefused, systemResolve, zoneOfHost } from './addressGuard.ts';
import type { Resolve } from './addressGuard.ts';
import type { AgentSettings } from './guardedAgents.ts';

export interface HttpFetchOptions {
  readonly resolve?: Resolve;
  /** Certificate authorities to trust besides those of Node and of this computer. PEM. */
  readonly authorities?: readonly string[];
  readonly connectTimeoutMs?: number;
  readonly headersTimeoutMs?: number;
  readonly downloadTimeoutMs?: number;
}

/** Choice: long enough for a slow network, short enough for somebody who waits. */
const CONNECT_TIMEOUT_MS = 30_000;
/** Choice: as long as the longest call, since a server may answer a call in one piece when it is done. */
const HEADERS_TIMEOUT_MS = 12 * 3_600_000;
/** Choice: for a download in all, redirects included. */
const DOWNLOAD_TIMEOUT_MS = 10_000;

/** `close` breaks off what is under way. */
export function createHttpFetch(options: HttpFetchOptions = {}): HttpFetch & { close(): Promise<void> } {
  const { resolve = systemResolve, downloadTimeoutMs = DOWNLOAD_TIMEOUT_MS } = options;
  let loading: ReturnType<typeof load> | undefined;
  const parts = (): ReturnType<typeof load> =>
    (loading ??= load({
      resolve,
      authorities: options.authorities ?? [],
      connectTimeoutMs: options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
      headersTimeoutMs: options.headersTimeoutMs ?? HEADERS_TIMEOUT_MS,
    }));
  return {
    async zoneOf(url) {
      if (!/^https?:$/.test(url.protocol)) throw addressRefused(url.host, 'scheme');
      return zoneOfHost(url.hostname, resolve);
    },
    toServer: (connection, { maxMessageBytes }) => {
      const toServer = parts().then(({ agents, fetchFromServer }) =>
        fetchFromServer(connection, { agent: agents.agentFor([connection.zone]), maxMessageBytes }),
      );
      return async (url, init) => (await toServer)(url, init);
    },
    toAuthority: ({ zones, ...limits }) => {
      const toAuthority = parts().then(({ agents, fetchFromAuthority }) =>
        fetchFromAuthority(zones, { agent: agents.agentFor(zones), ...limits }),
      );
      return async (url, init) => (await toAuthority)(url, init);
    },
    download: async (url, request) => {
      const { agents, downloadThrough } = await parts();
      return downloadThrough(agents.agentFor(request.zones), url, { ...request, timeoutMs: downloadTimeoutMs });
    },
    close: async () => {
      await (await loading)?.agents.close();
    },
  };
}

/** Not before something is reached. Measured (undici 8, Node 24.21): 6 MiB, which most hosts would carry for nothing. */
async function load(settings: AgentSettings) {
  const [{ createGuardedAgents }, { downloadThrough }, { fetchFromServer }, { fetchFromAuthority }] = await Promise.all(
    [
      import('./guardedAgents.ts'),
      import('./httpDownload.ts'),
      import('./httpServerFetch.ts'),
      import('./httpAuthorityFetch.ts'),
    ],
  );
  return { agents: createGuardedAgents(settings), downloadThrough, fetchFromServer, fetchFromAuthority };
}
