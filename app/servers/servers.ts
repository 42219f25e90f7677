/**
 * The servers a person has: add, change, use, remove. How they start and stop is in `starts.ts`.
 */
import { AppError } from '../contract/errors.ts';
import type { HostChange } from '../contract/events.ts';
import type { ServerId, Sha256 } from '../contract/ids.ts';
import type { PreferenceChange, ServerView } from '../contract/servers.ts';
import type { Subject } from './consent.ts';
import { newSlot, preferencesOf, slotId, toServerView } from './slot.ts';
import type { RunningServer, ServerUse, Slot } from './slot.ts';
import { Starts } from './starts.ts';
import type { StartsDeps } from './starts.ts';
import {
  DEFAULT_PREFERENCES,
  loadServers,
  neededBundles,
  neededConfigSecrets,
  saveServers,
  secretOwner,
} from './storedServers.ts';
import type { StoredServer, StoredSource } from './storedServers.ts';

/** Time in which a removal can be undone, milliseconds. */
export const UNDO_MS = 10_000;

export interface ServersDeps extends Omit<StartsDeps, 'onChanged' | 'onReady' | 'onEnded' | 'onTaskNews'> {
  readonly emit: (change: HostChange) => void;
  /** Whatever else belongs to a server goes with it: its questions, its budgets. */
  readonly onForgotten: (serverId: ServerId) => void;
  /** A conversation began, whoever asked for it. */
  readonly onReady: (serverId: ServerId) => void;
  /** Its conversation ended: what it asked is taken back. */
  readonly onEnded: (serverId: ServerId, how: { readonly isLocal: boolean; readonly requested: boolean }) => void;
  /** It says something of a task. */
  readonly onTaskNews: (serverId: ServerId, task: unknown) => void;
}

/** A running server in somebody's hands. */
export interface ServerLease {
  readonly server: RunningServer;
  /** Must be called once the work is done. */
  readonly release: () => void;
}

export class Servers {
  private readonly deps: ServersDeps;
  private readonly slots = new Map<ServerId, Slot>();
  private readonly starts: Starts;
  private readonly unreadable: readonly unknown[];
  /** Trees that are about to belong to a server, by digest. */
  private readonly pinned = new Map<Sha256, number>();

