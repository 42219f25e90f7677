/**
 * A WebSocket as a channel, kept alive and noticed when it is dead.
 */
import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import type { Channel } from '../../app/serveChannel.ts';

/** Choice: a laptop that slept is noticed within half a minute, and an idle page costs next to nothing. */
export const PING_INTERVAL_MS = 15_000;

/** RFC 6455 §7.4.1: "it has received a type of data it cannot accept". */
const CLOSE_UNSUPPORTED_DATA = 1003;

/** @param stream What the socket writes to. */
export function socketChannel(socket: WebSocket, stream: Duplex, pingIntervalMs: number = PING_INTERVAL_MS): Channel {
  let heard = true;
  const pinging = setInterval(() => {
    if (!heard) {
      socket.terminate();
      return;
    }
    heard = false;
    socket.ping();
  }, pingIntervalMs);
  socket.on('pong', () => (heard = true));
  socket.on('close', () => clearInterval(pinging));
  // A message over the limit or a broken frame: `ws` closes the socket itself, and `close` follows.
  socket.on('error', () => undefined);

  return {
    send: (text) => {
      if (socket.readyState !== socket.OPEN) return;
      // An answer and the events around it leave in one packet, and wake the page once.
      if (stream.writableCorked === 0) {
        stream.cork();
        process.nextTick(() => stream.uncork());
      }
      socket.send(text);
    },
    bufferedBytes: () => socket.bufferedAmount,
    onMessage: (listener) => {
      socket.on('message', (data: RawData, isBinary: boolean) => {
        heard = true;
        // SECURITY(S4): a page that was shut out may go on sending instead of closing its end; nobody listens.
        if (socket.readyState !== socket.OPEN) return;
        if (isBinary || !Buffer.isBuffer(data)) socket.close(CLOSE_UNSUPPORTED_DATA);
        else listener(data.toString());
      });
    },
    onClose: (listener) => {
      socket.on('close', () => listener());
    },
  };
}
