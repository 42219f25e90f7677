import { expect, test } from 'vitest';
import { distinctOptions, findOptions, MAX_SHOWN_OPTIONS, optionLabel } from './findOptions.ts';

const many = Array.from({ length: 10_000 }, (_, index) => ({ value: `v${index}`, title: `Number ${index}` }));

test('of ten thousand options only some are shown, and how many more there are is said', () => {
  const { shown, more } = findOptions(many, '');
  expect([shown.length, more]).toEqual([MAX_SHOWN_OPTIONS, 9_900]);
});

test('an option is found by its title and by its value', () => {
  expect(findOptions(many, ' NUMBER 9999 ').shown.map(({ value }) => value)).toEqual(['v9999']);
  expect(findOptions(many, 'v1234').shown.map(({ title }) => title)).toEqual(['Number 1234']);
});

test('each value is there once, where and as it came first', () => {
  const options = [{ value: 'a', title: 'A' }, { value: 'b' }, { value: 'a', title: 'Other' }];
  expect(distinctOptions(options)).toEqual([{ value: 'a', title: 'A' }, { value: 'b' }]);
});

test('an option without a title is called by its value', () => {
  expect([optionLabel({ value: 'a' }), optionLabel({ value: 'a', title: ' ' })]).toEqual(['a', 'a']);
});
