import { expect, test } from 'vitest';
import { exampleArguments } from './exampleArguments.ts';

test('arguments are what is required, as its schema says', () => {
  const schema = {
    type: 'object',
    $defs: { 'a/b': { type: 'integer', minimum: 7 } },
    properties: {
      count: { $ref: '#/$defs/a~1b' },
      kind: { type: 'string', enum: ['first', 'second'] },
      inner: { type: 'object', properties: { on: { type: 'boolean' }, off: { type: 'boolean' } }, required: ['on'] },
      elsewhere: { $ref: 'https://example.com/schema.json' },
      left: { type: 'string' },
    },
    required: ['count', 'kind', 'inner', 'elsewhere', 'not among the properties'],
  };
  expect(exampleArguments(schema)).toEqual({ count: 7, kind: 'first', inner: { on: true }, elsewhere: 'text' });
});
