/**
 * Schemas made to hang whoever follows them, against the real time limit.
 */
import { describe, expect, test } from 'vitest';
import { createJsonSchemaValidator } from './jsonSchemaValidator.ts';

const validator = createJsonSchemaValidator();

describe('createJsonSchemaValidator', () => {
  test('checks, and remembers schemas without mixing them up', () => {
    const [text, number] = [{ type: 'string', pattern: '^a' }, { type: 'number' }];
    const kinds = [text, number, text, number].map((schema) => validator.check(schema, 'abc').kind);
    expect(kinds).toEqual(['valid', 'invalid', 'valid', 'invalid']);
    expect(validator.check({ $ref: 'https://example.com' }, 'abc').kind).toBe('unsupported');
  });

  const branching = Object.fromEntries(
    Array.from({ length: 40 }, (_, n) => [
      `d${n}`,
      { allOf: [{ $ref: `#/$defs/d${n + 1}` }, { $ref: `#/$defs/d${n + 1}` }] },
    ]),
  );
  test.each([
    ['a pattern that backtracks', { type: 'string', pattern: '^(a+)+$' }, `${'a'.repeat(60)}!`],
    ['references that branch', { $ref: '#/$defs/d0', $defs: { ...branching, d40: {} } }, 1],
    ['unique items', { uniqueItems: true }, Array.from({ length: 30_000 }, (_, n) => ({ n, text: 'x'.repeat(20) }))],
  ])('%s can not hang the host', async (_name, schema, value) => {
    const impatient = createJsonSchemaValidator({ limitMs: 100 });
    expect(impatient.check(schema, value)).toEqual({
      kind: 'unsupported',
      problem: 'Checking took longer than 100 ms.',
    });
    // It goes on working afterwards, as soon as the machine gives it 100 ms.
    await expect.poll(() => impatient.check({ pattern: 'a' }, 'a').kind).toBe('valid');
  });
});
