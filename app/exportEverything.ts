/**
 * Everything that Gatehouse stores, secrets excepted, as one JSON document a person can keep or read.
 */
import type { SettingsView } from './contract/settings.ts';
import type { Ledger } from './ports/ledger.ts';
import type { StoredServer } from './servers/storedServers.ts';

export function exportEverything(
  servers: readonly StoredServer[],
  settings: SettingsView,
  ledger: Ledger,
  nowMs: number,
): { readonly fileName: string; readonly text: string } {
  const exportedAt = new Date(nowMs).toISOString();
  const document = { formatVersion: 1, exportedAt, settings, servers, activity: [...ledger.all()] };
  return { fileName: `gatehouse-${exportedAt.slice(0, 10)}.json`, text: JSON.stringify(document, undefined, 2) };
}
