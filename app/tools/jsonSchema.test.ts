/**
 * Dialects, references, and schemas that are not for following.
 */
import { describe, expect, test } from 'vitest';
import { prepareSchema } from './jsonSchema.ts';

type Schema = Readonly<Record<string, unknown>>;

function check(schema: Schema, value: unknown): string {
  const ready = prepareSchema(schema);
  return ready.kind === 'unsupported' ? 'unsupported' : ready.check(value).kind;
}
function problemWith(schema: Schema, value: unknown): string {
  const ready = prepareSchema(schema);
  if (ready.kind === 'unsupported') return ready.problem;
  const verdict = ready.check(value);
  return verdict.kind === 'valid' ? '' : verdict.problem;
}

describe('dialects (MCP 2025-11-25 basic §JSON Schema Usage)', () => {
  const tuple2020 = { type: 'array', prefixItems: [{ type: 'string' }], items: false };
  const tuple07 = { type: 'array', items: [{ type: 'string' }], additionalItems: false };

  test.each<[string, Schema]>([
    ['2020-12 where nothing is declared', tuple2020],
    ['2020-12', { $schema: 'https://json-schema.org/draft/2020-12/schema', ...tuple2020 }],
    ['2019-09', { $schema: 'https://json-schema.org/draft/2019-09/schema', ...tuple07 }],
    ['draft-07', { $schema: 'http://json-schema.org/draft-07/schema#', ...tuple07 }],
    ['draft-06', { $schema: 'http://json-schema.org/draft-06/schema', ...tuple07 }],
    ['draft-04', { $schema: 'http://json-schema.org/draft-04/schema#', ...tuple07 }],
  ])('%s', (_name, schema) => {
    expect([check(schema, ['a']), check(schema, ['a', 'b']), check(schema, [1])]).toEqual([
      'valid',
      'invalid',
      'invalid',
    ]);
  });

  test('draft-04 has its own exclusiveMinimum', () => {
    const schema = { $schema: 'http://json-schema.org/draft-04/schema', minimum: 1, exclusiveMinimum: true };
    expect([check(schema, 2), check(schema, 1)]).toEqual(['valid', 'invalid']);
  });

  test.each(['https://example.com/my-dialect', 'http://json-schema.org/draft-03/schema', 'constructor', '', 7])(
    '%j is not supported',
    ($schema) => {
      expect(check({ $schema, type: 'string' }, 'a')).toBe('unsupported');
    },
  );
});

describe('checking', () => {
  const schema = {
    type: 'object',
    properties: { city: { type: 'string', minLength: 1 }, days: { type: 'integer' } },
    required: ['city'],
    additionalProperties: false,
  };

  test('says where a value does not match', () => {
    expect(problemWith(schema, { city: 'Montevideo', days: 1.5 })).toContain('#/days');
  });

  test.each([null, undefined, 'text', 3, true, []])('a value of another kind, %j, is no object', (value) => {
    expect(check(schema, value)).not.toBe('valid');
  });

  test('a schema is left as it was, also when frozen', () => {
    const frozen = Object.freeze({
      type: 'object',
      properties: Object.freeze({ a: Object.freeze({ type: 'string' }) }),
    });
    expect(check(frozen, { a: 'x' })).toBe('valid');
    expect(Reflect.ownKeys(frozen)).toEqual(['type', 'properties']);
  });

  test('a problem is short, whatever the value', () => {
    const value = Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`unknown${n}`, n]));
    expect(problemWith(schema, { city: 'x', ...value }).length).toBeLessThan(1_100);
  });
});

describe('references (MCP 2026-07-28 basic §$ref Resolution)', () => {
  test.each<[string, Schema]>([
    ['a pointer', { $defs: { a: { type: 'string' } }, $ref: '#/$defs/a' }],
    ['an anchor', { $defs: { a: { $anchor: 'text', type: 'string' } }, $ref: '#text' }],
    [
      'an embedded schema',
      { $defs: { a: { $id: 'https://example.com/a', type: 'string' } }, $ref: 'https://example.com/a' },
    ],
  ])('%s inside the schema is followed', (_name, schema) => {
    expect([check(schema, 'a'), check(schema, 1)]).toEqual(['valid', 'invalid']);
  });

  test('a schema that holds itself checks values of any depth', () => {
    const list = { type: 'object', properties: { next: { $ref: '#' } }, additionalProperties: false };
    expect([check(list, { next: { next: {} } }), check(list, { next: { next: { x: 1 } } })]).toEqual([
      'valid',
      'invalid',
    ]);
  });

  test.each<[string, Schema]>([
    ['into the network', { properties: { a: { $ref: 'https://example.com/schema.json' } } }],
    ['to a file', { $ref: 'file:///etc/passwd' }],
    ['to nothing', { $ref: '#/$defs/missing' }],
    ['to itself', { $ref: '#' }],
    ['by $dynamicRef', { $dynamicRef: '#node', $defs: { a: { $dynamicAnchor: 'node', type: 'string' } } }],
  ])('one that leads %s is not supported', (_name, schema) => {
    expect(check(schema, {})).toBe('unsupported');
  });

  test('a property that is called $ref is no reference', () => {
    const schema = { properties: { $ref: { type: 'string' } }, default: { $ref: 'https://example.com' } };
    expect([check(schema, { $ref: 'a' }), check(schema, { $ref: 1 })]).toEqual(['valid', 'invalid']);
  });
});

describe('schemas that are too much', () => {
  const nested = (levels: number): Schema =>
    Array.from({ length: levels }).reduce<Schema>((inner) => ({ not: inner }), { type: 'string' });

  test.each<[string, Schema]>([
    ['nested too deep', nested(200)],
    ['nested so deep that walking it would overflow', nested(100_000)],
    ['with data nested too deep', { default: nested(200) }],
    ['too long', { description: 'x'.repeat(1_100_000) }],
    ['with a pattern that is none', { type: 'string', pattern: '(' }],
    ['whose keywords hold what they must not', { properties: null, required: 7, enum: {} }],
  ])('one %s does not throw', (_name, schema) => {
    expect(['unsupported', 'valid']).toContain(check(schema, 'text'));
  });

  test('depth and length are refused by name', () => {
    expect(problemWith(nested(200), 'x')).toContain('nested deeper');
    expect(problemWith({ default: nested(200) }, 'x')).toContain('nested deeper');
    expect(problemWith({ description: 'x'.repeat(1_100_000) }, 'x')).toContain('longer');
    expect(check(nested(98), 1)).not.toBe('unsupported');
  });

  test.each<[string, Schema, boolean]>([
    ['plain properties', { properties: { a: { type: 'string' } }, anyOf: [{}, { required: ['a'] }] }, false],
    ['a pattern', { properties: { a: { items: { pattern: 'a' } } } }, true],
    ['a reference', { $ref: '#/$defs/a', $defs: { a: {} } }, true],
    ['unique items', { items: [{ uniqueItems: true }] }, true],
    ['great length', { description: 'x'.repeat(100_000) }, true],
  ])('%s tells whether a check may take long', (_name, schema, mayTakeLong) => {
    expect(prepareSchema(schema)).toMatchObject({ kind: 'ready', mayTakeLong });
  });
});
