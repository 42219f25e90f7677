/**
 * The SDK's transport over a local server's pipes, one JSON-RPC message a line.
 *
 * It starts no process: the launcher does, and only from a `ConsentedLaunch`. Lines that are no MCP message are handed
 * to `onNoise` and never treated as protocol data (MCP 2025-11-25 transports §stdio).
 */
import { deserializeMessage, serializeMessage } from '@modelcontextprotocol/client';
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/client';
import { AppError } from '../contract/errors.ts';
import type { ServerProcess } from '../ports/processLauncher.ts';

export class ProcessTransport implements Transport {
  // `pid` and `stderr` on a transport tell the SDK that it is a local pipe: silence then means an older server, and
  // the probe for the era runs in place instead of in a second process.
  readonly stderr = undefined;
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  private process: ServerProcess | undefined;
  private readonly onNoise: (line: string) => void;

  constructor(onNoise: (line: string) => void) {
    this.onNoise = onNoise;
  }

  get pid(): number | undefined {
    return this.process?.pid;
  }

  /** Connects the pipes of a process that was launched with `receiveLine` as its line handler. */
  attach(process: ServerProcess): void {
    this.process = process;
    void process.exited.then(() => this.onclose?.());
  }

  receiveLine(line: string): void {
    if (line.trim() === '') return;
    for (const message of readMessages(line)) {
      if (message === undefined) this.onNoise(line);
      else this.onmessage?.(message);
    }
  }

  async start(): Promise<void> {
    if (this.process === undefined) throw new Error('A process has to be attached first.');
  }

  async send(message: JSONRPCMessage): Promise<void> {
    if (this.process === undefined) throw new AppError('SERVER_CLOSED', 'The server has not been started.');
    await this.process.send(serializeMessage(message).trimEnd());
  }

  async close(): Promise<void> {
    await this.process?.stop();
  }
}

/** A line's messages; `undefined` stands for what is none. An array is a batch, which 2025-03-26 allowed. */
function readMessages(line: string): readonly (JSONRPCMessage | undefined)[] {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return [undefined];
  }
  if (Array.isArray(value)) return value.map((element: unknown) => readMessage(JSON.stringify(element)));
  return [readMessage(line)];
}

function readMessage(text: string): JSONRPCMessage | undefined {
  try {
    return deserializeMessage(text);
  } catch {
    return undefined;
  }
}
