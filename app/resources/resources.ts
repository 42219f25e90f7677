/**
 * Resources and prompts: listed when somebody looks, read when a person asks, each reading on record.
 *
 * A reading may take rounds of questions like a call of a tool, and is cancelled the same way.
 */
import type { Audit, BegunEntry } from '../audit/audit.ts';
import type { ActivityKind } from '../contract/activity.ts';
import { AppError, toErrorView, type ErrorView } from '../contract/errors.ts';
import type { RequestId, ServerId } from '../contract/ids.ts';
import type { Completions, CompletionTarget, PromptOutcome, ReadOutcome } from '../contract/resources.ts';
import type { ServerView } from '../contract/servers.ts';
import type { RequestContext } from '../protocol/mcpConnection.ts';
import type { Clock } from '../ports/clock.ts';
import type { Servers } from '../servers/servers.ts';
import type { RunningServer } from '../servers/slot.ts';

/** Choice: a minute of silence from something that is only read is a hang; an hour is the longest with a person asked between. */
const READ_LIMITS = { idleTimeoutMs: 60_000, maxTotalMs: 3_600_000 } as const;
/** Characters of an address that go on record. */
const MAX_RECORDED = 500;
/** Watched resources of one server. */
const MAX_WATCHED = 100;

export interface ResourcesDeps {
  readonly audit: Audit;
  readonly clock: Clock;
  readonly servers: Servers;
  /** Told when the end of a reading could not be recorded. */
  readonly onTrouble: (error: unknown) => void;
}

interface Reading {
  readonly requestId: RequestId;
  readonly serverId: ServerId;
  readonly kind: ActivityKind & ('resource.read' | 'prompt.get');
  /** What is read, for the record. */
  readonly label: string;
}

type Outcome<T> =
  | { readonly kind: 'complete'; readonly result: T }
  | { readonly kind: 'failed'; readonly error: ErrorView }
  | { readonly kind: 'cancelled' };

type Watched = ServerView['subscriptions'];

export class Resources {
  private readonly deps: ResourcesDeps;
  private readonly running = new Map<RequestId, AbortController>();
  private readonly completing = new Map<ServerId, AbortController>();
  /** The last change of what is watched that is under way. */
  private readonly watching = new Map<ServerId, Promise<void>>();

  constructor(deps: ResourcesDeps) {
    this.deps = deps;
  }

  /** Starts the server if need be. @throws {AppError} what starting and listing throw. */
  async list(serverId: ServerId) {
    const { resources, templates, dropped } = await this.using(serverId, 'lookup', ({ resources: kept }) => kept.get());
    return { resourcesRevision: this.deps.servers.slot(serverId).resourcesRevision, resources, templates, dropped };
  }

  /** Likewise. */
  async prompts(serverId: ServerId) {
    const { prompts, dropped } = await this.using(serverId, 'lookup', (server) => server.prompts.get());
    return { promptsRevision: this.deps.servers.slot(serverId).promptsRevision, prompts, dropped };
  }

  /** @throws {AppError} `COMMAND_INVALID` when the id is in use */
  read(request: {
    readonly requestId: RequestId;
    readonly serverId: ServerId;
    readonly uri: string;
    readonly evenIfCached: boolean;
  }): Promise<ReadOutcome> {
    const { uri, evenIfCached } = request;
    return this.perform({ ...request, kind: 'resource.read', label: uri }, ({ connection }, context) =>
      connection.readResource(uri, { ...context, evenIfCached }),
    );
  }

  /** @throws {AppError} `COMMAND_INVALID` when the id is in use */
  getPrompt(request: {
    readonly requestId: RequestId;
    readonly serverId: ServerId;
    readonly name: string;
    readonly arguments: Readonly<Record<string, string>>;
  }): Promise<PromptOutcome> {
    const { name, arguments: args } = request;
    return this.perform({ ...request, kind: 'prompt.get', label: name }, ({ connection }, context) =>
      connection.getPrompt(name, args, context),
    );
  }

  /** @throws {AppError} `REQUEST_NOT_FOUND` */
  cancel(requestId: RequestId): void {
    const abort = this.running.get(requestId);
    if (abort === undefined) throw new AppError('REQUEST_NOT_FOUND', 'This is not under way.');
    abort.abort('cancelled by the person');
  }

