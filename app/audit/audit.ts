/**
 * Writes the record: every entry gets its number, its time, and a hash that names the entry before it.
 */
import type { ActivityRecord } from '../contract/activity.ts';
import type { Sha256 } from '../contract/ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { Digest } from '../ports/digest.ts';
import type { Ledger } from '../ports/ledger.ts';
import { BEFORE_FIRST, hashOf } from './chain.ts';
import { toRecordable } from './recordable.ts';

/** What the caller knows. SECURITY(S9): secrets are removed before it gets here. */
export interface AuditEntry {
  readonly kind: ActivityRecord['kind'];
  readonly subject: string;
  readonly label: string;
  readonly digestShown?: Sha256;
  readonly decision?: NonNullable<ActivityRecord['decision']>;
  readonly decidedBy?: NonNullable<ActivityRecord['decidedBy']>;
  readonly outcome?: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** How a thing ended: what the second record says that the first could not know. */
export type AuditOutcome = Pick<AuditEntry, 'decision' | 'decidedBy' | 'outcome' | 'details'>;

export interface BegunEntry {
  readonly seq: number;
  /**
   * Writes the record that completes this one.
   * @throws {AppError} as `record` does
   */
  end(outcome: AuditOutcome): ActivityRecord;
}

export interface Audit {
  /**
   * One record for a thing that has no duration.
   * @throws {AppError} `STORE_DISK_FULL`, `STORE_READ_ONLY`, `STORE_UNREADABLE`: what was to be recorded must not happen.
   */
  record(entry: AuditEntry): ActivityRecord;
  /**
   * The record before an effect. SECURITY(S10): call it first, so that an effect which is cut short left a trace.
   * @throws {AppError} as `record` does
   */
  begin(entry: AuditEntry): BegunEntry;
  /** The record that completes one of an earlier run, whose end nobody was there to write. */
  complete(begun: Pick<ActivityRecord, 'seq' | 'kind' | 'subject' | 'label'>, outcome: AuditOutcome): ActivityRecord;
}

export interface AuditPorts {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly digest: Digest;
}

export function createAudit({ ledger, clock, digest }: AuditPorts): Audit {
  function append(entry: AuditEntry, place: Pick<ActivityRecord, 'phase' | 'completes'>): ActivityRecord {
    // Asked of the ledger each time, since a shared write that failed took its records with it.
    const last = ledger.head() ?? BEFORE_FIRST;
    const unhashed = {
      ...toRecordable({ ...entry, details: entry.details ?? {} }),
      ...place,
      seq: last.seq + 1,
      atMs: clock.nowMs(),
      prevHash: last.hash,
    };
    const record: ActivityRecord = { ...unhashed, hash: hashOf(unhashed, digest) };
    ledger.append(record);
    return record;
  }

  const complete: Audit['complete'] = ({ seq, kind, subject, label }, outcome) =>
    append({ kind, subject, label, ...outcome }, { phase: 'ended', completes: seq });

  return {
    complete,
    record: (entry) => append(entry, { phase: 'single' }),
    begin: (entry) => {
      const { seq } = append(entry, { phase: 'begun' });
      return { seq, end: (outcome) => complete({ ...entry, seq }, outcome) };
    },
  };
}
