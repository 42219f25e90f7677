import { expect, test } from 'vitest';
import { fieldProblem } from '../../../app/contract/formContent.ts';
import { fromLocalInput, offsetText, toLocalInput } from './dateTimes.ts';

test('an instant stays the same on its way into the field and out again', () => {
  for (const instant of ['2026-11-30T08:00:00Z', '2026-07-01T23:59:59+09:30', '1970-01-01T00:00:00-03:00']) {
    expect(Date.parse(fromLocalInput(toLocalInput(instant)))).toBe(Date.parse(instant));
  }
});

test.each([['2026-11-30T09:00'], ['2026-11-30T09:00:05'], ['2026-11-30T09:00:05.123']])(
  '%s of the field is sent as RFC 3339 asks for',
  (local) => {
    const field = { kind: 'text', key: 'k', required: true, looksSecret: false, format: 'date-time' } as const;
    expect(fieldProblem(field, fromLocalInput(local))).toBeUndefined();
  },
);

test.each([
  [60, '+01:00'],
  [-210, '-03:30'],
  [0, '+00:00'],
])('%i minutes east of Greenwich are written %s', (minutes, text) => {
  expect(offsetText(minutes)).toBe(text);
});

test('what is no date leaves the field empty', () => {
  expect([toLocalInput('tomorrow'), toLocalInput('+012026-01-01T00:00:00Z'), fromLocalInput('')]).toEqual(['', '', '']);
});
