import { expect, test } from 'vitest';
import { hasSecret, literal, resolveText, showText } from './planText.ts';

const token = { parts: ['Bearer ', { secret: 'user_config.token' }] };

test('a plain text is its own literal, shown and resolved form', () => {
  expect([literal('a'), showText('a'), resolveText('a', () => undefined), hasSecret('a')]).toEqual([
    'a',
    'a',
    'a',
    false,
  ]);
});

test('parts without a secret are a literal too', () => {
  expect(literal({ parts: ['a', 'b'] })).toBe('ab');
});

test('a secret is shown by its key and resolved to its value', () => {
  expect(literal(token)).toBeUndefined();
  expect(hasSecret(token)).toBe(true);
  expect(showText(token)).toBe('Bearer ${user_config.token}');
  expect(resolveText(token, (key) => (key === 'user_config.token' ? 's3cret' : undefined))).toBe('Bearer s3cret');
});

test('a secret that is not stored is an error that names the key', () => {
  expect(() => resolveText(token, () => undefined)).toThrow(
    expect.objectContaining({ code: 'LAUNCH_SECRET_MISSING', data: { key: 'user_config.token' } }),
  );
});
