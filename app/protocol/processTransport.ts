/**
 * The SDK's transport over a local server's pipes, one JSON-RPC message a line.
 *
 * It starts no process: the launcher does, and only from a `ConsentedLaunch`. Lines that are no MCP message are handed
 * to `onNoise` and never treated as protocol data (MCP 2025-11-25 transports §stdio).
 */
import { parseJSONRPCMessage, serializeMessage } from '@modelcontextprotocol/client';
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/client';
import { AppError } from '../contract/errors.ts';
import type { ServerProcess } from '../ports/processLauncher.ts';
import { garbledAnswer, nestsTooDeep } from './garbledAnswer.ts';
import { MAX_BATCH } from './splitBatches.ts';

/** Told of every message in the order it travels, for the protocol log. */
export type OnWire = (direction: 'sent' | 'received', message: JSONRPCMessage) => void;

export class ProcessTransport implements Transport {
  // `pid` and `stderr` on a transport tell the SDK that it is a local pipe: silence then means an older server, and
  // the probe for the era runs in place instead of in a second process.
  readonly stderr = undefined;
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  private process: ServerProcess | undefined;
  private readonly received: JSONRPCMessage[] = [];
  private delivering = false;
  private readonly onNoise: (line: string) => void;
  private readonly onWire: OnWire;

  constructor(onNoise: (line: string) => void, onWire: OnWire = () => undefined) {
    this.onNoise = onNoise;
    this.onWire = onWire;
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
    const messages = readMessages(line);
    if (messages.includes(undefined)) this.onNoise(line);
    this.received.push(...messages.filter((message) => message !== undefined));
    if (!this.delivering) void this.deliver(); // It catches everything itself.
  }

  /**
   * One message at a time. Measured (client 2.4.0): an answer is handled at once, a notification a moment later, so that
   * without a pause between them an answer overtakes the progress that came before it.
   */
  private async deliver(): Promise<void> {
    this.delivering = true;
    for (let message = this.received.shift(); message !== undefined; message = this.received.shift()) {
      try {
        this.onWire('received', message);
        this.onmessage?.(message);
      } catch (error) {
        // A message that trips the SDK must not reach the stream it came from, where it would end the host.
        this.onerror?.(error instanceof Error ? error : new Error(String(error)));
      }
      await Promise.resolve();
    }
    this.delivering = false;
  }

  async start(): Promise<void> {
    if (this.process === undefined) throw new Error('A process has to be attached first.');
  }

  async send(message: JSONRPCMessage): Promise<void> {
    if (this.process === undefined) throw new AppError('SERVER_CLOSED', 'The server has not been started.');
    this.onWire('sent', message);
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
  return Array.isArray(value) && value.length <= MAX_BATCH ? value.map(readMessage) : [readMessage(value)];
}

function readMessage(value: unknown): JSONRPCMessage | undefined {
  try {
    if (!nestsTooDeep(value)) return parseJSONRPCMessage(value);
  } catch {
    // No message. Perhaps it was meant as one:
  }
  return garbledAnswer(value);
}
