/**
 * Which of a field's options stand on the page: a server may send ten thousand. Pure.
 */
import type { FormField } from '../../../app/contract/input.ts';

export type ChoiceField = Extract<FormField, { kind: 'choice' | 'choices' }>;
export type FieldOption = ChoiceField['options'][number];

/** Choice: more than anybody reads through, few enough to be drawn at once. */
export const MAX_SHOWN_OPTIONS = 100;
/** Options that are all shown at once, without a way to search them. Choice: they fit beside each other at a glance. */
export const FEW_OPTIONS = 6;

export interface FoundOptions {
  readonly shown: readonly FieldOption[];
  /** How many more there are. */
  readonly more: number;
}

/** Each value once: two controls for one value could not both be true. */
export function distinctOptions(options: readonly FieldOption[]): readonly FieldOption[] {
  const seen = new Set<string>();
  return options.filter(({ value }) => !seen.has(value) && seen.add(value));
}

/** What an option is called. Data: drawn as untrusted text. */
export function optionLabel({ value, title }: FieldOption): string {
  return title === undefined || title.trim() === '' ? value : title;
}

/** Those whose title or value contains what was typed, in the server's order. */
export function findOptions(options: readonly FieldOption[], typed: string): FoundOptions {
  const wanted = typed.trim().toLowerCase();
  const found = options.filter(({ value, title = '' }) => `${title}\n${value}`.toLowerCase().includes(wanted));
  return { shown: found.slice(0, MAX_SHOWN_OPTIONS), more: Math.max(0, found.length - MAX_SHOWN_OPTIONS) };
}
