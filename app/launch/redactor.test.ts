import { describe, expect, test } from 'vitest';
import { createRedactor } from './redactor.ts';

describe('createRedactor (S9)', () => {
  test.each([
    ['a secret, everywhere', ['hunter22'], 'hunter22 and hunter22', '••• and •••'],
    ['the longer of two that overlap', ['secret', 'secret-long'], 'secret-long secret', '••• •••'],
    ['a secret with characters of regular expressions', ['a.*b$&c'], 'x a.*b$&c y', 'x ••• y'],
    ['each line of a secret of several', ['BEGIN KEY\nMIIEvQ==\r\nEND KEY'], 'saw MIIEvQ==', 'saw •••'],
  ])('takes out %s', (_name, secrets, text, redacted) => {
    expect(createRedactor(secrets)(text)).toBe(redacted);
  });

  test('leaves secrets alone that are too short to be told from other text', () => {
    expect(createRedactor(['', '12345'])('12345')).toBe('12345');
  });
});
