import { describe, expect, test } from 'vitest';
import { manualClock } from '../../app/testing/manualClock.ts';
import { createStderrLog } from './stderrLog.ts';

function startLog(secrets: readonly string[] = []) {
  const clock = manualClock();
  const lines: string[] = [];
  const log = createStderrLog({ secrets, clock, onStderr: (text) => lines.push(text) });
  return { clock, lines, log, write: (text: string) => log.push(Buffer.from(text)) };
}

describe('createStderrLog', () => {
  test('hands on lines, the last one without an end too', () => {
    const { lines, log, write } = startLog();
    write('one\ntwo\nthr');
    write('ee');
    log.end();
    expect(lines).toEqual(['one', 'two', 'three']);
  });

  test('cuts a line at 8 KiB, between characters, and says so', () => {
    const { lines, write } = startLog();
    write(`${'é'.repeat(5_000)}\nx${'é'.repeat(5_000)}\nnext\n`);
    expect(lines).toEqual([`${'é'.repeat(4_096)} …cut`, `x${'é'.repeat(4_095)} …cut`, 'next']);
  });

  test('S9: takes out secrets, also one that lies where the line is cut', () => {
    const { lines, write } = startLog(['a-long-secret']);
    for (const before of [0, 100, 8_180, 8_185, 8_191, 8_192, 8_200, 8_204]) {
      write(`${'.'.repeat(before)}a-long-secret${'.'.repeat(10_000)}\n`);
    }
    expect(lines.map((line) => /[a-z]/.exec(line.replace(' …cut', ''))?.[0])).toEqual(Array(8).fill(undefined));
    expect(lines[1]).toContain('•••');
  });

  test('S9: does not show the beginning of a secret that shrinking the line brought into view', () => {
    const secret = `s${'3cret'.repeat(400)}`;
    const { lines, write } = startLog([secret]);
    for (let dots = 0; dots < 4_000; dots += 97) write(`${secret.repeat(3)}${'.'.repeat(dots)}${secret.repeat(6)}\n`);
    expect(lines.every((line) => !line.includes('cret'))).toBe(true);
  });

  test('thins a flood, counts what it leaves out, and recovers', () => {
    const { clock, lines, write } = startLog();
    write('flood\n'.repeat(10_000));
    expect(lines).toHaveLength(200);
    clock.advance(1_000);
    expect(lines.slice(200)).toEqual(['… 9800 more lines left out']);
    write('calm\n');
    expect(lines.at(-1)).toBe('calm');
    expect(clock.waiting).toBe(0);
  });

  test('reports what it left out when the stream ends', () => {
    const { clock, lines, log, write } = startLog();
    write('flood\n'.repeat(201));
    log.end();
    expect(lines.at(-1)).toBe('… 1 more lines left out');
    expect(clock.waiting).toBe(0);
  });
});
