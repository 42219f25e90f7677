/**
 * Lets a few drivers work at a time. The suite starts all its scenarios at once, each with a driver of its own, and some
 * of them measure time.
 */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** The variable that names the turnstile's socket to a driver. */
export const TURNSTILE = 'GATEHOUSE_CONFORMANCE_TURNSTILE';

const GO = 'go';

/** @param path Of a socket, where there is no file. @returns Closes it. */
export async function openTurnstile(path: string, places: number): Promise<() => void> {
  const waiting: Socket[] = [];
  let free = places;
  const letIn = (): void => {
    while (free > 0) {
      const next = waiting.shift();
      if (next === undefined) return;
      if (next.destroyed) continue;
      free -= 1;
      next.once('close', () => {
        free += 1;
        letIn();
      });
      next.write(GO);
    }
  };
  const server = createServer((socket) => {
    socket.on('error', () => undefined); // A driver that is gone; its place is free once the socket closes.
    socket.on('data', () => undefined); // Drivers say nothing. Who doesn't read is not told of the end.
    waiting.push(socket);
    letIn();
  });
  server.listen(path);
  await once(server, 'listening');
  return () => server.close();
}

/** Waits for a place and keeps it until this process ends. */
export async function takePlace(path: string): Promise<void> {
  const socket = connect(path);
  await once(socket, 'data');
  socket.unref();
}
