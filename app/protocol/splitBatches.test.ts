import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_BATCH, splitBatches } from './splitBatches.ts';

async function split(...chunks: readonly (string | Uint8Array<ArrayBuffer>)[]): Promise<string> {
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      for (const chunk of chunks) {
        controller.enqueue(typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk);
      }
      controller.close();
    },
  });
  return new Response(splitBatches(stream)).text();
}

describe('a batch in an event (2025-03-26 basic/transports §Sending Messages)', () => {
  test.each([
    ['of two', 'data: [{"id":1},{"id":2}]\n\n', 'data: {"id":1}\n\ndata: {"id":2}\n\n'],
    ['of one', 'data:[{"id":1}]\n\n', 'data: {"id":1}\n\n'],
    ['over several lines', 'data: [1,\ndata: "a\\nb"\ndata: ]\n\n', 'data: 1\n\ndata: "a\\nb"\n\n'],
    ['after an empty line of data', 'data\ndata: [1,2]\n\n', 'data: 1\n\ndata: 2\n\n'],
    ['with other line ends', 'data: [1,2]\r\n\r\ndata: [3]\r\r', 'data: 1\n\ndata: 2\n\ndata: 3\n\n'],
    ['of a named event', 'event: message\ndata: [1,2]\n\n', 'event: message\ndata: 1\n\nevent: message\ndata: 2\n\n'],
  ])('is taken apart: %s', async (_name, events, apart) => {
    expect(await split(events)).toBe(apart);
  });

  test('has its id at the last message, so that who is cut off before asks for it again (§Resumability)', async () => {
    expect(await split('id: 7\ndata: [1,2,3]\n\n')).toBe('data: 1\n\ndata: 2\n\nid: 7\ndata: 3\n\n');
  });
});

test.each([
  ['a message', 'id: 1\ndata: {"id":1,"result":[1,2]}\n\n'],
  ['an event without a message', 'id: 1\nretry: 10\ndata: \n\n'],
  ['an empty batch', 'data: []\n\n'],
  ['what only begins like one', 'data: [1,2\n\n'],
  ['one that nests too deep', `data: [${'['.repeat(100_000)}${']'.repeat(100_000)}]\n\n`],
  ['one too long', `data: [1${',1'.repeat(MAX_BATCH)}]\n\n`],
  ['what is no whole event', 'data: 1\n\nretry: 10\n'],
  ['half a line', 'data: 1\n\ndata: [1,'],
  ['nothing', ''],
])('goes through as it is: %s', async (_name, events) => {
  expect(await split(events)).toBe(events);
});

test('comments are left out, so that a stream kept alive by them holds nothing', async () => {
  expect(await split(': alive\n', ': alive\n\n', ':\ndata: [1]\n: alive\n\n')).toBe('\n\ndata: 1\n\n');
});

test('however the bytes come, the events are the same', async () => {
  const bytes = new TextEncoder().encode(
    'id: ä\r\ndata: [{"t":"𝒳"},2]\r\n\r\n\r: x\rdata: ü\r\rdata: [3]\n\nretry: 1\n',
  );
  const whole = await split(bytes);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(bytes.length)), async (cuts) => {
      const places = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
      const pieces = places.slice(1).map((end, index) => bytes.slice(places[index], end));
      expect(await split(...pieces)).toBe(whole);
    }),
  );
});
