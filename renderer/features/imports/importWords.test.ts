import { expect, test } from 'vitest';
import { fieldWords, isConfigurationName, sourceTitle } from './importWords.ts';

test.each([
  ['command', { kind: 'Program' }],
  ['args[0]', { kind: 'Argument 1' }],
  ['cwd', { kind: 'Working directory' }],
  ['url', { kind: 'Address' }],
  ['env.GITHUB_TOKEN', { kind: 'Variable', name: 'GITHUB_TOKEN' }],
  ['env.args[0]', { kind: 'Variable', name: 'args[0]' }],
  ['headers.X-Api-Key', { kind: 'Header', name: 'X-Api-Key' }],
])('%s', (field, words) => {
  expect(fieldWords(field)).toEqual(words);
});

test.each([
  ['claude_desktop_config.json', true],
  ['.mcp.json', true],
  ['settings.JSONC', true],
  ['config.yaml', true],
  ['config.yml', true],
  ['notes.mcpb', false],
  ['notes.json.mcpb', false],
  ['photo.png', false],
])('%s is a configuration by its name: %s', (name, expected) => {
  expect(isConfigurationName(name)).toBe(expected);
});

test.each([
  [{ kind: 'configuration', client: 'zed' }, 'Servers from Zed'],
  [{ kind: 'configuration' }, 'Servers from a configuration'],
  [{ kind: 'link', client: 'gatehouse' }, 'A server from a link'],
  [{ kind: 'link', client: 'goose' }, 'A server from a link for Goose'],
] as const)('%j is %s', (source, title) => {
  expect(sourceTitle(source)).toBe(title);
});
