import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { ServerLog } from './serverLog.ts';

describe('ServerLog', () => {
  test('gives the lines after a number', () => {
    const log = new ServerLog();
    for (const text of ['one', 'two', 'three']) log.append('stderr', text, 5);
    expect(log.after(1).lines.map(({ text }) => text)).toEqual(['two', 'three']);
    expect(log.after(3)).toEqual({ lines: [], droppedLines: 0 });
  });

  test('keeps the newest lines and says how many are gone', () => {
    const log = new ServerLog();
    for (let line = 1; line <= 20_000; line += 1) log.append('stderr', `line ${line}`, 0);
    const { lines, droppedLines } = log.after(0);
    expect(lines.at(-1)?.text).toBe('line 20000');
    expect(lines.length).toBeLessThanOrEqual(6_000);
    expect(droppedLines + lines.length).toBe(20_000);
  });

  test('cuts a line that is too long to read', () => {
    const log = new ServerLog();
    log.append('stderr', 'x'.repeat(1_000_000), 0);
    expect(log.after(0).lines[0]?.text.length).toBeLessThan(20_000);
  });

  test('keeps no more of long lines in memory than it shows', () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const log = new ServerLog();
    collect();
    const beforeBytes = process.memoryUsage().heapUsed;
    for (let line = 0; line < 50; line += 1) log.append('stdout_noise', Buffer.alloc(2_000_000, 'n').toString(), 0);
    collect();
    expect(process.memoryUsage().heapUsed - beforeBytes).toBeLessThan(20_000_000);
    expect(log.after(0).lines).toHaveLength(50);
  });

  test('keeps so much in all, however many long lines come', () => {
    const log = new ServerLog();
    for (let line = 1; line <= 2_000; line += 1) log.append('stderr', `${line} ${'x'.repeat(16_000)}`, 0);
    const { lines, droppedLines } = log.after(0);
    expect(lines.at(-1)?.text.startsWith('2000 ')).toBe(true);
    expect(lines.length).toBeGreaterThan(100);
    expect(lines.length).toBeLessThan(600);
    expect(droppedLines + lines.length).toBe(2_000);
  });
});
