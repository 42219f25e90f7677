/**
 * A value of any kind as one text, and back: JSON where it is JSON, else the text itself.
 */

export interface AnyValue {
  /** `undefined` for an empty text: nothing is sent. */
  readonly value: unknown;
  /** What is sent, for beside the box. */
  readonly words: string;
}

export function readAnyValue(text: string): AnyValue {
  if (text.trim() === '') return { value: undefined, words: 'not sent' };
  try {
    const value: unknown = JSON.parse(text);
    return { value, words: `sent as ${kindOf(value)}` };
  } catch {
    return { value: text, words: 'sent as text' };
  }
}

/** The text that `readAnyValue` reads as this value. A text that is itself JSON gets its quotes. */
export function writeAnyValue(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' && readAnyValue(value).value === value ? value : JSON.stringify(value, undefined, 2);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return (
    { string: 'text', number: 'a number', boolean: 'yes or no', object: 'an object' }[typeof value as string] ?? 'JSON'
  );
}
