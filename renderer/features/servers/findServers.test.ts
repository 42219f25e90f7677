import { expect, test } from 'vitest';
import { exampleServer } from './exampleServer.ts';
import { findServers } from './findServers.ts';

const typed = { kind: 'typed', definition: { name: 'x', command: '/usr/bin/python3', args: [], env: [] } };
const servers = [
  exampleServer({ name: 'Weather', createdAtMs: 2, source: typed }),
  exampleServer({ name: 'Notes', createdAtMs: 1 }),
];

test.each([
  ['', ['Notes', 'Weather']],
  ['WEA', ['Weather']],
  ['python', ['Weather']],
  ['1.4.0', ['Notes']],
  ['.*', []],
])('typing %o finds %o, oldest first', (text, names) => {
  expect(findServers(servers, text).map((server) => server.name)).toEqual(names);
});
