import { describe, expect, test } from 'vitest';
import { AppError } from '../contract/errors.ts';
import { manualClock } from '../testing/manualClock.ts';
import { ANSWER_MS, keepPinging, SILENT_MS } from './pings.ts';

function start(answer: () => Promise<void> = () => new Promise(() => undefined)) {
  const clock = manualClock();
  const startedAtMs = clock.nowMs();
  let heardAtMs = startedAtMs;
  const pings: number[] = [];
  const unanswered: number[] = [];
  const stop = keepPinging({
    clock,
    heardAtMs: () => heardAtMs,
    ping: () => {
      pings.push(clock.nowMs() - startedAtMs);
      return answer();
    },
    onUnanswered: (inARow) => unanswered.push(inARow),
  });
  const hear = (): void => void (heardAtMs = clock.nowMs());
  return { clock, pings, unanswered, hear, stop };
}

describe('pings (MCP 2025-11-25 basic/utilities/ping §Implementation Considerations)', () => {
  test('are not sent to a server that speaks', () => {
    const { clock, pings, hear } = start();
    for (let second = 0; second < 600; second += 1) {
      clock.advance(1_000);
      if (second % 50 === 0) hear();
    }
    expect(pings).toEqual([]);
  });

  test('are sent once for each time of silence, and any message is an answer', () => {
    const { clock, pings, unanswered, hear } = start();
    for (let minute = 0; minute < 3; minute += 1) {
      clock.advance(SILENT_MS);
      hear();
      clock.advance(ANSWER_MS);
      clock.advance(SILENT_MS - ANSWER_MS - 1);
      hear();
    }
    expect(pings).toEqual([SILENT_MS, 3 * SILENT_MS - 1, 5 * SILENT_MS - 2]);
    expect(unanswered).toEqual([]);
  });

  test('without an answer are repeated at once, then in peace, and counted until the server is heard', () => {
    const { clock, pings, unanswered, hear } = start();
    clock.advance(SILENT_MS + 2 * ANSWER_MS);
    expect(pings).toEqual([SILENT_MS, SILENT_MS + ANSWER_MS]);
    expect(unanswered).toEqual([1, 2]);
    clock.advance(SILENT_MS + ANSWER_MS);
    expect(unanswered).toEqual([1, 2, 3]);
    clock.advance(SILENT_MS);
    hear();
    clock.advance(SILENT_MS + ANSWER_MS);
    expect(unanswered).toEqual([1, 2, 3, 1]);
  });

  test.each([
    ['SERVER_HTTP_ERROR', true],
    ['SERVER_PROTOCOL_ERROR', true],
    ['SERVER_UNREACHABLE', false],
    ['CALL_TIMED_OUT', false],
  ] as const)('that fail with %s are answered: %s', async (code, isAnswer) => {
    const { clock, unanswered } = start(() => Promise.reject(new AppError(code, 'It failed.')));
    clock.advance(SILENT_MS);
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(ANSWER_MS);
    expect(unanswered).toEqual(isAnswer ? [] : [1]);
  });

  test('end with the conversation, also while one waits for its answer', () => {
    const { clock, pings, unanswered, stop } = start();
    clock.advance(SILENT_MS);
    stop();
    expect(clock.waiting).toBe(0);
    clock.advance(10 * SILENT_MS);
    expect([pings, unanswered]).toEqual([[SILENT_MS], []]);
  });
});
