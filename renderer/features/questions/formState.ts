/**
 * What a person fills into a server's form: from its fields to inputs, from inputs to what is sent. Pure.
 *
 * What is right is said by `formContent.ts`, which the host asks too. Here it only decides what is marked, and when.
 */
import { fieldProblem, formProblems, type FieldProblem } from '../../../app/contract/formContent.ts';
import type { FormContent, FormField } from '../../../app/contract/input.ts';

/** A control's state. Numbers and dates are what is typed, so that nothing is changed under somebody's hands. */
export type FieldInput =
  | { readonly kind: 'text'; readonly text: string }
  /** `undefined`: not answered, which is neither yes nor no. */
  | { readonly kind: 'flag'; readonly on: boolean | undefined }
  | { readonly kind: 'one'; readonly value: string | undefined }
  | { readonly kind: 'many'; readonly values: ReadonlySet<string> };

export interface FormState {
  readonly step: 'fill' | 'review';
  readonly inputs: ReadonlyMap<string, FieldInput>;
  /** What is marked. */
  readonly problems: ReadonlyMap<string, FieldProblem>;
  /** Whether anything was entered, which going away would lose. */
  readonly isTouched: boolean;
}

/** Filled in with the server's defaults. A form without fields has nothing to fill in and is reviewed at once. */
export function startForm(fields: readonly FormField[]): FormState {
  return {
    step: fields.length === 0 ? 'review' : 'fill',
    inputs: new Map(fields.map((field) => [field.key, inputOf(field)])),
    problems: new Map(),
    isTouched: false,
  };
}

function inputOf(field: FormField): FieldInput {
  switch (field.kind) {
    case 'text':
      return { kind: 'text', text: field.default ?? '' };
    case 'number':
      return { kind: 'text', text: field.default === undefined ? '' : String(field.default) };
    case 'boolean':
      return { kind: 'flag', on: field.default };
    case 'choice':
      return { kind: 'one', value: field.options.find(({ value }) => value === field.default)?.value };
    case 'choices': {
      const wanted = new Set(field.default);
      return { kind: 'many', values: new Set(optionValues(field).filter((value) => wanted.has(value))) };
    }
  }
}

function optionValues(field: Extract<FormField, { kind: 'choice' | 'choices' }>): readonly string[] {
  return field.options.map(({ value }) => value);
}

/** A marked field is looked at again with every change; one that is not marked waits until the whole form is looked at. */
export function withInput(state: FormState, field: FormField, input: FieldInput): FormState {
  const inputs = new Map(state.inputs).set(field.key, input);
  if (!state.problems.has(field.key)) return { ...state, inputs, isTouched: true };
  const problems = new Map(state.problems);
  const problem = fieldProblem(field, toValue(field, input));
  if (problem === undefined) problems.delete(field.key);
  else problems.set(field.key, problem);
  return { ...state, inputs, problems, isTouched: true };
}

/** On to the review, if nothing is wrong; else everything that is wrong is marked. */
export function withReview(state: FormState, fields: readonly FormField[]): FormState {
  const problems = formProblems(fields, toContent(fields, state.inputs));
  return { ...state, problems, step: problems.size === 0 ? 'review' : 'fill' };
}

export function withFilling(state: FormState): FormState {
  return { ...state, step: 'fill' };
}

/** The host found a field wrong: back to it. */
export function withRefusal(state: FormState, key: string, problem: FieldProblem): FormState {
  return { ...state, step: 'fill', problems: new Map(state.problems).set(key, problem) };
}

/** What is sent: for enums their values, never their titles. What is not answered is left out. */
export function toContent(fields: readonly FormField[], inputs: FormState['inputs']): FormContent {
  // From entries, so that a key called `__proto__` stays a key.
  return Object.fromEntries(
    fields.flatMap((field): [string, FormContent[string]][] => {
      const value = toValue(field, inputs.get(field.key));
      return value === undefined ? [] : [[field.key, value]];
    }),
  );
}

export function toValue(field: FormField, input: FieldInput | undefined): FormContent[string] | undefined {
  switch (input?.kind) {
    case undefined:
      return undefined;
    case 'text':
      if (input.text === '') return undefined;
      return field.kind === 'number' ? toNumber(input.text) : input.text;
    case 'flag':
      return input.on;
    case 'one':
      return input.value;
    case 'many': {
      if (field.kind !== 'choices') return undefined;
      // In the server's order, each once. To choose none of what is not required is no answer.
      const chosen = [...new Set(optionValues(field).filter((value) => input.values.has(value)))];
      return chosen.length === 0 && !field.required ? undefined : chosen;
    }
  }
}

/** NaN for what is no decimal number, which the check then marks. */
function toNumber(text: string): number {
  return /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i.test(text) ? Number(text) : Number.NaN;
}
