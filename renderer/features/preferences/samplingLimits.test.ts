import { describe, expect, test } from 'vitest';
import { limitProblem, LIMITS, withLimits } from './samplingLimits.ts';

const stored = {
  enabled: true,
  modelId: 'mdl_aaaaaaaa',
  maxRequestsPerHour: 30,
  maxTokensPerHour: 1_000,
  maxRounds: 5,
};
const fields = { maxRequestsPerHour: 10, maxTokensPerHour: 500, maxRounds: 1 };

describe('withLimits', () => {
  test('saves what is typed and keeps the switch', () => {
    expect(withLimits(stored, fields, 'mdl_bbbbbbbb')).toEqual({ enabled: true, modelId: 'mdl_bbbbbbbb', ...fields });
  });

  test('without a model there is none', () => {
    expect(withLimits(stored, fields, undefined)).toEqual({ enabled: true, ...fields });
  });

  test.each(['', '12', 0, 1.5, 10_001])('a limit of %o is not saved', (value) => {
    expect(withLimits(stored, { ...fields, maxRequestsPerHour: value }, undefined)).toBeUndefined();
  });
});

test.each(LIMITS)('the form knows the limits of $key that the contract has', ({ key, most }) => {
  expect(withLimits(stored, { ...fields, [key]: most }, undefined)).toBeDefined();
  expect(withLimits(stored, { ...fields, [key]: most + 1 }, undefined)).toBeUndefined();
  expect(limitProblem(most, most)).toBeUndefined();
  expect(limitProblem(most + 1, most)).toMatch(/^Enter a whole number/);
});
