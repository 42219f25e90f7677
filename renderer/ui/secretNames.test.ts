import { expect, test } from 'vitest';
import { looksSecret } from './secretNames.ts';

test.each([
  'Authorization',
  'X-Api-Key',
  'Cookie',
  'accessToken',
  'password',
  'user.pin',
  'authKey',
  'X-Auth',
  'my_secret',
])('%s looks like a secret', (name) => expect(looksSecret(name)).toBe(true));

test.each(['Accept-Language', 'X-Region', 'spin', 'author', 'keyboard', 'monkey', 'path', ''])('%s does not', (name) =>
  expect(looksSecret(name)).toBe(false),
);
