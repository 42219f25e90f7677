/**
 * Starts a consented launch: process, conversation, list of tools.
 *
 * A process exists before it has proven to be an MCP server; whatever goes wrong from there on ends it again.
 */
import type { Audit } from '../audit/audit.ts';
import { AppError, toErrorView } from '../contract/errors.ts';
import type { Sha256 } from '../contract/ids.ts';
import { openConnection } from '../protocol/openConnection.ts';
import type { EraChoice } from '../protocol/openConnection.ts';
import { ProcessTransport } from '../protocol/processTransport.ts';
import { redactError } from '../protocol/redactError.ts';
import type { Clock } from '../ports/clock.ts';
import type { ConsentedLaunch, ProcessLauncher, ServerExit, ServerProcess } from '../ports/processLauncher.ts';
import type { SecretStore } from '../ports/secretStore.ts';
import { secretOwner } from './storedServers.ts';
import { slotId } from './slot.ts';
import type { RunningServer, Slot } from './slot.ts';

/** Choice: larger than any sane answer, images included, and small enough to hold in memory a few times. */
export const MAX_MESSAGE_BYTES = 32 * 1024 * 1024;
/** A server that talks nonsense on stdout says so in its log this many times; then only the count grows. */
const NOISE_LINES_LOGGED = 200;
const NOISE_LINES_COUNTED = 10_000;

export interface StartDeps {
  readonly audit: Audit;
  readonly clock: Clock;
  readonly processLauncher: ProcessLauncher;
  readonly secretStore: SecretStore;
  readonly hostVersion: string;
  readonly initializeTimeoutMs?: number | undefined;
}

export interface StartHooks {
  readonly onLog: () => void;
  readonly onToolsChanged: () => void;
}

/**
 * @throws {AppError} `LAUNCH_FAILED`, `LAUNCH_SECRET_MISSING`, `SERVER_CLOSED`, `SERVER_INITIALIZE_…`, `SERVER_VERSION_…`,
 * `SERVER_MESSAGE_TOO_LARGE`, `SERVER_LIST_TOO_LONG`
 */
export async function startServer(
  slot: Slot,
  launch: ConsentedLaunch,
  digest: Sha256,
  era: EraChoice,
  signal: AbortSignal,
  hooks: StartHooks,
  deps: StartDeps,
): Promise<RunningServer> {
  const record = deps.audit.begin({
    kind: 'server.launch',
    subject: slotId(slot),
    label: slot.stored.name,
    digestShown: digest,
    decision: 'agreed',
    decidedBy: 'grant',
    details: { command: launch.resolvedCommand, era },
  });
  let running: RunningServer | undefined;
  try {
    running = await launchAndConnect(slot, launch, era, signal, hooks, deps);
    record.end({ outcome: 'ready', details: { pid: running.process.pid, tools: running.tools.length } });
    return running;
  } catch (error) {
    // Also when only its record could not be written: nothing runs that is not on record.
    await running?.process.stop();
    record.end({ outcome: toErrorView(error).code });
    throw error;
  }
}

async function launchAndConnect(
  slot: Slot,
  launch: ConsentedLaunch,
  era: EraChoice,
  signal: AbortSignal,
  hooks: StartHooks,
  deps: StartDeps,
): Promise<RunningServer> {
  const seen = { fault: undefined as AppError | undefined, noiseLines: 0 };
  const log = (from: 'stderr' | 'stdout_noise' | 'host', text: string): void => {
    slot.log.append(from, text, deps.clock.nowMs());
    hooks.onLog();
  };
  /** What a server says where it has nothing to say: the first lines, and then how many there are. */
  const noise = (text: string): void => {
    seen.noiseLines += 1;
    if (seen.noiseLines <= NOISE_LINES_LOGGED) log('stdout_noise', process.redact(text));
    else if (seen.noiseLines % NOISE_LINES_COUNTED === 0) log('host', `${seen.noiseLines} such lines so far.`);
  };
  const transport = new ProcessTransport(noise);
  const process = await deps.processLauncher.launch(
    launch,
    {
      serverId: slotId(slot),
      secret: (key) => deps.secretStore.get(secretOwner(slotId(slot)), key),
      maxLineBytes: MAX_MESSAGE_BYTES,
    },
    {
      onLine: (line) => transport.receiveLine(line),
      onStderr: (text) => log('stderr', text),
      onOverflow: () => {
        seen.fault = new AppError('SERVER_MESSAGE_TOO_LARGE', 'The server sent too large a message.', {
          data: { limitBytes: MAX_MESSAGE_BYTES },
        });
        log('host', `Ended: a message was larger than ${MAX_MESSAGE_BYTES} bytes.`);
      },
    },
  );
  transport.attach(process);
  log('host', `Started as process ${process.pid}.`);
  void process.exited.then((exit) => log('host', describeExit(exit)));
  // Whatever is being waited for, a start that is called off ends with its process.
  const callOff = (): void => void process.stop();
  signal.addEventListener('abort', callOff, { once: true });
  if (signal.aborted) callOff();
  try {
    const connection = await openConnection(transport, {
      hostVersion: deps.hostVersion,
      era,
      onToolsChanged: hooks.onToolsChanged,
      onOddity: noise,
      signal,
      initializeTimeoutMs: deps.initializeTimeoutMs,
    });
    const { tools, dropped } = await connection.listTools(declaredTools(slot));
    if (dropped > 0) log('host', `${dropped} entries of its list of tools were no tools, or came twice.`);
    signal.throwIfAborted();
    return { connection, process, tools, startedAtMs: deps.clock.nowMs(), fault: () => seen.fault };
  } catch (error) {
    await process.stop();
    throw seen.fault ?? redactError(await withExit(error, process), (text) => process.redact(text));
  } finally {
    signal.removeEventListener('abort', callOff);
  }
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

/** Names the manifest lists, if it says that there are no others (MCPB manifest, `tools_generated`). */
export function declaredTools(slot: Slot): ReadonlySet<string> | undefined {
  const { source } = slot.stored;
  if (source.kind !== 'bundle' || source.bundle.toolsGenerated) return undefined;
  const { declaredTools: declared } = source.bundle;
  return declared.length === 0 ? undefined : new Set(declared.map((tool) => tool.name));
}

function describeExit(exit: ServerExit): string {
  const how = exit.signal === undefined ? `with code ${exit.code ?? 'unknown'}` : `by ${exit.signal}`;
  return exit.requested ? `Stopped (${how}).` : `Ended by itself ${how}.`;
}
