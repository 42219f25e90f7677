/**
 * Everything that Gatehouse stores, secrets excepted, as one JSON document a person can keep or read.
 */
import type { ModelView } from './contract/models.ts';
import type { SettingsView } from './contract/settings.ts';
import type { Ledger } from './ports/ledger.ts';
import type { StoredServer } from './servers/storedServers.ts';

export interface Everything {
  readonly servers: readonly StoredServer[];
  readonly models: readonly ModelView[];
  readonly settings: SettingsView;
  readonly ledger: Ledger;
}

export function exportEverything(
  { ledger, ...stored }: Everything,
  nowMs: number,
): { readonly fileName: string; readonly text: string } {
  const exportedAt = new Date(nowMs).toISOString();
  const document = { formatVersion: 1, exportedAt, ...stored, activity: [...ledger.all()] };
  return { fileName: `gatehouse-${exportedAt.slice(0, 10)}.json`, text: JSON.stringify(document, undefined, 2) };
}
