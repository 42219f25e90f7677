/**
 * The servers a person has: add, start, stop, restart, remove, and who is using them.
 *
 * No process outlives its slot, and none starts but through `consent` and `startServer`.
 */
import type { Audit } from '../audit/audit.ts';
import { AppError, toErrorView } from '../contract/errors.ts';
import type { HostChange } from '../contract/events.ts';
import type { ServerId, Sha256 } from '../contract/ids.ts';
import type { ServerState, ServerView, ToolView } from '../contract/servers.ts';
import type { Desk } from '../decisions/desk.ts';
import type { Grants } from '../launch/grants.ts';
import { planDigest } from '../launch/planDigest.ts';
import type { BundleReader } from '../ports/bundleReader.ts';
import type { Clock } from '../ports/clock.ts';
import type { ConfigStore } from '../ports/configStore.ts';
import type { Digest } from '../ports/digest.ts';
import type { ConsentedLaunch, ServerExit } from '../ports/processLauncher.ts';
import type { Runtimes } from '../ports/runtimes.ts';
import type { SecretStore } from '../ports/secretStore.ts';
import type { EraChoice } from '../protocol/openConnection.ts';
import type { Consent, Subject } from './consent.ts';
import { Eras } from './eras.ts';
import { bundleRequest, checkOptions, typedRequest } from './launchRequest.ts';
import type { LaunchRequest } from '../launch/planLaunch.ts';
import { afterExit } from './restartPolicy.ts';
import { newSlot, slotId, toServerView } from './slot.ts';
import type { RunningServer, Slot } from './slot.ts';
import { declaredTools, startServer } from './startServer.ts';
import type { StartDeps } from './startServer.ts';
import { loadServers, neededBundles, saveServers, secretOwner } from './storedServers.ts';
import type { StoredServer, StoredSource } from './storedServers.ts';

/** Time in which a removal can be undone, milliseconds. */
export const UNDO_MS = 10_000;
/** Log lines come in bursts; the page is told at most this often, milliseconds. */
const LOG_NEWS_MS = 250;

export interface ServersDeps extends StartDeps {
  readonly audit: Audit;
  readonly bundleReader: BundleReader;
  readonly clock: Clock;
  readonly configStore: ConfigStore;
  readonly consent: Consent;
  readonly desk: Desk;
  readonly digest: Digest;
  readonly grants: Grants;
  readonly runtimes: Runtimes;
  readonly secretStore: SecretStore;
  readonly emit: (change: HostChange) => void;
  /** Told of trouble in work that nobody waits for. */
  readonly onTrouble: (error: unknown) => void;
}

export interface UsableServer {
  readonly server: RunningServer;
  readonly tools: readonly ToolView[];
}

export class Servers {
  private readonly deps: ServersDeps;
  private readonly slots = new Map<ServerId, Slot>();
  private readonly eras: Eras;
  private readonly unreadable: readonly unknown[];
  /** Trees that are about to belong to a server, by digest. */
  private readonly pinned = new Map<Sha256, number>();
  private readonly logNews = new Set<Slot>();

  constructor(deps: ServersDeps) {
    this.deps = deps;
    this.eras = new Eras(deps.configStore, deps.clock);
    const { servers, unreadable } = loadServers(deps.configStore);
    this.unreadable = unreadable;
    for (const stored of servers) {
      this.slots.set(stored.serverId, newSlot(stored, deps.grants.find(stored.serverId).kind));
    }
  }

  /** Entries of the store that this version could not read; they are kept as they are. */
  get unreadableCount(): number {
    return this.unreadable.length;
  }

  views(): readonly ServerView[] {
    return [...this.slots.values()].map(toServerView);
  }

  stored(): readonly StoredServer[] {
    return [...this.slots.values()].filter((slot) => slot.removedUntilMs === undefined).map((slot) => slot.stored);
  }

  get(serverId: ServerId): StoredServer {
    return this.slot(serverId).stored;
  }

