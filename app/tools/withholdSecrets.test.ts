import { expect, test } from 'vitest';
import { withholdSecrets } from './withholdSecrets.ts';

test('keeps what is not secret as it is', () => {
  const args = { text: 'a', list: [1, null, { deep: true }], nothing: null };
  expect(withholdSecrets(args, { type: 'object' })).toEqual({ arguments: args, withheld: [] });
});

test.each([
  ['writeOnly', { properties: { pin: { type: 'string', writeOnly: true } } }],
  ['format password', { properties: { pin: { type: 'string', format: 'password' } } }],
  ['one of several schemas', { anyOf: [{}, { properties: { pin: { writeOnly: true } } }] }],
  ['a reference', { properties: { pin: { $ref: '#/$defs/pin' } }, $defs: { pin: { format: 'password' } } }],
  ['every other member', { additionalProperties: { writeOnly: true } }],
])('takes out what its schema calls secret: %s (S9)', (_name, schema) => {
  expect(withholdSecrets({ pin: '1234' }, schema)).toEqual({ arguments: {}, withheld: ['/pin'] });
});

test('takes it out of objects and lists inside, and says where it was', () => {
  const account = { properties: { key: { writeOnly: true } } };
  const schema = { properties: { accounts: { items: account } } };
  expect(withholdSecrets({ accounts: [{ name: 'a', key: 'k' }, { name: 'b' }] }, schema)).toEqual({
    arguments: { accounts: [{ name: 'a' }, { name: 'b' }] },
    withheld: ['/accounts/0/key'],
  });
});

test('a schema that refers to itself ends', () => {
  const schema = { properties: { next: { $ref: '#' }, key: { writeOnly: true } } };
  expect(withholdSecrets({ next: { next: { key: 'k' } } }, schema).withheld).toEqual(['/next/next/key']);
  expect(withholdSecrets({ a: 1 }, { $ref: '#' }).arguments).toEqual({ a: 1 });
});
