/**
 * Starts a consented launch: process, conversation, list of tools.
 *
 * A process exists before it has proven to be an MCP server; whatever goes wrong from there on ends it again.
 */
import { AppError } from '../contract/errors.ts';
import { showText } from '../launch/planText.ts';
import type { EraChoice } from '../protocol/openConnection.ts';
import { ProcessTransport } from '../protocol/processTransport.ts';
import { redactError } from '../protocol/redactError.ts';
import type { ConsentedLaunch, ProcessLauncher, ServerExit, ServerProcess } from '../ports/processLauncher.ts';
import type { SecretStore } from '../ports/secretStore.ts';
import { converse, StartLog } from './converse.ts';
import type { ConverseDeps, StartHooks } from './converse.ts';
import { slotId } from './slot.ts';
import type { RunningServer, Slot } from './slot.ts';
import { secretOwner } from './storedServers.ts';

/** Choice: larger than any sane answer, images included, and small enough to hold in memory a few times. */
export const MAX_MESSAGE_BYTES = 32 * 1024 * 1024;
/** Of a command line that is shown beside a question. */
const MAX_SHOWN_CHARS = 1_000;

export interface LaunchDeps extends ConverseDeps {
  readonly processLauncher: ProcessLauncher;
  readonly secretStore: SecretStore;
}

export interface StartOptions {
  readonly era: EraChoice;
  readonly signal: AbortSignal;
  readonly hooks: StartHooks;
}

/**
 * @throws {AppError} `LAUNCH_FAILED`, `LAUNCH_SECRET_MISSING`, `SERVER_CLOSED`, `SERVER_INITIALIZE_…`, `SERVER_VERSION_…`,
 * `SERVER_MESSAGE_TOO_LARGE`, `SERVER_LIST_TOO_LONG`
 */
export async function launchServer(
  slot: Slot,
  launch: ConsentedLaunch,
  { era, signal, hooks }: StartOptions,
  deps: LaunchDeps,
): Promise<RunningServer> {
  const seen = { fault: undefined as AppError | undefined };
  const log = new StartLog(slot, deps.clock, hooks.onLog);
  const transport = new ProcessTransport(
    (line) => log.noise(process.redact(line)),
    (direction, message) => slot.wire.record(direction, message, deps.clock.nowMs()),
  );
  const process = await deps.processLauncher.launch(
    launch,
    {
      serverId: slotId(slot),
      secret: (key) => deps.secretStore.get(secretOwner(slotId(slot)), key),
      maxLineBytes: MAX_MESSAGE_BYTES,
    },
    {
      onLine: (line) => transport.receiveLine(line),
      onStderr: (text) => log.write('stderr', text),
      onOverflow: () => {
        seen.fault = new AppError('SERVER_MESSAGE_TOO_LARGE', 'The server sent too large a message.', {
          data: { limitBytes: MAX_MESSAGE_BYTES },
        });
        log.write('host', `Ended: a message was larger than ${MAX_MESSAGE_BYTES} bytes.`);
      },
    },
  );
  transport.attach(process);
  log.write('host', `Started as process ${process.pid}.`);
  void process.exited.then((exit) => log.write('host', describeExit(exit)));
  // Whatever is being waited for, a start that is called off ends with its process.
  const callOff = (): void => void process.stop();
  signal.addEventListener('abort', callOff, { once: true });
  if (signal.aborted) callOff();
  try {
    const running = await converse(
      {
        slot,
        transport,
        kind: 'stdio',
        link: process,
        origin: commandWords(launch),
        era,
        log,
        hooks,
        signal,
        fault: () => seen.fault,
      },
      deps,
    );
    signal.throwIfAborted();
    return running;
  } catch (error) {
    await process.stop();
    throw seen.fault ?? redactError(await withExit(error, process), (text) => process.redact(text));
  } finally {
    signal.removeEventListener('abort', callOff);
  }
}

/** What runs, in one line to read: many servers are the same program with another script. */
function commandWords({ resolvedCommand, args }: ConsentedLaunch): string {
  const line = [resolvedCommand, ...args.map(showText)].join(' ');
  return line.length > MAX_SHOWN_CHARS ? `${line.slice(0, MAX_SHOWN_CHARS)}…` : line;
}

/** Adds how the process ended to an error that says no more than that it did. */
async function withExit(error: unknown, process: ServerProcess): Promise<unknown> {
  if (!(error instanceof AppError) || error.code !== 'SERVER_CLOSED') return error;
  const { code, signal } = await process.exited;
  return new AppError('SERVER_CLOSED', error.message, {
    data: { ...(code === undefined ? {} : { exitCode: code }), ...(signal === undefined ? {} : { signal }) },
    cause: error,
  });
}

function describeExit(exit: ServerExit): string {
  const how = exit.signal === undefined ? `with code ${exit.code ?? 'unknown'}` : `by ${exit.signal}`;
  return exit.requested ? `Stopped (${how}).` : `Ended by itself ${how}.`;
}
