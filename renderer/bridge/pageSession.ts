/**
 * What lets this page in: the code its link brought, then the token it was exchanged for.
 */
import { CODE_FRAGMENT_KEY, CODE_PROTOCOL_PREFIX, TOKEN_PROTOCOL_PREFIX } from '../../app/contract/session.ts';

const TOKEN_KEY = 'gatehouse.token';

export interface PageSession {
  /** The subprotocol to come in with; `undefined` when this page has nothing to show. */
  protocol(): string | undefined;
  /** Remembers the token that the code was exchanged for. */
  keep(token: string): void;
  /** Forgets what was refused. */
  forget(): void;
}

/** Takes the code out of the address and puts it nowhere else. */
export function openPageSession(page: Pick<Window, 'location' | 'history' | 'sessionStorage'>): PageSession {
  const { location, history, sessionStorage } = page;
  let code = readCode(location);
  // SECURITY(S4): gone from the address before anything else runs, so that it stands in no history and no bookmark.
  if (code !== undefined) history.replaceState(undefined, '', location.pathname);
  return {
    protocol() {
      if (code !== undefined) return CODE_PROTOCOL_PREFIX + code;
      const token = sessionStorage.getItem(TOKEN_KEY);
      return token === null ? undefined : TOKEN_PROTOCOL_PREFIX + token;
    },
    keep(token) {
      code = undefined;
      // SECURITY(S4): sessionStorage belongs to this tab and this port, and is never sent anywhere by itself.
      sessionStorage.setItem(TOKEN_KEY, token);
    },
    forget() {
      code = undefined;
      sessionStorage.removeItem(TOKEN_KEY);
    },
  };
}

/** Whether the address brings a code. */
export function hasCode(location: Pick<Location, 'hash'>): boolean {
  return readCode(location) !== undefined;
}

function readCode({ hash }: Pick<Location, 'hash'>): string | undefined {
  return new URLSearchParams(hash.slice(1)).get(CODE_FRAGMENT_KEY) ?? undefined;
}
