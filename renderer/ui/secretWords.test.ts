import { expect, test } from 'vitest';
import { secretName } from './secretWords.ts';

const options = [
  { key: 'token', title: 'Access token' },
  { key: 'blank', title: ' ' },
];

test.each([
  ['an option has its title', 'user_config.token', 'Access token'],
  ['an option without a title has its key', 'user_config.blank', 'blank'],
  ['an unknown option has its key', 'user_config.other', 'other'],
  ['a variable has its name', 'env.API_KEY', 'API_KEY'],
  ['a header has its name', 'header.authorization', 'authorization'],
  ['a variable is no option of the same name', 'env.token', 'token'],
  ['a key of neither kind is shown as it is', 'elsewhere', 'elsewhere'],
])('%s', (_name, key, name) => {
  expect(secretName(key, { options })).toBe(name);
});
