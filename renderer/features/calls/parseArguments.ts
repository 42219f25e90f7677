/**
 * Reads arguments a person typed as JSON, and says in words where the text stops being JSON.
 *
 * The words are ours and never quote the text, which may hold anything.
 */
import { jsonFaultOffset } from './jsonFault.ts';

/** What a tool is called with, by name. */
export type Arguments = Readonly<Record<string, unknown>>;

export type ArgumentsRead =
  { readonly kind: 'read'; readonly value: Arguments } | { readonly kind: 'problem'; readonly words: string };

const problem = (words: string): ArgumentsRead => ({ kind: 'problem', words });

/** Empty text stands for `{}`. */
export function parseArguments(text: string): ArgumentsRead {
  if (text.trim() === '') return { kind: 'read', value: {} };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return problem(syntaxProblem(text));
  }
  if (!isJsonObject(value)) {
    return problem(`Arguments are an object in braces, such as {"path": "/tmp"}. This is ${kindOf(value)}.`);
  }
  return { kind: 'read', value };
}

/** True of what JSON writes in braces. */
export function isJsonObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'boolean' ? 'true or false' : `a ${typeof value}`;
}

function syntaxProblem(text: string): string {
  const offset = jsonFaultOffset(text);
  const before = text.slice(0, offset);
  const found = text.slice(offset).trimStart();
  if (found === '') return 'This is not JSON yet: it ends too early. Look for a missing bracket, brace or quote.';
  const line = before.split('\n').length;
  const column = offset - before.lastIndexOf('\n');
  return `This is not JSON: line ${line}, column ${column} has a character that can't stand there.${hint(before, found)}`;
}

function hint(before: string, found: string): string {
  if (found.startsWith("'")) return ' JSON wants double quotes.';
  if (/,\s*$/.test(before) && /^[}\]]/.test(found)) return ' The comma before it is one too many.';
  if (found.startsWith('//') || found.startsWith('/*')) return ' JSON has no comments.';
  if (/^"(?:[^"\\\n]|\\.)*"/.test(found)) return ' A comma before it may be missing.';
  if (found.startsWith('"')) return ' A text that starts there never ends, or holds a line break: write that as \\n.';
  return '';
}
