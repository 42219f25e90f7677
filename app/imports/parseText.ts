/**
 * Text of a configuration into plain values: JSON, JSON with comments, or YAML.
 *
 * Made for text that nobody has looked at: it may be broken, or built to keep a parser busy. What comes out is made of
 * own properties only, whatever the keys are called.
 */
import { createScanner, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Node, ParseError } from 'jsonc-parser';
import { parseDocument } from 'yaml';
import { AppError } from '../contract/errors.ts';
import { MAX_IMPORT_BYTES } from '../contract/imports.ts';

/** Objects and lists inside each other. Choice: ten times what any known configuration has. */
const MAX_DEPTH = 100;
/** Choice: ten times a large Goose configuration. Measured: the slowest text found takes yaml 2.9.1 under 2 s at this length. */
const MAX_YAML_LENGTH = 128 * 1024;

/**
 * @throws {AppError} `IMPORT_TOO_LARGE`; `IMPORT_UNREADABLE` with `line` and `column` where they are known
 */
export function parseText(text: string): unknown {
  if (text.length > MAX_IMPORT_BYTES) throw tooLarge(text.length, MAX_IMPORT_BYTES);
  const body = text.replace(/^\uFEFF/, '');
  const [first] = body.trimStart();
  if (first === undefined) throw unreadable('EMPTY', body, 0);
  // A line of a README starts with the key and leaves the braces around it out.
  if (first === '"') return parseJson(`{${body}}`, 1);
  return '{[/'.includes(first) ? parseJson(body, 0) : parseYaml(body);
}

/** @param added Characters that were put before the text of the person. */
function parseJson(text: string, added: number): unknown {
  checkDepth(text, added);
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error !== undefined) {
    throw unreadable(printParseErrorCode(error.error), text.slice(added), error.offset - added);
  }
  return root === undefined ? undefined : toValue(root);
}

/** Before parsing, which calls itself for every level. */
function checkDepth(text: string, added: number): void {
  const scanner = createScanner(text, true);
  let depth = 0;
  // Only the end has no length. A string that holds a bracket is longer than one character.
  for (scanner.scan(); scanner.getTokenLength() > 0; scanner.scan()) {
    if (scanner.getTokenLength() > 1) continue;
    const token = text[scanner.getTokenOffset()] ?? '';
    if ('{['.includes(token)) depth += 1;
    if ('}]'.includes(token)) depth -= 1;
    if (depth > MAX_DEPTH) throw unreadable('TOO_DEEP', text.slice(added), scanner.getTokenOffset() - added);
  }
}

/** `fromEntries` defines properties; assigning would set the prototype of an object with a key `__proto__`. */
function toValue(node: Node): unknown {
  const children = node.children ?? [];
  if (node.type === 'array') return children.map(toValue);
  if (node.type !== 'object') return node.value;
  return Object.fromEntries(
    children.flatMap(({ children: [key, value] = [] }) =>
      key === undefined || value === undefined ? [] : [[String(key.value), toValue(value)]],
    ),
  );
}

function parseYaml(text: string): unknown {
  if (text.length > MAX_YAML_LENGTH) throw tooLarge(text.length, MAX_YAML_LENGTH);
  try {
    // Looking for keys that come twice takes time with the square of their number: the last one counts, as in JSON.
    const document = parseDocument(text, {
      schema: 'core',
      merge: false,
      resolveKnownTags: false,
      stringKeys: true,
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'error',
    });
    const [error] = document.errors;
    if (error !== undefined) throw unreadable(error.code, text, error.pos[0]);
    // No aliases at all: a few of them can stand for billions of values.
    return document.toJS({ maxAliasCount: 0 }) as unknown;
  } catch (error) {
    // Not kept as the cause: the parser's own words quote the text, which may hold secrets. SECURITY(S9)
    throw error instanceof AppError ? error : unreadable('YAML', text, undefined);
  }
}

function unreadable(reason: string, text: string, offset: number | undefined): AppError {
  const place = offset === undefined ? {} : lineAndColumn(text, Math.max(0, offset));
  return new AppError('IMPORT_UNREADABLE', 'The text is neither JSON nor YAML.', { data: { reason, ...place } });
}

function lineAndColumn(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function tooLarge(size: number, limit: number): AppError {
  return new AppError('IMPORT_TOO_LARGE', 'The text is longer than configurations are.', { data: { size, limit } });
}
