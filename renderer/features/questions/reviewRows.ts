/**
 * What a form would send, field by field, for reading over before it goes. Pure.
 */
import { assertNever } from '../../../app/contract/errors.ts';
import type { FormContent, FormField } from '../../../app/contract/input.ts';
import { fieldLabel } from './fieldWords.ts';

export interface ReviewRow {
  readonly key: string;
  /** Data: drawn as untrusted text. */
  readonly label: string;
  readonly looksSecret: boolean;
  readonly value: ReviewValue;
}

/** An option as the server named it; `title` only where it says something else than what is sent. */
export interface SentOption {
  readonly value: string;
  readonly title?: string;
}

export type ReviewValue =
  | { readonly kind: 'left_out' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'flag'; readonly on: boolean }
  | { readonly kind: 'options'; readonly options: readonly SentOption[] };

/** From what is sent and not from what was typed, so that nothing differs between the two. */
export function reviewRows(fields: readonly FormField[], content: FormContent): readonly ReviewRow[] {
  return fields.map((field) => ({
    key: field.key,
    label: fieldLabel(field),
    looksSecret: field.looksSecret,
    value: reviewValue(field, Object.hasOwn(content, field.key) ? content[field.key] : undefined),
  }));
}

function reviewValue(field: FormField, value: FormContent[string] | undefined): ReviewValue {
  if (value === undefined) return { kind: 'left_out' };
  switch (field.kind) {
    case 'text':
    case 'number':
      return { kind: 'text', text: String(value) };
    case 'boolean':
      return { kind: 'flag', on: value === true };
    case 'choice':
    case 'choices': {
      const titles = new Map(field.options.map((option) => [option.value, option.title]));
      const values = Array.isArray(value) ? (value as readonly string[]) : [String(value)];
      return { kind: 'options', options: values.map((each) => sentOption(each, titles.get(each))) };
    }
    default:
      return assertNever(field);
  }
}

function sentOption(value: string, title: string | undefined): SentOption {
  return title === undefined || title === value ? { value } : { value, title };
}
