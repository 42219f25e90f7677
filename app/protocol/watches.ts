/**
 * What a server is asked to tell of by itself: changes of its lists, and of the resources somebody watches.
 *
 * The older era tells of lists unasked and of resources after `resources/subscribe`; the modern one tells of what one
 * `subscriptions/listen` stream names, which is opened anew whenever the set changes or the stream breaks.
 */
import type { Client, McpSubscription, ServerCapabilities, SubscriptionFilter } from '@modelcontextprotocol/client';
import { z } from 'zod';
import { AppError } from '../contract/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Requests } from './requests.ts';

/** Waits before a broken stream is opened again, milliseconds; the last one stays. Choice: quick once, then patient. */
const REOPEN_MS = [1_000, 5_000, 30_000, 120_000] as const;
/** A stream that held this long was a good one: when it breaks, the waits begin anew. */
const GOOD_MS = 60_000;
const ACKNOWLEDGE_MS = 30_000;

const nothing = z.looseObject({});

export interface WatchesDeps {
  readonly client: Client;
  readonly clock: Clock;
  readonly requests: Requests;
  /** For the server's log. */
  readonly onOddity: (text: string) => void;
}

export class Watches {
  private readonly deps: WatchesDeps;
  private uris: readonly string[] = [];
  private taskIds: readonly string[] = [];
  private stream: McpSubscription | undefined;
  /** What the stream that is open does not tell of, though it was asked to. */
  private refused: readonly string[] = [];
  private cancelReopen: (() => void) | undefined;
  private attempts = 0;
  private closed = false;
  /** One change of the stream at a time. */
  private last: Promise<void> = Promise.resolve();

  constructor(deps: WatchesDeps) {
    this.deps = deps;
  }

  /** Right after the handshake: from here on changes of lists are heard. */
  start(): void {
    if (this.isModern) this.reopenUnwatched();
  }

  /** @throws {AppError} `SERVER_FEATURE_MISSING`; what the requests throw. */
  async watch(uris: readonly string[]): Promise<void> {
    const before = this.uris;
    if (this.capabilities.resources?.subscribe !== true && uris.length > 0) {
      throw new AppError('SERVER_FEATURE_MISSING', 'The server does not tell of changes of resources.');
    }
    if (this.isModern) return this.watchByStream(uris, before);
    for (const uri of before) if (!uris.includes(uri)) await this.ask('resources/unsubscribe', uri);
    for (const uri of uris) if (!before.includes(uri)) await this.ask('resources/subscribe', uri);
    this.uris = uris;
  }

  private async watchByStream(uris: readonly string[], before: readonly string[]): Promise<void> {
    this.uris = uris;
    try {
      await this.reopen();
      const refused = this.refused.filter((uri) => !before.includes(uri));
      if (refused.length === 0) return;
      throw new AppError('SERVER_FEATURE_MISSING', 'The server does not tell of changes of these resources.', {
        data: { uris: refused.slice(0, 10) },
      });
    } catch (error) {
      if (this.uris === uris) this.uris = before;
      throw error;
    }
  }

  /** io.modelcontextprotocol/tasks §Task Status Notifications. Whether the server tells is seen when it does. */
  watchTasks(taskIds: readonly string[]): void {
    if (!this.isModern || sameMembers(taskIds, this.taskIds)) return;
    this.taskIds = taskIds;
    this.reopenUnwatched();
  }

  async close(): Promise<void> {
    this.closed = true;
    this.cancelReopen?.();
    await this.stream?.close();
  }

  private get isModern(): boolean {
    return this.deps.client.getProtocolEra() === 'modern';
  }

  private get capabilities(): ServerCapabilities {
    return this.deps.client.getServerCapabilities() ?? {};
  }

  private async ask(method: string, uri: string): Promise<void> {
    await this.deps.requests.short({ method, params: { uri }, schema: nothing });
  }

  private reopen(): Promise<void> {
    this.last = this.last.catch(() => undefined).then(() => this.open());
    return this.last;
  }

  /** Nobody waits for it: a server that does not keep the stream is polled by whoever looks at its lists. */
  private reopenUnwatched(): void {
    this.reopen().catch((error: unknown) => {
      const said = error instanceof Error ? error.message : '';
      this.deps.onOddity(`It does not tell of changes: ${said}`);
      this.later();
    });
  }

  private async open(): Promise<void> {
    const { client, clock } = this.deps;
    const { tools, prompts, resources } = this.capabilities;
    const filter = {
      ...(tools?.listChanged === true ? { toolsListChanged: true } : {}),
      ...(prompts?.listChanged === true ? { promptsListChanged: true } : {}),
      ...(resources?.listChanged === true ? { resourcesListChanged: true } : {}),
      ...(this.uris.length === 0 ? {} : { resourceSubscriptions: [...this.uris] }),
      ...(this.taskIds.length === 0 ? {} : { taskIds: [...this.taskIds] }),
    };
    const old = this.stream;
    if (Object.keys(filter).length === 0 || this.closed) this.stream = undefined;
    else {
      // Should it fail, the old one stays.
      const stream = await client.listen(filter, { timeout: ACKNOWLEDGE_MS });
      const openedAtMs = clock.nowMs();
      this.stream = stream;
      void stream.closed.then((how) => {
        if (this.stream !== stream || how === 'local') return;
        if (clock.nowMs() - openedAtMs >= GOOD_MS) this.attempts = 0;
        this.later();
      });
      this.noteRefusals(filter, stream.honoredFilter);
    }
    // Only now, so that no change falls between the two.
    await old?.close();
  }

  /** MCP 2026-07-28 basic/patterns/subscriptions §Acknowledgment: a server says what of it it honours. */
  private noteRefusals(asked: SubscriptionFilter, honored: SubscriptionFilter): void {
    const lists = (['toolsListChanged', 'promptsListChanged', 'resourcesListChanged'] as const).filter(
      (name) => asked[name] === true && honored[name] !== true,
    );
    this.refused = asked.resourceSubscriptions?.filter((uri) => !honored.resourceSubscriptions?.includes(uri)) ?? [];
    const names = this.refused.length === 0 ? lists : [...lists, 'resourceSubscriptions'];
    if (names.length > 0) this.deps.onOddity(`It does not tell of: ${names.join(', ')}`);
  }

  private later(): void {
    if (this.closed) return;
    this.stream = undefined;
    const waitMs = REOPEN_MS[Math.min(this.attempts, REOPEN_MS.length - 1)] ?? 0;
    this.attempts += 1;
    this.cancelReopen?.();
    this.cancelReopen = this.deps.clock.after(waitMs, () => this.reopenUnwatched());
  }
}

function sameMembers(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((each) => b.includes(each));
}
