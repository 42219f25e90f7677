/**
 * What a person makes of an import: which servers, under which names, and what is filled in and decided. Pure.
 */
import type { ImportChoice, ImportEntry, ImportField, ImportInput, ImportView } from '../../../app/contract/imports.ts';
import { visibleParts } from '../../../app/contract/visibleText.ts';

/** `undecided`: it looks like a secret and stands where none can be kept. */
export type FieldState = 'secret' | 'open' | 'left_out' | 'undecided';
type Decision = Exclude<FieldState, 'undecided'>;

export interface EntryForm {
  readonly index: number;
  readonly chosen: boolean;
  readonly name: string;
  /** By key, as typed. */
  readonly inputs: Readonly<Record<string, string>>;
  /** By field, where it differs from what was proposed. */
  readonly decisions: ReadonlyMap<string, Decision>;
}

export function initialForms({ entries }: ImportView): readonly EntryForm[] {
  return entries.map(({ index, name, inputs, selectedByDefault }) => ({
    index,
    chosen: selectedByDefault,
    name: plainName(name),
    inputs: Object.fromEntries(inputs.map((input) => [input.key, input.default ?? ''])),
    decisions: new Map(),
  }));
}

/** SECURITY(S12): a field for text can't show what is invisible or turns the rest around, so none of it is proposed. */
function plainName(name: string): string {
  const seen = visibleParts(name).flatMap((part) => (part.kind === 'text' ? part.text.split(/\s+/) : []));
  const plain = seen.filter((word) => word !== '').join(' ');
  return plain === '' ? 'server' : plain;
}

export function fieldState(form: EntryForm, field: ImportField): FieldState {
  const proposed = field.secret ? (field.canBeSecret ? 'secret' : 'undecided') : 'open';
  return form.decisions.get(field.field) ?? proposed;
}

export function decide(form: EntryForm, field: string, decision: Decision | undefined): EntryForm {
  const decisions = new Map(form.decisions);
  if (decision === undefined) decisions.delete(field);
  else decisions.set(field, decision);
  return { ...form, decisions };
}

export function fillIn(form: EntryForm, key: string, value: string): EntryForm {
  return { ...form, inputs: { ...form.inputs, [key]: value } };
}

/** Inputs that go into a field which is not left out. */
export function neededInputs(entry: ImportEntry, form: EntryForm): readonly ImportInput[] {
  const used = new Set(entry.fields.flatMap((field) => (fieldState(form, field) === 'left_out' ? [] : keysOf(field))));
  return entry.inputs.filter(({ key }) => used.has(key));
}

/** Fields that an input goes into. */
export function fieldsOf(entry: ImportEntry, key: string): readonly ImportField[] {
  return entry.fields.filter((field) => keysOf(field).includes(key));
}

/** Whether what is typed is hidden: it is a secret, unless all it goes into is to be stored openly. */
export function isMasked(entry: ImportEntry, form: EntryForm, input: ImportInput): boolean {
  const states = fieldsOf(entry, input.key).map((field) => fieldState(form, field));
  return states.includes('secret') || (input.secret && states.includes('undecided'));
}

export interface EntryProblems {
  readonly name: boolean;
  /** Keys of inputs without a value. */
  readonly inputs: ReadonlySet<string>;
  /** Fields that wait for a decision. */
  readonly fields: ReadonlySet<string>;
}

export function entryProblems(entry: ImportEntry, form: EntryForm): EntryProblems {
  const unfilled = neededInputs(entry, form).filter((input) => valueOf(form, input.key) === '' && input.default !== '');
  const undecided = entry.fields.filter((field) => fieldState(form, field) === 'undecided');
  return {
    name: form.name.trim() === '',
    inputs: new Set(unfilled.map(({ key }) => key)),
    fields: new Set(undecided.map(({ field }) => field)),
  };
}

export function hasProblems({ name, inputs, fields }: EntryProblems): boolean {
  return name || inputs.size > 0 || fields.size > 0;
}

/** Whether an entry is among those that are to be added. */
export function isChosen(entry: ImportEntry, form: EntryForm): boolean {
  return form.chosen && entry.kind !== 'unusable' && entry.addedAs === undefined;
}

export function toChoice(entry: ImportEntry, form: EntryForm): ImportChoice {
  return {
    index: entry.index,
    name: form.name,
    inputs: neededInputs(entry, form).map(({ key }) => ({ key, value: valueOf(form, key) })),
    fields: [...form.decisions].map(([field, as]) => ({ field, as })),
  };
}

export function valueOf(form: EntryForm, key: string): string {
  return Object.hasOwn(form.inputs, key) ? (form.inputs[key] ?? '') : '';
}

function keysOf(field: ImportField): readonly string[] {
  return field.parts.flatMap((part) => (part.kind === 'input' ? [part.key] : []));
}
