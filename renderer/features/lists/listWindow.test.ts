import { describe, expect, test } from 'vitest';
import { listWindow, scrollTopFor } from './listWindow.ts';

const view = { rowCount: 10_000, rowHeightPx: 50, scrollTopPx: 0, viewportHeightPx: 500 };

describe('listWindow', () => {
  test.each([
    ['the top', {}, { first: 0, end: 31 }],
    ['the middle', { scrollTopPx: 5_000 }, { first: 90, end: 121 }],
    ['the bottom', { scrollTopPx: 499_500 }, { first: 9_969, end: 10_000 }],
    ['a list that became shorter while scrolled down', { rowCount: 5, scrollTopPx: 499_500 }, { first: 0, end: 5 }],
    ['no rows', { rowCount: 0 }, { first: 0, end: 0 }],
    ['a page not yet laid out', { viewportHeightPx: 0 }, { first: 0, end: 21 }],
  ])('at %s', (_name, change, rows) => {
    expect(listWindow({ ...view, ...change })).toEqual(rows);
  });

  test('every row that is seen is drawn, at any offset, and never more than 150', () => {
    for (let scrollTopPx = 0; scrollTopPx <= 499_500; scrollTopPx += 333) {
      const rows = listWindow({ ...view, scrollTopPx });
      expect(rows.first * 50).toBeLessThanOrEqual(scrollTopPx);
      expect(rows.end * 50).toBeGreaterThanOrEqual(scrollTopPx + 500);
      expect(rows.end - rows.first).toBeLessThanOrEqual(150);
    }
    expect(listWindow({ ...view, rowHeightPx: 1, viewportHeightPx: 4_000 }).end).toBe(150);
  });
});

test.each([
  ['a row that is seen', 3, undefined],
  ['the first row below', 10, 50],
  ['a row far below', 100, 4_550],
])('scrolling to %s', (_name, index, scrollTopPx) => {
  expect(scrollTopFor(index, view)).toBe(scrollTopPx);
});

test('scrolling up puts the row at the top', () => {
  expect(scrollTopFor(2, { ...view, scrollTopPx: 1_000 })).toBe(100);
});
