/**
 * The ledger: records and calls in SQLite. Records are only ever inserted; the database itself refuses the rest.
 *
 * Written with WAL and synchronous=NORMAL: a killed process loses nothing, a power cut can lose the newest rows (those
 * since the last checkpoint), never damage older ones. FULL would wait for the disk twice a call.
 */
import { chmodSync, closeSync, existsSync, openSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { SQLInputValue, SQLOutputValue } from 'node:sqlite';
import { activityRecord } from '../../app/contract/activity.ts';
import type { ActivityQuery, ActivityRecord } from '../../app/contract/activity.ts';
import { callView } from '../../app/contract/calls.ts';
import { sha256 } from '../../app/contract/ids.ts';
import { AppError } from '../../app/contract/errors.ts';
import type { Ledger, StoredCall } from '../../app/ports/ledger.ts';
import { LEDGER_FORMAT_VERSION, LEDGER_STEPS } from './ledgerSchema.ts';
import { DamagedLedger, isDamaged, toLedgerError } from './ledgerErrors.ts';
import { parseJson, taskMethods } from './ledgerTasks.ts';
import { errnoOf, setAside, toStoreError } from './storeFiles.ts';

type Row = Record<string, SQLOutputValue>;

interface SharedWork {
  /** Writes, and answers what to call once that is on its way to the disk. */
  readonly run: () => () => void;
  readonly fail: (error: unknown) => void;
}

/** In the order of `valuesOf`. */
const COLUMNS =
  'seq, atMs, kind, phase, completes, subject, label, digestShown, decision, decidedBy, outcome, details, prevHash, hash';

/** Choice: up to here a check at the start takes no longer than 0.1 s. Measured (Node 24.21): 58 ms for 50 MB, cached. */
const MAX_CHECKED_BYTES = 64 * 1024 * 1024;

/**
 * Pages in the write-ahead log before SQLite moves them into the database, which waits for the disk. Choice: 16 MB of
 * log, so that a busy host waits every few hundred calls instead of every few dozen.
 */
const CHECKPOINT_PAGES = 4_000;

export interface LedgerOptions {
  /** Absolute path of the database, in an existing folder. */
  readonly file: string;
}

/**
 * A database that is damaged is moved aside with its `-wal` and `-shm`, and a new one started; `setAside` then says where
 * to. Every method throws `STORE_DISK_FULL`, `STORE_READ_ONLY` or `STORE_UNREADABLE` for what SQLite can't do.
 *
 * @throws {AppError} `STORE_NEWER_VERSION`, and the three above
 */
export function createLedger({ file }: LedgerOptions): Ledger & { close(): void } {
  const { database, movedTo } = openOrSetAside(file);
  const statements = prepareStatements(database);
  const guarded = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw toLedgerError(error, file);
    }
  };

  /** Of the newest record; looked up anew after a write that was undone. */
  let head: ReturnType<Ledger['head']>;
  /** What is to be written together at the end of this turn. */
  let waiting: SharedWork[] = [];

  const writeWaiting = (): void => {
    const works = waiting;
    waiting = [];
    if (works.length === 0) return;
    try {
      guarded(() => database.exec('BEGIN'));
      const settled = works.map((work) => work.run());
      guarded(() => database.exec('COMMIT'));
      for (const settle of settled) settle();
    } catch (error) {
      // One that was closed throws even when it is asked this.
      if (database.isOpen && database.isTransaction) database.exec('ROLLBACK');
      head = undefined;
      for (const work of works) work.fail(error);
    }
  };

  return {
    setAside: movedTo,
    together: (work) =>
      new Promise((resolve, reject) => {
        if (waiting.length === 0) setImmediate(writeWaiting);
        waiting.push({
          // A work that throws loses what it had not written yet; those beside it go on.
          run: () => {
            try {
              const result = work();
              return () => resolve(result);
            } catch (error) {
              return () => reject(error instanceof Error ? error : new Error(String(error)));
            }
          },
          fail: reject,
        });
      }),
    list: (query) =>
      guarded(() => {
        const where = whereOf(query);
        const older = query.beforeSeq === undefined ? '' : ' AND seq < :beforeSeq';
        const rows = database
          .prepare(`SELECT ${COLUMNS} FROM records WHERE ${where.sql}${older} ORDER BY seq DESC LIMIT :limit`)
          .all({ ...where.values, ...(query.beforeSeq && { beforeSeq: query.beforeSeq }), limit: query.limit });
        const count = database.prepare(`SELECT count(*) AS total FROM records WHERE ${where.sql}`).get(where.values);
        return { records: rows.map(parseRecord), total: Number(count?.['total']) };
      }),
    get: (seq) => guarded(() => optionalRecord(statements.get.get(seq))),
    related: (seq) => guarded(() => statements.related.all({ seq }).map(parseRecord)),
    head: () =>
      (head ??= guarded(() => {
        const row = statements.head.get();
        if (row === undefined) return undefined;
        const seq = Number(row['seq']);
        const hash = sha256.safeParse(row['hash']);
        if (!hash.success) throw alteredRecord(seq);
        return { seq, hash: hash.data };
      })),
    // Without a number also what somebody slipped in before the first one.
    *all(afterSeq = Number.MIN_SAFE_INTEGER) {
      try {
        // Not parsed: whoever checks the chain must meet every row as it is, altered ones included.
        for (const row of statements.all.iterate(afterSeq)) yield recordOf(row);
      } catch (error) {
        throw toLedgerError(error, file);
      }
    },
    append: (record) =>
      guarded(() => {
        statements.append.run(...valuesOf(record));
        head = { seq: record.seq, hash: record.hash };
      }),
    beginCall: ({ call, arguments: args, withheld }) =>
      guarded(() => {
        const { callId, serverId, startedAtMs } = call;
        const json = [JSON.stringify(call), JSON.stringify(args), JSON.stringify(withheld)];
        return Number(statements.beginCall.run(callId, serverId, startedAtMs, ...json).changes) === 1;
      }),
    updateCall: (call) => guarded(() => void statements.updateCall.run(JSON.stringify(call), call.callId)),
    getCall: (callId) =>
      guarded(() => {
        const row = statements.getCall.get(callId);
        return row === undefined ? undefined : storedCallOf(row);
      }),
    // One row that was altered must not keep the host from starting; asked for by its id, it says so.
    recentCalls: (limit) =>
      guarded(() =>
        statements.recentCalls.all(limit).flatMap((row) => callView.safeParse(parseJson(row['call'])).data ?? []),
      ),
    setArguments: (callId, { arguments: args, withheld }) =>
      guarded(() => void statements.setArguments.run(JSON.stringify(args), JSON.stringify(withheld), callId)),
    ...taskMethods(database, guarded),
    close: () => {
      writeWaiting();
      database.close();
    },
  };
}

