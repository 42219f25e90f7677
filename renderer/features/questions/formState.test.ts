import { describe, expect, test } from 'vitest';
import { formProblems } from '../../../app/contract/formContent.ts';
import type { FormField } from '../../../app/contract/input.ts';
import { exampleForm } from './exampleQuestions.ts';
import { startForm, toContent, toValue, withFilling, withInput, withRefusal, withReview } from './formState.ts';
import type { FieldInput } from './formState.ts';

const { fields } = exampleForm();

function fieldsOf(...given: readonly object[]): readonly FormField[] {
  return exampleForm({ fields: given.map((field) => ({ required: false, looksSecret: false, ...field })) }).fields;
}
const fieldCalled = (key: string): FormField => {
  const field = fields.find((each) => each.key === key);
  if (field === undefined) throw new Error(`No field ${key}.`);
  return field;
};
const text = (typed: string): FieldInput => ({ kind: 'text', text: typed });
const filled = withInput(startForm(fields), fieldCalled('name'), text('Ada'));

describe('a form of a server (MCP 2025-11-25 client/elicitation §Requested Schema)', () => {
  test('is filled in with its defaults, of every kind of field', () => {
    expect(toContent(fields, startForm(fields).inputs)).toEqual({
      mail: 'ada@example.com',
      day: '2026-12-24',
      guests: 2,
      room: 'green',
      extras: ['red'],
    });
  });

  test('a default that is none of the options is not filled in', () => {
    const odd = fieldsOf(
      { kind: 'choice', key: 'a', options: [{ value: 'x' }], default: 'y' },
      { kind: 'choices', key: 'b', options: [{ value: 'x' }], default: ['y', 'x'] },
    );
    expect(toContent(odd, startForm(odd).inputs)).toEqual({ b: ['x'] });
  });

  test.each([
    ['a number', { kind: 'number', key: 'k', integer: false }, text(' 3.50 '), 3.5],
    ['what is no number', { kind: 'number', key: 'k', integer: false }, text('0x10'), Number.NaN],
    ['a number with a comma', { kind: 'number', key: 'k', integer: false }, text('3,5'), Number.NaN],
    ['text as it is, spaces too', { kind: 'text', key: 'k' }, text(' a '), ' a '],
    ['no text', { kind: 'text', key: 'k' }, text(''), undefined],
    ['no', { kind: 'boolean', key: 'k' }, { kind: 'flag', on: false }, false],
    ['neither yes nor no', { kind: 'boolean', key: 'k' }, { kind: 'flag', on: undefined }, undefined],
    [
      'nothing chosen',
      { kind: 'choices', key: 'k', options: [{ value: 'x' }] },
      { kind: 'many', values: new Set<string>() },
      undefined,
    ],
    [
      'nothing chosen of what is required',
      { kind: 'choices', key: 'k', required: true, options: [{ value: 'x' }], minItems: 0 },
      { kind: 'many', values: new Set<string>() },
      [],
    ],
    [
      'choices in the server’s order, each once',
      { kind: 'choices', key: 'k', options: [{ value: 'x' }, { value: 'y' }, { value: 'x' }] },
      { kind: 'many', values: new Set(['y', 'x', 'z']) },
      ['x', 'y'],
    ],
  ] as const)('%s', (_name, field, input, value) => {
    const [first] = fieldsOf(field);
    expect(first && toValue(first, input)).toEqual(value);
  });

  test('sends values of enums, never their titles', () => {
    expect(toContent(fields, startForm(fields).inputs)).toMatchObject({ room: 'green' });
  });

  test('keys that mean something to JavaScript stay keys', () => {
    const odd = fieldsOf(
      { kind: 'text', key: '__proto__', default: 'x' },
      { kind: 'text', key: 'constructor', default: 'y' },
    );
    const content = toContent(odd, startForm(odd).inputs);
    expect(Object.entries(content)).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
    expect(formProblems(odd, content).size).toBe(0);
  });
});

describe('what is marked', () => {
  test('nothing, before somebody wants to go on', () => {
    const state = withInput(startForm(fields), fieldCalled('mail'), text('not an address'));
    expect([state.step, state.problems.size]).toEqual(['fill', 0]);
  });

  test('everything that is wrong, once they do; then each mark goes as its field is mended', () => {
    const wrong = withReview(withInput(startForm(fields), fieldCalled('mail'), text('nobody')), fields);
    expect([wrong.step, [...wrong.problems]]).toEqual([
      'fill',
      [
        ['name', 'REQUIRED'],
        ['mail', 'WRONG_FORMAT'],
      ],
    ]);
    const mended = withInput(wrong, fieldCalled('name'), text('Ada'));
    expect([...mended.problems.keys()]).toEqual(['mail']);
    expect(withInput(mended, fieldCalled('name'), text('A')).problems.has('name')).toBe(false);
  });

  test('what the host refuses, until it is changed', () => {
    const refused = withRefusal(withReview(filled, fields), 'code', 'WRONG_PATTERN');
    expect([refused.step, [...refused.problems]]).toEqual(['fill', [['code', 'WRONG_PATTERN']]]);
    expect(withInput(refused, fieldCalled('code'), text('ABC')).problems.size).toBe(0);
  });
});

test('a form is reviewed once nothing is wrong, and can be changed again', () => {
  const reviewed = withReview(filled, fields);
  expect(reviewed.step).toBe('review');
  expect(withFilling(reviewed)).toMatchObject({ step: 'fill', inputs: reviewed.inputs });
});

test('a form without fields is reviewed at once', () => {
  expect(startForm([]).step).toBe('review');
});
