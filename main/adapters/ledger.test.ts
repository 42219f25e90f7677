import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
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
    ledger.beginCall({ call: callOf('call_aaaaaaaa', 'running', 1), arguments: { a: 1 }, withheld: [] });
    ledger.beginCall({ call: callOf('call_bbbbbbbb', 'running', 2), arguments: {}, withheld: [] });
    ledger.updateCall(callOf('call_aaaaaaaa', 'complete', 1));
    ledger.close();
    const later = open();
    expect(later.getCall('call_aaaaaaaa')).toEqual({
      call: callOf('call_aaaaaaaa', 'complete', 1),
      arguments: { a: 1 },
      withheld: [],
    });
    expect(later.recentCalls(10).map(({ callId }) => callId)).toEqual(['call_bbbbbbbb', 'call_aaaaaaaa']);
    expect(later.recentCalls(1)).toHaveLength(1);
    expect(later.getCall('call_cccccccc')).toBeUndefined();
  });

  describe('tasks', () => {
    const callOf = (id: string, more: object = {}) =>
      callView.parse({
        callId: `call_${id}`,
        serverId: 'srv_aaaaaaaa',
        serverName: 'Weather',
        toolName: 'forecast',
        state: 'running',
        startedAtMs: 1,
        ...more,
      });
    const handle = { taskId: 't', progressToken: 'p', answeredKeys: [], recordSeq: 1 };

    function startTasks() {
      const started = startLedger();
      const begin = (id: string, more: object = {}, args: object = {}) => {
        const call = callOf(id, more);
        started.ledger.beginCall({ call, arguments: { ...args }, withheld: [] });
        started.ledger.saveTask({ callId: call.callId, handle: undefined, outcome: undefined });
        return call.callId;
      };
      return { ...started, begin };
    }
    const idsOf = (calls: readonly { readonly callId: string }[]) => calls.map(({ callId }) => callId.slice(5));

    test('are open until they have an outcome, and are what was kept last, also after a restart', () => {
      const { ledger, open, begin } = startTasks();
      const [sent, followed, ended] = [begin('sent0000'), begin('followed'), begin('ended000')];
      ledger.saveTask({ callId: followed, handle, outcome: undefined });
      const outcome = { kind: 'complete', content: [{ type: 'text', text: 'odd \0 \u202e 🔑' }], isError: false };
      ledger.saveTask({ callId: ended, handle, outcome: undefined });
      ledger.saveTask({ callId: ended, handle, outcome });
      ledger.close();
      const later = open();
      expect(later.openTasks()).toEqual([
        { call: callOf('sent0000'), task: { callId: sent, handle: undefined, outcome: undefined } },
        { call: callOf('followed'), task: { callId: followed, handle, outcome: undefined } },
      ]);
      expect(later.getTask(ended)).toEqual({ callId: ended, handle, outcome });
      later.dropTask(sent);
      expect(later.getTask(sent)).toBeUndefined();
      expect(idsOf(later.openTasks().map(({ call }) => call))).toEqual(['followed']);
      expect(later.getCall(sent)).toMatchObject({ call: { callId: sent } });
    });

    test.each<[string, object, string[], number]>([
      ['all, newest first', {}, ['cccccccc', 'bbbbbbbb', 'aaaaaaaa'], 3],
      ['those that are open', { show: 'open' }, ['cccccccc', 'aaaaaaaa'], 2],
      ['those that ended', { show: 'ended' }, ['bbbbbbbb'], 1],
      ['at most the limit, with the total', { limit: 2 }, ['cccccccc', 'bbbbbbbb'], 3],
      ['the next page, with the same total', { limit: 2, before: 'call_bbbbbbbb' }, ['aaaaaaaa'], 3],
      ['nothing before what is not there', { before: 'call_zzzzzzzz' }, [], 3],
      ['those of a server', { serverId: 'srv_bbbbbbbb' }, ['bbbbbbbb'], 1],
      ['a text of the call, any case', { text: 'FORECAST' }, ['cccccccc', 'aaaaaaaa'], 2],
      ['a text of the arguments', { text: '/home' }, ['aaaaaaaa'], 1],
      ['a percent sign as itself', { text: '0%/' }, ['aaaaaaaa'], 1],
      ['a percent sign that is nowhere', { text: 'h%e' }, [], 0],
      ['an underscore as itself', { text: 'a_b' }, ['aaaaaaaa'], 1],
      ['an underscore that is nowhere', { text: 'hom_' }, [], 0],
      ['a backslash as itself', { text: '\\t' }, ['cccccccc'], 1],
      ['a quote without harm', { text: "' OR 1=1 --" }, [], 0],
      ['a quote as itself', { text: "it's" }, ['bbbbbbbb'], 1],
      ['a text as it was typed, with what JSON escapes', { text: 'say "hi"' }, ['bbbbbbbb'], 1],
      ['a path as it was typed', { text: 'C:\\temp' }, ['cccccccc'], 1],
      ['a path as JSON has it', { text: 'C:\\\\temp' }, ['cccccccc'], 1],
      ['all things at once', { show: 'open', serverId: 'srv_aaaaaaaa', text: 'temp' }, ['cccccccc'], 1],
    ])('are found: %s', (_name, query, ids, total) => {
      const { ledger, begin } = startTasks();
      begin('aaaaaaaa', {}, { path: '/home/100%/a_b' });
      const ended = begin('bbbbbbbb', { serverId: 'srv_bbbbbbbb', toolName: 'search' }, { text: `it's: say "hi"` });
      ledger.saveTask({ callId: ended, handle, outcome: { kind: 'cancelled' } });
      ledger.beginCall({ call: callOf('notatask'), arguments: {}, withheld: [] });
      begin('cccccccc', {}, { path: 'C:\\temp' });
      const found = ledger.listTasks({ show: 'all', limit: 100, ...query });
      expect([idsOf(found.calls), found.total]).toEqual([ids, total]);
    });

    test('of which one was altered are found without that one', () => {
      const { ledger, raw, begin } = startTasks();
      for (const id of ['aaaaaaaa', 'bbbbbbbb', 'cccccccc']) begin(id);
      raw().exec("UPDATE calls SET call = '{' WHERE callId = 'call_bbbbbbbb'");
      raw().exec("UPDATE tasks SET handle = '{' WHERE callId = 'call_cccccccc'");
      expect(idsOf(ledger.openTasks().map(({ call }) => call))).toEqual(['aaaaaaaa', 'cccccccc']);
      expect(idsOf(ledger.listTasks({ show: 'all', limit: 10 }).calls)).toEqual(['cccccccc', 'aaaaaaaa']);
      expect(idsOf(ledger.recentCalls(10))).toEqual(['cccccccc', 'aaaaaaaa']);
      expect(ledger.openTasks().at(-1)?.task).toMatchObject({ handle: undefined });
    });
  });

  test('a ledger of the first version is brought to the newest, with its records and calls', () => {
    const { file, ledger, open } = startLedger();
    ledger.close();
    for (const ending of ['', '-wal', '-shm']) rmSync(file + ending, { force: true });
    const call = callView.parse({
      callId: 'call_aaaaaaaa',
      serverId: 'srv_aaaaaaaa',
      serverName: 'S',
      toolName: 'echo',
      state: 'complete',
      startedAtMs: 1,
    });
    const first = new DatabaseSync(file);
    first.exec(`
      CREATE TABLE records (
        seq INTEGER PRIMARY KEY, atMs INTEGER NOT NULL, kind TEXT NOT NULL, phase TEXT NOT NULL, completes INTEGER,
        subject TEXT NOT NULL, label TEXT NOT NULL, digestShown TEXT, decision TEXT, decidedBy TEXT, outcome TEXT,
        details TEXT NOT NULL, prevHash TEXT NOT NULL, hash TEXT NOT NULL
      ) STRICT;
      CREATE TABLE calls (
        callId TEXT PRIMARY KEY, serverId TEXT NOT NULL, startedAtMs INTEGER NOT NULL, call TEXT NOT NULL,
        arguments TEXT NOT NULL
      ) STRICT;
      PRAGMA user_version = 1;`);
    const { seq, atMs, kind, phase, subject, label, prevHash, hash: own } = recordOf(1);
    first
      .prepare('INSERT INTO records VALUES (?, ?, ?, ?, NULL, ?, ?, NULL, NULL, NULL, NULL, ?, ?, ?)')
      .run(seq, atMs, kind, phase, subject, label, '{}', prevHash, own);
    first
      .prepare('INSERT INTO calls VALUES (?, ?, ?, ?, ?)')
      .run(call.callId, call.serverId, call.startedAtMs, JSON.stringify(call), '{"text":"before"}');
    first.close();
    const newest = open();
    expect(newest.setAside).toBeUndefined();
    expect([...newest.all()]).toEqual([recordOf(1)]);
    expect(newest.getCall(call.callId)).toEqual({ call, arguments: { text: 'before' }, withheld: [] });
    expect(newest.listTasks({ show: 'all', limit: 10 })).toEqual({ calls: [], total: 0 });
    newest.saveTask({ callId: call.callId, handle: { taskId: 't' }, outcome: undefined });
    newest.setArguments(call.callId, { arguments: {}, withheld: ['/text'] });
    newest.close();
    const again = open();
    expect(again.openTasks()).toMatchObject([{ call, task: { handle: { taskId: 't' } } }]);
    expect(again.getCall(call.callId)).toMatchObject({ withheld: ['/text'] });
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
    expect(ledger.beginCall({ call, arguments: { first: true }, withheld: [] })).toBe(true);
    expect(ledger.beginCall({ call: { ...call, toolName: 'other' }, arguments: {}, withheld: [] })).toBe(false);
    expect(ledger.getCall('call_aaaaaaaa')).toEqual({ call, arguments: { first: true }, withheld: [] });
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
