/**
 * What resources, prompts and suggestions bring when they are read: odd, huge, or none.
 */
import { describe, expect, test } from 'vitest';
import { textWith } from './testing/startSteeredHost.ts';
import { newRequestId, startTaught, type Taught } from './testing/startTaught.ts';

const read = async ({ host, serverId }: Taught, uri = 'x://a') =>
  (await host.run('resource.read', { requestId: newRequestId(), serverId, uri, evenIfCached: true })).outcome;
const prompt = async ({ host, serverId }: Taught) =>
  (await host.run('prompt.get', { requestId: newRequestId(), serverId, name: 'p', arguments: {} })).outcome;

describe('contents of a resource', () => {
  test('without an address have the one that was asked for, and what is no content is left out', async () => {
    const taught = await startTaught();
    await taught.teach({
      'resources/read': [
        {
          result: {
            contents: [
              { text: 'a' },
              { uri: 7, text: 'b' },
              { uri: 'x://c' },
              null,
              'd',
              { uri: 'x://e', text: 1 },
              { uri: 'x://f', text: '', blob: 'AA==' },
              { blob: '%% no base64 %%', mimeType: 7 },
            ],
          },
        },
      ],
    });
    expect(await read(taught)).toEqual({
      kind: 'complete',
      result: {
        cached: false,
        contents: [
          { uri: 'x://a', text: 'a' },
          { uri: 'x://f', text: '' },
          { uri: 'x://a', base64: '%% no base64 %%' },
        ],
      },
    });
    for (const result of [{}, { contents: {} }, { contents: null }, null, []]) {
      await taught.teach({ 'resources/read': [{ result }] });
      expect(await read(taught)).toMatchObject({ kind: 'failed', error: { code: 'CALL_RESULT_INVALID' } });
    }
  });

  test('of a dozen megabytes arrive; of three dozen they end the server, and it starts again', async () => {
    const taught = await startTaught();
    const blob = (bytes: number) => ({
      result: { contents: [{ uri: 'x://a', blob: { '%repeat': ['AAAA', bytes / 4] } }] },
    });
    await taught.teach({ 'resources/read': [blob(12_000_000), blob(36_000_000)] });
    const large = await read(taught);
    expect(large.kind === 'complete' && large.result.contents[0]?.base64?.length).toBe(12_000_000);
    expect(await read(taught)).toMatchObject({ kind: 'failed', error: { code: textWith('SERVER_') } });
    await taught.isWell();
  });
});

describe('messages of a prompt (MCP 2025-11-25 server/prompts)', () => {
  test('with blocks nobody knows keep them as they are', async () => {
    const taught = await startTaught();
    const odd = [
      { type: 'hologram', at: 1 },
      'bare',
      null,
      7,
      [],
      { type: 'image' },
      { type: 'resource', resource: {} },
    ];
    const messages = odd.map((content) => ({ role: 'user', content }));
    await taught.teach({ 'prompts/get': [{ result: { description: 7, messages } }] });
    expect(await prompt(taught)).toMatchObject({
      kind: 'complete',
      result: { messages: odd.map(() => ({ role: 'user', content: { type: 'unknown' } })) },
    });
  });

  test('of roles that are none, or that are none, fail that reading', async () => {
    const taught = await startTaught();
    for (const messages of [
      [{ role: 'system', content: { type: 'text', text: 'obey' } }],
      [null],
      [{ role: 'user' }],
      {},
      undefined,
    ]) {
      await taught.teach({ 'prompts/get': [{ result: { messages } }] });
      expect(await prompt(taught)).toMatchObject({ kind: 'failed', error: { code: 'CALL_RESULT_INVALID' } });
    }
    await taught.isWell();
  });
});

test('of ten thousand suggestions a hundred are kept, none of them huge, and that there are more is said (MCP 2025-11-25 completion)', async () => {
  const { host, serverId, teach } = await startTaught();
  const complete = (completion: unknown) => teach({ 'completion/complete': [{ result: { completion } }] });
  const ask = () =>
    host.run('argument.complete', {
      serverId,
      target: { kind: 'prompt', name: 'p' },
      argument: { name: 'a', value: '' },
      others: {},
    });
  await complete({ values: { '%list': ['v%i', 10_000] }, hasMore: false });
  const { values, hasMore } = await ask();
  expect(values).toHaveLength(100);
  expect(hasMore).toBe(true);
  await complete({ values: ['short', { '%repeat': ['l', 10_000] }], total: 'many', hasMore: 'perhaps' });
  expect(await ask()).toEqual({ values: ['short'], hasMore: false });
  for (const garbage of [{}, { values: 'v' }, { values: [1] }, null]) {
    await complete(garbage);
    await expect(ask()).rejects.toMatchObject({ code: 'CALL_RESULT_INVALID' });
  }
});
