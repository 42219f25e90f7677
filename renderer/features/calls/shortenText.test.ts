import { expect, test } from 'vitest';
import { shortenText } from './shortenText.ts';

test.each([
  ['a short text stays whole', 'abc', { shown: 'abc', hidden: 0 }],
  ['a long one is cut', 'abcde', { shown: 'abc', hidden: 2 }],
  ['a pair is never cut in two', 'ab\u{1F600}c', { shown: 'ab', hidden: 3 }],
])('%s', (_name, text, shortened) => {
  expect(shortenText(text, 3)).toEqual(shortened);
});