  /** @throws {AppError} `SERVER_FEATURE_MISSING` and what the connection throws; `COMMAND_INVALID` past 100 */
  subscribe(serverId: ServerId, uri: string): Promise<void> {
    return this.changeWatched(serverId, (watched) => {
      if (watched.some((each) => each.uri === uri)) return watched;
      if (watched.length < MAX_WATCHED) return [...watched, { uri }];
      throw new AppError('COMMAND_INVALID', 'Too many resources are watched.', { data: { limit: MAX_WATCHED } });
    });
  }

  unsubscribe(serverId: ServerId, uri: string): Promise<void> {
    return this.changeWatched(serverId, (watched) => watched.filter((each) => each.uri !== uri));
  }

  /** @throws {AppError} `SERVER_FEATURE_MISSING`, and what the connection throws */
  complete(
    serverId: ServerId,
    target: CompletionTarget,
    argument: { readonly name: string; readonly value: string },
    others: Readonly<Record<string, string>>,
  ): Promise<Completions> {
    // One at a time: what is typed meanwhile makes the one before needless (MCP 2025-11-25 server/utilities/completion).
    this.completing.get(serverId)?.abort('typed on');
    const abort = new AbortController();
    this.completing.set(serverId, abort);
    return this.using(serverId, 'lookup', ({ connection }) =>
      connection.complete(target, argument, { others, signal: abort.signal }),
    ).finally(() => {
      if (this.completing.get(serverId) === abort) this.completing.delete(serverId);
    });
  }

  /** In turn: each change starts from what the one before left. */
  private async changeWatched(serverId: ServerId, change: (watched: Watched) => Watched): Promise<void> {
    const before = this.watching.get(serverId) ?? Promise.resolve();
    const turn = before.catch(() => undefined).then(() => this.watch(serverId, change));
    this.watching.set(serverId, turn);
    try {
      await turn;
    } finally {
      if (this.watching.get(serverId) === turn) this.watching.delete(serverId);
    }
  }

  private async watch(serverId: ServerId, change: (watched: Watched) => Watched): Promise<void> {
    const watched = (): Watched => this.deps.servers.slot(serverId).subscriptions;
    const wanted = change(watched());
    if (wanted === watched()) return;
    await this.using(serverId, 'lookup', ({ connection }) => connection.watchResources(wanted.map(({ uri }) => uri)));
    // Of what is there by then: an update may have been heard meanwhile.
    this.deps.servers.watch(serverId, change(watched()));
  }

  private async using<T>(
    serverId: ServerId,
    kind: 'reading' | 'lookup',
    work: (server: RunningServer) => Promise<T>,
  ): Promise<T> {
    const { server, release } = await this.deps.servers.acquire(serverId, { kind });
    try {
      return await work(server);
    } catch (error) {
      throw server.fault() ?? error;
    } finally {
      release();
    }
  }

  /** SECURITY(S10): on record before it is asked for. */
  private async perform<T>(
    reading: Reading,
    work: (server: RunningServer, context: RequestContext) => Promise<T>,
  ): Promise<Outcome<T>> {
    const { requestId, serverId, kind, label } = reading;
    if (this.running.has(requestId)) throw new AppError('COMMAND_INVALID', 'Something with this id is under way.');
    const abort = new AbortController();
    const { name } = this.deps.servers.get(serverId);
    const record = this.deps.audit.begin({
      kind,
      subject: serverId,
      label: `${name}: ${label.slice(0, MAX_RECORDED)}`,
      decision: 'agreed',
      decidedBy: 'person',
    });
    this.running.set(requestId, abort);
    const outcome = await this.outcomeOf(abort.signal, () =>
      this.using(serverId, 'reading', (server) => work(server, { ...READ_LIMITS, signal: abort.signal })),
    );
    this.running.delete(requestId);
    this.end(record, outcome);
    return outcome;
  }

  private async outcomeOf<T>(signal: AbortSignal, work: () => Promise<T>): Promise<Outcome<T>> {
    try {
      return { kind: 'complete', result: await work() };
    } catch (error) {
      if (signal.aborted) return { kind: 'cancelled' };
      if (!(error instanceof AppError)) throw error;
      return { kind: 'failed', error: toErrorView(error) };
    }
  }

  private end(record: BegunEntry, outcome: Outcome<unknown>): void {
    try {
      record.end({ outcome: outcome.kind === 'failed' ? outcome.error.code : outcome.kind });
    } catch (error) {
      this.deps.onTrouble(error);
    }
  }
}
