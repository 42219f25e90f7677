import { expect, test } from 'vitest';
import { findLicences } from './findLicences.ts';

const licences = [
  { name: 'zod', version: '4.6.7', license: 'MIT' },
  { name: 'pkijs', version: '4.0.0', license: 'BSD-3-Clause' },
];

test.each([
  ['', ['pkijs', 'zod']],
  ['bsd', ['pkijs']],
  ['ZOD', ['zod']],
  ['gpl', []],
])('typing %o finds %o', (typed, names) => {
  expect(findLicences(licences, typed).map((found) => found.name)).toEqual(names);
});
