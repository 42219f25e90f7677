import { expect, test } from 'vitest';
import { factLines } from './factLines.ts';

test('facts get a label and, by their key, a unit', () => {
  expect(factLines({ entryName: '../x', limitBytes: 1_000, waitMs: 500, missing: ['a', 'b'], found: false })).toEqual([
    { key: 'entryName', label: 'Entry name', value: '../x' },
    { key: 'limitBytes', label: 'Limit', value: '1.0 kB (1000 bytes)' },
    { key: 'waitMs', label: 'Wait', value: '500 ms' },
    { key: 'missing', label: 'Missing', value: 'a, b' },
    { key: 'found', label: 'Found', value: 'no' },
  ]);
});
