/**
 * Carries messages over a WebSocket to the loopback shell.
 *
 * A browser doesn't tell a page why a handshake failed, so the host lets the handshake succeed and closes with a code
 * of its own; everything else that ends a socket counts as lost. The line is open once the host has said `session`.
 */
import { BRIDGE_PROTOCOL } from '../../app/contract/envelope.ts';
import {
  QUIT_CLOSE_CODE,
  SESSION_CLOSE_CODES,
  sessionMessage,
  type SessionRefusal,
} from '../../app/contract/session.ts';
import type { Carrier, LineEnd } from './carrier.ts';
import type { PageSession } from './pageSession.ts';

type OpenSocket = (url: string, protocols: string[]) => WebSocket;

export function webSocketCarrier(
  url: string,
  session: PageSession,
  openSocket: OpenSocket = (address, protocols) => new WebSocket(address, protocols),
): Carrier {
  return {
    open({ onOpen, onText, onEnd }) {
      const protocol = session.protocol();
      if (protocol === undefined) {
        queueMicrotask(() => onEnd({ kind: 'refused', reason: 'unknown' }));
        return { send: () => undefined, close: () => undefined };
      }
      const listening = new AbortController();
      const { signal } = listening;
      const socket = openSocket(url, [BRIDGE_PROTOCOL, protocol]);
      let admitted = false;
      socket.addEventListener(
        'message',
        ({ data }: MessageEvent<unknown>) => {
          if (typeof data !== 'string') return;
          if (admitted) {
            onText(data);
            return;
          }
          session.keep(readToken(data));
          admitted = true;
          onOpen();
        },
        { signal },
      );
      socket.addEventListener('close', ({ code }) => onEnd(lineEnd(code, session)), { signal });
      return {
        send: (text) => socket.send(text),
        close() {
          listening.abort();
          socket.close();
        },
      };
    },
  };
}

function readToken(text: string): string {
  return sessionMessage.parse(JSON.parse(text)).token;
}

function lineEnd(closeCode: number, session: PageSession): LineEnd {
  const reasons = Object.keys(SESSION_CLOSE_CODES) as SessionRefusal[]; // The keys of a closed table.
  const reason = reasons.find((each) => SESSION_CLOSE_CODES[each] === closeCode);
  if (reason === undefined && closeCode !== QUIT_CLOSE_CODE) return { kind: 'lost' };
  session.forget();
  return reason === undefined ? { kind: 'quit' } : { kind: 'refused', reason };
}
