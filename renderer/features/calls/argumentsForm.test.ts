import { describe, expect, test } from 'vitest';
import { namesWithoutField, planArgumentsForm } from './argumentsForm.ts';

const text = { type: 'string' };
const withField = (field: unknown, more: object = {}) => ({ type: 'object', properties: { field }, ...more });

describe('planArgumentsForm', () => {
  test.each([
    ['no fields', { type: 'object' }],
    ['no fields and none allowed', { type: 'object', properties: {}, additionalProperties: false }],
  ])('asks nothing for a schema with %s', (_name, schema) => {
    expect(planArgumentsForm(schema)).toEqual({ kind: 'none' });
  });

  test.each([
    ['plain fields', withField(text)],
    ['a local reference', withField({ $ref: '#/$defs/a~1b' }, { $defs: { 'a/b': text } })],
    ['a reference into a list', withField({ $ref: '#/allOf/0' }, { allOf: [text] })],
    ['a reference to itself', withField({ $ref: '#' })],
    ['alternatives without fields of its own', { type: 'object', oneOf: [withField(text)] }],
    ['free names', { type: 'object', additionalProperties: text }],
  ])('draws a form for a schema with %s', (_name, schema) => {
    expect(planArgumentsForm(schema)).toEqual({ kind: 'fields', schema });
  });

  test.each([
    ['no object at its root', { anyOf: [text] }, /named arguments/],
    ['a list at its root', { type: 'array' }, /named arguments/],
    ['a reference to another place', withField({ $ref: 'https://schemas.example/a.json' }), /not in it/],
    ['a reference to nothing', withField({ $ref: '#/$defs/gone' }), /not in it/],
    ['a reference with a broken escape', withField({ $ref: '#/%zz' }), /not in it/],
    ['a reference to what is inherited', withField({ $ref: '#/constructor' }), /not in it/],
    ['patterns for names', withField({ type: 'object', patternProperties: { '^x': text } }), /patterns/],
    ['a list of places, as 2020-12 writes it', withField({ type: 'array', prefixItems: [text] }), /place/],
    ['a list of places, as draft-07 writes it', withField({ type: 'array', items: [text] }), /place/],
    ['a dynamic reference', withField({ $dynamicRef: '#node' }), /depend on where/],
  ])('falls back to JSON for %s', (_name, schema, because) => {
    const plan = planArgumentsForm(schema);
    expect(plan.kind === 'json' && plan.because).toMatch(because);
  });

  test('falls back to JSON for a schema nobody would fill in', () => {
    const many = Object.fromEntries(Array.from({ length: 4_000 }, (_, index) => [`field${index}`, text]));
    expect(planArgumentsForm({ type: 'object', properties: many }).kind).toBe('json');
    let deep: object = text;
    for (let level = 0; level < 40; level += 1) deep = withField(deep);
    expect(planArgumentsForm(withField(deep)).kind).toBe('json');
  });

  test.each([[true], [{}]])('draws a field for anything where the schema is %o', (anything) => {
    const plan = planArgumentsForm(withField(anything));
    expect(plan).toEqual({ kind: 'fields', schema: withField({ $comment: 'any value' }) });
  });

  test('starts a required box unticked and a required list empty, so that they are sent as they look', () => {
    const properties = { yes: { type: 'boolean' }, list: { type: 'array' }, text, maybe: { type: 'boolean' } };
    const plan = planArgumentsForm({ type: 'object', properties, required: ['yes', 'list', 'text'] });
    expect(plan.kind === 'fields' && plan.schema['properties']).toEqual({
      ...properties,
      yes: { type: 'boolean', default: false },
      list: { type: 'array', default: [] },
    });
  });

  test('leaves values alone that only look like schemas', () => {
    const schema = withField({ type: 'object', default: { patternProperties: 1 }, enum: [{ $ref: 'x' }] });
    expect(planArgumentsForm(schema)).toEqual({ kind: 'fields', schema });
  });
});

describe('namesWithoutField', () => {
  test.each([
    ['a name the form has', withField(text), ['field'], []],
    ['a name it has not', withField(text), ['field', 'other'], ['other']],
    ['an inherited name', withField(text), ['constructor'], ['constructor']],
    ['any name where names are free', withField(text, { additionalProperties: true }), ['other'], []],
    ['a name an alternative may have', withField(text, { oneOf: [{}] }), ['other'], []],
  ])('%s', (_name, schema, names, without) => {
    expect(namesWithoutField(schema, Object.fromEntries(names.map((name) => [name, 1])))).toEqual(without);
  });
});
