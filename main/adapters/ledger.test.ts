import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ActivityRecord } from '../../app/contract/activity.ts';
import { activityRecord } from '../../app/contract/activity.ts';
import { callView } from '../../app/contract/calls.ts';
import { temporaryFolder } from '../testing/temporaryFolder.ts';
import { createLedger } from './ledger.ts';

const hash = (digit: string): string => `sha256:${digit.repeat(64)}`;

function recordOf(seq: number, change: Partial<Record<keyof ActivityRecord, unknown>> = {}): ActivityRecord {
  return activityRecord.parse({
    seq,
    atMs: 1_000 + seq,
    kind: 'tool.call',
    phase: 'single',
    subject: 'srv_aaaaaaaa',
    label: `record ${seq}`,
    details: {},
    prevHash: hash('0'),
    hash: hash('1'),
    ...change,
  });
}

function startLedger() {
  const file = join(temporaryFolder(), 'ledger.db');
  const open = () => {
    const ledger = createLedger({ file });
    onTestFinished(() => {
      try {
        ledger.close();
      } catch {
        // The test closed it.
      }
    });
    return ledger;
  };
  /** A connection of somebody else, who has a SQLite shell. */
  const raw = (): DatabaseSync => {
    const database = new DatabaseSync(file);
    onTestFinished(() => database.close());
    return database;
  };
  return { file, open, raw, ledger: open() };
}

