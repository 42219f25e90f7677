/**
 * Thins the events of one channel: news of a running call at most every 34 ms, and whole views only when the page keeps
 * up.
 *
 * Events of one entity keep their order and its last one is never lost, but an event that was held back may pass events
 * of other entities: a mirror compares an event with the snapshot it started from, never with the last event it saw.
 */
import type { CallState } from './contract/calls.ts';
import type { HostEvent } from './contract/events.ts';
import type { Clock } from './ports/clock.ts';

/** Choice: 30 updates a second look fluent, and a page draws that many with ease. */
export const CALL_PROGRESS_INTERVAL_MS = 34;

/** Choice: unsent bytes above which a page counts as slow. Two large views fit. */
export const SLOW_PAGE_BYTES = 1024 * 1024;

/** How often a slow page is looked at again, milliseconds. */
const SLOW_PAGE_CHECK_MS = 50;

export interface EventSink {
  send(event: HostEvent): void;
  /** Bytes handed to `send` that have not left yet. */
  bufferedBytes(): number;
}

export interface CoalescedEvents {
  push(event: HostEvent): void;
  /** Drops what is held back and ends the timers. */
  close(): void;
}

interface SentCall {
  readonly state: CallState;
  readonly atMs: number;
}

/** What an event is about; of several events about the same thing only the last one matters. */
export function eventEntity(event: HostEvent): string {
  switch (event.type) {
    case 'server.changed':
      return event.server.serverId;
    case 'server.removed':
      return event.serverId;
    case 'install.changed':
      return event.install.installId;
    case 'install.removed':
      return event.installId;
    case 'import.changed':
      return event.import.importId;
    case 'import.removed':
      return event.importId;
    case 'decision.changed':
      return event.decision.decisionId;
    case 'decision.removed':
      return event.decisionId;
    case 'call.changed':
      return event.call.callId;
    case 'settings.changed':
    case 'models.changed':
    case 'identities.changed':
    case 'notices.changed':
      return event.type;
  }
}

/** How long an event is to wait, milliseconds; 0 when it goes at once. A change of state never waits. Pure. */
export function progressDelayMs(event: HostEvent, sent: SentCall | undefined, nowMs: number): number {
  if (event.type !== 'call.changed' || sent === undefined || sent.state !== event.call.state) return 0;
  return Math.max(0, sent.atMs + CALL_PROGRESS_INTERVAL_MS - nowMs);
}

export function coalesceEvents(clock: Clock, sink: EventSink): CoalescedEvents {
  /** Events held back, oldest first; at most one an entity. */
  const held = new Map<string, HostEvent>();
  const sentCalls = new Map<string, SentCall>();
  let timer: { readonly dueMs: number; readonly cancel: () => void } | undefined;

  const delayOf = (entity: string, event: HostEvent): number =>
    sink.bufferedBytes() > SLOW_PAGE_BYTES
      ? SLOW_PAGE_CHECK_MS
      : progressDelayMs(event, sentCalls.get(entity), clock.nowMs());

  const sendNow = (entity: string, event: HostEvent): void => {
    if (event.type === 'call.changed') {
      if (event.call.endedAtMs === undefined) sentCalls.set(entity, { state: event.call.state, atMs: clock.nowMs() });
      else sentCalls.delete(entity);
    }
    sink.send(event);
  };

  const wakeAfter = (delayMs: number): void => {
    const dueMs = clock.nowMs() + delayMs;
    if (timer !== undefined && timer.dueMs <= dueMs) return;
    timer?.cancel();
    timer = { dueMs, cancel: clock.after(delayMs, flush) };
  };

  function flush(): void {
    timer = undefined;
    for (const [entity, event] of held) {
      const delayMs = delayOf(entity, event);
      if (delayMs > 0) {
        wakeAfter(delayMs);
        continue;
      }
      held.delete(entity);
      sendNow(entity, event);
    }
  }

  return {
    push(event) {
      const entity = eventEntity(event);
      held.delete(entity);
      // That a call has begun waits like its progress: most calls end before, and then their end says it all.
      if (event.type === 'call.changed' && event.call.state === 'running' && !sentCalls.has(entity)) {
        sentCalls.set(entity, { state: 'running', atMs: clock.nowMs() });
      }
      const delayMs = delayOf(entity, event);
      if (delayMs === 0) {
        sendNow(entity, event);
        return;
      }
      held.set(entity, event);
      wakeAfter(delayMs);
    },
    close() {
      held.clear();
      timer?.cancel();
    },
  };
}