  constructor(deps: ServersDeps) {
    this.deps = deps;
    this.starts = new Starts({
      ...deps,
      onChanged: (slot) => this.emit(slot),
      onReady: (slot) => {
        this.letGoOfPrevious(slot);
        deps.onReady(slotId(slot));
      },
      onEnded: (slot, { requested }) =>
        deps.onEnded(slotId(slot), { isLocal: slot.stored.source.kind !== 'remote', requested }),
      onTaskNews: (slot, task) => deps.onTaskNews(slotId(slot), task),
    });
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

  /** @throws {AppError} `SERVER_NOT_FOUND` */
  slot(serverId: ServerId): Slot {
    const slot = this.slots.get(serverId);
    if (slot === undefined) throw new AppError('SERVER_NOT_FOUND', 'There is no such server.');
    return slot;
  }

  has(serverId: ServerId): boolean {
    return this.slots.has(serverId);
  }

  runningOf(serverId: ServerId): RunningServer | undefined {
    return this.slots.get(serverId)?.running;
  }

  /** Takes the secrets of a server's last start out of a text. SECURITY(S9) */
  redact(serverId: ServerId, text: string): string {
    return this.slots.get(serverId)?.redact(text) ?? text;
  }

  log(serverId: ServerId, afterSeq: number) {
    return this.slot(serverId).log.after(afterSeq);
  }

  /** A line for its log, in Gatehouse's own words. */
  note(slot: Slot, text: string): void {
    this.starts.logLine(slot, text);
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

  prefer(serverId: ServerId, change: PreferenceChange): void {
    const slot = this.slot(serverId);
    const before = preferencesOf(slot);
    const { logLevel = before.logLevel, ...others } = change;
    const chosen = { ...others, logLevel: logLevel === 'server' ? undefined : logLevel };
    slot.stored = { ...slot.stored, preferences: { ...DEFAULT_PREFERENCES, ...before, ...chosen } };
    this.changed(slot, { preferences: change });
  }

  watch(serverId: ServerId, subscriptions: Slot['subscriptions']): void {
    const slot = this.slot(serverId);
    slot.subscriptions = subscriptions;
    this.emit(slot);
  }

  /**
   * Gives a server another definition, configuration or version. What runs on the old one is stopped.
   * The next start computes the plan anew and asks about what differs.
   */
  async replaceSource(serverId: ServerId, source: StoredSource, previous: StoredSource | undefined): Promise<void> {
    const slot = this.slot(serverId);
    await this.stop(serverId);
    if (slot.removedUntilMs !== undefined) throw new AppError('SERVER_NOT_FOUND', 'The server was removed.');
    const before = slot.stored;
    const { previous: _previous, ...rest } = before;
    slot.stored = { ...rest, source, ...(previous === undefined ? {} : { previous }) };
    slot.grant = this.deps.grants.find(serverId).kind;
    this.starts.setState(slot, { kind: 'stopped' });
    this.changed(slot, {
      source: source.kind,
      ...(source.kind === 'bundle' ? { version: source.bundle.version } : {}),
    });
    this.dropSecrets(before, slot.stored);
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
  start(serverId: ServerId, reason?: Subject['reason']): Promise<RunningServer> {
    return this.starts.start(this.slot(serverId), reason);
  }

  stop(serverId: ServerId): Promise<void> {
    return this.starts.stop(this.slot(serverId));
  }

  /** A running server, started if need be. */
  async acquire(serverId: ServerId, use: ServerUse): Promise<ServerLease> {
    const slot = this.slot(serverId);
    const server = await this.starts.start(slot);
    const user = { use, over: new AbortController() };
    slot.users.add(user);
    const release = (): void => {
      slot.users.delete(user);
      user.over.abort();
    };
    return { server, release };
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
   * Removes what was not installed to its end, and installed trees that no server needs. Of those it removes none while
   * some servers could not be read: theirs must be there when the stored configuration is mended.
   */
  async sweepBundles(): Promise<void> {
    const { bundleReader, configStore } = this.deps;
    const stored = [...this.slots.values()].map((slot) => slot.stored);
    const areAllKnown = this.unreadable.length === 0 && !configStore.liesSetAside();
    await bundleReader.sweep(areAllKnown ? [...neededBundles(stored), ...this.pinned.keys()] : 'all');
  }

  /** A version that runs needs no older one to go back to. */
  private letGoOfPrevious(slot: Slot): void {
    if (slot.stored.previous === undefined) return;
    const before = slot.stored;
    const { previous: _previous, ...rest } = before;
    slot.stored = rest;
    try {
      this.save();
      this.dropSecrets(before, rest);
    } catch (error) {
      this.deps.onTrouble(error);
    }
    this.unwatched(this.sweepBundles());
  }

  /** SECURITY(S9): a value that was emptied, or whose option went with its version, is kept for as long as one can go back. */
  private dropSecrets(before: StoredServer, now: StoredServer): void {
    const needed = new Set(neededConfigSecrets(now));
    const dropped = neededConfigSecrets(before).filter((name) => !needed.has(name));
    for (const name of dropped) this.deps.secretStore.delete(secretOwner(now.serverId), name);
  }

  /** Everything that belongs to a server goes; its records stay, and one says that it was removed. */
  private async forget(slot: Slot): Promise<void> {
    const serverId = slotId(slot);
    this.slots.delete(serverId);
    this.save();
    this.deps.grants.forget(serverId);
    this.starts.forgetEra(slot);
    // First, since what it revokes is in there.
    this.deps.onForgotten(serverId);
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

  private save(): void {
    const servers = [...this.slots.values()].map((slot) => slot.stored);
    saveServers(this.deps.configStore, { servers, unreadable: this.unreadable });
  }

  private unwatched(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.deps.onTrouble(error));
  }

  private emit(slot: Slot): void {
    if (this.slots.has(slotId(slot))) this.deps.emit({ type: 'server.changed', server: toServerView(slot) });
  }
}
