/**
 * Begins the conversation of one start, whatever carries it: what the server says by itself goes to its log and its lists.
 */
import { declaring } from '../authorization/setupExtensions.ts';
import type { Transport } from '@modelcontextprotocol/client';
import type { ConnectionView } from '../contract/servers.ts';
import type { Asker, ClientSide } from '../input/clientSide.ts';
import { watchRoots } from '../input/watchRoots.ts';
import type { ServerPreferences } from '../contract/servers.ts';
import { toErrorView, type AppError } from '../contract/errors.ts';
import { hideAddresses } from '../protocol/hideAddresses.ts';
import { openConnection } from '../protocol/openConnection.ts';
import type { EraChoice, ListKind } from '../protocol/openConnection.ts';
import type { McpConnection } from '../protocol/mcpConnection.ts';
import { keepPinging } from '../protocol/pings.ts';
import type { Clock } from '../ports/clock.ts';
import type { Runtimes } from '../ports/runtimes.ts';
import { KeptList } from './keptList.ts';
import { preferencesOf, slotId } from './slot.ts';
import type { RunningServer, ServerLink, ServerUser, Slot } from './slot.ts';

/** A server that talks nonsense says so in its log this many times; then only the count grows. */
const NOISE_LINES_LOGGED = 200;
const NOISE_LINES_COUNTED = 10_000;
/** Log messages taken in a second; the rest are counted (MCP 2025-11-25 server/utilities/logging §Security: rate limit). */
const MESSAGES_PER_SECOND = 100;
const SECOND_MS = 1_000;
/** Pings in a row without an answer: so many the log tells of, and with so many a remote session counts as lost. */
const MAX_UNANSWERED = 2;

export interface ConverseDeps {
  readonly clock: Clock;
  readonly hostVersion: string;
  readonly initializeTimeoutMs?: number | undefined;
  readonly runtimes: Pick<Runtimes, 'canOpenFolder'>;
  /** What a server may ask of the person, made for one connection. */
  readonly clientSideFor: (asker: Asker, preferences: () => ServerPreferences) => ClientSide;
}

export interface StartHooks {
  readonly onLog: () => void;
  readonly onListChanged: (kind: ListKind) => void;
  readonly onResourceUpdated: (uri: string) => void;
  readonly onTaskNews: (task: unknown) => void;
  readonly callOfTask: Asker['callOfTask'];
}

export type LogFrom = 'stderr' | 'stdout_noise' | 'host';

/** The log of one start, with a limit on nonsense. */
export class StartLog {
  private readonly slot: Slot;
  private readonly clock: Clock;
  private readonly onLog: () => void;
  private noiseLines = 0;
  private second = 0;
  private inSecond = 0;
  private dropped = 0;

  constructor(slot: Slot, clock: Clock, onLog: () => void) {
    this.slot = slot;
    this.clock = clock;
    this.onLog = onLog;
  }

  readonly write = (from: LogFrom, text: string): void => {
    this.slot.log.append(from, text, this.clock.nowMs());
    this.onLog();
  };

  /** What a server says where it has nothing to say: the first lines, and then how many there are. */
  noise(text: string): void {
    this.noiseLines += 1;
    if (this.noiseLines <= NOISE_LINES_LOGGED) this.write('stdout_noise', hideAddresses(text));
    else if (this.noiseLines % NOISE_LINES_COUNTED === 0) this.write('host', `${this.noiseLines} such lines so far.`);
  }

  /** A log message of the protocol. */
  message(level: NonNullable<Parameters<Slot['log']['append']>[3]>, text: string): void {
    const nowMs = this.clock.nowMs();
    const second = Math.floor(nowMs / SECOND_MS);
    if (second !== this.second) {
      if (this.dropped > 0) this.write('host', `${this.dropped} log messages were left out: too many in a second.`);
      Object.assign(this, { second, inSecond: 0, dropped: 0 });
    }
    this.inSecond += 1;
    if (this.inSecond > MESSAGES_PER_SECOND) {
      this.dropped += 1;
      return;
    }
    this.slot.log.append('message', text, nowMs, level);
    this.onLog();
  }
}

export interface Conversation {
  readonly slot: Slot;
  readonly transport: Transport;
  readonly kind: ConnectionView['transport'];
  readonly link: ServerLink;
  /** The command line that runs, or the address. */
  readonly origin: string;
  readonly era: EraChoice;
  readonly log: StartLog;
  readonly hooks: StartHooks;
  readonly signal: AbortSignal;
  readonly fault: () => AppError | undefined;
}