  tools(serverId: ServerId): { readonly toolsRevision: number; readonly tools: readonly ToolView[] } {
    const slot = this.slot(serverId);
    return { toolsRevision: slot.toolsRevision, tools: slot.running?.tools ?? [] };
  }

  log(serverId: ServerId, afterSeq: number) {
    return this.slot(serverId).log.after(afterSeq);
  }

  add(stored: StoredServer): void {
    const slot = newSlot(stored, this.deps.grants.find(stored.serverId).kind);
    this.slots.set(stored.serverId, slot);
    this.save();
    this.deps.audit.record({ kind: 'server.added', subject: stored.serverId, label: stored.name, details: {} });
    this.emit(slot);
  }

  rename(serverId: ServerId, name: string): void {
    const slot = this.slot(serverId);
    const before = slot.stored.name;
    slot.stored = { ...slot.stored, name };
    this.changed(slot, { before, after: name });
  }

  /**
   * Gives a server another definition, configuration or version. A process that runs on the old one is stopped.
   * The next start computes the plan anew and asks about what differs.
   */
  async replaceSource(serverId: ServerId, source: StoredSource, previous: StoredSource | undefined): Promise<void> {
    const slot = this.slot(serverId);
    await this.stop(serverId);
    if (slot.removedUntilMs !== undefined) throw new AppError('SERVER_NOT_FOUND', 'The server was removed.');
    const { previous: _previous, ...rest } = slot.stored;
    slot.stored = { ...rest, source, ...(previous === undefined ? {} : { previous }) };
    slot.grant = this.deps.grants.find(serverId).kind;
    this.setState(slot, { kind: 'stopped' });
    this.changed(slot, {
      source: source.kind,
      ...(source.kind === 'bundle' ? { version: source.bundle.version } : {}),
    });
  }

  /** Puts the version back that an update replaced. What it would run is asked about again. */
  async rollBack(serverId: ServerId): Promise<void> {
    const { previous } = this.slot(serverId).stored;
    if (previous === undefined) throw new AppError('INSTALL_STATE_WRONG', 'There is no previous version.');
    await this.replaceSource(serverId, previous, undefined);
    await this.sweepBundles();
  }

  /**
   * Starts a server, or joins the start that is under way. Waits for a person where one has to agree.
   *
   * @throws {AppError} `LAUNCH_…`, `CONFIG_REQUIRED_MISSING`, `SERVER_…`
   */
  async start(serverId: ServerId, reason?: Subject['reason']): Promise<RunningServer> {
    const slot = this.slot(serverId);
    if (slot.removedUntilMs !== undefined) throw new AppError('SERVER_NOT_FOUND', 'The server was removed.');
    if (slot.state.kind === 'stopping') await slot.running?.process.exited;
    if (slot.running !== undefined) return slot.running;
    if (slot.starting === undefined) {
      callOffRestart(slot);
      const abort = new AbortController();
      const done = this.bringUp(slot, abort.signal, reason).finally(() => {
        slot.starting = undefined;
      });
      slot.starting = { done, abort };
    }
    return slot.starting.done;
  }

  async stop(serverId: ServerId): Promise<void> {
    const slot = this.slot(serverId);
    callOffRestart(slot);
    slot.restarts = 0;
    slot.starting?.abort.abort();
    if (slot.asking !== undefined) this.deps.desk.withdraw(slot.asking);
    await slot.starting?.done.catch(() => undefined);
    if (slot.running !== undefined) {
      this.setState(slot, { kind: 'stopping' });
      await slot.running.process.stop();
    }
    // A crash right before may have set another try going.
    callOffRestart(slot);
    if (slot.state.kind !== 'stopped') this.setState(slot, { kind: 'stopped' });
  }

  /** A running server for a call, started if need be. */
  async acquire(serverId: ServerId): Promise<UsableServer> {
    const slot = this.slot(serverId);
    const server = await this.start(serverId);
    return { server, tools: slot.running?.tools ?? server.tools };
  }

