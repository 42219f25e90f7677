import { describe, expect, test } from 'vitest';
import { parseArguments } from './parseArguments.ts';

describe('parseArguments', () => {
  test.each([
    ['an object', '{"a": [1, null]}', { a: [1, null] }],
    ['nothing at all', '  \n', {}],
  ])('reads %s', (_name, text, value) => {
    expect(parseArguments(text)).toEqual({ kind: 'read', value });
  });

  test.each([
    ['a list', '[1]', /a list/],
    ['null', 'null', /This is null/],
    ['a string', '"x"', /a string/],
    ['text that ends too early', '{"a": 1', /ends too early/],
    ['single quotes', "{'a': 1}", /line 1, column 2.*double quotes/],
    ['a comma too many', '{\n  "a": 1,\n}', /line 3, column 1.*comma/],
    ['a comment', '{ // why\n}', /no comments/],
    ['a stray word', '{"a": yes}', /line 1, column 7/],
    ['a name without a value', '{"a"}', /line 1, column 5/],
    ['a missing comma', '{"a": 1 "b": 2}', /line 1, column 9/],
    ['text after the end', '{"a": [1.5e3, "\\u00e9"]} x', /line 1, column 26/],
    ['a string that never ends', '{"a": "b', /line 1, column 7.*never ends/],
    ['a line break in a string', '{"a": "b\nc"}', /line 1, column 7/],
  ])('says what is wrong with %s', (_name, text, words) => {
    const read = parseArguments(text);
    expect(read.kind === 'problem' && read.words).toMatch(words);
  });
});
