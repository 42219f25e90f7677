import { ProtocolError } from '@modelcontextprotocol/client';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formProblems } from '../contract/formContent.ts';
import { readForm } from './formSchema.ts';

const form = (properties: Record<string, unknown>, required?: string[]) => ({
  type: 'object',
  properties,
  ...(required === undefined ? {} : { required }),
});
const only = (property: unknown) => readForm(form({ a: property }))[0];

describe('readForm (MCP 2025-11-25 client/elicitation §Requested Schema)', () => {
  test('reads every kind of field, with its limits and default, in the schema’s order', () => {
    const schema = form(
      {
        name: {
          type: 'string',
          title: 'Name',
          description: 'Yours.',
          minLength: 1,
          maxLength: 9,
          pattern: '^A',
          default: 'Ada',
        },
        mail: { type: 'string', format: 'email' },
        age: { type: 'integer', minimum: 0, maximum: 150, default: 36 },
        share: { type: 'number', default: 0.5 },
        agree: { type: 'boolean', default: false },
      },
      ['name'],
    );
    const base = { required: false, looksSecret: false };
    expect(readForm(schema)).toEqual([
      {
        ...{ kind: 'text', key: 'name', title: 'Name', description: 'Yours.', required: true, looksSecret: false },
        ...{ minLength: 1, maxLength: 9, pattern: '^A', default: 'Ada' },
      },
      { kind: 'text', key: 'mail', ...base, format: 'email' },
      { kind: 'number', key: 'age', ...base, integer: true, minimum: 0, maximum: 150, default: 36 },
      { kind: 'number', key: 'share', ...base, integer: false, default: 0.5 },
      { kind: 'boolean', key: 'agree', ...base, default: false },
    ]);
  });

  test.each([
    ['plain', { type: 'string', enum: ['r', 'g'], default: 'g' }, [{ value: 'r' }, { value: 'g' }]],
    [
      'titled by const',
      { type: 'string', oneOf: [{ const: 'r', title: 'Red' }, { const: 'g' }], default: 'g' },
      [{ value: 'r', title: 'Red' }, { value: 'g' }],
    ],
    [
      'titled by enumNames, as drafts before had it',
      { type: 'string', enum: ['r', 'g'], enumNames: ['Red'], default: 'g' },
      [{ value: 'r', title: 'Red' }, { value: 'g' }],
    ],
  ])('reads a choice, %s', (_how, property, options) => {
    expect(only(property)).toMatchObject({ kind: 'choice', options, default: 'g' });
  });

  test.each([
    ['plain', { enum: ['r', 'g'] }],
    ['titled', { anyOf: [{ const: 'r', title: 'Red' }, { const: 'g' }] }],
  ])('reads several choices, %s', (_how, items) => {
    expect(only({ type: 'array', items, minItems: 1, maxItems: 2, default: ['g'] })).toMatchObject({
      kind: 'choices',
      minItems: 1,
      maxItems: 2,
      default: ['g'],
    });
  });

  test('a default that is no option is left out, since nobody chose it', () => {
    expect(only({ type: 'string', enum: ['r'], default: 'x' })).not.toHaveProperty('default');
    expect(only({ type: 'array', items: { enum: ['r'] }, default: ['x', 'r'] })).toMatchObject({ default: ['r'] });
  });

  test.each([
    ['an object in it', form({ a: { type: 'object', properties: {} } })],
    ['an array of anything', form({ a: { type: 'array', items: { type: 'string' } } })],
    ['a reference', form({ a: { $ref: '#/$defs/a' } })],
    ['no type', form({ a: {} })],
    ['an unknown type', form({ a: { type: 'file' } })],
    ['an unknown format', form({ a: { type: 'string', format: 'password' } })],
    ['a choice without options', form({ a: { type: 'string', enum: [] } })],
    ['a default of another type', form({ a: { type: 'boolean', default: 'yes' } })],
    ['no properties', { type: 'object' }],
    ['no object', { type: 'string' }],
    ['nothing', null],
    [
      '201 fields',
      form(Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`f${index}`, { type: 'boolean' }]))),
    ],
  ])('a schema with %s is refused as a whole (-32602)', (_what, schema) => {
    expect(() => readForm(schema)).toThrow(expect.objectContaining({ code: -32602 }));
  });

  test('asks a second time for what looks like a secret (S12)', () => {
    expect(only({ type: 'string', title: 'Your password' })).toMatchObject({ looksSecret: true });
  });

  test('a field may be called like something of the language', () => {
    const schema = JSON.parse('{"type":"object","properties":{"constructor":{"type":"boolean"}}}') as unknown;
    expect(readForm(schema)).toMatchObject([{ kind: 'boolean', key: 'constructor' }]);
  });

  test('throws nothing but what a server may be told, whatever it is given', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.jsonValue(),
          fc.dictionary(fc.string(), fc.jsonValue()).map((properties) => form(properties)),
        ),
        (schema) => {
          try {
            readForm(schema);
          } catch (error) {
            expect(error).toBeInstanceOf(ProtocolError);
          }
        },
      ),
    );
  });

  test('its own defaults fill it in', () => {
    const texts = fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(texts, fc.boolean(), (values, several) => {
        const property = several
          ? { type: 'array', items: { enum: values }, default: [values[0]] }
          : { type: 'string', enum: values, default: values[0] };
        const fields = readForm(form({ a: property }, ['a']));
        const [field] = fields;
        const preset = field !== undefined && 'default' in field ? field.default : undefined;
        expect(preset).toBeDefined();
        if (preset !== undefined) expect([...formProblems(fields, { a: preset })]).toEqual([]);
      }),
    );
  });
});