  /** Stops a server and takes it out of the list for good after `UNDO_MS`, unless that is undone. */
  async remove(serverId: ServerId): Promise<void> {
    const slot = this.slot(serverId);
    if (slot.removedUntilMs !== undefined) return;
    slot.removedUntilMs = this.deps.clock.nowMs() + UNDO_MS;
    this.emit(slot);
    slot.cancelRemoval = this.deps.clock.after(UNDO_MS, () => this.unwatched(this.forget(slot)));
    await this.stop(serverId);
  }

  undoRemove(serverId: ServerId): void {
    const slot = this.slot(serverId);
    slot.cancelRemoval?.();
    slot.cancelRemoval = undefined;
    slot.removedUntilMs = undefined;
    this.emit(slot);
  }

  /** Stops everything, and carries out removals that wait. */
  async close(): Promise<void> {
    await Promise.all([...this.slots.keys()].map((serverId) => this.stop(serverId)));
    for (const slot of [...this.slots.values()]) {
      if (slot.removedUntilMs === undefined) continue;
      slot.cancelRemoval?.();
      await this.forget(slot);
    }
  }

  /** Before the files of an installed bundle are replaced. */
  async stopUsersOf(bundle: Sha256): Promise<void> {
    const users = [...this.slots.values()].filter(
      ({ stored: { source } }) => source.kind === 'bundle' && source.bundle.sha256 === bundle,
    );
    await Promise.all(users.map((slot) => this.stop(slotId(slot))));
  }

  /** Keeps a tree from being swept until the answer is called: it is being installed. */
  pin(bundle: Sha256): () => void {
    this.pinned.set(bundle, (this.pinned.get(bundle) ?? 0) + 1);
    return () => {
      const left = (this.pinned.get(bundle) ?? 1) - 1;
      if (left === 0) this.pinned.delete(bundle);
      else this.pinned.set(bundle, left);
    };
  }

  /**
   * Removes installed trees that no server needs. Removes none while some servers could not be read: theirs must be
   * there when the stored configuration is mended.
   */
  async sweepBundles(): Promise<void> {
    if (this.unreadable.length > 0 || this.deps.configStore.setAside !== undefined) return;
    const stored = [...this.slots.values()].map((slot) => slot.stored);
    await this.deps.bundleReader.sweep([...neededBundles(stored), ...this.pinned.keys()]);
  }

  private async bringUp(slot: Slot, signal: AbortSignal, reason: Subject['reason']): Promise<RunningServer> {
    let isLaunched = false;
    try {
      checkOptions(slot.stored.source, this.deps.runtimes.machine);
      this.setState(slot, { kind: 'preparing' });
      const launch = await this.obtainConsent(slot, signal, reason);
      signal.throwIfAborted();
      this.setState(slot, { kind: 'starting' });
      isLaunched = true;
      const running = await this.connect(slot, launch, signal);
      this.ready(slot, running);
      return running;
    } catch (error) {
      this.setState(slot, this.stateAfter(error, signal));
      if (!isLaunched && !signal.aborted) this.recordRefusal(slot, error);
      throw signal.aborted ? new AppError('SERVER_CLOSED', 'The start was called off.', { cause: error }) : error;
    }
  }

  /** SECURITY(S10): also what was not even tried leaves a record. A cancelled decision has left its own. */
  private recordRefusal(slot: Slot, error: unknown): void {
    const { code } = toErrorView(error);
    if (code === 'LAUNCH_NOT_AGREED') return;
    this.attempt(() =>
      this.deps.audit.record({
        kind: 'server.launch',
        subject: slotId(slot),
        label: slot.stored.name,
        decision: 'refused',
        outcome: code,
        details: {},
      }),
    );
  }

  private stateAfter(error: unknown, signal: AbortSignal): ServerState {
    const declined = error instanceof AppError && error.code === 'LAUNCH_NOT_AGREED';
    if (signal.aborted || declined) return { kind: 'stopped' };
    if (error instanceof AppError && error.code === 'CONFIG_REQUIRED_MISSING') {
      const keys = error.data['keys'];
      return { kind: 'needs_configuration', missing: Array.isArray(keys) ? keys : [] };
    }
    return { kind: 'failed', error: toErrorView(error) };
  }

