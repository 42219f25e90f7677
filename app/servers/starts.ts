/**
 * Starts and stops servers: one start at a time for each, through consent, with restarts after a crash.
 *
 * No process or connection outlives its slot, and none begins but through `consent` and `startServer`.
 */
import { AppError, toErrorView } from '../contract/errors.ts';
import type { CallId, DecisionId, ServerId } from '../contract/ids.ts';
import type { ServerState } from '../contract/servers.ts';
import type { Desk } from '../decisions/desk.ts';
import type { Grants } from '../launch/grants.ts';
import { planDigest } from '../launch/planDigest.ts';
import type { BundleReader } from '../ports/bundleReader.ts';
import type { Clock } from '../ports/clock.ts';
import type { ConfigStore } from '../ports/configStore.ts';
import type { Digest } from '../ports/digest.ts';
import type { ServerExit } from '../ports/processLauncher.ts';
import type { Runtimes } from '../ports/runtimes.ts';
import type { EraChoice, ListKind } from '../protocol/openConnection.ts';
import type { Consent, Subject } from './consent.ts';
import { Eras } from './eras.ts';
import { bundleRequest, checkOptions, remoteRequest, typedRequest } from './launchRequest.ts';
import { afterExit } from './restartPolicy.ts';
import { preferencesOf, slotId } from './slot.ts';
import type { RunningServer, Slot } from './slot.ts';
import { startServer } from './startServer.ts';
import type { Consented, StartDeps } from './startServer.ts';
import type { StoredSource } from './storedServers.ts';

/** Log lines and protocol messages come in bursts; the page is told at most this often, milliseconds. */
const NEWS_MS = 250;

export interface StartsDeps extends StartDeps {
  readonly bundleReader: BundleReader;
  readonly clock: Clock;
  readonly configStore: ConfigStore;
  readonly consent: Consent;
  readonly desk: Desk;
  readonly digest: Digest;
  readonly grants: Grants;
  readonly runtimes: Runtimes;
  /** A slot's view changed. */
  readonly onChanged: (slot: Slot) => void;
  /** A conversation began. */
  readonly onReady: (slot: Slot) => void;
  /** The server's conversation ended, however it did. */
  readonly onEnded: (slot: Slot, exit: ServerExit) => void;
  readonly onTaskNews: (slot: Slot, task: unknown) => void;
  /** The call that the server carries out as this task. */
  readonly callOfTask: (serverId: ServerId, taskId: string) => CallId | undefined;
  /** Told of trouble in work that nobody waits for. */
  readonly onTrouble: (error: unknown) => void;
}

export class Starts {
  private readonly deps: StartsDeps;
  private readonly eras: Eras;
  private readonly news = new Set<Slot>();

  constructor(deps: StartsDeps) {
    this.deps = deps;
    this.eras = new Eras(deps.configStore, deps.clock);
  }