/** @throws {AppError} `SERVER_INITIALIZE_…`, `SERVER_VERSION_…`, `SERVER_LIST_TOO_LONG`, and what the transport throws. */
export async function converse(conversation: Conversation, deps: ConverseDeps): Promise<RunningServer> {
  const { slot, link, log, hooks, signal, fault } = conversation;
  const asker = askerFor(slot, conversation.origin, {
    callOfTask: hooks.callOfTask,
    log: (text) => log.write('host', text),
  });
  slot.redact = (text) => link.redact(text);
  const { source } = slot.stored;
  let lists: Pick<RunningServer, ListKind> | undefined = undefined;
  const connection = await openConnection(conversation.transport, {
    hostVersion: deps.hostVersion,
    era: conversation.era,
    transport: conversation.kind,
    clientSide: declaring(
      source.kind === 'remote' ? source.signIn : undefined,
      deps.clientSideFor(asker, () => preferencesOf(slot)),
    ),
    clock: deps.clock,
    redact: (text) => link.redact(text),
    signal,
    initializeTimeoutMs: deps.initializeTimeoutMs,
    events: {
      onListChanged: (kind) => {
        // Also while it is read for the first time, when there is no running server yet.
        lists?.[kind].outdate();
        hooks.onListChanged(kind);
      },
      onResourceUpdated: hooks.onResourceUpdated,
      onTaskNews: hooks.onTaskNews,
      onLogMessage: ({ level, logger, data }) => {
        const text = typeof data === 'string' ? data : JSON.stringify(data);
        log.message(level, link.redact(logger === undefined ? text : `[${logger}] ${text}`));
      },
      onOddity: (text) => log.noise(link.redact(text)),
    },
  });
  if (connection.view.era === 'legacy') {
    tellOfRoots(connection, conversation, deps);
    askForSignsOfLife(connection, conversation, deps);
  }
  lists = listsOf(connection, slot, deps.clock);
  const { dropped } = await lists.tools.get();
  if (dropped > 0) log.write('host', `${dropped} entries of its list of tools were no tools, or came twice.`);
  const { logLevel } = preferencesOf(slot);
  // What it logs is no reason not to use it.
  if (logLevel !== undefined && 'logging' in connection.view.serverCapabilities) {
    await connection.setLogLevel(logLevel).catch((error: unknown) => {
      log.write('host', `The log level could not be set: ${toErrorView(error).code}`);
    });
  }
  return { connection, link, ...lists, startedAtMs: deps.clock.nowMs(), fault };
}

/** In the modern era folders are asked for each time. */
function tellOfRoots(
  connection: McpConnection,
  { slot, link, log }: Conversation,
  { clock, runtimes }: ConverseDeps,
): void {
  const stop = watchRoots({
    clock,
    paths: () => preferencesOf(slot).roots.map(({ path }) => path),
    canOpen: (path) => runtimes.canOpenFolder(path),
    onChanged: ({ gone, back }) => {
      log.write('host', `Of its folders, ${gone} can’t be opened any more and ${back} can again. It is told so.`);
      connection.rootsChanged().catch((error: unknown) => {
        log.write('host', `It could not be told of its folders: ${toErrorView(error).code}`);
      });
    },
  });
  void link.exited.then(stop);
}

/**
 * A process is never ended for its silence: one that computes something in one go is not dead, and its end is seen anyway. A
 * remote session is given up only while nothing is under way, for the same reason: calls have a limit of their own, and a
 * session that was lost while nobody used it is best found out before somebody does.
 */
function askForSignsOfLife(
  connection: McpConnection,
  { slot, link, log }: Conversation,
  { clock }: ConverseDeps,
): void {
  const stop = keepPinging({
    clock,
    heardAtMs: () => slot.wire.heardAtMs,
    ping: () => connection.ping(),
    onUnanswered: (inARow) => {
      if (inARow <= MAX_UNANSWERED) log.write('host', `It did not answer a ping (${inARow} in a row).`);
      if (inARow >= MAX_UNANSWERED && slot.users.size === 0) link.lose?.();
    },
  });
  void link.exited.then(stop);
}

/** Whoever runs here asks by the name that it has here. */
export function askerFor(slot: Slot, serverOrigin: string, rest: Pick<Asker, 'callOfTask' | 'log'>): Asker {
  return {
    serverId: slotId(slot),
    serverName: () => slot.stored.name,
    serverOrigin,
    duringTools: () => [...new Set([...slot.users].flatMap(({ use }) => (use.kind === 'tool' ? [use.name] : [])))],
    whileUsed: () => whileUsed([...slot.users].filter(({ use }) => use.kind !== 'lookup')),
    ...rest,
  };
}

/** Aborted with the last of these users. */
function whileUsed(users: readonly ServerUser[]): AbortSignal | undefined {
  if (users.length === 0) return undefined;
  const over = new AbortController();
  let left = users.length;
  for (const user of users) {
    const end = (): void => {
      left -= 1;
      if (left === 0) over.abort();
    };
    user.over.signal.addEventListener('abort', end, { once: true });
  }
  return over.signal;
}

function listsOf(connection: McpConnection, slot: Slot, clock: Clock): Pick<RunningServer, ListKind> {
  const tells = (kind: ListKind): boolean => {
    const offered = connection.view.serverCapabilities[kind];
    return typeof offered === 'object' && offered !== null && 'listChanged' in offered && offered.listChanged === true;
  };
  return {
    // Calls look up what is known: a list nobody announces changes of is read at the start and when somebody looks at it.
    tools: new KeptList(clock, { read: () => connection.listTools(declaredTools(slot)), tells: tells('tools') }),
    resources: new KeptList(clock, { read: () => connection.listResources(), tells: tells('resources') }),
    prompts: new KeptList(clock, { read: () => connection.listPrompts(), tells: tells('prompts') }),
  };
}

/** Names the manifest lists, if it says that there are no others (MCPB manifest, `tools_generated`). */
function declaredTools(slot: Slot): ReadonlySet<string> | undefined {
  const { source } = slot.stored;
  if (source.kind !== 'bundle' || source.bundle.toolsGenerated) return undefined;
  const { declaredTools: declared } = source.bundle;
  return declared.length === 0 ? undefined : new Set(declared.map((tool) => tool.name));
}
