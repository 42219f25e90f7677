import { expect, test } from 'vitest';
import { changedValue } from './remoteWords.ts';

test.each([
  ['zone', 'private', 'Your own network'],
  ['tls', 'none', 'Not encrypted (HTTP)'],
  ['transport', 'sse', 'The older HTTP with SSE'],
  ['zone', 'constructor', 'constructor'],
  ['url', 'private', 'private'],
  ['headers.zone', 'private', 'private'],
])('%s %s is shown as %s', (field, value, shown) => {
  expect(changedValue(field, value)).toBe(shown);
});

test('a value with a secret in it stays as it is', () => {
  const value = { parts: [{ secret: 'header.x-key' }] };
  expect(changedValue('headers.X-Key', value)).toBe(value);
});
