/**
 * One Gatehouse a data folder: the first start keeps it, every later one hands over what it was asked to open.
 *
 * The lock is SQLite's on a file of its own: the operating system drops it when its process ends, however it ends, so
 * there is no stale lock to judge. (On Linux it goes as soon as this process opens and closes that file by other means.)
 * Where the first one listens stands in a file beside it, with a secret, readable by this user only.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createConnection, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { MAX_LINK_LENGTH } from '../app/contract/imports.ts';
import { INSTANCE_LOCK_FILE } from './dataDir.ts';
import { StartProblem } from './startProblem.ts';

const ADDRESS_FILE = 'instance.json';
const MAX_MESSAGE_CHARACTERS = 65_536;
/** How long a connection may take to say its line. */
const REQUEST_LIMIT_MS = 5_000;
/** How long the first one may take to answer. It may still be starting. */
const ANSWER_LIMIT_MS = 20_000;
const RETRY_MS = 50;

const address = z.strictObject({ port: z.number().int().min(1).max(65_535), secret: z.string().length(43) });
const handover = z.strictObject({
  secret: z.string().length(43),
  file: z.string().max(32_768).optional(),
  link: z.string().max(MAX_LINK_LENGTH).optional(),
});
const handoverAnswer = z.strictObject({
  links: z
    .array(z.url({ protocol: /^http$/ }).max(200))
    .max(2)
    .readonly(),
});

/** What a later start asks of the first: to show itself, and to open a file or an install link. */
export interface HandoverRequest {
  /** Absolute. */
  readonly file?: string;
  readonly link?: string;
}

export interface HandoverAnswer {
  /** New links to the page, one to print and one for a browser; none where the first one showed a window of its own. */
  readonly links: readonly string[];
}

export type Instance =
  | { readonly kind: 'first'; readonly release: () => Promise<void> }
  | { readonly kind: 'second'; readonly answer: HandoverAnswer };

/**
 * Takes the data folder, or hands `request` to the Gatehouse that has it.
 *
 * @param onHandover Answers later starts. Called as soon as this is the first, so it has to wait until it can answer.
 * @throws {StartProblem} when another one has the folder and doesn't answer for 20 seconds.
 */
export async function acquireInstance(
  dataDir: string,
  request: HandoverRequest,
  onHandover: (request: HandoverRequest) => Promise<HandoverAnswer>,
): Promise<Instance> {
  const deadlineMs = Date.now() + ANSWER_LIMIT_MS;
  for (;;) {
    const lock = takeLock(dataDir);
    if (lock !== undefined) return { kind: 'first', release: await listenForOthers(dataDir, lock, onHandover) };
    const answer = await askFirst(dataDir, request, deadlineMs - Date.now());
    if (answer !== undefined) return { kind: 'second', answer };
    if (Date.now() > deadlineMs) {
      throw new StartProblem(`Another Gatehouse uses ${dataDir} and does not answer. End it, then start again.`);
    }
    await wait(RETRY_MS);
  }
}

/** `undefined` when another process has it. Nothing is ever written: neither to the database nor to a journal beside it. */
function takeLock(dataDir: string): DatabaseSync | undefined {
  const path = join(dataDir, INSTANCE_LOCK_FILE);
  const lock = new DatabaseSync(path, { timeout: 0 });
  try {
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    if (isBusy(error)) return undefined;
    throw new StartProblem(`Gatehouse can't lock ${path}: ${String(error)}`, { cause: error });
  }
}

/** SQLITE_BUSY. */
function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 5;
}

async function listenForOthers(
  dataDir: string,
  lock: DatabaseSync,
  onHandover: (request: HandoverRequest) => Promise<HandoverAnswer>,
): Promise<() => Promise<void>> {
  if (process.platform !== 'win32') chmodSync(join(dataDir, INSTANCE_LOCK_FILE), 0o600);
  const secret = randomBytes(32).toString('base64url');
  const server = createServer((socket) => {
    void answerOther(socket, secret, onHandover); // It catches everything itself.
  });
  const port = await listen(server);
  const path = join(dataDir, ADDRESS_FILE);
  await writeFile(`${path}.new`, JSON.stringify({ port, secret }), { mode: 0o600 });
  await rename(`${path}.new`, path);
  return async () => {
    server.close();
    await rm(path, { force: true });
    lock.close();
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((listening, failed) => {
    server.once('error', failed);
    // A TCP server's address is never a string.
    server.listen(0, '127.0.0.1', () => listening((server.address() as AddressInfo).port));
  });
}

/** SECURITY(S4): who knows the secret can read this user's files already; whoever else connects is cut off unanswered. */
async function answerOther(
  socket: Socket,
  secret: string,
  onHandover: (request: HandoverRequest) => Promise<HandoverAnswer>,
): Promise<void> {
  try {
    const { file, link, ...said } = handover.parse(JSON.parse(await readLine(socket, REQUEST_LIMIT_MS)));
    if (!timingSafeEqual(Buffer.from(said.secret), Buffer.from(secret))) throw new Error('Wrong secret.');
    const answer = await onHandover({
      ...(file === undefined ? {} : { file }),
      ...(link === undefined ? {} : { link }),
    });
    socket.end(`${JSON.stringify(answer)}\n`);
  } catch {
    socket.destroy();
  }
}

/** `undefined` when nobody answers (yet): the address may be that of a run that ended, or not be written so far. */
async function askFirst(
  dataDir: string,
  request: HandoverRequest,
  limitMs: number,
): Promise<HandoverAnswer | undefined> {
  let socket: Socket | undefined;
  try {
    const { port, secret } = address.parse(JSON.parse(await readFile(join(dataDir, ADDRESS_FILE), 'utf8')));
    socket = createConnection({ host: '127.0.0.1', port });
    const line = readLine(socket, Math.max(1, limitMs));
    socket.write(`${JSON.stringify({ secret, ...request })}\n`);
    return handoverAnswer.parse(JSON.parse(await line));
  } catch {
    return undefined;
  } finally {
    socket?.destroy();
  }
}

/** The first line a socket says. Rejects when it says too much, ends, or takes too long. */
function readLine(socket: Socket, limitMs: number): Promise<string> {
  return new Promise((read, failed) => {
    let text = '';
    socket.setEncoding('utf8');
    const timer = setTimeout(() => socket.destroy(new Error('No line in time.')), limitMs);
    socket.on('data', (chunk: string) => {
      text += chunk;
      const end = text.indexOf('\n');
      if (end !== -1) read(text.slice(0, end));
      else if (text.length > MAX_MESSAGE_CHARACTERS) socket.destroy(new Error('The line is too long.'));
    });
    socket.on('error', failed);
    socket.on('end', () => failed(new Error('Ended before its line.')));
    socket.on('close', () => {
      clearTimeout(timer);
      failed(new Error('Closed before its line.'));
    });
  });
}