describe('createLedger', () => {
  test('gives back after a restart exactly what was appended', () => {
    const { ledger, open } = startLedger();
    const full = recordOf(1, {
      kind: 'decision.launch',
      phase: 'ended',
      completes: 7,
      label: 'odd \0 "name" \u202e 🔑',
      digestShown: hash('a'),
      decision: 'agreed',
      decidedBy: 'person',
      outcome: 'launched',
      details: { nested: { list: [1, null, 'x'], text: "';DROP TABLE records;--" } },
    });
    ledger.append(full);
    ledger.append(recordOf(2));
    ledger.close();
    const later = open();
    expect(later.get(1)).toEqual(full);
    expect([...later.all()]).toEqual([full, recordOf(2)]);
    expect(later.head()).toEqual({ seq: 2, hash: recordOf(2).hash });
    expect(later.get(3)).toBeUndefined();
  });

  test('is empty at first', () => {
    const { ledger } = startLedger();
    expect(ledger.head()).toBeUndefined();
    expect(ledger.list({ limit: 10 })).toEqual({ records: [], total: 0 });
  });

  test('finds a record and the one that completes it from either side', () => {
    const { ledger } = startLedger();
    ledger.append(recordOf(1, { phase: 'begun' }));
    ledger.append(recordOf(2));
    ledger.append(recordOf(3, { phase: 'ended', completes: 1 }));
    expect(ledger.related(1).map(({ seq }) => seq)).toEqual([3]);
    expect(ledger.related(3).map(({ seq }) => seq)).toEqual([1]);
    expect(ledger.related(2)).toEqual([]);
  });

  describe('list', () => {
    const rows = [
      { kind: 'server.added', subject: 'srv_aaaaaaaa', label: 'Files', details: {} },
      { kind: 'tool.call', subject: 'srv_aaaaaaaa', label: 'read_file', details: { path: '/home/100%/a_b' } },
      { kind: 'tool.call', subject: 'srv_bbbbbbbb', label: 'readXfile', details: { path: 'C:\\temp' } },
      { kind: 'server.exit', subject: 'srv_bbbbbbbb', label: 'Memory', details: { note: 'say "hi"' } },
    ];
    test.each([
      ['everything, newest first', {}, [4, 3, 2, 1], 4],
      ['at most the limit, with the total', { limit: 2 }, [4, 3], 4],
      ['the next page, with the same total', { limit: 2, beforeSeq: 3 }, [2, 1], 4],
      ['by kind', { kinds: ['tool.call', 'server.exit'] as const }, [4, 3, 2], 3],
      ['nothing for no kinds', { kinds: [] }, [], 0],
      ['by subject', { subject: 'srv_aaaaaaaa' }, [2, 1], 2],
      ['by subject and kind', { subject: 'srv_aaaaaaaa', kinds: ['tool.call'] as const }, [2], 1],
      ['by a text in the label, any case', { text: 'FILES' }, [1], 1],
      ['by a text in the details', { text: '/home' }, [2], 1],
      ['a percent sign as itself', { text: '0%/' }, [2], 1],
      ['an underscore as itself', { text: 'read_file' }, [2], 1],
      ['a backslash as itself', { text: 'p\\' }, [], 0],
      ['a quote without harm', { text: "' OR 1=1 --" }, [], 0],
    ])('finds %s', (_name, query, seqs, total) => {
      const { ledger } = startLedger();
      rows.forEach((row, index) => ledger.append(recordOf(index + 1, row)));
      const page = ledger.list({ limit: 100, ...query });
      expect(page.records.map(({ seq }) => seq)).toEqual(seqs);
      expect(page.total).toBe(total);
    });
  });

  describe('records are only added (S10)', () => {
    test.each([
      ['changed', "UPDATE records SET label = 'x' WHERE seq = 1"],
      ['removed', 'DELETE FROM records WHERE seq = 1'],
      ['all removed', 'DELETE FROM records'],
      [
        'replaced',
        "REPLACE INTO records SELECT seq, 0, kind, phase, NULL, '', '', NULL, NULL, NULL, NULL, details, prevHash, hash FROM records WHERE seq = 1",
      ],
      [
        'slipped in before',
        'INSERT INTO records SELECT 0, 0, kind, phase, completes, subject, label, digestShown, decision, decidedBy, outcome, details, prevHash, hash FROM records WHERE seq = 1',
      ],
    ])('a record is not %s', (_name, sql) => {
      const { ledger, raw } = startLedger();
      ledger.append(recordOf(1));
      ledger.append(recordOf(2));
      expect(() => raw().exec(sql)).toThrow('records are only added');
      expect([...ledger.all()]).toEqual([recordOf(1), recordOf(2)]);
    });

    test('a number is not used twice', () => {
      const { ledger } = startLedger();
      ledger.append(recordOf(1));
      expect(() => ledger.append(recordOf(1, { label: 'another' }))).toThrow('records are only added');
    });

    test('a row that makes no sense is named, not hidden', () => {
      const { ledger, raw } = startLedger();
      ledger.append(recordOf(1));
      raw().exec("DROP TRIGGER recordsAreNotChanged; UPDATE records SET details = '{'");
      expect(() => ledger.list({ limit: 10 })).toThrow(
        expect.objectContaining({ code: 'RECORD_ALTERED', data: { seq: 1 } }),
      );
    });
  });

  test('keeps one row per call, the last state of it, newest start first', () => {
    const { ledger, open } = startLedger();
    const callOf = (id: string, state: string, startedAtMs: number) =>
      callView.parse({ callId: id, serverId: 'srv_aaaaaaaa', serverName: 'S', toolName: 'echo', state, startedAtMs });
    ledger.beginCall({ call: callOf('call_aaaaaaaa', 'running', 1), arguments: { a: 1 } });
    ledger.beginCall({ call: callOf('call_bbbbbbbb', 'running', 2), arguments: {} });
    ledger.updateCall(callOf('call_aaaaaaaa', 'complete', 1));
    ledger.close();
    const later = open();
    expect(later.getCall('call_aaaaaaaa')).toEqual({
      call: callOf('call_aaaaaaaa', 'complete', 1),
      arguments: { a: 1 },
    });
    expect(later.recentCalls(10).map(({ callId }) => callId)).toEqual(['call_bbbbbbbb', 'call_aaaaaaaa']);
    expect(later.recentCalls(1)).toHaveLength(1);
    expect(later.getCall('call_cccccccc')).toBeUndefined();
  });

  test('a call whose id was used before is not begun, and the first one stays as it is (S10)', () => {
    const { ledger } = startLedger();
    const call = callView.parse({
      callId: 'call_aaaaaaaa',
      serverId: 'srv_aaaaaaaa',
      serverName: 'S',
      toolName: 'echo',
      state: 'running',
      startedAtMs: 1,
    });
    expect(ledger.beginCall({ call, arguments: { first: true } })).toBe(true);
    expect(ledger.beginCall({ call: { ...call, toolName: 'other' }, arguments: {} })).toBe(false);
    expect(ledger.getCall('call_aaaaaaaa')).toEqual({ call, arguments: { first: true } });
  });

  test.runIf(process.platform !== 'win32')('S9: is readable by its owner only, its companions too', () => {
    const { file, ledger } = startLedger();
    ledger.append(recordOf(1));
    for (const ending of ['', '-wal', '-shm']) expect(statSync(file + ending).mode & 0o777).toBe(0o600);
  });

  test('survives a host that is killed with nothing closed', () => {
    const { file, ledger, open } = startLedger();
    ledger.close();
    const script = `
      import { createLedger } from ${JSON.stringify(join(import.meta.dirname, 'ledger.ts'))};
      const ledger = createLedger({ file: ${JSON.stringify(file)} });
      for (let seq = 1; seq <= 500; seq++) ledger.append({ ...${JSON.stringify(recordOf(1))}, seq });
      process.kill(process.pid, 'SIGKILL');`;
    const args = ['--input-type=module-typescript', '-e', script];
    expect(() => execFileSync(process.execPath, args, { stdio: 'ignore' })).toThrow('Command failed');
    expect(open().head()?.seq).toBe(500);
  });

  describe('a damaged database', () => {
    test.each<[string, (file: string) => void]>([
      ['is no database at all', (file) => writeFileSync(file, 'not a database, but long enough to look at'.repeat(50))],
      [
        'has a broken page in the middle',
        (file) => {
          const bytes = readFileSync(file);
          bytes.fill(0xa5, 3 * 4096, 8 * 4096);
          writeFileSync(file, bytes);
        },
      ],
      ['was cut off', (file) => writeFileSync(file, readFileSync(file).subarray(0, 5 * 4096))],
    ])('that %s is set aside whole, and a new one started', (_name, damage) => {
      const { file, ledger, open } = startLedger();
      for (let seq = 1; seq <= 500; seq++) ledger.append(recordOf(seq, { details: { text: 'x'.repeat(200) } }));
      ledger.close();
      damage(file);
      const damaged = readFileSync(file);
      writeFileSync(`${file}-wal`, 'left behind');
      const fresh = open();
      expect(fresh.head()).toBeUndefined();
      expect(readFileSync(fresh.setAside ?? '')).toEqual(damaged);
      fresh.append(recordOf(1));
      fresh.close();
      const next = open();
      expect(next.setAside).toBeUndefined();
      expect(next.head()).toEqual({ seq: 1, hash: recordOf(1).hash });
    });
  });

  test('a ledger of a newer version is left alone', () => {
    const { file, ledger, open, raw } = startLedger();
    ledger.append(recordOf(1));
    ledger.close();
    raw().exec('PRAGMA user_version = 99');
    expect(() => open()).toThrow(expect.objectContaining({ code: 'STORE_NEWER_VERSION' }));
    expect(existsSync(file)).toBe(true);
  });

  test('refuses what comes when it is closed already, and ends nothing else with it', async () => {
    const { ledger } = startLedger();
    ledger.close();
    // A call that ends while the host quits.
    await expect(ledger.together(() => ledger.append(recordOf(1)))).rejects.toThrow('database is not open');
  });

  test('says so where no file can be made', () => {
    const file = join(temporaryFolder(), 'plain file');
    writeFileSync(file, '');
    expect(() => createLedger({ file: join(file, 'ledger.db') })).toThrow('ENOTDIR');
  });
});
