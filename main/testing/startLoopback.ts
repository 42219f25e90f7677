/**
 * The real loopback server around a fake host, on a free port, with a page of three files.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket, type ClientOptions } from 'ws';
import { fakeHost, type FakeCommands } from '../../app/testing/fakeHost.ts';
import { manualClock } from '../../app/testing/manualClock.ts';
import { serveLoopback, type LoopbackOptions } from '../loopback/serveLoopback.ts';

/** How one socket went: what it was told, and how it ended. */
export interface OpenedSocket {
  readonly socket: WebSocket;
  readonly messages: string[];
  /** Close code and reason; a refused handshake is 0 and its message. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  /** The next message not yet taken by this function. */
  readonly next: () => Promise<unknown>;
}

export async function startLoopback(commands: FakeCommands = {}) {
  const pageDir = await mkdtemp(join(tmpdir(), 'gatehouse-page-'));
  await mkdir(join(pageDir, 'assets'));
  await writeFile(join(pageDir, 'index.html'), '<!doctype html><html><head><title>Page</title></head></html>');
  await writeFile(join(pageDir, 'assets/page.js'), 'export {};');
  await writeFile(join(pageDir, 'assets/page.css'), 'body {}');
  const host = fakeHost(commands);
  const clock = manualClock();
  const log: string[] = [];
  const bugs: unknown[] = [];
  const options: LoopbackOptions = {
    host,
    clock,
    pageDir,
    port: 0,
    log: (line) => log.push(line),
    logBug: (error) => bugs.push(error),
  };
  const loopback = await serveLoopback(options);
  const origin = `http://127.0.0.1:${loopback.port}`;
  return {
    host,
    clock,
    log,
    bugs,
    options,
    loopback,
    origin,
    newCode: () => new URL(loopback.link()).hash.replace('#code=', ''),
    open: (secret: string, options: ClientOptions = {}) =>
      openSocket(`ws://127.0.0.1:${loopback.port}/bridge`, ['gatehouse.v1', secret], { origin, ...options }),
    async [Symbol.asyncDispose]() {
      const closed = loopback.close();
      clock.advance(60_000); // Sockets that don't answer are waited for no longer.
      await closed;
      await rm(pageDir, { recursive: true });
    },
  };
}

function openSocket(url: string, protocols: string[], options: ClientOptions): OpenedSocket {
  const socket = new WebSocket(url, protocols, options);
  const messages: string[] = [];
  let taken = 0;
  let wake: () => void = () => undefined;
  socket.on('message', (data: Buffer) => {
    messages.push(data.toString());
    wake();
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('error', (error) => resolve({ code: 0, reason: error.message }));
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  return {
    socket,
    messages,
    closed,
    async next() {
      while (messages.length <= taken) await new Promise<void>((woken) => (wake = woken));
      taken += 1;
      return JSON.parse(messages[taken - 1] ?? '') as unknown;
    },
  };
}
