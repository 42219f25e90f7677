import { expect, test } from 'vitest';
import { exampleForm } from './exampleQuestions.ts';
import { startForm, toContent } from './formState.ts';
import { reviewRows } from './reviewRows.ts';

const { fields } = exampleForm();

test('every field has a row: what is sent, or that it is left out', () => {
  const rows = reviewRows(fields, { ...toContent(fields, startForm(fields).inputs), window: false });
  expect(rows.map(({ label, value }) => [label, value])).toEqual([
    ['Your name', { kind: 'left_out' }],
    ['E-mail', { kind: 'text', text: 'ada@example.com' }],
    ['site', { kind: 'left_out' }],
    ['Day', { kind: 'text', text: '2026-12-24' }],
    ['Time of arrival', { kind: 'left_out' }],
    ['Table code', { kind: 'left_out' }],
    ['Guests', { kind: 'text', text: '2' }],
    ['By the window?', { kind: 'flag', on: false }],
    ['Room', { kind: 'options', options: [{ value: 'green', title: 'The green one' }] }],
    ['Extras', { kind: 'options', options: [{ value: 'red', title: 'The red one' }] }],
  ]);
});

test('a number is shown as it is sent, not as it was typed', () => {
  const guests = fields.filter(({ key }) => key === 'guests');
  expect(reviewRows(guests, { guests: Number('12345678901234567890') })[0]?.value).toEqual({
    kind: 'text',
    text: '12345678901234567000',
  });
});

test('a title that says the same as the value is not repeated', () => {
  const [row] = reviewRows(
    exampleForm({
      fields: [{ kind: 'choice', key: 'k', required: true, looksSecret: false, options: [{ value: 'x', title: 'x' }] }],
    }).fields,
    { k: 'x' },
  );
  expect(row?.value).toEqual({ kind: 'options', options: [{ value: 'x' }] });
});
