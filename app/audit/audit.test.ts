import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createDigest } from '../../main/adapters/digest.ts';
import { createLedger } from '../../main/adapters/ledger.ts';
import { temporaryFolder } from '../../main/testing/temporaryFolder.ts';
import { canonicalJson } from '../contract/canonicalJson.ts';
import { activityRecord } from '../contract/activity.ts';
import { AppError } from '../contract/errors.ts';
import { createAudit } from './audit.ts';
import { BEFORE_FIRST, checkRecords } from './chain.ts';

const digest = createDigest({ key: undefined });
const entry = { kind: 'tool.call', subject: 'call_aaaaaaaa', label: 'echo' } as const;

function startAudit() {
  const file = join(temporaryFolder(), 'ledger.db');
  let nowMs = 1_000;
  const clock = { nowMs: () => nowMs++, after: () => () => undefined };
  const open = () => {
    const ledger = createLedger({ file });
    onTestFinished(() => ledger.close());
    return { ledger, audit: createAudit({ ledger, clock, digest }) };
  };
  /** Edits the file the way somebody with a SQLite shell could, who also removes the triggers. */
  const tamper = (sql: string): void => {
    const database = new DatabaseSync(file);
    database.exec(
      'DROP TRIGGER recordsAreNotChanged; DROP TRIGGER recordsAreNotRemoved; DROP TRIGGER recordsFollowEachOther;',
    );
    database.exec(sql);
    database.close();
  };
  const { ledger, audit } = open();
  const checkAll = () => checkRecords(ledger.all(), BEFORE_FIRST, { digest, limit: Infinity });
  return { open, tamper, clock, ledger, audit, checkAll };
}

describe('createAudit (S10)', () => {
  test('numbers, times and chains records, over a restart too', () => {
    const { audit, open, checkAll } = startAudit();
    const first = audit.record({ ...entry, decision: 'agreed', decidedBy: 'person', details: { tool: 'echo' } });
    const second = open().audit.record(entry);
    expect(first).toMatchObject({ seq: 1, atMs: 1_000, phase: 'single', prevHash: `sha256:${'0'.repeat(64)}` });
    expect(second).toMatchObject({ seq: 2, atMs: 1_001, prevHash: first.hash });
    expect(activityRecord.parse(first)).toEqual(first);
    expect(checkAll()).toMatchObject({ kind: 'intact', count: 2 });
  });

  test('hashes the canonical JSON of everything else, so that another program can check it', () => {
    const { hash, ...rest } = startAudit().audit.record({ ...entry, details: { b: 1, a: 'é' } });
    expect(hash).toBe(digest.sha256(canonicalJson(rest)));
  });

  test('writes a record before the effect, and one after it that names the first', () => {
    const { audit, ledger, checkAll } = startAudit();
    const begun = audit.begin({ ...entry, details: { arguments: 1 } });
    expect(ledger.get(1)).toMatchObject({ seq: 1, phase: 'begun' });
    audit.record({ ...entry, label: 'between' });
    expect(begun.end({ outcome: 'complete', details: { ms: 4 } })).toMatchObject({
      seq: 3,
      phase: 'ended',
      completes: begun.seq,
      kind: 'tool.call',
      label: 'echo',
      outcome: 'complete',
      details: { ms: 4 },
    });
    expect(ledger.related(begun.seq).map(({ seq }) => seq)).toEqual([3]);
    expect(checkAll()).toMatchObject({ kind: 'intact', count: 3 });
  });

  test('keeps the chain whole whatever a server sends', () => {
    const { audit, ledger, checkAll } = startAudit();
    const details = JSON.parse('{"__proto__":{"x":1},"\\ud800":"\\udfff","nul":"\\u0000"}') as Record<string, unknown>;
    audit.record({
      ...entry,
      label: 'lone \ud800 and \0',
      details: { ...details, n: NaN, u: undefined, list: [undefined, -0, 10n] },
    });
    expect(checkAll()).toMatchObject({ kind: 'intact', count: 1 });
    expect(ledger.get(1)).toMatchObject({
      label: 'lone \ufffd and \0',
      details: { '\ufffd': '\ufffd', nul: '\0', n: 'NaN', list: [null, 0, '10'] },
    });
  });

  test('a record that could not be written leaves no gap, and the caller hears of it', () => {
    const { ledger, clock, checkAll } = startAudit();
    let full = true;
    const sometimesFull = {
      ...ledger,
      append: (record: Parameters<typeof ledger.append>[0]) => {
        if (full) throw new AppError('STORE_DISK_FULL', 'full');
        ledger.append(record);
      },
    };
    const audit = createAudit({ ledger: sometimesFull, clock, digest });
    expect(() => audit.begin(entry)).toThrow(expect.objectContaining({ code: 'STORE_DISK_FULL' }));
    full = false;
    expect(audit.record(entry).seq).toBe(1);
    expect(checkAll()).toMatchObject({ kind: 'intact', count: 1 });
  });
});

describe('checkRecords (S10)', () => {
  const copyOf3 = (seq: number, hash: string): string =>
    `INSERT INTO records SELECT ${seq}, atMs, kind, phase, completes, subject, label, digestShown, decision, decidedBy,
     outcome, details, prevHash, ${hash} FROM records WHERE seq = 3`;

  test.each([
    ['a changed label', "UPDATE records SET label = 'other' WHERE seq = 3", 3],
    ['a changed decision', "UPDATE records SET decision = 'agreed' WHERE seq = 2", 2],
    ['a decision taken out', 'UPDATE records SET decision = NULL WHERE seq = 4', 4],
    ['a changed time', 'UPDATE records SET atMs = atMs + 1 WHERE seq = 1', 1],
    ['changed details', `UPDATE records SET details = '{"n":9}' WHERE seq = 5`, 5],
    ['details that are no JSON', "UPDATE records SET details = '{' WHERE seq = 5", 5],
    ['details without a canonical form', `UPDATE records SET details = '{"n":"\\ud800"}' WHERE seq = 5`, 5],
    ['a changed hash', "UPDATE records SET hash = 'sha256:' || hex(zeroblob(32)) WHERE seq = 2", 2],
    ['one slipped in before the first', copyOf3(0, 'hash'), 0],
    ['the first one removed', 'DELETE FROM records WHERE seq = 1', 2],
    ['one removed from the middle', 'DELETE FROM records WHERE seq = 3', 4],
    ['one slipped in at the end', copyOf3(6, 'hash'), 6],
    [
      'two swapped',
      'UPDATE records SET seq = -1 WHERE seq = 2; UPDATE records SET seq = 2 WHERE seq = 3; UPDATE records SET seq = 3 WHERE seq = -1',
      2,
    ],
  ])('finds %s', (_name, sql, seq) => {
    const { audit, tamper, checkAll } = startAudit();
    for (let n = 1; n <= 5; n++) audit.record({ ...entry, decision: 'cancelled', details: { n } });
    expect(checkAll()).toMatchObject({ kind: 'intact', count: 5 });
    tamper(sql);
    expect(checkAll()).toEqual({ kind: 'broken', seq });
  });
});
