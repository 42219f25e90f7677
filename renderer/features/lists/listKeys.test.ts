import { expect, test } from 'vitest';
import { rowAfterKey } from './listKeys.ts';

const view = { rowCount: 10_000, rowHeightPx: 50, scrollTopPx: 0, viewportHeightPx: 500 };

test.each([
  ['ArrowDown', -1, 0],
  ['ArrowUp', -1, 0],
  ['ArrowDown', 9_999, 9_999],
  ['PageDown', 3, 12],
  ['PageUp', 3, 0],
  ['Home', 9_999, 0],
  ['End', 0, 9_999],
  ['Tab', 5, undefined],
])('%s in row %d leads to row %s', (key, active, row) => {
  expect(rowAfterKey(key, active, view)).toBe(row);
});

test('a page is at least one row, however small the window', () => {
  expect(rowAfterKey('PageDown', 5, { ...view, viewportHeightPx: 20 })).toBe(6);
});
