/**
 * Says what could not be read when Gatehouse started, and where it was put.
 */
import type { Audit } from './audit/audit.ts';
import { AppError } from './contract/errors.ts';
import type { Notices } from './settings.ts';

export interface StoreFindings {
  /** By the store's name, where what could not be read was moved to. */
  readonly setAside: Readonly<Record<'configuration' | 'record' | 'secrets', string | undefined>>;
  /** Servers of a newer version, kept as they are. */
  readonly unreadableServers: number;
}

export function reportStores(findings: StoreFindings, notices: Notices, audit: Audit): void {
  for (const [store, movedTo] of Object.entries(findings.setAside)) {
    if (movedTo === undefined) continue;
    notices.raise(
      new AppError('STORE_UNREADABLE', 'A store could not be read and was set aside.', { data: { store, movedTo } }),
    );
    audit.record({ kind: 'store.set_aside', subject: store, label: store, details: { movedTo } });
  }
  if (findings.unreadableServers > 0) {
    const data = { store: 'configuration', servers: findings.unreadableServers };
    notices.raise(new AppError('STORE_NEWER_VERSION', 'Some servers were stored by another version.', { data }));
  }
}
