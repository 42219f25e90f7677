import { describe, expect, test } from 'vitest';
import { progressBar, structuredCheckWords } from './callWords.ts';

describe('progressBar', () => {
  test.each([
    ['nothing yet', undefined, { words: 'Waiting for the first answer' }],
    ['no total', { progress: 3 }, { words: 'Step 3' }],
    ['a total', { progress: 1, total: 4 }, { percent: 25, words: '1 of 4' }],
    ['more than all', { progress: 9, total: 4 }, { percent: 100, words: '9 of 4' }],
    ['less than nothing', { progress: -1, total: 4 }, { percent: 0, words: '-1 of 4' }],
    ['a total of nothing', { progress: 1, total: 0 }, { words: 'Step 1' }],
  ])('%s', (_name, progress, bar) => {
    expect(progressBar(progress)).toEqual(bar);
  });
});

test('a result without structured content and without a schema needs no words', () => {
  expect(structuredCheckWords('not_declared', false)).toBeUndefined();
  expect(structuredCheckWords('not_declared', true)?.words).toMatch(/Not checked/);
});
