/**
 * The newest messages of one server's connections, as they went over the wire, secrets removed where they are read.
 */
import type { JSONRPCMessage } from '@modelcontextprotocol/client';
import type { WireMessage } from '../contract/servers.ts';
import { hideAddress } from './hideAddresses.ts';

/** Messages kept, characters of all together, and characters shown of one. */
const MAX_MESSAGES = 2_000;
const MAX_CHARACTERS = 16 * 1024 * 1024;
const MAX_SHOWN = 20_000;
/** Requests whose method is remembered until they are answered. */
const MAX_OPEN = 1_000;

interface Entry extends Omit<WireMessage, 'text'> {
  /** Kept as it is: most are never looked at. */
  readonly message: JSONRPCMessage;
}

export class WireLog {
  private entries: Entry[] = [];
  private newest = 0;
  private characters = 0;
  private readonly open = new Map<string, string>();
  private receivedAtMs = 0;

  /** When the server was heard last; 0 before the first time. */
  get heardAtMs(): number {
    return this.receivedAtMs;
  }

  get seq(): number {
    return this.newest;
  }

  record(direction: WireMessage['direction'], message: JSONRPCMessage, atMs: number): void {
    this.newest += 1;
    if (direction === 'received') this.receivedAtMs = atMs;
    const sizeChars = weigh(message);
    const id = 'id' in message ? message.id : undefined;
    this.entries.push({
      seq: this.newest,
      atMs,
      direction,
      ...this.describe(direction, message),
      ...(id === undefined ? {} : { id }),
      sizeChars,
      message,
    });
    this.characters += sizeChars;
    // Cut in slices, so that a flood does not move the whole list for every message.
    if (this.entries.length > MAX_MESSAGES * 1.2) this.entries = this.entries.slice(-MAX_MESSAGES);
    else if (this.characters > MAX_CHARACTERS && this.entries.length > 1) {
      this.entries = this.entries.slice(Math.ceil(this.entries.length / 4));
    } else return;
    this.characters = this.entries.reduce((sum, entry) => sum + entry.sizeChars, 0);
  }

  /** Messages after `afterSeq`, and how many of those are no longer kept. @param redact Takes secrets out of a text. */
  after(afterSeq: number, redact: (text: string) => string) {
    const entries = this.entries.filter((entry) => entry.seq > afterSeq);
    const messages = entries.map(({ message, ...entry }): WireMessage => {
      const text = redact(JSON.stringify(message, withoutAddresses));
      return { ...entry, text: text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text };
    });
    const oldest = entries[0]?.seq ?? this.newest + 1;
    return { messages, droppedMessages: Math.max(0, oldest - 1 - afterSeq) };
  }

  private describe(direction: WireMessage['direction'], message: JSONRPCMessage): Pick<Entry, 'kind' | 'method'> {
    if (isRequest(message)) {
      if (this.open.size < MAX_OPEN) this.open.set(`${direction} ${message.id}`, message.method);
      return { kind: 'request', method: message.method };
    }
    if (isNotification(message)) return { kind: 'notification', method: message.method };
    const kind = 'error' in message ? 'error' : 'result';
    const key = `${direction === 'sent' ? 'received' : 'sent'} ${String(message.id)}`;
    const method = this.open.get(key);
    this.open.delete(key);
    return { kind, ...(method === undefined ? {} : { method }) };
  }
}

/**
 * About how long a message is as JSON. Counted, not written: most messages are never shown, and a log of every one must
 * not cost what the message itself does.
 */
function weigh(value: unknown): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value !== 'object' || value === null) return 5;
  if (Array.isArray(value))
    return (value as readonly unknown[]).reduce<number>((sum, item) => sum + weigh(item) + 1, 2);
  return Object.entries(value).reduce((sum, [name, item]) => sum + name.length + 4 + weigh(item), 2);
}

/** The messages were parsed when they came; these only tell them apart, at every message. */
function isRequest(message: JSONRPCMessage): message is Extract<JSONRPCMessage, { method: string; id: unknown }> {
  return 'method' in message && 'id' in message;
}

function isNotification(message: JSONRPCMessage): message is Extract<JSONRPCMessage, { method: string }> {
  return 'method' in message;
}

function withoutAddresses(key: string, value: unknown): unknown {
  return key === 'url' && typeof value === 'string' ? hideAddress(value) : value;
}
