/**
 * One server in memory: what is stored of it, what state it is in, and the conversation when there is one.
 */
import type { AppError } from '../contract/errors.ts';
import type { DecisionId, ServerId } from '../contract/ids.ts';
import type { Zone } from '../contract/plan.ts';
import type { ServerPreferences, ServerState, ServerView } from '../contract/servers.ts';
import type { PromptList, ResourceList, ToolList } from '../protocol/lists.ts';
import type { McpConnection } from '../protocol/mcpConnection.ts';
import { WireLog } from '../protocol/wireLog.ts';
import type { ServerExit } from '../ports/processLauncher.ts';
import type { KeptList } from './keptList.ts';
import type { KeptSession } from './keptSessions.ts';
import { ServerLog } from './serverLog.ts';
import { DEFAULT_PREFERENCES, toServerSource } from './storedServers.ts';
import type { StoredServer } from './storedServers.ts';

/** What a conversation hangs on: a process, or a remote server's address. */
export interface ServerLink {
  /** Of a process. */
  readonly pid?: number;
  /** Takes the secrets of this start out of a text of the server. SECURITY(S9) */
  redact(text: string): string;
  stop(): Promise<ServerExit>;
  readonly exited: Promise<ServerExit>;
  /** Of a remote server: gives up the session with one that does not answer, so that another one is begun. */
  readonly lose?: () => void;
  /** Of a remote server: where it is, as was agreed to. */
  readonly place?: { readonly origin: string; readonly zone: Zone };
  /** Of a remote server: a code for its address and all that it is sent as a sign-in, which tells two apart and no more. */
  readonly identity?: string;
  /** Of a remote server that keeps a session: what taking it up again needs. */
  readonly session?: () => KeptSession | undefined;
}

/** A server that has initialised and whose tools are known. */
export interface RunningServer {
  readonly connection: McpConnection;
  readonly link: ServerLink;
  readonly tools: KeptList<ToolList>;
  readonly resources: KeptList<ResourceList>;
  readonly prompts: KeptList<PromptList>;
  readonly startedAtMs: number;
  /** What it did that Gatehouse ended the conversation for, if it did: a fault, or that it forgot the session. */
  readonly fault: () => AppError | undefined;
}

/**
 * What a running server is used for. In a call of a tool and in a reading it may ask things; a lookup (a list, a suggestion)
 * is over in a moment and nothing that it asks belongs to it.
 */
export type ServerUse = { readonly kind: 'tool'; readonly name: string } | { readonly kind: 'reading' | 'lookup' };

export interface ServerUser {
  readonly use: ServerUse;
  /** Aborted when they let go of it. */
  readonly over: AbortController;
}

export interface Slot {
  stored: StoredServer;
  state: ServerState;
  running: RunningServer | undefined;
  /** The one start under way, shared by everybody who waits for it. */
  starting: { readonly done: Promise<RunningServer>; readonly abort: AbortController } | undefined;
  /** The decision about its start that is open, so that stopping can withdraw it. */
  asking: DecisionId | undefined;
  grant: ServerView['grant'];
  toolsRevision: number;
  resourcesRevision: number;
  promptsRevision: number;
  subscriptions: ServerView['subscriptions'];
  restarts: number;
  cancelRestart: (() => void) | undefined;
  removedUntilMs: number | undefined;
  cancelRemoval: (() => void) | undefined;
  /** Who uses the running server, by what is said of it when the server asks something meanwhile. */
  readonly users: Set<ServerUser>;
  readonly log: ServerLog;
  /** Where icons came from that were not shown, as its log says it: each is said once. */
  readonly refusedIcons: Set<string>;
  readonly wire: WireLog;
  /** Takes the secrets of the last start out of a text, also after it ended: what was logged stays. SECURITY(S9) */
  redact: (text: string) => string;
}

export function newSlot(stored: StoredServer, grant: ServerView['grant']): Slot {
  return {
    stored,
    state: { kind: 'stopped' },
    running: undefined,
    starting: undefined,
    asking: undefined,
    grant,
    toolsRevision: 0,
    resourcesRevision: 0,
    promptsRevision: 0,
    subscriptions: [],
    restarts: 0,
    cancelRestart: undefined,
    removedUntilMs: undefined,
    cancelRemoval: undefined,
    users: new Set(),
    log: new ServerLog(),
    refusedIcons: new Set(),
    wire: new WireLog(),
    redact: (text) => text,
  };
}

export function slotId(slot: Slot): ServerId {
  return slot.stored.serverId;
}

export function preferencesOf(slot: Slot): ServerPreferences {
  return slot.stored.preferences ?? DEFAULT_PREFERENCES;
}

export function toServerView(slot: Slot): ServerView {
  const { stored } = slot;
  return {
    serverId: stored.serverId,
    name: stored.name,
    source: toServerSource(stored.source),
    state: slot.state,
    grant: slot.grant,
    preferences: preferencesOf(slot),
    toolsRevision: slot.toolsRevision,
    resourcesRevision: slot.resourcesRevision,
    promptsRevision: slot.promptsRevision,
    subscriptions: slot.subscriptions,
    logSeq: slot.log.seq,
    wireSeq: slot.wire.seq,
    ...(slot.removedUntilMs === undefined ? {} : { removedUntilMs: slot.removedUntilMs }),
    ...(stored.previous?.kind === 'bundle' ? { previousVersion: stored.previous.bundle.version } : {}),
    createdAtMs: stored.createdAtMs,
  };
}