function prepareStatements(database: DatabaseSync) {
  return {
    append: database.prepare(`INSERT INTO records (${COLUMNS}) VALUES (${COLUMNS.replaceAll(/\w+/g, '?')})`),
    get: database.prepare(`SELECT ${COLUMNS} FROM records WHERE seq = ?`),
    related: database.prepare(
      `SELECT ${COLUMNS} FROM records
       WHERE completes = :seq OR seq = (SELECT completes FROM records WHERE seq = :seq) ORDER BY seq`,
    ),
    head: database.prepare('SELECT seq, hash FROM records ORDER BY seq DESC LIMIT 1'),
    all: database.prepare(`SELECT ${COLUMNS} FROM records WHERE seq > ? ORDER BY seq`),
    beginCall: database.prepare(
      `INSERT INTO calls (callId, serverId, startedAtMs, call, arguments, withheld)
       VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    ),
    setArguments: database.prepare('UPDATE calls SET arguments = ?, withheld = ? WHERE callId = ?'),
    updateCall: database.prepare('UPDATE calls SET call = ? WHERE callId = ?'),
    getCall: database.prepare('SELECT call, arguments, withheld FROM calls WHERE callId = ?'),
    recentCalls: database.prepare('SELECT call FROM calls ORDER BY rowid DESC LIMIT ?'),
  };
}

/** The conditions of a query. Values are bound, never spliced; `%` and `_` in a text mean themselves. */
function whereOf(query: ActivityQuery): { sql: string; values: Record<string, SQLInputValue> } {
  const conditions = ['true'];
  const values: Record<string, SQLInputValue> = {};
  if (query.kinds !== undefined) {
    conditions.push('kind IN (SELECT value FROM json_each(:kinds))');
    values['kinds'] = JSON.stringify(query.kinds);
  }
  if (query.subject !== undefined) {
    conditions.push('subject = :subject');
    values['subject'] = query.subject;
  }
  if (query.text !== undefined && query.text !== '') {
    conditions.push(String.raw`(label LIKE :text ESCAPE '\' OR details LIKE :text ESCAPE '\')`);
    values['text'] = `%${query.text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  }
  return { sql: conditions.join(' AND '), values };
}

/** By place, not by name. Measured (Node 24.21): looking up 14 names took 60 % of the time of an insertion. */
function valuesOf(record: ActivityRecord): SQLInputValue[] {
  return [
    record.seq,
    record.atMs,
    record.kind,
    record.phase,
    record.completes ?? null,
    record.subject,
    record.label,
    record.digestShown ?? null,
    record.decision ?? null,
    record.decidedBy ?? null,
    record.outcome ?? null,
    JSON.stringify(record.details),
    record.prevHash,
    record.hash,
  ];
}

/** A row as a record, without judging it: what it says is trusted only after `parseRecord` or a look at its hash. */
function recordOf(row: Row): ActivityRecord {
  const present = Object.entries(row).filter(([, value]) => value !== null);
  return { ...Object.fromEntries(present), details: parseJson(row['details']) } as unknown as ActivityRecord;
}

function parseRecord(row: Row): ActivityRecord {
  const parsed = activityRecord.safeParse(recordOf(row));
  if (parsed.success) return parsed.data;
  // A row of ours always parses: somebody changed it. The person must hear of that, not find the row missing.
  throw alteredRecord(Number(row['seq']));
}

function alteredRecord(seq: number): AppError {
  return new AppError('RECORD_ALTERED', 'A record in the ledger was altered.', { data: { seq } });
}

function optionalRecord(row: Row | undefined): ActivityRecord | undefined {
  return row === undefined ? undefined : parseRecord(row);
}

function storedCallOf(row: Row): StoredCall {
  const call = callView.safeParse(parseJson(row['call']));
  const args = parseJson(row['arguments']);
  const withheld = parseJson(row['withheld']);
  if (!call.success || typeof args !== 'object' || args === null || !Array.isArray(withheld)) {
    throw new AppError('RECORD_ALTERED', 'A call in the ledger was altered.');
  }
  return { call: call.data, arguments: args as Readonly<Record<string, unknown>>, withheld: withheld.map(String) };
}

function openOrSetAside(file: string): { database: DatabaseSync; movedTo: string | undefined } {
  try {
    return { database: openDatabase(file), movedTo: undefined };
  } catch (error) {
    if (!isDamaged(error)) throw toLedgerError(error, file);
  }
  const movedTo = setAside(file, ['-wal', '-shm']);
  return { database: openDatabase(file), movedTo };
}

function openDatabase(file: string): DatabaseSync {
  createPrivateFile(file);
  const database = new DatabaseSync(file);
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 2000');
    database.exec(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
    if (version > LEDGER_FORMAT_VERSION) {
      const data = { path: file, formatVersion: version };
      throw new AppError('STORE_NEWER_VERSION', 'The ledger was written by a newer Gatehouse.', { data });
    }
    for (let at = version; at < LEDGER_FORMAT_VERSION; at += 1) database.exec(LEDGER_STEPS.get(at) ?? '');
    checkPages(database, file);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Damage shows here rather than at the first call, which would then be refused for want of a record. */
function checkPages(database: DatabaseSync, file: string): void {
  if (statSync(file).size > MAX_CHECKED_BYTES) return;
  const fault = database.prepare('PRAGMA quick_check(1)').get()?.['quick_check'];
  if (fault !== 'ok') throw new DamagedLedger(String(fault));
}

/** SQLite gives `-wal` and `-shm` the mode of the database, so setting that one is enough. */
function createPrivateFile(file: string): void {
  try {
    if (existsSync(file)) chmodSync(file, 0o600);
    else closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    throw toStoreError(error, file);
  }
}