  private async obtainConsent(slot: Slot, signal: AbortSignal, reason: Subject['reason']): Promise<ConsentedLaunch> {
    const { source, name } = slot.stored;
    const subject: Subject = {
      serverId: slotId(slot),
      serverName: name,
      ...(source.kind === 'bundle' ? { bundle: source.bundle } : {}),
      ...(reason === undefined ? {} : { reason }),
    };
    try {
      return await this.deps.consent.obtain(subject, this.request(source), signal, (decisionId) => {
        slot.asking = decisionId;
        this.setState(slot, { kind: 'awaiting_decision', decisionId });
      });
    } finally {
      slot.asking = undefined;
      slot.grant = this.deps.grants.find(slotId(slot)).kind;
    }
  }

  private request(source: StoredSource): LaunchRequest {
    if (source.kind === 'typed') return typedRequest(source.definition);
    const installDir = this.deps.bundleReader.installedPath(source.bundle.sha256);
    const place = { installDir, treeDir: installDir };
    return bundleRequest(source.bundle, source.manifest, source.config, place, this.deps.runtimes.machine);
  }

  /** Some servers end when they are asked `server/discover`; those get a second start with `initialize` alone. */
  private async connect(slot: Slot, launch: ConsentedLaunch, signal: AbortSignal): Promise<RunningServer> {
    const digest = planDigest(launch, this.deps.digest);
    const hooks = { onLog: () => this.tellLog(slot), onToolsChanged: () => void this.refreshTools(slot) };
    slot.toolsStale = false;
    const begin = (era: EraChoice): Promise<RunningServer> =>
      startServer(slot, launch, digest, era, signal, hooks, this.deps);
    const era = this.eras.choice(slotId(slot), digest);
    let running: RunningServer;
    try {
      running = await begin(era);
    } catch (error) {
      const endedWhileProbed = era === 'auto' && error instanceof AppError && error.code === 'SERVER_CLOSED';
      if (!endedWhileProbed || signal.aborted) throw error;
      running = await begin('legacy');
    }
    const { era: spoken } = running.connection.view;
    this.attempt(() => this.eras.remember(slotId(slot), digest, spoken));
    return running;
  }

  private ready(slot: Slot, running: RunningServer): void {
    slot.running = running;
    slot.toolsRevision += 1;
    this.unwatched(running.process.exited.then((exit) => this.afterExit(slot, running, exit)));
    this.setState(slot, this.runningState(running));
    if (slot.toolsStale) void this.refreshTools(slot);
    if (slot.stored.previous !== undefined) {
      const { previous: _previous, ...rest } = slot.stored;
      slot.stored = rest;
      this.attempt(() => this.save());
      this.unwatched(this.sweepBundles());
    }
  }

  private runningState({ connection, tools, startedAtMs }: RunningServer): ServerState {
    return { kind: 'running', connection: { ...connection.view, toolCount: tools.length }, startedAtMs };
  }

  /** One list at a time, and once more after a change that came meanwhile: the newest answer is the one that stays. */
  private async refreshTools(slot: Slot): Promise<void> {
    slot.toolsStale = true;
    if (slot.readingTools) return;
    slot.readingTools = true;
    while (slot.toolsStale && slot.running !== undefined) {
      slot.toolsStale = false;
      await this.readTools(slot, slot.running);
    }
    slot.readingTools = false;
  }

  private async readTools(slot: Slot, running: RunningServer): Promise<void> {
    try {
      const { tools } = await running.connection.listTools(declaredTools(slot));
      if (slot.running?.process !== running.process || slot.state.kind !== 'running') return;
      slot.running = { ...running, tools };
      slot.toolsRevision += 1;
      this.setState(slot, this.runningState(slot.running));
    } catch (error) {
      slot.log.append(
        'host',
        `The new list of tools could not be read: ${toErrorView(error).code}`,
        this.deps.clock.nowMs(),
      );
      this.tellLog(slot);
    }
  }

