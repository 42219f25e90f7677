import { expect, test } from 'vitest';
import { readAnyValue, writeAnyValue } from './anyValue.ts';

test.each([
  ['12', 12, 'sent as a number'],
  ['"12"', '12', 'sent as text'],
  ['twelve', 'twelve', 'sent as text'],
  ['{"a": [1]}', { a: [1] }, 'sent as an object'],
  ['null', null, 'sent as null'],
  ['', undefined, 'not sent'],
])('%o is %o', (text, value, words) => {
  expect(readAnyValue(text)).toEqual({ value, words });
});

test.each([12, '12', 'twelve', '', ' a', null, true, [1, { b: 2 }], '"quoted"'])('%o survives as text', (value) => {
  expect(readAnyValue(writeAnyValue(value)).value).toEqual(value);
});
