/**
 * Words beside a form's fields: what is expected, and what is wrong. Ours; titles and descriptions are the server's.
 */
import { FIELD_PROBLEMS, type FieldProblem } from '../../../app/contract/formContent.ts';
import type { FormField } from '../../../app/contract/input.ts';
import { plural } from '../../ui/formatTime.ts';

/** What a field is called. Data: drawn as untrusted text. */
export function fieldLabel({ title, key }: FormField): string {
  return title === undefined || title.trim() === '' ? key : title;
}

type FieldOf<K extends FormField['kind']> = Extract<FormField, { kind: K }>;

const FORMAT_HINTS: Readonly<Record<NonNullable<FieldOf<'text'>['format']>, string>> = {
  email: 'An e-mail address, such as name@example.com.',
  uri: 'A whole address, such as https://example.com/.',
  date: 'A date.',
  'date-time': 'A date and a time.',
};

/** What may be entered, in sentences; empty where anything may. */
export function fieldHint(field: FormField): string {
  switch (field.kind) {
    case 'text':
      return joined(field.format && FORMAT_HINTS[field.format], lengthHint(field));
    case 'number':
      return `${field.integer ? 'A whole number' : 'A number'}${within(field.minimum, field.maximum)}.`;
    case 'boolean':
    case 'choice':
      return '';
    case 'choices':
      return choicesHint(field);
  }
}

function choicesHint({ minItems = 0, maxItems }: FieldOf<'choices'>): string {
  if (maxItems === undefined) return minItems === 0 ? 'Choose any of them.' : `Choose at least ${minItems}.`;
  if (minItems === 0) return `Choose at most ${maxItems}.`;
  return `Choose ${minItems === maxItems ? '' : `${minItems} to `}${maxItems}.`;
}

function lengthHint({ minLength = 0, maxLength }: FieldOf<'text'>): string | undefined {
  if (maxLength === undefined) return minLength > 1 ? `At least ${plural(minLength, 'character')}.` : undefined;
  if (minLength <= 1) return `At most ${plural(maxLength, 'character')}.`;
  return `${minLength === maxLength ? '' : `${minLength} to `}${plural(maxLength, 'character')}.`;
}

/** ` from 1 to 10`, ` of at least 1`, ` of at most 10`, or nothing. */
function within(least: number | undefined, most: number | undefined): string {
  if (least !== undefined && most !== undefined) return ` from ${least} to ${most}`;
  if (least !== undefined) return ` of at least ${least}`;
  return most === undefined ? '' : ` of at most ${most}`;
}

function joined(...sentences: readonly (string | undefined)[]): string {
  return sentences.filter((sentence) => sentence !== undefined).join(' ');
}

export const PROBLEM_WORDS: Readonly<Record<FieldProblem, string>> = {
  REQUIRED: 'This has to be answered.',
  WRONG_TYPE: 'This is not the kind of answer the server asks for.',
  TOO_SHORT: 'This is too short.',
  TOO_LONG: 'This is too long.',
  WRONG_FORMAT: 'This does not have the form that is asked for.',
  WRONG_PATTERN: 'This does not fit the pattern that the server asks for.',
  TOO_SMALL: 'This number is too small.',
  TOO_LARGE: 'This number is too large.',
  NOT_AN_OPTION: 'This is none of the choices.',
  TOO_FEW: 'These are too few.',
  TOO_MANY: 'These are too many.',
  UNKNOWN_FIELD: 'The form has no such field.',
};

/** What is wrong, and what would be right. */
export function problemWords(field: FormField, problem: FieldProblem): string {
  if (problem === 'WRONG_TYPE' && field.kind === 'number') {
    return field.integer ? 'Enter a whole number, such as 3.' : 'Enter a number with digits and a point, such as 3.5.';
  }
  const hint = fieldHint(field);
  return problem === 'REQUIRED' || hint === '' ? PROBLEM_WORDS[problem] : `${PROBLEM_WORDS[problem]} ${hint}`;
}

/** What the host found wrong with an answer, where it says so; the words in `data` are its own. */
export function refusedField(
  data: Readonly<Record<string, unknown>>,
  fields: readonly FormField[],
): { readonly key: string; readonly problem: FieldProblem } | undefined {
  const problem = FIELD_PROBLEMS.find((each) => each === data['problem']);
  const field = fields.find(({ key }) => key === data['field']);
  return problem && field && { key: field.key, problem };
}
