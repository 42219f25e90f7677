import { describe, expect, test } from 'vitest';
import { FIELD_PROBLEMS } from '../../../app/contract/formContent.ts';
import { exampleForm } from './exampleQuestions.ts';
import { fieldHint, fieldLabel, problemWords, refusedField } from './fieldWords.ts';

const { fields } = exampleForm();
const fieldOf = (given: object) => {
  const [field] = exampleForm({ fields: [{ key: 'k', required: false, looksSecret: false, ...given }] }).fields;
  if (field === undefined) throw new Error('The form has no field.');
  return field;
};

describe('what may be entered', () => {
  test.each([
    [{ kind: 'text' }, ''],
    [{ kind: 'text', minLength: 1 }, ''],
    [{ kind: 'text', minLength: 3 }, 'At least 3 characters.'],
    [{ kind: 'text', maxLength: 1 }, 'At most 1 character.'],
    [{ kind: 'text', minLength: 3, maxLength: 8 }, '3 to 8 characters.'],
    [{ kind: 'text', minLength: 8, maxLength: 8 }, '8 characters.'],
    [{ kind: 'text', format: 'date' }, 'A date.'],
    [{ kind: 'number', integer: true, minimum: 1, maximum: 10 }, 'A whole number from 1 to 10.'],
    [{ kind: 'number', integer: false, maximum: 0.5 }, 'A number of at most 0.5.'],
    [{ kind: 'boolean' }, ''],
    [{ kind: 'choices', options: [], minItems: 2, maxItems: 2 }, 'Choose 2.'],
    [{ kind: 'choices', options: [], minItems: 1, maxItems: 3 }, 'Choose 1 to 3.'],
    [{ kind: 'choices', options: [], maxItems: 3 }, 'Choose at most 3.'],
  ])('%o', (given, hint) => {
    expect(fieldHint(fieldOf(given))).toBe(hint);
  });
});

test('a field without a title is called by its key', () => {
  expect(fieldLabel(fieldOf({ kind: 'boolean', title: ' ' }))).toBe('k');
});

test('every problem of every kind of field has words', () => {
  for (const field of fields) for (const problem of FIELD_PROBLEMS) expect(problemWords(field, problem)).toMatch(/\.$/);
});

describe('what the host refuses', () => {
  test('is found by its field and problem', () => {
    expect(refusedField({ field: 'code', problem: 'WRONG_PATTERN' }, fields)).toEqual({
      key: 'code',
      problem: 'WRONG_PATTERN',
    });
  });

  test.each([
    ['a field the form does not have', { field: 'other', problem: 'REQUIRED' }],
    ['a problem nobody knows', { field: 'code', problem: 'constructor' }],
    ['neither', { limit: 5 }],
  ])('%s is not marked', (_name, data) => {
    expect(refusedField(data, fields)).toBeUndefined();
  });
});
