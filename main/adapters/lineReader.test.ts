import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLineReader } from './lineReader.ts';

function readLines(chunks: readonly (string | Uint8Array)[], maxLineBytes = 1_000): string[] {
  const lines: string[] = [];
  const reader = createLineReader({
    maxLineBytes,
    onLine: (line) => lines.push(line),
    onTooLong: () => lines.push('TOO LONG'),
  });
  for (const chunk of chunks) reader.push(Buffer.from(chunk));
  reader.end();
  return lines;
}

function cutLines(chunks: readonly string[], maxLineBytes: number): [string, boolean][] {
  const lines: [string, boolean][] = [];
  const reader = createLineReader({ maxLineBytes, onLine: (...line) => lines.push(line), onTooLong: 'cut' });
  for (const chunk of chunks) reader.push(Buffer.from(chunk));
  reader.end();
  return lines;
}

describe('createLineReader', () => {
  test.each<[string, readonly (string | Uint8Array)[], string[]]>([
    ['several lines in one chunk', ['a\nb\nc\n'], ['a', 'b', 'c']],
    ['one line over several chunks', ['a', 'b', '', 'c\n'], ['abc']],
    ['line ends of Windows', ['a\r\nb\r', '\nc\r\n'], ['a', 'b', 'c']],
    ['a carriage return inside a line as part of it', ['a\rb\n'], ['a\rb']],
    ['empty lines as lines', ['\n\na\n'], ['', '', 'a']],
    ['a last line without an end', ['a\nb'], ['a', 'b']],
    ['nothing', [], []],
    ['a character cut in two', [Buffer.from('é').subarray(0, 1), Buffer.from('é').subarray(1), '\n'], ['é']],
    ['bytes that are no UTF-8', [new Uint8Array([0x61, 0xff, 0x62, 0x0a])], ['a\ufffdb']],
  ])('reads %s', (_name, chunks, lines) => {
    expect(readLines(chunks)).toEqual(lines);
  });

  test('gives the same lines however the bytes are cut into chunks', () => {
    const text = fc.array(fc.constantFrom('\n', '\r\n', 'a', 'é', '🔑', 'long '.repeat(50)), { maxLength: 60 });
    fc.assert(
      fc.property(text, fc.array(fc.integer({ min: 1, max: 200 })), (parts, sizes) => {
        const bytes = Buffer.from(`${parts.join('')}\n`);
        const chunks: Buffer[] = [];
        for (let at = 0, n = 0; at < bytes.length; n++) {
          const size = sizes[n % Math.max(sizes.length, 1)] ?? bytes.length;
          chunks.push(bytes.subarray(at, at + size));
          at += size;
        }
        expect(readLines(chunks, 100_000)).toEqual(bytes.toString().slice(0, -1).split(/\r?\n/));
      }),
    );
  });

  test.each([
    ['as long as allowed', ['1234\n'], ['1234']],
    ['as long as allowed, with an end of Windows', ['12', '3\r', '\n'], ['123']],
    ['one byte longer', ['a\n12345\nb\n'], ['a', 'TOO LONG']],
    ['longer and without an end', ['123', '456'], ['TOO LONG']],
    ['longer in bytes, not in characters', ['ééé\n'], ['TOO LONG']],
  ])('a line %s', (_name, chunks, lines) => {
    expect(readLines(chunks, 4)).toEqual(lines);
  });

  test('cuts a long line where told to, and goes on with the next', () => {
    expect(cutLines(['12345678', '9\nab\n123456\n', '12', '345'], 4)).toEqual([
      ['1234', true],
      ['ab', false],
      ['1234', true],
      ['1234', true],
    ]);
  });

  test('reads a long line that comes a byte at a time, without a copy of it for every byte', () => {
    const reader = createLineReader({
      maxLineBytes: 5_000_000,
      onLine: (line) => expect(line.length).toBe(3_000_000),
      onTooLong: 'cut',
    });
    const byte = Buffer.from('x');
    const before = process.memoryUsage().arrayBuffers;
    // 3 million copies of 1.5 MB on average would take an hour: the runner's own limit on a test is the assertion.
    for (let n = 0; n < 3_000_000; n++) reader.push(byte);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
    reader.push(Buffer.from('\n'));
    expect.assertions(2);
  });
});
