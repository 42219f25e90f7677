import { expect, test } from 'vitest';
import { clientMetadataUrlFaults } from './clientMetadataUrl.ts';
import { settingsView } from './settings.ts';

const GOOD = ['https://host.example/client.json', 'https://host.example:8443/a.b/..c', 'https://host.example/c/'];
const BAD = [
  ['client.json', 'no_address'],
  ['https://', 'no_address'],
  ['http://host.example/c', 'scheme'],
  ['http://127.0.0.1/c', 'scheme'],
  ['javascript:alert(1)', 'scheme'],
  ['https://host.example', 'no_path'],
  ['https://host.example/', 'no_path'],
  ['https://a@host.example/c', 'credentials'],
  ['https://:b@host.example/c', 'credentials'],
  ['https://host.example/c#', 'fragment'],
  ['https://host.example/c?', 'query'],
  ['https://host.example/a/../c', 'dot_segment'],
  ['https://host.example/a/%2E%2e/c', 'dot_segment'],
  ['https://host.example/./c', 'dot_segment'],
  ['https://HOST.example/c', 'rewritten'],
  ['https://host.example:443/c', 'rewritten'],
  ['https://host.exa\nmple/c', 'rewritten'],
  ['https:\\\\host.example\\c', 'rewritten'],
  ['https://host.example/c\u202e', 'rewritten'],
] as const;

test.each(GOOD)('%s can be a client id', (address) => {
  expect(clientMetadataUrlFaults(address)).toEqual([]);
  expect(settingsView.safeParse({ theme: 'dark', clientMetadataUrl: address }).success).toBe(true);
});

test.each(BAD)('%j can be none, since: %s (draft-ietf-oauth-client-id-metadata-document-00 §3)', (address, fault) => {
  expect(clientMetadataUrlFaults(address)).toEqual([fault]);
  expect(settingsView.safeParse({ theme: 'dark', clientMetadataUrl: address }).success).toBe(false);
});

test('the setting may be empty, which means that no document is published', () => {
  expect(settingsView.safeParse({ theme: 'dark', clientMetadataUrl: '' }).success).toBe(true);
});
