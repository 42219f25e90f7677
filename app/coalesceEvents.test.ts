/**
 * Which events of a channel wait, and that the last of each entity always arrives.
 */
import { describe, expect, test } from 'vitest';
import { CALL_PROGRESS_INTERVAL_MS, coalesceEvents, SLOW_PAGE_BYTES } from './coalesceEvents.ts';
import type { CallState } from './contract/calls.ts';
import type { HostEvent } from './contract/events.ts';
import { callId, serverId } from './contract/ids.ts';
import { manualClock } from './testing/manualClock.ts';

let revision = 0;

function callEvent(id: string, state: CallState, progress?: number): HostEvent {
  return {
    type: 'call.changed',
    revision: (revision += 1),
    call: {
      callId: callId.parse(`call_${id}`),
      serverId: serverId.parse('srv_aaaaaaaa'),
      serverName: 'Everything',
      toolName: 'echo',
      state,
      startedAtMs: 1,
      ...(progress === undefined ? {} : { progress: { progress } }),
      ...(state === 'running' ? {} : { endedAtMs: 2 }),
    },
  };
}

function settingsEvent(theme: 'light' | 'dark'): HostEvent {
  return { type: 'settings.changed', revision: (revision += 1), settings: { theme } };
}

function startCoalescing() {
  const clock = manualClock();
  const sent: HostEvent[] = [];
  const line = { bufferedBytes: 0 };
  const events = coalesceEvents(clock, { send: (event) => sent.push(event), bufferedBytes: () => line.bufferedBytes });
  return { clock, sent, line, events };
}

describe('progress of a call', () => {
  test('goes out at most 30 times a second, and ends with the last value', () => {
    const { clock, sent, events } = startCoalescing();
    for (let sentCount = 0; sentCount < 10_000; sentCount += 1) {
      events.push(callEvent('flooding', 'running', sentCount));
      if (sentCount % 10 === 9) clock.advance(1);
    }
    clock.advance(CALL_PROGRESS_INTERVAL_MS);
    expect(sent.length).toBeLessThanOrEqual(31);
    expect(sent.length).toBeGreaterThan(25);
    expect(sent.at(-1)).toMatchObject({ call: { progress: { progress: 9_999 } } });
    expect(clock.waiting).toBe(0);
  });

  test('does not hold back a change of state, which takes the place of what waited', () => {
    const { clock, sent, events } = startCoalescing();
    events.push(callEvent('finishing', 'running', 1));
    clock.advance(CALL_PROGRESS_INTERVAL_MS);
    events.push(callEvent('finishing', 'running', 2));
    events.push(callEvent('finishing', 'complete'));
    expect(sent.map((event) => event.type === 'call.changed' && event.call.state)).toEqual(['running', 'complete']);
    clock.advance(1_000);
    expect(sent).toHaveLength(2);
  });

  test('of one call does not hold back another, nor anything else', () => {
    const { sent, events } = startCoalescing();
    const other = callEvent('anothercall', 'complete');
    const settings = settingsEvent('dark');
    events.push(callEvent('flooding', 'running', 1));
    events.push(callEvent('flooding', 'running', 2));
    events.push(other);
    events.push(settings);
    expect(sent).toEqual([other, settings]);
  });

  test('is not told of a call that ended right after it began', () => {
    const { clock, sent, events } = startCoalescing();
    events.push(callEvent('quickcall', 'running'));
    const end = callEvent('quickcall', 'complete');
    events.push(end);
    clock.advance(1_000);
    expect(sent).toEqual([end]);
  });
});

describe('a page that does not keep up', () => {
  test('gets only the last view of each entity once it has caught up, in the order they last changed', () => {
    const { clock, sent, line, events } = startCoalescing();
    line.bufferedBytes = SLOW_PAGE_BYTES + 1;
    events.push(settingsEvent('light'));
    const call = callEvent('finishing', 'complete');
    events.push(call);
    const settings = settingsEvent('dark');
    events.push(settings);
    clock.advance(1_000);
    expect(sent).toEqual([]);
    line.bufferedBytes = 0;
    clock.advance(50);
    expect(sent).toEqual([call, settings]);
  });
});

test('closing drops what waits and leaves no timer', () => {
  const { clock, sent, events } = startCoalescing();
  events.push(callEvent('flooding', 'running', 1));
  events.push(callEvent('flooding', 'running', 2));
  events.close();
  expect(clock.waiting).toBe(0);
  expect(sent).toEqual([]);
});
