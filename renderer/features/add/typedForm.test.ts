import { describe, expect, test } from 'vitest';
import {
  addArg,
  addEnv,
  changeEnv,
  initialTyped,
  moveArg,
  removeArg,
  setArg,
  toTypedServer,
  typedProblems,
} from './typedForm.ts';

const withArgs = initialTyped({ name: 'n', command: 'c', args: ['a', 'b', 'c'], env: [] });
const values = (fields: typeof withArgs): readonly string[] => fields.args.map(({ value }) => value);

describe('arguments', () => {
  test('move by one and stay at the ends', () => {
    expect(values(moveArg(withArgs, 2, -1))).toEqual(['a', 'c', 'b']);
    expect(values(moveArg(withArgs, 0, -1))).toEqual(['a', 'b', 'c']);
    expect(values(moveArg(withArgs, 2, 1))).toEqual(['a', 'b', 'c']);
  });

  test('a new one comes after the row it was asked in, under an id of its own', () => {
    const added = addArg(withArgs, 0);
    expect(values(added)).toEqual(['a', '', 'b', 'c']);
    expect(new Set(added.args.map(({ id }) => id)).size).toBe(4);
  });

  test('are proposed exactly as typed, empty and with spaces', () => {
    const fields = setArg(removeArg(withArgs, 2), 0, '  --x "y z" ');
    expect(toTypedServer(setArg(fields, 1, ''))?.args).toEqual(['  --x "y z" ', '']);
  });
});

describe('variables', () => {
  const edited = initialTyped({ name: 'n', command: 'c', args: [], env: [{ name: 'KEY', secret: true }] });

  test('a stored secret goes out without a value, a replaced one with it', () => {
    expect(toTypedServer(edited)?.env).toEqual([{ name: 'KEY', secret: true }]);
    const replaced = changeEnv(edited, 0, { kept: false, value: 'x' });
    expect(toTypedServer(replaced)?.env).toEqual([{ name: 'KEY', secret: true, value: 'x' }]);
  });

  test('names have to be there, without =, and once', () => {
    const three = addEnv(addEnv(edited));
    const fields = changeEnv(changeEnv(three, 1, { name: 'A=B' }), 2, { name: 'KEY' });
    expect([...typedProblems(fields).env.keys()]).toEqual([1, 2]);
    expect([...typedProblems(addEnv(edited)).env.keys()]).toEqual([1]);
  });
});

test('a server needs a name and a command', () => {
  const problems = typedProblems(initialTyped());
  expect(Object.keys(problems).toSorted()).toEqual(['command', 'env', 'name']);
  expect(toTypedServer(initialTyped())).toBeUndefined();
});
