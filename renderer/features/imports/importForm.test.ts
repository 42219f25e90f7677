import { describe, expect, test } from 'vitest';
import type { ImportEntry, ImportField } from '../../../app/contract/imports.ts';
import { exampleImport } from './exampleImport.ts';
import {
  decide,
  entryProblems,
  fieldState,
  fillIn,
  hasProblems,
  initialForms,
  isChosen,
  isMasked,
  neededInputs,
  toChoice,
} from './importForm.ts';
import type { EntryForm } from './importForm.ts';

const [entry, remote, broken] = exampleImport().entries as [ImportEntry, ImportEntry, ImportEntry];
const [form, remoteForm, brokenForm] = initialForms(exampleImport()) as [EntryForm, EntryForm, EntryForm];
const fieldNamed = (name: string): ImportField => {
  const found = entry.fields.find(({ field }) => field === name);
  if (found === undefined) throw new Error(`There is no field ${name}.`);
  return found;
};

test('an import begins as it was proposed', () => {
  expect([form, remoteForm, brokenForm].map(({ chosen, name }) => [chosen, name])).toEqual([
    [true, 'github'],
    [false, 'notes'],
    [false, 'developer'],
  ]);
  expect(form.inputs).toEqual({ 'input:token': '', 'env:REGION': 'eu' });
});

test('the name that is proposed has nothing in it that a field can’t show (S12)', () => {
  const { entries, ...view } = exampleImport();
  const named = (name: string) =>
    initialForms({ ...view, entries: entries.slice(0, 1).map((each) => ({ ...each, name })) })[0]?.name;
  expect(named('notes \u202e evil')).toBe('notes evil');
  expect(named('\u200b\u2060')).toBe('server');
  expect(named('Ελληνικά 日本')).toBe('Ελληνικά 日本');
});

describe('a field', () => {
  test.each([
    ['args[0]', 'open'],
    ['args[1]', 'undecided'],
    ['env.GITHUB_TOKEN', 'secret'],
    ['env.LOG_LEVEL', 'open'],
  ])('%s begins as %s', (name, state) => {
    expect(fieldState(form, fieldNamed(name))).toBe(state);
  });

  test('stays as the person decided, and goes back when that is taken back', () => {
    const open = decide(form, 'env.GITHUB_TOKEN', 'open');
    expect(fieldState(open, fieldNamed('env.GITHUB_TOKEN'))).toBe('open');
    expect(fieldState(decide(open, 'env.GITHUB_TOKEN', undefined), fieldNamed('env.GITHUB_TOKEN'))).toBe('secret');
  });
});

describe('what is missing', () => {
  test('values, decisions and names', () => {
    const problems = entryProblems(entry, { ...form, name: ' ' });
    expect([problems.name, [...problems.inputs], [...problems.fields]]).toEqual([true, ['input:token'], ['args[1]']]);
    expect(hasProblems(problems)).toBe(true);
  });

  test('nothing, once it is filled in and decided', () => {
    const filled = decide(fillIn(form, 'input:token', 'x'), 'args[1]', 'open');
    expect(hasProblems(entryProblems(entry, filled))).toBe(false);
  });

  test('no value of what is left out', () => {
    const without = decide(form, 'env.GITHUB_TOKEN', 'left_out');
    expect(neededInputs(entry, without).map(({ key }) => key)).toEqual(['env:REGION']);
    expect([...entryProblems(entry, without).inputs]).toEqual([]);
  });

  test('a value that may be empty is not missed', () => {
    const optional = { ...entry, inputs: entry.inputs.map((input) => ({ ...input, default: '' })) };
    expect([...entryProblems(optional, form).inputs]).toEqual([]);
  });
});

test('what is typed is hidden as long as it becomes a secret', () => {
  const [token, region] = entry.inputs;
  if (token === undefined || region === undefined) throw new Error('The example has two inputs.');
  expect([isMasked(entry, form, token), isMasked(entry, form, region)]).toEqual([true, false]);
  expect(isMasked(entry, decide(form, 'env.GITHUB_TOKEN', 'open'), token)).toBe(false);
});

test('only usable entries that are ticked and not added yet are chosen', () => {
  expect(isChosen(entry, form)).toBe(true);
  expect(isChosen(broken, { ...brokenForm, chosen: true })).toBe(false);
  const added = exampleImport({ addedAs: 'srv_added001' }).entries[0];
  expect(added === undefined || isChosen(added, form)).toBe(false);
});

test('the choice has values for what is needed and only the decisions that differ', () => {
  const filled = decide(fillIn(form, 'input:token', 'x'), 'args[1]', 'open');
  expect(toChoice(entry, { ...filled, name: 'GitHub' })).toEqual({
    index: 0,
    name: 'GitHub',
    inputs: [
      { key: 'input:token', value: 'x' },
      { key: 'env:REGION', value: 'eu' },
    ],
    fields: [{ field: 'args[1]', as: 'open' }],
  });
  expect(toChoice(remote, remoteForm)).toEqual({ index: 1, name: 'notes', inputs: [], fields: [] });
});
