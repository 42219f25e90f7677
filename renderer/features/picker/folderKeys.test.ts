import { describe, expect, test } from 'vitest';
import { findByTyping, rowAfterKey } from './folderKeys.ts';
import type { FolderEntry } from './folderKeys.ts';

describe('rowAfterKey', () => {
  test.each([
    ['ArrowDown', 0, 1],
    ['ArrowDown', 4, 4],
    ['ArrowUp', 0, 0],
    ['PageDown', 0, 4],
    ['End', 0, 4],
    ['Home', 3, 0],
    ['x', 3, undefined],
  ])('%s from row %d of 5', (key, row, next) => {
    expect(rowAfterKey(key, row, 5)).toBe(next);
  });

  test('an empty list stays at its beginning', () => {
    expect(rowAfterKey('End', 0, 0)).toBe(0);
  });
});

const entries: readonly FolderEntry[] = ['Apple', 'avocado', 'Banana'].map((name) => ({
  entryId: name,
  name,
  kind: 'file',
}));

describe('findByTyping', () => {
  test.each([
    ['a', 0, 1],
    ['a', 1, 0],
    ['av', 0, 1],
    ['ap', 0, 0],
    ['ban', 0, 2],
    ['z', 0, undefined],
  ])('%s from row %d', (typed, row, found) => {
    expect(findByTyping(typed, row, entries)).toBe(found);
  });
});
