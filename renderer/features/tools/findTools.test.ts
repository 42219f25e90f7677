import { expect, test } from 'vitest';
import type { ToolView } from '../../../app/contract/servers.ts';
import { findTools } from './findTools.ts';

const tool = (name: string, description?: string): ToolView => ({
  name,
  label: name.replaceAll('_', ' '),
  inputSchema: { type: 'object' },
  annotations: {},
  undeclared: false,
  ...(description !== undefined && { description }),
});
const tools = [tool('list_files', 'Read a folder'), tool('read_file', 'Returns text'), tool('ping')];

test.each([
  ['nothing typed', ' ', ['list_files', 'read_file', 'ping']],
  ['a word of a name, before the same word in a description', 'READ', ['read_file', 'list_files']],
  ['words in any order', 'file read', ['read_file', 'list_files']],
  ['the name as it is written', 'list_f', ['list_files']],
  ['characters that mean something in patterns', '.*', []],
])('%s', (_name, typed, names) => {
  expect(findTools(tools, typed).map((found) => found.name)).toEqual(names);
});
