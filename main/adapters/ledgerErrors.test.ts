import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { isDamaged, toLedgerError } from './ledgerErrors.ts';

/** The error SQLite itself gives. */
function errorOf(sql: string, path = ':memory:', readOnly = false): unknown {
  try {
    const database = new DatabaseSync(path, { readOnly });
    database.exec(sql);
  } catch (error) {
    return error;
  }
  throw new Error('SQLite found nothing wrong.');
}

test('a full disk is named', () => {
  const error = errorOf('PRAGMA max_page_count = 1; CREATE TABLE t (a); INSERT INTO t VALUES (randomblob(100000))');
  expect(toLedgerError(error, '/l.db')).toMatchObject({ code: 'STORE_DISK_FULL', data: { path: '/l.db' } });
  expect(isDamaged(error)).toBe(false);
});

test('a place where nothing can be written is named', () => {
  const error = errorOf('CREATE TABLE t (a)', '/nonexistent/folder/l.db');
  expect(toLedgerError(error, '/l.db')).toMatchObject({ code: 'STORE_READ_ONLY' });
  expect(isDamaged(error)).toBe(false);
});

test('a mistake of ours is not dressed up as trouble with the disk', () => {
  const error = errorOf('CREATE TABLE t (a NOT NULL); INSERT INTO t VALUES (NULL)');
  expect(toLedgerError(error, '/l.db')).toBe(error);
});
