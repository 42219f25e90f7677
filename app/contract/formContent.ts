/**
 * Checks what was filled into a form against its fields. Pure, and the same for the page, which marks what is wrong, and
 * for the desk, which lets nothing wrong through.
 *
 * A field's `pattern` is not looked at here: a server's regular expression may hang whoever runs it.
 */
import { assertNever } from './errors.ts';
import type { FormContent, FormField } from './input.ts';

export const FIELD_PROBLEMS = [
  'REQUIRED',
  'WRONG_TYPE',
  'TOO_SHORT',
  'TOO_LONG',
  'WRONG_FORMAT',
  'WRONG_PATTERN',
  'TOO_SMALL',
  'TOO_LARGE',
  'NOT_AN_OPTION',
  'TOO_FEW',
  'TOO_MANY',
  'UNKNOWN_FIELD',
] as const;
export type FieldProblem = (typeof FIELD_PROBLEMS)[number];

/** By key; empty when all is well. A field that is not required may be left out. */
export function formProblems(fields: readonly FormField[], content: FormContent): ReadonlyMap<string, FieldProblem> {
  const problems = new Map<string, FieldProblem>();
  const keys = new Set(fields.map(({ key }) => key));
  for (const key of Object.keys(content)) if (!keys.has(key)) problems.set(key, 'UNKNOWN_FIELD');
  for (const field of fields) {
    const problem = fieldProblem(field, Object.hasOwn(content, field.key) ? content[field.key] : undefined);
    if (problem !== undefined) problems.set(field.key, problem);
  }
  return problems;
}

export function fieldProblem(field: FormField, value: FormContent[string] | undefined): FieldProblem | undefined {
  if (value === undefined) return field.required ? 'REQUIRED' : undefined;
  switch (field.kind) {
    case 'text':
      return typeof value === 'string' ? textProblem(field, value) : 'WRONG_TYPE';
    case 'number':
      return typeof value === 'number' ? numberProblem(field, value) : 'WRONG_TYPE';
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'WRONG_TYPE';
    case 'choice':
      if (typeof value !== 'string') return 'WRONG_TYPE';
      return field.options.some((option) => option.value === value) ? undefined : 'NOT_AN_OPTION';
    case 'choices':
      return Array.isArray(value) ? choicesProblem(field, value as readonly string[]) : 'WRONG_TYPE';
    default:
      return assertNever(field);
  }
}

type FieldOf<K extends FormField['kind']> = Extract<FormField, { kind: K }>;

/** Lengths count characters, not code units (JSON Schema Validation §6.3.1). */
function textProblem({ minLength = 0, maxLength, format, required }: FieldOf<'text'>, value: string) {
  const { length } = Array.from(value);
  if (required && length === 0) return 'REQUIRED';
  if (length < minLength) return 'TOO_SHORT';
  if (maxLength !== undefined && length > maxLength) return 'TOO_LONG';
  return format !== undefined && value !== '' && !FORMATS[format](value) ? 'WRONG_FORMAT' : undefined;
}

function numberProblem({ integer, minimum, maximum }: FieldOf<'number'>, value: number): FieldProblem | undefined {
  if (!Number.isFinite(value) || (integer && !Number.isInteger(value))) return 'WRONG_TYPE';
  if (minimum !== undefined && value < minimum) return 'TOO_SMALL';
  return maximum !== undefined && value > maximum ? 'TOO_LARGE' : undefined;
}

function choicesProblem(field: FieldOf<'choices'>, values: readonly string[]): FieldProblem | undefined {
  const options = new Set(field.options.map(({ value }) => value));
  if (values.some((value) => !options.has(value))) return 'NOT_AN_OPTION';
  if (values.length < (field.minItems ?? (field.required ? 1 : 0))) return 'TOO_FEW';
  return field.maxItems !== undefined && values.length > field.maxItems ? 'TOO_MANY' : undefined;
}

const FORMATS: Readonly<Record<NonNullable<FieldOf<'text'>['format']>, (value: string) => boolean>> = {
  // What an address has to have; whether it exists only a letter to it tells.
  email: (value) => value.length <= 254 && /^[^\s@]{1,64}@[^\s@.]+(?:\.[^\s@.]+)*$/.test(value),
  uri: (value) => /^[a-z][a-z0-9+.-]*:/i.test(value) && URL.canParse(value),
  date: isDate,
  'date-time': isDateTime,
};

/** RFC 3339 `full-date`. */
function isDate(value: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value) ?? [];
  if (year === undefined) return false;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

/** RFC 3339 `date-time`. */
function isDateTime(value: string): boolean {
  const [, date = '', hour, minute, second] =
    /^([\d-]{10})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/.exec(value) ?? [];
  // A leap second is written as 60.
  return isDate(date) && Number(hour) <= 23 && Number(minute) <= 59 && Number(second) <= 60;
}
