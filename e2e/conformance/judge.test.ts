import { describe, expect, test } from 'vitest';
import { FINISHED, judge, type Check } from './judge.ts';

const check = (status: Check['status'], id = 'a-check', errorMessage?: string): Check => ({ id, status, errorMessage });
const said = `asked: connect\n${FINISHED}\n`;

describe('a scenario', () => {
  test('passes when a check was made and none failed', () => {
    expect(judge([check('INFO'), check('SUCCESS'), check('SKIPPED')], said)).toEqual({
      kind: 'passed',
      checks: 1,
      warnings: [],
    });
  });

  test('passes with its warnings, which are told', () => {
    expect(judge([check('SUCCESS'), check('WARNING', 'late', 'by 10 ms')], said)).toEqual({
      kind: 'passed',
      checks: 2,
      warnings: ['late: "by 10 ms"'],
    });
  });

  test('fails with the first failed check, on one line', () => {
    const failures = [check('FAILURE', 'b', 'line\nbreak'), check('FAILURE', 'c')];
    expect(judge([check('SUCCESS'), ...failures], said)).toEqual({
      kind: 'failed',
      checks: 3,
      because: 'b: "line\\nbreak" (and 1 more)',
    });
  });

  test('fails when its driver did not come to its end, whatever was checked', () => {
    expect(judge([check('SUCCESS')], 'asked: connect\n')).toMatchObject({ kind: 'failed' });
  });

  test.each([
    ['nothing was checked', []],
    ['everything was skipped', [check('SKIPPED'), check('INFO')]],
    ['only the form of messages was looked at', [check('SUCCESS', 'wire-schema-valid')]],
  ])('did not run when %s', (_name, checks) => {
    expect(judge(checks, said)).toMatchObject({ kind: 'not_run' });
  });
});
