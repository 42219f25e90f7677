import { describe, expect, test } from 'vitest';
import { finding } from '../../../app/contract/plan.ts';
import { bySeverity, countBySeverity, describeSubject, findingsAbout, rowId } from './subjects.ts';

describe('describeSubject', () => {
  test.each([
    ['args[0]', { label: 'Argument 1' }],
    ['args[11]', { label: 'Argument 12' }],
    ['env.NODE_OPTIONS', { label: 'Variable', name: 'NODE_OPTIONS' }],
    ['env.a.b', { label: 'Variable', name: 'a.b' }],
    ['cwd', { label: 'Working directory' }],
    ['url', { label: 'Address' }],
    ['headers.X-Key', { label: 'Header', name: 'X-Key' }],
    ['constructor', { label: 'Field', name: 'constructor' }],
    ['args[x]', { label: 'Field', name: 'args[x]' }],
  ])('%s', (subject, words) => {
    expect(describeSubject(subject)).toEqual(words);
  });
});

test('two variables never share a row', () => {
  expect(rowId('env.A B')).not.toBe(rowId('env.A_20_B'));
  expect(rowId('env.A"><x')).toMatch(/^[A-Za-z0-9_-]+$/);
});

const found = [
  finding.parse({ code: 'UNSIGNED', severity: 'note', subject: 'bundle', detail: 'a' }),
  finding.parse({ code: 'NETWORK_COMMAND', severity: 'caution', subject: 'args[1]', detail: 'b' }),
  finding.parse({ code: 'INLINE_CODE', severity: 'danger', subject: 'args[1]', detail: 'c' }),
  finding.parse({ code: 'DELETES', severity: 'danger', subject: 'args[10]', detail: 'd' }),
];

test('danger comes first, and equals keep their order', () => {
  expect(bySeverity(found).map((f) => f.detail)).toEqual(['c', 'd', 'b', 'a']);
});

test('findings belong to exactly their subject, not to one that begins like it', () => {
  expect(findingsAbout('args[1]', found).map((f) => f.detail)).toEqual(['c', 'b']);
});

test('severities without a finding are not counted', () => {
  expect(countBySeverity(found.slice(1))).toEqual([
    { severity: 'danger', count: 2 },
    { severity: 'caution', count: 1 },
  ]);
});
