/**
 * Arguments that a tool wants in an HTTP header as well (`x-mcp-header`), and how they are written there.
 *
 * @see MCP 2026-07-28 basic/transports/streamable-http §Custom Headers
 */
type Schema = Readonly<Record<string, unknown>>;

export interface MirroredArgument {
  /** Names of properties from the root of the arguments. */
  readonly path: readonly string[];
  /** Without the prefix `Mcp-Param-`. */
  readonly header: string;
}

export type Mirrored =
  | { readonly kind: 'valid'; readonly mirrored: readonly MirroredArgument[] }
  | { readonly kind: 'invalid'; readonly reason: string };

const KEYWORD = 'x-mcp-header';
/** RFC 9110 §5.6.2. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const TYPES = new Set<unknown>(['string', 'integer', 'boolean']);
/** Keywords whose values are data, in which nothing is a schema. */
const DATA_KEYWORDS = new Set(['const', 'enum', 'default', 'examples']);
const MAX_DEPTH = 100;

/** The mirrored arguments of an input schema. An annotation outside a chain of `properties` makes the tool invalid. */
export function mirroredArguments(inputSchema: Schema): Mirrored {
  const mirrored: MirroredArgument[] = [];
  const names = new Set<string>();
  try {
    visit(inputSchema, [], true);
  } catch (error) {
    if (error instanceof InvalidMirror) return { kind: 'invalid', reason: error.message };
    throw error;
  }
  return { kind: 'valid', mirrored };

  function visit(node: unknown, path: readonly string[], isReachable: boolean): void {
    if (typeof node !== 'object' || node === null || path.length > MAX_DEPTH) return;
    if (Array.isArray(node)) {
      for (const item of node as readonly unknown[]) visit(item, path, false);
      return;
    }
    const schema = node as Schema;
    if (Object.hasOwn(schema, KEYWORD)) declare(schema, path, isReachable);
    for (const [keyword, value] of Object.entries(schema)) {
      if (keyword === 'properties' && isObject(value)) {
        for (const [name, child] of Object.entries(value)) visit(child, [...path, name], isReachable);
      } else if (!DATA_KEYWORDS.has(keyword)) visit(value, [...path, keyword], false);
    }
  }

  function declare(schema: Schema, path: readonly string[], isReachable: boolean): void {
    const header = schema[KEYWORD];
    if (!isReachable || path.length === 0) throw new InvalidMirror('It stands where no argument is.');
    if (typeof header !== 'string' || !TOKEN.test(header)) throw new InvalidMirror('It is no header name.');
    if (!TYPES.has(schema['type'])) throw new InvalidMirror('Its argument is no string, integer or boolean.');
    // Header names are compared without regard to case (RFC 9110 §5.1).
    if (names.has(header.toLowerCase())) throw new InvalidMirror('Two arguments have the same header.');
    names.add(header.toLowerCase());
    mirrored.push({ path, header });
  }
}

class InvalidMirror extends Error {}

/** Headers for one call. What is absent, `null`, or no value of a header's type is left out. */
export function mirrorHeaders(
  inputSchema: Schema,
  args: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string>> {
  const found = mirroredArguments(inputSchema);
  if (found.kind === 'invalid') return {};
  return Object.fromEntries(
    found.mirrored.flatMap(({ path, header }) => {
      const text = headerText(valueAt(args, path));
      return text === undefined ? [] : [[`Mcp-Param-${header}`, encodeHeaderValue(text)]];
    }),
  );
}

function valueAt(args: Readonly<Record<string, unknown>>, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (node, name) => (isObject(node) && Object.hasOwn(node, name) ? node[name] : undefined),
    args,
  );
}

function headerText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  // Integers within ±(2^53 − 1); others have no one way to be written.
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : undefined;
}

/** As it is, or as `=?base64?…?=` where a header could not carry it faithfully, or where it looks like that already. */
function encodeHeaderValue(text: string): string {
  const isPlain = /^[\t\x20-\x7e]+$/.test(text) && text === text.trim() && !/^=\?base64\?.*\?=$/.test(text);
  if (isPlain) return text;
  const bytes = new TextEncoder().encode(text);
  return `=?base64?${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))}?=`;
}

function isObject(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
