/**
 * The loopback shell: our page on 127.0.0.1, and one socket for each window that shows it.
 *
 * SECURITY(S4): it listens on the literal address, never on a name, which could resolve to an interface others reach.
 */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { BRIDGE_PROTOCOL, MAX_PAGE_MESSAGE_BYTES } from '../../app/contract/envelope.ts';
import {
  CODE_FRAGMENT_KEY,
  QUIT_CLOSE_CODE,
  SESSION_CLOSE_CODES,
  type SessionMessage,
} from '../../app/contract/session.ts';
import type { Host } from '../../app/hostInterface.ts';
import type { Clock } from '../../app/ports/clock.ts';
import { serveChannel } from '../../app/serveChannel.ts';
import { StartProblem } from '../startProblem.ts';
import { answerRequest } from './answerRequest.ts';
import { isTrustedUpgrade, loopbackHost, readCredential } from './isTrustedUpgrade.ts';
import { findPageFiles } from './pageFiles.ts';
import { createSessions, type Credential, type Session } from './sessions.ts';
import { socketChannel } from './socketChannel.ts';

/** Choice: more windows than anybody opens. */
const MAX_SOCKETS = 64;
/** How long pages get to hear that Gatehouse quits, milliseconds. Choice: they answer in a few, or not at all. */
const GOODBYE_MS = 500;
/** The registry of RFC 6455 §7.4.1: try again later. */
const CLOSE_TRY_AGAIN_LATER = 1013;

export interface LoopbackOptions {
  readonly host: Host;
  readonly clock: Clock;
  /** The built page. */
  readonly pageDir: string;
  /** 0 for any free one. */
  readonly port: number;
  /** One line for the person at the terminal. */
  readonly log: (line: string) => void;
  readonly logBug: (error: unknown) => void;
}

export interface Loopback {
  readonly port: number;
  /** A new link, good for one page within 30 seconds. */
  link(): string;
  /** Tells every page that Gatehouse quits, and lets none in any more. */
  close(): Promise<void>;
}

/** @throws {StartProblem} when the port is taken or the page isn't built. */
export async function serveLoopback(options: LoopbackOptions): Promise<Loopback> {
  const files = await findPageFiles(options.pageDir);
  const server = createServer();
  const port = await listen(server, options.port);
  server.on('request', (request, response) => {
    answerRequest(request, response, { files, port }).catch((error: unknown) => {
      options.logBug(error);
      response.destroy();
    });
  });

  const sessions = createSessions(() => options.clock.nowMs());
  const sockets = new Map<WebSocket, Session>();
  const upgrades = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_PAGE_MESSAGE_BYTES,
    perMessageDeflate: false,
    // The protocol alone: echoing the secret would put it into the answer.
    handleProtocols: () => BRIDGE_PROTOCOL,
  });

  /** Serves a socket, or closes it with a code that tells the page why. */
  const admit = (socket: WebSocket, stream: Duplex, credential: Credential): void => {
    const admission = sessions.admit(credential);
    if (admission.kind === 'refused') {
      closeRefused(socket, admission.reason);
      if (admission.revoked !== undefined) revoke(admission.revoked);
      return;
    }
    if (sockets.size >= MAX_SOCKETS) {
      socket.close(CLOSE_TRY_AGAIN_LATER);
      return;
    }
    sockets.set(socket, admission.session);
    socket.on('close', () => sockets.delete(socket));
    const channel = socketChannel(socket, stream);
    const message: SessionMessage = { type: 'session', token: admission.session.token };
    channel.send(JSON.stringify(message));
    serveChannel(options.host, channel, options);
  };

  const revoke = (session: Session): void => {
    options.log('A second page tried to use this link. Both pages are shut out; ask for a new link.');
    for (const [socket, its] of sockets) if (its === session) closeRefused(socket, 'code_used');
  };

  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy());
    const credential = readCredential(request.headers);
    if (credential === undefined || !isTrustedUpgrade(request, port)) {
      stream.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    upgrades.handleUpgrade(request, stream, head, (socket) => admit(socket, stream, credential));
  });

  return {
    port,
    link: () => `http://${loopbackHost(port)}/#${CODE_FRAGMENT_KEY}=${sessions.issueCode()}`,
    async close() {
      // Its end comes when the last socket's does.
      const closed = new Promise<void>((done) => server.close(() => done()));
      server.closeAllConnections();
      for (const socket of upgrades.clients) socket.close(QUIT_CLOSE_CODE);
      const spared = options.clock.after(GOODBYE_MS, () => upgrades.clients.forEach((socket) => socket.terminate()));
      await closed;
      spared();
    },
  };
}

function closeRefused(socket: WebSocket, reason: keyof typeof SESSION_CLOSE_CODES): void {
  socket.on('error', () => undefined);
  socket.close(SESSION_CLOSE_CODES[reason], reason);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((listening, failed) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const why = cause.code === 'EADDRINUSE' ? 'another program uses it' : cause.message;
      failed(
        new StartProblem(`Gatehouse can't listen on port ${port}: ${why}. Choose another with --port.`, { cause }),
      );
    });
    // A TCP server's address is never a string.
    server.listen(port, '127.0.0.1', () => listening((server.address() as AddressInfo).port));
  });
}
