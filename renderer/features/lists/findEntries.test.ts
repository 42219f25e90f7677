import { expect, test } from 'vitest';
import { findEntries, type Entry } from './findEntries.ts';

const entry = (name: string, more: Partial<Entry> = {}): Entry => ({ name, label: name.replaceAll('_', ' '), ...more });
const entries = [
  entry('list_files', { description: 'Read a folder', uri: 'notes://files' }),
  entry('read_file', { description: 'Returns text' }),
  entry('ping', { uriTemplate: 'notes://{day}' }),
];

test.each([
  ['nothing typed', ' ', ['list_files', 'read_file', 'ping']],
  ['a word of a name, before the same word in a description', 'READ', ['read_file', 'list_files']],
  ['words in any order', 'file read', ['read_file', 'list_files']],
  ['the name as it is written', 'list_f', ['list_files']],
  ['an address', 'notes://', ['list_files', 'ping']],
  ['characters that mean something in patterns', '.*', []],
])('%s', (_name, typed, names) => {
  expect(findEntries(entries, typed).map((found) => found.name)).toEqual(names);
});
