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
});
