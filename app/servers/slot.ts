/**
 * One server in memory: what is stored of it, what state it is in, and the process when there is one.
 */
import type { AppError } from '../contract/errors.ts';
import type { ServerId } from '../contract/ids.ts';
import type { DecisionId } from '../contract/ids.ts';
import type { ServerState, ServerView, ToolView } from '../contract/servers.ts';
import type { McpConnection } from '../protocol/openConnection.ts';
import type { ServerProcess } from '../ports/processLauncher.ts';
import { ServerLog } from './serverLog.ts';
import { toServerSource } from './storedServers.ts';
import type { StoredServer } from './storedServers.ts';

/** A process that has initialised and whose tools are known. */
export interface RunningServer {
  readonly connection: McpConnection;
  readonly process: ServerProcess;
  readonly tools: readonly ToolView[];
  readonly startedAtMs: number;
  /** What it did that Gatehouse ended it for, if it did. */
  readonly fault: () => AppError | undefined;
}

export interface Slot {
  stored: StoredServer;
  state: ServerState;
  running: RunningServer | undefined;
  /** The one start under way, shared by everybody who waits for it. */
  starting: { readonly done: Promise<RunningServer>; readonly abort: AbortController } | undefined;
  /** The list of tools changed since it was last asked for, and whether it is being asked for. */
  toolsStale: boolean;
  readingTools: boolean;
  /** The launch decision that is open, so that stopping can withdraw it. */
  asking: DecisionId | undefined;
  grant: ServerView['grant'];
  toolsRevision: number;
  restarts: number;
  cancelRestart: (() => void) | undefined;
  removedUntilMs: number | undefined;
  cancelRemoval: (() => void) | undefined;
  readonly log: ServerLog;
}

export function newSlot(stored: StoredServer, grant: ServerView['grant']): Slot {
  return {
    stored,
    state: { kind: 'stopped' },
    running: undefined,
    starting: undefined,
    toolsStale: false,
    readingTools: false,
    asking: undefined,
    grant,
    toolsRevision: 0,
    restarts: 0,
    cancelRestart: undefined,
    removedUntilMs: undefined,
    cancelRemoval: undefined,
    log: new ServerLog(),
  };
}

export function slotId(slot: Slot): ServerId {
  return slot.stored.serverId;
}

export function toServerView(slot: Slot): ServerView {
  const { stored } = slot;
  return {
    serverId: stored.serverId,
    name: stored.name,
    source: toServerSource(stored.source),
    state: slot.state,
    grant: slot.grant,
    toolsRevision: slot.toolsRevision,
    logSeq: slot.log.seq,
    ...(slot.removedUntilMs === undefined ? {} : { removedUntilMs: slot.removedUntilMs }),
    ...(stored.previous?.kind === 'bundle' ? { previousVersion: stored.previous.bundle.version } : {}),
    createdAtMs: stored.createdAtMs,
  };
}
