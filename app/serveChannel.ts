/**
 * Serves one page over one message channel: parse, dispatch, answer.
 *
 * The only code that turns a page's bytes into commands, for both shells. Shells authenticate a channel before handing
 * it over; from here on what the page says is still untrusted.
 */
import { coalesceEvents } from './coalesceEvents.ts';
import { commands, isCommandName, type CommandName, type CommandParams } from './contract/commands.ts';
import { pageMessage, type HostMessage, type PageMessage } from './contract/envelope.ts';
import { AppError, toErrorView } from './contract/errors.ts';
import type { Host } from './hostInterface.ts';
import type { Clock } from './ports/clock.ts';

/** Choice: far more than a page of ours ever has open, so reaching it means that a page runs wild. */
export const MAX_REQUESTS_IN_FLIGHT = 256;

/** A page's end of the line. Messages are text, in order, whole. */
export interface Channel {
  /** Does nothing once the channel is closed. */
  send(text: string): void;
  /** Bytes given to `send` that have not left yet. */
  bufferedBytes(): number;
  onMessage(listener: (text: string) => void): void;
  onClose(listener: () => void): void;
}

export interface ServeOptions {
  readonly clock: Clock;
  /** Told of every error that is no `AppError`, with all details; the page gets `INTERNAL` without any. */
  readonly logBug: (error: unknown) => void;
}

/** Serves until the channel closes. Calls that still run then go on; their answers have no reader. */
export function serveChannel(host: Host, channel: Channel, options: ServeOptions): void {
  const send = (message: HostMessage): void => channel.send(JSON.stringify(message));
  const events = coalesceEvents(options.clock, {
    send: (event) => send({ type: 'event', event }),
    bufferedBytes: () => channel.bufferedBytes(),
  });
  const unsubscribe = host.subscribe((event) => events.push(event));
  let inFlight = 0;

  const answer = async (request: PageMessage): Promise<void> => {
    inFlight += 1;
    try {
      if (inFlight > MAX_REQUESTS_IN_FLIGHT) throw tooManyRequests();
      send({ type: 'result', id: request.id, result: await runCommand(host, request) });
    } catch (error) {
      if (!(error instanceof AppError)) options.logBug(error);
      send({ type: 'error', id: request.id, error: toErrorView(error) });
    } finally {
      inFlight -= 1;
    }
  };

  channel.onMessage((text) => {
    const read = readMessage(text);
    if (read.kind === 'request')
      void answer(read.request); // It catches everything itself.
    // A message without an id has nobody who waits for an answer.
    else if (read.id !== undefined) send({ type: 'error', id: read.id, error: toErrorView(invalidMessage()) });
  });
  channel.onClose(() => {
    unsubscribe();
    events.close();
  });
}

type ReadMessage =
  | { readonly kind: 'request'; readonly request: PageMessage }
  | { readonly kind: 'invalid'; readonly id: number | undefined };

/** Enough of a message to answer that it is wrong. */
const identified = pageMessage.pick({ id: true }).loose();

/** SECURITY(S5): a message is one strict envelope or it is refused; nothing is guessed from a part of it. */
function readMessage(text: string): ReadMessage {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { kind: 'invalid', id: undefined };
  }
  const parsed = pageMessage.safeParse(json);
  if (parsed.success) return { kind: 'request', request: parsed.data };
  return { kind: 'invalid', id: identified.safeParse(json).data?.id };
}

async function runCommand(host: Host, request: PageMessage): Promise<unknown> {
  if (!isCommandName(request.command)) {
    throw new AppError('COMMAND_UNKNOWN', 'There is no such command.', { data: { command: request.command } });
  }
  const result: unknown = await host.run(request.command, parseParams(request.command, request.params));
  // SECURITY(S5): an answer that is not what the contract says never reaches a page; it is a bug of ours.
  return commands[request.command].result.parse(result);
}

/** SECURITY(S5): parameters are parsed strictly, and what is wrong with them is named by path, never by value. */
function parseParams<N extends CommandName>(name: N, params: unknown): CommandParams<N> {
  const parsed = commands[name].params.safeParse(params);
  if (!parsed.success) {
    const problems = parsed.error.issues.slice(0, 10).map((issue) => `${issue.path.join('.')}: ${issue.code}`);
    throw new AppError('COMMAND_INVALID', 'The parameters are not what the command takes.', {
      data: { command: name, problems },
    });
  }
  // The table's entry is a union to the compiler; the schema that just parsed is the one of this very name.
  return parsed.data as CommandParams<N>;
}

function invalidMessage(): AppError {
  return new AppError('COMMAND_INVALID', 'The message is no request.');
}

function tooManyRequests(): AppError {
  return new AppError('COMMAND_INVALID', 'Too many requests at once.', { data: { limit: MAX_REQUESTS_IN_FLIGHT } });
}