  private afterExit(slot: Slot, running: RunningServer, exit: ServerExit): void {
    if (slot.running?.process !== running.process) return;
    slot.running = undefined;
    const ranMs = this.deps.clock.nowMs() - running.startedAtMs;
    this.attempt(() =>
      this.deps.audit.record({
        kind: 'server.exit',
        subject: slotId(slot),
        label: slot.stored.name,
        outcome: exit.requested ? 'stopped' : 'ended',
        details: { ...exit, ranMs },
      }),
    );
    const fault = running.fault();
    if (fault !== undefined) {
      slot.restarts = 0;
      this.setState(slot, { kind: 'failed', error: toErrorView(fault) });
      return;
    }
    const next = afterExit(exit, slot.restarts, ranMs);
    if (next.kind === 'stay_stopped') return;
    const data = {
      ...(exit.code === undefined ? {} : { exitCode: exit.code }),
      ...(exit.signal === undefined ? {} : { signal: exit.signal }),
    };
    if (next.kind === 'give_up') {
      const code = next.why === 'crash_loop' ? 'SERVER_CRASH_LOOP' : 'SERVER_CLOSED';
      const error = toErrorView(new AppError(code, 'The server ended by itself.', { data }));
      slot.restarts = 0;
      this.setState(slot, { kind: 'failed', error });
      return;
    }
    slot.restarts = next.attempt;
    const error = toErrorView(new AppError('SERVER_CLOSED', 'The server ended by itself.', { data }));
    this.setState(slot, { kind: 'failed', error, retryAtMs: this.deps.clock.nowMs() + next.afterMs });
    slot.cancelRestart = this.deps.clock.after(next.afterMs, () => {
      slot.cancelRestart = undefined;
      void this.start(slotId(slot)).catch(() => undefined); // The state says what went wrong.
    });
  }

  /** Everything that belongs to a server goes; its records stay, and one says that it was removed. */
  private async forget(slot: Slot): Promise<void> {
    const serverId = slotId(slot);
    this.slots.delete(serverId);
    this.save();
    this.deps.grants.forget(serverId);
    this.eras.forget(serverId);
    this.deps.secretStore.deleteAll(secretOwner(serverId));
    this.deps.audit.record({ kind: 'server.removed', subject: serverId, label: slot.stored.name, details: {} });
    this.deps.emit({ type: 'server.removed', serverId });
    await this.sweepBundles();
  }

  private changed(slot: Slot, details: Readonly<Record<string, unknown>>): void {
    this.save();
    this.deps.audit.record({ kind: 'server.changed', subject: slotId(slot), label: slot.stored.name, details });
    this.emit(slot);
  }

  private slot(serverId: ServerId): Slot {
    const slot = this.slots.get(serverId);
    if (slot === undefined) throw new AppError('SERVER_NOT_FOUND', 'There is no such server.');
    return slot;
  }

  private save(): void {
    const servers = [...this.slots.values()].map((slot) => slot.stored);
    saveServers(this.deps.configStore, { servers, unreadable: this.unreadable });
  }

  /** For work whose failure must not undo what has happened already, and that a person should hear of. */
  private attempt(work: () => unknown): void {
    try {
      work();
    } catch (error) {
      this.deps.onTrouble(error);
    }
  }

  private unwatched(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.deps.onTrouble(error));
  }

  private setState(slot: Slot, state: ServerState): void {
    slot.state = state;
    this.emit(slot);
  }

  private emit(slot: Slot): void {
    if (this.slots.has(slotId(slot))) this.deps.emit({ type: 'server.changed', server: toServerView(slot) });
  }

  private tellLog(slot: Slot): void {
    if (this.logNews.has(slot)) return;
    this.logNews.add(slot);
    this.deps.clock.after(LOG_NEWS_MS, () => {
      this.logNews.delete(slot);
      this.emit(slot);
    });
  }
}

function callOffRestart(slot: Slot): void {
  slot.cancelRestart?.();
  slot.cancelRestart = undefined;
}
