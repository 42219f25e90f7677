/**
 * The form for a typed command: rows of arguments and variables, and what is proposed from them. Pure.
 *
 * Arguments are rows and never one line: nothing here splits, joins, trims or quotes what a person typed.
 */
import { typedServer } from '../../../app/contract/servers.ts';
import type { TypedServer } from '../../../app/contract/servers.ts';
import type { NamedValue, NamedValueChange } from './NamedValueRows.tsx';

export interface ArgRow {
  readonly id: number;
  readonly value: string;
}

export interface TypedFields {
  readonly name: string;
  readonly command: string;
  readonly args: readonly ArgRow[];
  readonly env: readonly NamedValue[];
  readonly cwd: string;
  /** The next row's id: rows keep theirs while they move, so that the focus stays in them. */
  readonly nextId: number;
}

export function initialTyped(initial?: TypedServer): TypedFields {
  const args = (initial?.args ?? []).map((value, id) => ({ id, value }));
  const env = (initial?.env ?? []).map(({ name, value, secret }, index) => ({
    id: args.length + index,
    name,
    value: value ?? '',
    secret,
    kept: secret && value === undefined,
  }));
  return {
    name: initial?.name ?? '',
    command: initial?.command ?? '',
    args,
    env,
    cwd: initial?.cwd ?? '',
    nextId: args.length + env.length,
  };
}

/** Adds an empty argument after a row, or at the end. */
export function addArg(fields: TypedFields, afterId?: number): TypedFields {
  const index = afterId === undefined ? fields.args.length : fields.args.findIndex(({ id }) => id === afterId) + 1;
  return {
    ...fields,
    args: fields.args.toSpliced(index, 0, { id: fields.nextId, value: '' }),
    nextId: fields.nextId + 1,
  };
}

export function setArg(fields: TypedFields, id: number, value: string): TypedFields {
  return { ...fields, args: fields.args.map((row) => (row.id === id ? { ...row, value } : row)) };
}

export function removeArg(fields: TypedFields, id: number): TypedFields {
  return { ...fields, args: fields.args.filter((row) => row.id !== id) };
}

/** Moves a row one place up (-1) or down (1); at the ends it stays. */
export function moveArg(fields: TypedFields, id: number, by: -1 | 1): TypedFields {
  const from = fields.args.findIndex((row) => row.id === id);
  const row = fields.args[from];
  const to = from + by;
  if (row === undefined || to < 0 || to >= fields.args.length) return fields;
  return { ...fields, args: fields.args.toSpliced(from, 1).toSpliced(to, 0, row) };
}

export function addEnv(fields: TypedFields): TypedFields {
  const row: NamedValue = { id: fields.nextId, name: '', value: '', secret: false, kept: false };
  return { ...fields, env: [...fields.env, row], nextId: fields.nextId + 1 };
}

export function changeEnv(fields: TypedFields, id: number, change: NamedValueChange): TypedFields {
  return { ...fields, env: fields.env.map((row) => (row.id === id ? { ...row, ...change } : row)) };
}

export function removeEnv(fields: TypedFields, id: number): TypedFields {
  return { ...fields, env: fields.env.filter((row) => row.id !== id) };
}

export type TypedProblems = Readonly<{ name?: string; command?: string; env: ReadonlyMap<number, string> }>;

export function typedProblems(fields: TypedFields): TypedProblems {
  const env = new Map<number, string>();
  const names = new Set<string>();
  for (const { id, name } of fields.env) {
    if (name === '') env.set(id, 'Give the variable a name, or remove the row.');
    else if (/[=\0]/.test(name)) env.set(id, 'A variable’s name can’t contain “=”.');
    else if (names.has(name)) env.set(id, 'There is a variable of this name already.');
    names.add(name);
  }
  return {
    ...(fields.name.trim() === '' ? { name: 'Give the server a name, so that you recognise it.' } : {}),
    ...(fields.command === '' ? { command: 'Enter the program to run.' } : {}),
    env,
  };
}

export function hasProblems(problems: TypedProblems): boolean {
  return problems.name !== undefined || problems.command !== undefined || problems.env.size > 0;
}

/** What is proposed, or `undefined` while something is wrong that the contract forbids. */
export function toTypedServer(fields: TypedFields): TypedServer | undefined {
  const proposed = typedServer.safeParse({
    name: fields.name,
    command: fields.command,
    args: fields.args.map(({ value }) => value),
    env: fields.env.map(({ name, value, secret, kept }) => ({ name, secret, ...(kept ? {} : { value }) })),
    ...(fields.cwd === '' ? {} : { cwd: fields.cwd }),
  });
  return proposed.success ? proposed.data : undefined;
}
