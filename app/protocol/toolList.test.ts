import { describe, expect, test } from 'vitest';
import { readTools } from './toolList.ts';

const tool = (name: string, more: Record<string, unknown> = {}) => ({ name, inputSchema: { type: 'object' }, ...more });
type Page = { tools: unknown[]; nextCursor?: string };
const pages = (list: readonly Page[]) => {
  const asked: (string | undefined)[] = [];
  const read = (cursor: string | undefined): Promise<Page> => {
    asked.push(cursor);
    return Promise.resolve(list[asked.length - 1] ?? { tools: [] });
  };
  return { asked, read };
};

describe('readTools (MCP 2025-11-25 §Pagination)', () => {
  test('walks to the end and hands cursors back as they came', async () => {
    const { asked, read } = pages([{ tools: [tool('a')], nextCursor: 'p 2=' }, { tools: [tool('b')] }]);
    const { tools } = await readTools(read, undefined);
    expect(tools.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(asked).toEqual([undefined, 'p 2=']);
  });

  test('an empty cursor is a cursor, not the end', async () => {
    const { read } = pages([{ tools: [tool('a')], nextCursor: '' }, { tools: [tool('b')] }]);
    expect((await readTools(read, undefined)).tools).toHaveLength(2);
  });

  test('stops at a cursor that comes twice', async () => {
    const read = () => Promise.resolve({ tools: [], nextCursor: 'again' });
    await expect(readTools(read, undefined)).rejects.toMatchObject({ code: 'SERVER_LIST_TOO_LONG' });
  });

  test('stops at a list that never ends', async () => {
    let page = 0;
    const read = () => Promise.resolve({ tools: [tool(`t${(page += 1)}`)], nextCursor: String(page) });
    await expect(readTools(read, undefined)).rejects.toMatchObject({ code: 'SERVER_LIST_TOO_LONG' });
  });

  test('one malformed entry costs only itself, and so does a name that comes twice', async () => {
    const { read } = pages([{ tools: [tool('a'), { name: 1 }, null, tool('a', { title: 'Impostor' }), tool('b')] }]);
    const { tools, dropped } = await readTools(read, undefined);
    expect(tools.map(({ label }) => label)).toEqual(['a', 'b']);
    expect(dropped).toBe(3);
  });

  test('shows title before the annotations’ title before the name', async () => {
    const { read } = pages([
      {
        tools: [
          tool('a', { title: 'A', annotations: { title: 'no' } }),
          tool('b', { annotations: { title: 'B' } }),
          tool('c'),
        ],
      },
    ]);
    expect((await readTools(read, undefined)).tools.map(({ label }) => label)).toEqual(['A', 'B', 'c']);
  });

  test('marks tools that a manifest with a complete list does not name (S12)', async () => {
    const { read } = pages([{ tools: [tool('told'), tool('untold')] }]);
    const { tools } = await readTools(read, new Set(['told']));
    expect(tools.map(({ undeclared }) => undeclared)).toEqual([false, true]);
  });
});
