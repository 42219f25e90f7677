/**
 * One of our servers, spoken to in plain JSON-RPC with no client between: what it says, as it says it.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { waitUntil } from './waiting.ts';

const message = z.looseObject({
  id: z.union([z.string(), z.number()]).optional(),
  method: z.string().optional(),
  params: z.record(z.string(), z.unknown()).optional(),
  result: z.record(z.string(), z.unknown()).optional(),
  error: z.looseObject({ code: z.number() }).optional(),
});
export type RawMessage = z.infer<typeof message>;

type Params = Record<string, unknown>;

export interface RawServer {
  /** @returns The whole response. */
  ask(method: string, params?: Params): Promise<RawMessage>;
  send(message: object): void;
  /** Its requests and notifications, oldest first. */
  readonly said: readonly RawMessage[];
  /** Waits for one of them, of this method, that hasn't been waited for. */
  hear(method: string): Promise<RawMessage>;
  readonly exited: Promise<void>;
}

/** What a request of 2026-07-28 carries. */
export function envelope(capabilities: object): Params {
  return {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: 'raw', version: '1.0.0' },
    'io.modelcontextprotocol/clientCapabilities': capabilities,
  };
}

export const DECLARES_TASKS = { elicitation: {}, sampling: {}, extensions: { 'io.modelcontextprotocol/tasks': {} } };

/** @param script Below this folder. @returns It, started and not yet spoken to; it ends with the test. */
export function startRawServer(script: string, ...args: string[]): RawServer {
  const child = spawn(process.execPath, [join(import.meta.dirname, script), ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const waiting = new Map<unknown, (response: RawMessage) => void>();
  const said: RawMessage[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    const parsed = message.parse(JSON.parse(line));
    if (parsed.method === undefined) waiting.get(parsed.id)?.(parsed);
    else said.push(parsed);
  });
  let lastId = 0;
  const heard = new Set<RawMessage>();
  const send = (what: object): void => void child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...what })}\n`);
  return {
    said,
    send,
    exited,
    ask: (method, params = {}) => {
      const id = (lastId += 1);
      const response = new Promise<RawMessage>((resolve) => waiting.set(id, resolve));
      send({ id, method, params });
      return response;
    },
    hear: async (method) => {
      const find = (): RawMessage | undefined => said.find((each) => each.method === method && !heard.has(each));
      await waitUntil(`the server to say ${method}`, () => find() !== undefined);
      const found = find();
      if (found === undefined) throw new Error('It is gone.');
      heard.add(found);
      return found;
    },
  };
}

/** Shakes hands in the older era. */
export async function initialize(server: RawServer, capabilities: object = {}): Promise<RawMessage> {
  const clientInfo = { name: 'raw', version: '1.0.0' };
  const answer = await server.ask('initialize', { protocolVersion: '2025-11-25', capabilities, clientInfo });
  server.send({ method: 'notifications/initialized' });
  return answer;
}

/** The text of a result that is one block of text. */
export function textIn({ result }: RawMessage): string {
  return z.object({ content: z.tuple([z.object({ text: z.string() })]) }).parse(result).content[0].text;
}
