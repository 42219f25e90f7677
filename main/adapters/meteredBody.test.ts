import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eventMeter, meteredBody, wholeMeter } from './meteredBody.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('eventMeter lets pass, at most 10 bytes an event,', () => {
  test.each([
    ['an event of exactly that size', 'data: 1234\n\n', true],
    ['a line that is one longer', 'data: 12345', false],
    ['many events', 'data: 1234\n\n'.repeat(1_000), true],
    ['many events that end as on Windows', 'data: 1234\r\n\r\n'.repeat(1_000), true],
    ['many events that end as on old Macs', 'data: 1234\r\r'.repeat(1_000), true],
    ['an event of many short lines', 'data\n'.repeat(3), false],
    ['an event of many short lines that end as on Windows', 'data\r\n'.repeat(3), false],
    ['an event of many short lines that end as on old Macs', 'data\r'.repeat(3), false],
    ['comments without end', ': ping\n'.repeat(1_000), true],
    ['a comment that is too long in itself', ': 123456789', false],
    ['comments in an event, which are not kept', `data: 1\n${': p\n'.repeat(1_000)}`, true],
    ['an event that is too long without its comments', 'data: 1\n: p\ndata', false],
    ['a colon that begins no comment', 'a:a:a:a:a:a', false],
  ])('%s: %j is %j', (_name, text, passes) => expect(eventMeter(10)(bytes(text))).toBe(passes));

  test('the same wherever the chunks begin', () => {
    const line = fc.constantFrom('', ': c', 'data: 1234', 'a', 'data: 123456789012');
    const text = fc.array(fc.tuple(line, fc.constantFrom('\n', '\r', '\r\n'))).map((lines) => lines.flat().join(''));
    fc.assert(
      fc.property(text, fc.array(fc.nat(30)), (stream, cuts) => {
        const ends = cuts.map((_, index) => cuts.slice(0, index + 1).reduce((sum, cut) => sum + cut, 0));
        const chunks = [0, ...ends].map((from, index) => stream.slice(from, ends[index]));
        const meter = eventMeter(14);
        expect(chunks.every((chunk) => meter(bytes(chunk)))).toBe(eventMeter(14)(bytes(stream)));
      }),
    );
  });
});

describe('meteredBody', () => {
  const errors = {
    tooLarge: () => new Error('too large'),
    translate: (error: unknown) => new Error('translated', { cause: error }),
  };
  const readAll = (body: ReadableStream<Uint8Array>): Promise<string> => new Response(body).text();

  function startBody(chunks: readonly string[], end: 'close' | 'fail' = 'close') {
    let read = 0;
    const source = new Readable({
      highWaterMark: 0,
      read() {
        const chunk = chunks[read];
        read += 1;
        if (chunk !== undefined) this.push(bytes(chunk));
        else if (end === 'close') this.push(null);
        else this.destroy(new Error('broken off'));
      },
    });
    return { source, read: () => read, body: meteredBody(source, wholeMeter(10), errors) };
  }

  test('is the same body where it is short enough', async () => {
    expect(await readAll(startBody(['abcde', 'fghij']).body)).toBe('abcdefghij');
  });

  test('fails at the first chunk that is too much, and gives the source up', async () => {
    const { body, source, read } = startBody(['abcde', 'fghijk', ...Array<string>(10).fill('never')]);
    await expect(readAll(body)).rejects.toThrow('too large');
    expect(source.destroyed).toBe(true);
    expect(read()).toBeLessThan(5);
  });

  test('reads nothing before somebody asks', async () => {
    const { read } = startBody(['abc']);
    await setImmediate();
    expect(read()).toBe(0);
  });

  test('translates what the source fails with', async () => {
    await expect(readAll(startBody(['abc'], 'fail').body)).rejects.toThrow('translated');
  });

  test('gives the source up when its reader does, also while it waits for more', async () => {
    const { body, source } = startBody(['abc']);
    await body.cancel();
    expect(source.destroyed).toBe(true);

    const silent = new Readable({ read: () => undefined });
    const reader = meteredBody(silent, wholeMeter(10), errors).getReader();
    const waiting = reader.read();
    await reader.cancel();
    expect([(await waiting).done, silent.destroyed]).toEqual([true, true]);
  });
});
