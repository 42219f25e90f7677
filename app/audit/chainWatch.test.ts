import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createDigest } from '../../main/adapters/digest.ts';
import { createLedger } from '../../main/adapters/ledger.ts';
import { temporaryFolder } from '../../main/testing/temporaryFolder.ts';
import { AppError } from '../contract/errors.ts';
import { manualClock } from '../testing/manualClock.ts';
import { createAudit } from './audit.ts';
import { ChainWatch } from './chainWatch.ts';

const digest = createDigest({ key: undefined });
const MINUTE_MS = 60_000;

/** A real ledger with that many records. `reads` counts the records read in each turn. */
async function startWatch(records: number) {
  const file = join(temporaryFolder(), 'ledger.db');
  const ledger = createLedger({ file });
  onTestFinished(() => ledger.close());
  const clock = manualClock();
  const audit = createAudit({ ledger, clock, digest });
  const add = (count: number): Promise<void> =>
    ledger.together(() => {
      for (let n = 0; n < count; n += 1) audit.record({ kind: 'tool.call', subject: 'call_aaaaaaaa', label: 'echo' });
    });
  await add(records);

  const reads: number[] = [];
  const failing = { now: false };
  const counted = {
    *all(afterSeq?: number) {
      if (failing.now) throw new AppError('STORE_UNREADABLE', 'The disk is gone.');
      const turn = reads.push(0) - 1;
      for (const record of ledger.all(afterSeq)) {
        reads[turn] = (reads[turn] ?? 0) + 1;
        yield record;
      }
    },
  };
  const troubles: unknown[] = [];
  const watch = new ChainWatch({ ledger: counted, clock, digest, onTrouble: (error) => troubles.push(error) });
  /** Lets the slices that wait run, and none of the clock's minutes pass. */
  const finish = (): void => clock.advance(0);
  const change = (sql: string): void => {
    const database = new DatabaseSync(file);
    database.exec(`DROP TRIGGER IF EXISTS recordsAreNotChanged; DROP TRIGGER IF EXISTS recordsAreNotRemoved; ${sql}`);
    database.close();
  };
  return { add, change, clock, failing, finish, reads, troubles, watch };
}

describe('ChainWatch (S10)', () => {
  test('knows at once of a record that takes one slice', async () => {
    const { watch, clock, reads } = await startWatch(5);
    expect(watch.state()).toBe('intact');
    expect([reads, clock.waiting]).toEqual([[5], 0]);
  });

  test('reads a long record in slices with everything else in between, and says meanwhile that it is checking', async () => {
    const { watch, finish, clock, reads } = await startWatch(100_000);
    expect([watch.state(), watch.state(), clock.waiting]).toEqual(['checking', 'checking', 1]);
    expect(reads).toEqual([1_000]);
    finish();
    expect(watch.state()).toBe('intact');
    expect(Math.max(...reads)).toBe(1_000);
    expect(reads.reduce((sum, read) => sum + read)).toBe(100_000);
  });

  test('reads only what is new once the rest was found intact', async () => {
    const { watch, add, reads } = await startWatch(900);
    watch.state();
    await add(3);
    expect(watch.state()).toBe('intact');
    expect(watch.state()).toBe('intact');
    expect(reads).toEqual([900, 3, 0]);
  });

  test('finds what was altered among the new ones, at once', async () => {
    const { watch, add, change } = await startWatch(5);
    watch.state();
    await add(2);
    change("UPDATE records SET label = 'other' WHERE seq = 7");
    expect(watch.state()).toBe('broken');
  });

  test.each([
    ['altered', "UPDATE records SET label = 'other' WHERE seq = 2"],
    ['removed', 'DELETE FROM records WHERE seq = 2'],
  ])('finds an old record that is %s later, within five minutes of looking', async (_name, sql) => {
    const { watch, add, change, clock } = await startWatch(5);
    watch.state();
    change(sql);
    await add(1);
    clock.advance(5 * MINUTE_MS - 1);
    expect(watch.state()).toBe('intact');
    clock.advance(1);
    expect(watch.state()).toBe('broken');
  });

  test('finds a fault in a later slice, and stays with it until everything was read again', async () => {
    const { watch, change, finish, clock, add } = await startWatch(2_500);
    change("UPDATE records SET label = 'other' WHERE seq = 2200");
    expect(watch.state()).toBe('checking');
    finish();
    expect(watch.state()).toBe('broken');
    change("UPDATE records SET label = 'echo' WHERE seq = 2200");
    await add(1);
    expect(watch.state()).toBe('broken');
    clock.advance(5 * MINUTE_MS);
    expect(watch.state()).toBe('broken');
    finish();
    expect(watch.state()).toBe('intact');
  });

  test('a slice that can’t be read is reported, and taken up again by the next look', async () => {
    const { watch, failing, finish, troubles } = await startWatch(2_500);
    watch.state();
    failing.now = true;
    finish();
    expect(troubles).toMatchObject([{ code: 'STORE_UNREADABLE' }]);
    expect(() => watch.state()).toThrow(expect.objectContaining({ code: 'STORE_UNREADABLE' }));
    failing.now = false;
    watch.state();
    finish();
    expect(watch.state()).toBe('intact');
  });

  test('reads nothing more once it is closed', async () => {
    const { watch, finish, reads } = await startWatch(2_500);
    watch.state();
    watch.close();
    finish();
    expect(reads).toEqual([1_000]);
  });
});
