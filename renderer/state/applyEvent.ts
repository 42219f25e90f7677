/**
 * What one event makes of the page's mirror. Pure.
 *
 * The mirror keeps the revision of the snapshot it started from, since events of different entities may pass each other
 * on a busy channel. Those of one entity arrive in order, and each carries its whole view.
 */
import type { CallView } from '../../app/contract/calls.ts';
import { assertNever } from '../../app/contract/errors.ts';
import { SNAPSHOT_CALLS, type HostEvent, type HostSnapshot } from '../../app/contract/events.ts';

export function applyEvent(mirror: HostSnapshot, event: HostEvent): HostSnapshot {
  if (event.revision <= mirror.revision) return mirror; // Already in the snapshot.
  switch (event.type) {
    case 'server.changed':
      return { ...mirror, servers: replaceBy(mirror.servers, 'serverId', event.server) };
    case 'server.removed':
      return { ...mirror, servers: mirror.servers.filter(({ serverId }) => serverId !== event.serverId) };
    case 'install.changed':
      return { ...mirror, installs: replaceBy(mirror.installs, 'installId', event.install) };
    case 'install.removed':
      return { ...mirror, installs: mirror.installs.filter(({ installId }) => installId !== event.installId) };
    case 'import.changed':
      return { ...mirror, imports: replaceBy(mirror.imports, 'importId', event.import) };
    case 'import.removed':
      return { ...mirror, imports: mirror.imports.filter(({ importId }) => importId !== event.importId) };
    case 'decision.changed':
      return { ...mirror, decisions: replaceBy(mirror.decisions, 'decisionId', event.decision) };
    case 'decision.removed':
      return { ...mirror, decisions: mirror.decisions.filter(({ decisionId }) => decisionId !== event.decisionId) };
    case 'call.changed':
      return { ...mirror, calls: dropOldest(replaceBy(mirror.calls, 'callId', event.call)) };
    case 'settings.changed':
      return { ...mirror, settings: event.settings };
    case 'models.changed':
      return { ...mirror, models: event.models };
    case 'identities.changed':
      return { ...mirror, identities: event.identities };
    case 'notices.changed':
      return { ...mirror, notices: event.notices };
    default:
      return assertNever(event);
  }
}

/** The item with the same key replaced where it stands, or the new one at the end. */
function replaceBy<T>(items: readonly T[], key: keyof T, item: T): readonly T[] {
  const index = items.findIndex((each) => each[key] === item[key]);
  return index === -1 ? [...items, item] : items.with(index, item);
}

/**
 * A page that stays open for weeks keeps no more ended calls than a snapshot has; running ones always stay. The one that
 * ended first goes: a call that ran for days and ends at last is news.
 */
function dropOldest(calls: readonly CallView[]): readonly CallView[] {
  if (calls.length <= SNAPSHOT_CALLS) return calls;
  const oldest = calls.reduce<CallView | undefined>(
    (found, call) => (endedBefore(call, found) ? call : found),
    undefined,
  );
  return oldest === undefined ? calls : calls.toSpliced(calls.indexOf(oldest), 1);
}

function endedBefore({ endedAtMs }: CallView, other: CallView | undefined): boolean {
  return endedAtMs !== undefined && endedAtMs < (other?.endedAtMs ?? Infinity);
}
