/**
 * Real HTTP servers on 127.0.0.1 for one test, plain or with TLS, that remember what was asked of them.
 */
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, RequestListener, Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { IssuedCertificate } from './certificates.ts';

export interface StartedServer {
  readonly port: number;
  /** `http://127.0.0.1:PORT`, or `https://` of the name asked for. */
  readonly origin: string;
  readonly requests: readonly {
    readonly method: string;
    readonly url: string;
    readonly headers: IncomingHttpHeaders;
  }[];
  /** Connections ever made, whether or not anything was asked over them. */
  readonly connections: () => number;
}

export function startHttpServer(listener: RequestListener): Promise<StartedServer> {
  return listen(createServer(), listener, (port) => `http://127.0.0.1:${port}`);
}

/** @param name The host in its origin. */
export function startTlsServer(
  { pem, privateKeyPem }: IssuedCertificate,
  name: string,
  listener: RequestListener,
): Promise<StartedServer> {
  const server = createTlsServer({ cert: pem, key: privateKeyPem });
  return listen(server, listener, (port) => `https://${name}:${port}`);
}

async function listen(
  server: Server,
  listener: RequestListener,
  originOf: (port: number) => string,
): Promise<StartedServer> {
  const requests: StartedServer['requests'][number][] = [];
  let connections = 0;
  server.on('connection', () => (connections += 1));
  server.on('request', (request, response) => {
    requests.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers });
    // A client that breaks off is what some tests are about.
    response.on('error', () => undefined);
    listener(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  // A server that listens on a port has no other kind of address.
  const { port } = server.address() as AddressInfo;
  return { port, origin: originOf(port), requests, connections: () => connections };
}
