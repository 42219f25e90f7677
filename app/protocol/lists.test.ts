import { describe, expect, test } from 'vitest';
import { promptShape, resourceShape, templateShape, toolShape } from './lists.ts';
import { readList, type ListPage } from './readList.ts';

const tool = (name: string, more: Record<string, unknown> = {}) => ({ name, inputSchema: { type: 'object' }, ...more });
const tools = toolShape({ declared: undefined, tasksByChoice: 'offered' });
const readTools = (readPage: (cursor: string | undefined) => Promise<ListPage>) => readList(readPage, tools);
const pages = (list: readonly ListPage[]) => {
  const asked: (string | undefined)[] = [];
  const read = (cursor: string | undefined): Promise<ListPage> => {
    asked.push(cursor);
    return Promise.resolve(list[asked.length - 1] ?? { tools: [] });
  };
  return { asked, read };
};

describe('readList (MCP 2025-11-25 server/utilities/pagination)', () => {
  test('walks to the end and hands cursors back as they came', async () => {
    const { asked, read } = pages([{ tools: [tool('a')], nextCursor: 'p 2=' }, { tools: [tool('b')] }]);
    const { entries } = await readTools(read);
    expect(entries.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(asked).toEqual([undefined, 'p 2=']);
  });

  test('an empty cursor is a cursor, not the end', async () => {
    const { read } = pages([{ tools: [tool('a')], nextCursor: '' }, { tools: [tool('b')] }]);
    expect((await readTools(read)).entries).toHaveLength(2);
  });

  test('stops at a cursor that comes twice', async () => {
    const read = () => Promise.resolve({ tools: [], nextCursor: 'again' });
    await expect(readTools(read)).rejects.toMatchObject({ code: 'SERVER_LIST_TOO_LONG' });
  });

  test('stops at a list that never ends', async () => {
    let page = 0;
    const read = () => Promise.resolve({ tools: [tool(`t${(page += 1)}`)], nextCursor: String(page) });
    await expect(readTools(read)).rejects.toMatchObject({ code: 'SERVER_LIST_TOO_LONG' });
  });

  test('an answer without the list is an error of the server', async () => {
    const read = () => Promise.resolve({ tools: 'none' });
    await expect(readTools(read)).rejects.toMatchObject({ code: 'SERVER_PROTOCOL_ERROR' });
  });

  test('one malformed entry costs only itself, and so does a name that comes twice', async () => {
    const { read } = pages([{ tools: [tool('a'), { name: 1 }, null, tool('a', { title: 'Impostor' }), tool('b')] }]);
    const { entries, dropped } = await readTools(read);
    expect(entries.map(({ label }) => label)).toEqual(['a', 'b']);
    expect(dropped).toBe(3);
  });

  test('a list is good for as long as its shortest page (MCP 2026-07-28 server/utilities/caching)', async () => {
    const { read } = pages([
      { tools: [], ttlMs: 60_000, nextCursor: '2' },
      { tools: [], ttlMs: 5_000 },
    ]);
    expect((await readTools(read)).ttlMs).toBe(5_000);
    expect((await readTools(pages([{ tools: [] }]).read)).ttlMs).toBe(0);
    expect((await readTools(pages([{ tools: [], ttlMs: -1 }]).read)).ttlMs).toBe(0);
  });
});

describe('tools as a server lists them', () => {
  test('show title before the annotations’ title before the name', () => {
    const labels = [
      tool('a', { title: 'A', annotations: { title: 'no' } }),
      tool('b', { annotations: { title: 'B' } }),
      tool('c'),
    ].map((entry) => tools.read(entry)?.label);
    expect(labels).toEqual(['A', 'B', 'c']);
  });

  test('are marked where a manifest with a complete list does not name them (S12)', () => {
    const declared = toolShape({ declared: new Set(['told']), tasksByChoice: 'offered' });
    expect([tool('told'), tool('untold')].map((entry) => declared.read(entry)?.undeclared)).toEqual([false, true]);
  });

  test.each([
    ['getUser', false],
    ['DATA_EXPORT_v2', false],
    ['admin.tools-list', false],
    ['', true],
    ['get user', true],
    ['get,user', true],
    ['получить', true],
    ['a\u202eb', true],
    ['x'.repeat(129), true],
  ])('the name %j is flagged as unusual: %s (MCP 2025-11-25 server/tools §Tool Names)', (name, unusual) => {
    expect(tools.read(tool(name))).toMatchObject({ name, unusualName: unusual });
  });

  test('keep icons that can be read and leave out the rest', () => {
    const icons = [
      { src: 'https://x.example/a.png', sizes: ['48x48'], theme: 'dark' },
      { src: 7 },
      null,
      { src: 'data:,', sizes: 3 },
    ];
    expect(tools.read(tool('a', { icons }))?.icons).toEqual([
      { src: 'https://x.example/a.png', sizes: ['48x48'], theme: 'dark' },
      { src: 'data:,' },
    ]);
    expect(tools.read(tool('a', { icons: 'many' }))?.icons).toEqual([]);
  });

  test('with an invalid x-mcp-header are left out where headers are sent, and only there (MCP 2026-07-28)', () => {
    const invalid = tool('a', {
      inputSchema: { type: 'object', properties: { a: { type: 'number', 'x-mcp-header': 'A' } } },
    });
    const leftOut: string[] = [];
    const onHttp = (onInvalidMirror: (name: string, reason: string) => void) =>
      toolShape({ declared: undefined, tasksByChoice: 'never', onInvalidMirror });
    expect(onHttp((name, reason) => leftOut.push(`${name}: ${reason}`)).read(invalid)).toBeUndefined();
    expect(leftOut).toHaveLength(1);
    expect(tools.read(invalid)).toMatchObject({ mirroredArguments: [] });
    const valid = tool('a', {
      inputSchema: { type: 'object', properties: { a: { type: 'string', 'x-mcp-header': 'A' } } },
    });
    expect(onHttp(() => undefined).read(valid)).toMatchObject({ mirroredArguments: ['a'] });
  });
});

describe('resources, templates and prompts as a server lists them', () => {
  test('a resource keeps its hints, and odd ones cost nothing but themselves', () => {
    const annotations = { audience: ['user'], priority: 0.5, lastModified: '2025-01-12T15:00:58Z' };
    expect(
      resourceShape.read({ uri: 'file:///a', name: 'a', title: 'A', size: 12, mimeType: 'text/plain', annotations }),
    ).toEqual({
      uri: 'file:///a',
      name: 'a',
      label: 'A',
      icons: [],
      mimeType: 'text/plain',
      sizeBytes: 12,
      ...annotations,
    });
    expect(resourceShape.read({ uri: 'x:', name: 'a', size: 'big', annotations: 3 })).toEqual({
      uri: 'x:',
      name: 'a',
      label: 'a',
      icons: [],
    });
    expect(resourceShape.read({ name: 'no address' })).toBeUndefined();
  });

  test('a template tells its variables, and none where it can’t be read (RFC 6570)', () => {
    expect(templateShape.read({ uriTemplate: 'db://{table}/{id}{?table}', name: 't' })).toMatchObject({
      variables: ['table', 'id'],
    });
    expect(templateShape.read({ uriTemplate: 'db://{table', name: 't' })).toMatchObject({ variables: [] });
  });

  test('a prompt’s arguments are not required unless it says so', () => {
    expect(promptShape.read({ name: 'p', arguments: [{ name: 'a', required: true }, { name: 'b' }] })).toMatchObject({
      arguments: [
        { name: 'a', required: true },
        { name: 'b', required: false },
      ],
    });
  });
});
