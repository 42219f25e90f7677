/**
 * The page's end of the bridge: typed commands out, answers and events in, over whichever carrier the shell has.
 *
 * What comes from the host is parsed here; what a command carries is parsed there. A request that was under way when
 * the line was lost fails with `BRIDGE_CLOSED`: whether the host carried it out, the next snapshot shows.
 */
import './zodWithoutCode.ts';
import { commands, type CommandName, type CommandParams, type CommandResult } from '../../app/contract/commands.ts';
import { hostMessage, MAX_PAGE_MESSAGE_BYTES, type PageMessage } from '../../app/contract/envelope.ts';
import { AppError, assertNever, fromErrorView } from '../../app/contract/errors.ts';
import type { HostEvent } from '../../app/contract/events.ts';
import type { SessionRefusal } from '../../app/contract/session.ts';
import type { Carrier, Line, LineEnd } from './carrier.ts';

/** Waiting before the next try, milliseconds. Choice: quick after a hiccup, and no burden while a host is gone. */
const RETRY_DELAYS_MS = [250, 500, 1_000, 2_000, 4_000, 5_000] as const;

export type ConnectionState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open' }
  /** Tries again by itself until it is open or refused. */
  | { readonly kind: 'lost' }
  /** Final for this page: it needs a new link. */
  | { readonly kind: 'refused'; readonly reason: SessionRefusal }
  /** Final: the host has quit, because this page said so or somebody `elsewhere`. */
  | { readonly kind: 'ended'; readonly by: EndingCommand | 'elsewhere' };

export interface Bridge {
  /** @throws {AppError} what the host answers, or `BRIDGE_CLOSED` */
  readonly run: <N extends CommandName>(command: N, params: CommandParams<N>) => Promise<CommandResult<N>>;
  /** The answer ends the subscription. */
  readonly subscribe: (listener: (event: HostEvent) => void) => () => void;
  readonly connection: () => ConnectionState;
  /** Called on every change, before any event of a line that opened. The answer ends the subscription. */
  readonly onConnection: (listener: (state: ConnectionState) => void) => () => void;
  readonly close: () => void;
}

export interface BridgeOptions {
  /** Calls back once after a delay; the answer cancels it. */
  readonly after: (delayMs: number, callback: () => void) => () => void;
  /** Told of messages that break the contract. */
  readonly logBug: (error: unknown) => void;
}

/** Commands after which there is no host any more. */
const ENDING_COMMANDS = ['app.quit', 'storage.wipe'] as const;
export type EndingCommand = (typeof ENDING_COMMANDS)[number];

interface Pending {
  /** Parses the result and settles the promise. */
  readonly settle: (result: unknown) => void;
  readonly fail: (error: unknown) => void;
}

export function createBridge(carrier: Carrier, options: BridgeOptions = browserOptions): Bridge {
  const pending = new Map<number, Pending>();
  const eventListeners = new Set<(event: HostEvent) => void>();
  const connectionListeners = new Set<(state: ConnectionState) => void>();
  let state: ConnectionState = { kind: 'connecting' };
  let nextId = 1;
  let failedTries = 0;
  let cancelRetry: () => void = () => undefined;
  let line: Line = connect();

  function setState(next: ConnectionState): void {
    state = next;
    for (const listener of connectionListeners) listener(next);
  }

  function connect(): Line {
    return carrier.open({ onOpen, onText, onEnd });
  }

  function onOpen(): void {
    failedTries = 0;
    setState({ kind: 'open' });
  }

  function onEnd(end: LineEnd): void {
    failAll();
    if (state.kind === 'ended') return;
    if (end.kind === 'refused') {
      setState(end);
      return;
    }
    if (end.kind === 'quit') {
      setState({ kind: 'ended', by: 'elsewhere' });
      return;
    }
    if (state.kind !== 'lost') setState({ kind: 'lost' });
    const delayMs = RETRY_DELAYS_MS[Math.min(failedTries, RETRY_DELAYS_MS.length - 1)] ?? 0;
    failedTries += 1;
    cancelRetry = options.after(delayMs, () => (line = connect()));
  }

  function failAll(): void {
    const failing = [...pending.values()];
    pending.clear();
    for (const { fail } of failing) fail(bridgeClosed());
  }

  function onText(text: string): void {
    const parsed = hostMessage.safeParse(parseJson(text));
    if (!parsed.success) {
      options.logBug(parsed.error);
      return;
    }
    const message = parsed.data;
    switch (message.type) {
      case 'event':
        for (const listener of eventListeners) listener(message.event);
        return;
      case 'result':
        takePending(message.id)?.settle(message.result);
        return;
      case 'error':
        takePending(message.id)?.fail(fromErrorView(message.error));
        return;
      default:
        assertNever(message);
    }
  }

  function takePending(id: number): Pending | undefined {
    const found = pending.get(id);
    pending.delete(id);
    return found;
  }

  return {
    run<N extends CommandName>(command: N, params: CommandParams<N>) {
      return new Promise<CommandResult<N>>((resolve, reject) => {
        if (state.kind !== 'open') throw bridgeClosed();
        const id = nextId++;
        const message: PageMessage = { type: 'request', id, command, params };
        const text = JSON.stringify(message);
        if (isTooLarge(text)) throw tooLarge(command);
        const settle = (result: unknown): void => {
          const parsed = commands[command].result.safeParse(result);
          // The table's entry is a union to the compiler; the schema that just parsed is the one of this very name.
          if (parsed.success) resolve(parsed.data as CommandResult<N>);
          else reject(new AppError('INTERNAL', 'The answer breaks the contract.', { cause: parsed.error }));
          // The host is about to go: the line's end is then no loss, and nothing is tried again.
          const ending = ENDING_COMMANDS.find((each) => each === command);
          if (parsed.success && ending !== undefined) setState({ kind: 'ended', by: ending });
        };
        pending.set(id, { settle, fail: reject });
        line.send(text);
      });
    },
    subscribe: (listener) => subscription(eventListeners, listener),
    connection: () => state,
    onConnection: (listener) => subscription(connectionListeners, listener),
    close() {
      cancelRetry();
      line.close();
      failAll();
    },
  };
}

const browserOptions: BridgeOptions = {
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
  logBug: (error) => console.error(error),
};

function subscription<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A message over the limit would end the whole line, so it is not sent at all. */
function isTooLarge(text: string): boolean {
  return text.length * 3 > MAX_PAGE_MESSAGE_BYTES && new TextEncoder().encode(text).length > MAX_PAGE_MESSAGE_BYTES;
}

function tooLarge(command: CommandName): AppError {
  return new AppError('COMMAND_INVALID', 'The message is too large.', {
    data: { command, limitBytes: MAX_PAGE_MESSAGE_BYTES },
  });
}

function bridgeClosed(): AppError {
  return new AppError('BRIDGE_CLOSED', 'The connection to the host is not open.');
}
