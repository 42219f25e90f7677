import { describe, expect, test } from 'vitest';
import type { RJSFSchema } from '@rjsf/utils';
import { interpretingValidator, problemsOf } from './interpretingValidator.ts';

const root: RJSFSchema = {
  type: 'object',
  properties: { name: { type: 'string', maxLength: 3 }, 'a/b': { type: 'array', items: { $ref: '#/$defs/small' } } },
  required: ['name'],
  $defs: { small: { type: 'number', maximum: 9 } },
};

describe('problemsOf', () => {
  test.each([
    ['valid arguments', { name: 'ab', 'a/b': [1] }, []],
    ['a member a form left undefined', { name: undefined }, [['name']]],
    ['nothing at all', undefined, [['name']]],
    ['a text that is too long', { name: 'abcd' }, [['name']]],
    [
      'an entry behind a reference',
      { name: 'a', 'a/b': [1, 10, 'x'] },
      [
        ['a/b', 1],
        ['a/b', 2],
      ],
    ],
  ])('puts problems where the field is: %s', (_name, value, paths) => {
    expect(problemsOf(root, value, root)?.map((problem) => problem.path)).toEqual(paths);
  });

  test('follows references of a part into its root, and to the root itself', () => {
    const part: RJSFSchema = { type: 'object', properties: { small: { $ref: '#/$defs/small' }, all: { $ref: '#' } } };
    expect(problemsOf(part, { small: 1, all: { name: 'ok' } }, root)).toEqual([]);
    expect(problemsOf(part, { small: 99, all: {} }, root)?.map((problem) => problem.path)).toEqual([
      ['small'],
      ['all', 'name'],
    ]);
  });

  test('a server’s regular expression never runs in the page (S12)', () => {
    const slow = { type: 'object', properties: { pattern: { type: 'string', pattern: '^(a+)+$' } } } as const;
    expect(problemsOf(slow, { pattern: `${'a'.repeat(5_000)}!` }, slow)).toEqual([]);
    // A field that is itself called `pattern` is still judged.
    expect(problemsOf(slow, { pattern: 1 }, slow)).toHaveLength(1);
  });

  test('lets pass what it can’t follow', () => {
    const broken: RJSFSchema = { $ref: '#/$defs/gone' };
    expect(problemsOf(broken, {}, broken)).toBeUndefined();
    expect(interpretingValidator.validateFormData({}, broken).errors).toEqual([]);
    expect(interpretingValidator.isValid(broken, {}, broken)).toBe(false);
  });

  test('compiles nothing, as the page’s CSP demands (S2)', () => {
    const compile = globalThis.Function;
    const refuse = (): never => {
      throw new EvalError('compiled code');
    };
    globalThis.Function = refuse as unknown as FunctionConstructor; // Stands in for a CSP without unsafe-eval.
    try {
      expect(interpretingValidator.isValid(root, { name: 'ab' }, root)).toBe(true);
    } finally {
      globalThis.Function = compile;
    }
  });
});