  /** @throws {AppError} `LAUNCH_…`, `CONFIG_REQUIRED_MISSING`, `SERVER_…` */
  async start(slot: Slot, reason?: Subject['reason']): Promise<RunningServer> {
    if (slot.removedUntilMs !== undefined) throw new AppError('SERVER_NOT_FOUND', 'The server was removed.');
    if (slot.state.kind === 'stopping') await slot.running?.link.exited;
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

  async stop(slot: Slot): Promise<void> {
    callOffRestart(slot);
    slot.restarts = 0;
    slot.starting?.abort.abort();
    if (slot.asking !== undefined) this.deps.desk.withdraw(slot.asking);
    await slot.starting?.done.catch(() => undefined);
    if (slot.running !== undefined) {
      this.setState(slot, { kind: 'stopping' });
      await slot.running.link.stop();
    }
    // A crash right before may have set another try going.
    callOffRestart(slot);
    if (slot.state.kind !== 'stopped') this.setState(slot, { kind: 'stopped' });
  }

  forgetEra(slot: Slot): void {
    this.eras.forget(slotId(slot));
  }

  setState(slot: Slot, state: ServerState): void {
    slot.state = state;
    this.deps.onChanged(slot);
  }

  private async bringUp(slot: Slot, signal: AbortSignal, reason: Subject['reason']): Promise<RunningServer> {
    try {
      const running = await this.connect(slot, signal, reason);
      this.ready(slot, running);
      return running;
    } catch (error) {
      this.setState(slot, stateAfter(error, signal));
      throw signal.aborted ? new AppError('SERVER_CLOSED', 'The start was called off.', { cause: error }) : error;
    }
  }

  private async prepare(slot: Slot, signal: AbortSignal, reason?: Subject['reason']): Promise<Consented> {
    try {
      checkOptions(slot.stored.source, this.deps.runtimes.machine);
      this.setState(slot, { kind: 'preparing' });
      const consented = await this.obtainConsent(slot, signal, reason);
      signal.throwIfAborted();
      this.setState(slot, { kind: 'starting' });
      return consented;
    } catch (error) {
      if (!signal.aborted) this.recordRefusal(slot, error);
      throw error;
    }
  }

  /** SECURITY(S10): also what was not even tried leaves a record. A cancelled decision has left its own. */
  private recordRefusal(slot: Slot, error: unknown): void {
    const { code } = toErrorView(error);
    if (code === 'LAUNCH_NOT_AGREED') return;
    this.attempt(() =>
      this.deps.audit.record({
        kind: slot.stored.source.kind === 'remote' ? 'server.connect' : 'server.launch',
        subject: slotId(slot),
        label: slot.stored.name,
        decision: 'refused',
        outcome: code,
        details: {},
      }),
    );
  }

  private async obtainConsent(slot: Slot, signal: AbortSignal, reason: Subject['reason']): Promise<Consented> {
    const { source, name } = slot.stored;
    const subject: Subject = {
      serverId: slotId(slot),
      serverName: name,
      ...(source.kind === 'bundle' ? { bundle: source.bundle } : {}),
      ...(reason === undefined ? {} : { reason }),
    };
    const onAsking = (decisionId: DecisionId): void => {
      slot.asking = decisionId;
      this.setState(slot, { kind: 'awaiting_decision', decisionId });
    };
    try {
      return source.kind === 'remote'
        ? await this.deps.consent.obtainConnection(subject, remoteRequest(source.definition), { signal, onAsking })
        : await this.deps.consent.obtainLaunch(subject, this.launchRequest(source), { signal, onAsking });
    } finally {
      slot.asking = undefined;
      slot.grant = this.deps.grants.find(slotId(slot)).kind;
    }
  }

  private launchRequest(source: Exclude<StoredSource, { kind: 'remote' }>) {
    if (source.kind === 'typed') return typedRequest(source.definition);
    const installDir = this.deps.bundleReader.installedPath(source.bundle.sha256);
    const place = { installDir, treeDir: installDir };
    return bundleRequest(source.bundle, source.manifest, source.config, place, this.deps.runtimes.machine);
  }

  /** Some servers end when they are asked `server/discover`; those get a second start with `initialize` alone. */
  private async connect(slot: Slot, signal: AbortSignal, reason: Subject['reason']): Promise<RunningServer> {
    const consented = await this.prepare(slot, signal, reason);
    const { era: wanted } = preferencesOf(slot);
    const era = wanted === 'auto' ? this.eras.choice(slotId(slot), planDigest(consented, this.deps.digest)) : wanted;
    try {
      return await this.begin(slot, consented, era, signal);
    } catch (error) {
      const endedWhileProbed = era === 'auto' && error instanceof AppError && error.code === 'SERVER_CLOSED';
      if (!endedWhileProbed || signal.aborted) throw error;
    }
    // SECURITY(S6): the first run may have changed its own files, so that the second is agreed to like any other start.
    return this.begin(slot, await this.prepare(slot, signal), 'legacy', signal);
  }

  private async begin(slot: Slot, consented: Consented, era: EraChoice, signal: AbortSignal): Promise<RunningServer> {
    const digest = planDigest(consented, this.deps.digest);
    const hooks = {
      onLog: () => this.tellNews(slot),
      onListChanged: (kind: ListKind) => this.listChanged(slot, kind),
      onResourceUpdated: (uri: string) => this.resourceUpdated(slot, uri),
      onTaskNews: (task: unknown) => this.deps.onTaskNews(slot, task),
      callOfTask: (taskId: string) => this.deps.callOfTask(slotId(slot), taskId),
    };
    const running = await startServer(slot, consented, digest, { era, signal, hooks }, this.deps);
    const { era: spoken } = running.connection.view;
    this.attempt(() => this.eras.remember(slotId(slot), digest, spoken));
    return running;
  }

  private ready(slot: Slot, running: RunningServer): void {
    slot.running = running;
    slot.toolsRevision += 1;
    slot.resourcesRevision += 1;
    slot.promptsRevision += 1;
    this.unwatched(running.link.exited.then((exit) => this.afterExit(slot, running, exit)));
    this.setState(slot, runningState(running));
    this.watchAgain(slot, running);
    this.deps.onReady(slot);
  }

  /** What was watched before a crash or a lost session is watched again (MCP 2025-11-25 transports §Session Management). */
  private watchAgain(slot: Slot, { connection }: RunningServer): void {
    if (slot.subscriptions.length === 0) return;
    connection.watchResources(slot.subscriptions.map(({ uri }) => uri)).catch((error: unknown) => {
      slot.subscriptions = [];
      this.logLine(slot, `Its resources are no longer watched: ${toErrorView(error).code}`);
      this.deps.onChanged(slot);
    });
  }

  private listChanged(slot: Slot, kind: ListKind): void {
    const { running } = slot;
    // A change while it starts is read at the start.
    if (running === undefined) return;
    if (kind === 'tools') {
      this.refreshTools(slot, running);
      return;
    }
    if (kind === 'resources') slot.resourcesRevision += 1;
    else slot.promptsRevision += 1;
    this.tellNews(slot);
  }

  /** Tools are read at once, since calls need them; other lists when somebody looks. */
  private refreshTools(slot: Slot, running: RunningServer): void {
    running.tools.get().then(
      () => {
        if (slot.running?.link !== running.link || slot.state.kind !== 'running') return;
        slot.toolsRevision += 1;
        this.setState(slot, runningState(running));
      },
      (error: unknown) => this.logLine(slot, `The new list of tools could not be read: ${toErrorView(error).code}`),
    );
  }

  private resourceUpdated(slot: Slot, uri: string): void {
    const updatedAtMs = this.deps.clock.nowMs();
    // A server may tell of a part of what is watched (MCP 2025-11-25 server/resources §Subscriptions).
    slot.subscriptions = slot.subscriptions.map((each) => (uri.startsWith(each.uri) ? { ...each, updatedAtMs } : each));
    this.tellNews(slot);
  }

  private afterExit(slot: Slot, running: RunningServer, exit: ServerExit): void {
    if (slot.running?.link !== running.link) return;
    slot.running = undefined;
    this.deps.onEnded(slot, exit);
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
    if (fault !== undefined && exit.sessionLost !== true) {
      slot.restarts = 0;
      this.setState(slot, { kind: 'failed', error: toErrorView(fault) });
      return;
    }
    this.restartAfter(slot, exit, ranMs);
  }

  private restartAfter(slot: Slot, exit: ServerExit, ranMs: number): void {
    const next = afterExit(exit, slot.restarts, ranMs);
    if (next.kind === 'stay_stopped') return;
    const data = {
      ...(exit.code === undefined ? {} : { exitCode: exit.code }),
      ...(exit.signal === undefined ? {} : { signal: exit.signal }),
    };
    const ended = exit.sessionLost === true ? 'SERVER_SESSION_LOST' : 'SERVER_CLOSED';
    if (next.kind === 'give_up') {
      const code = next.why === 'crash_loop' ? 'SERVER_CRASH_LOOP' : ended;
      slot.restarts = 0;
      this.setState(slot, { kind: 'failed', error: toErrorView(new AppError(code, ENDED, { data })) });
      return;
    }
    slot.restarts = next.attempt;
    const retryAtMs = this.deps.clock.nowMs() + next.afterMs;
    this.setState(slot, { kind: 'failed', error: toErrorView(new AppError(ended, ENDED, { data })), retryAtMs });
    slot.cancelRestart = this.deps.clock.after(next.afterMs, () => {
      slot.cancelRestart = undefined;
      void this.start(slot).catch(() => undefined); // The state says what went wrong.
    });
  }

  /** A line in Gatehouse's own words. */
  logLine(slot: Slot, text: string): void {
    slot.log.append('host', text, this.deps.clock.nowMs());
    this.tellNews(slot);
  }

  private tellNews(slot: Slot): void {
    if (this.news.has(slot)) return;
    this.news.add(slot);
    this.deps.clock.after(NEWS_MS, () => {
      this.news.delete(slot);
      this.deps.onChanged(slot);
    });
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
}

const ENDED = 'The server ended by itself.';

function stateAfter(error: unknown, signal: AbortSignal): ServerState {
  const declined = error instanceof AppError && error.code === 'LAUNCH_NOT_AGREED';
  if (signal.aborted || declined) return { kind: 'stopped' };
  if (error instanceof AppError && error.code === 'CONFIG_REQUIRED_MISSING') {
    const keys = error.data['keys'];
    return { kind: 'needs_configuration', missing: Array.isArray(keys) ? keys : [] };
  }
  return { kind: 'failed', error: toErrorView(error) };
}

function runningState({ connection, tools, startedAtMs }: RunningServer): ServerState {
  const toolCount = tools.known?.tools.length ?? 0;
  return { kind: 'running', connection: { ...connection.view, toolCount }, startedAtMs };
}

function callOffRestart(slot: Slot): void {
  slot.cancelRestart?.();
  slot.cancelRestart = undefined;
}
