import { expect, test } from 'vitest';
import type { ConfigStore } from './ports/configStore.ts';
import { Settings } from './settings.ts';

function settingsFrom(stored: unknown): Settings {
  const store: ConfigStore = {
    get: () => stored,
    set: () => undefined,
    setAside: undefined,
    liesSetAside: () => false,
  };
  return new Settings(store, () => undefined);
}

test.each([
  ['an address that can be no client id', { clientMetadataUrl: 'http://host.example/c#d' }],
  ['one that is no text', { clientMetadataUrl: 7 }],
  ['a setting that nobody knows', { later: true }],
])('%s in the store is left out, and takes no other setting with it', (_name, broken) => {
  expect(settingsFrom({ ...broken, theme: 'dark' }).view()).toEqual({ theme: 'dark' });
});

test.each([undefined, null, 7, [], { theme: 'red' }])('%j in the store is no settings', (stored) => {
  expect(settingsFrom(stored).view()).toEqual({ theme: 'system' });
});

test('what is stored is there again', () => {
  const stored = { theme: 'light', clientMetadataUrl: 'https://host.example/c' };
  expect(settingsFrom(stored).view()).toEqual(stored);
});
