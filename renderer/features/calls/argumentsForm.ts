/**
 * Decides how the arguments of a tool are asked for: as a form, as JSON, or not at all.
 *
 * The schema is the server's. What is decided here is only how to draw it; arguments go to the server as they are, and
 * whether they are valid is its word. A form that could hide or change what is sent is worse than JSON, so whatever is
 * in doubt is asked for as JSON.
 */
import { isJsonObject } from './parseArguments.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

export type ArgumentsForm =
  | { readonly kind: 'none' }
  /** `schema` draws the same fields as the server's, in words that rjsf knows. */
  | { readonly kind: 'fields'; readonly schema: JsonSchema }
  | { readonly kind: 'json'; readonly because: string };

/** Schema nodes a form may have. A form of more is slow to draw and nobody fills it in. */
const MAX_NODES = 3_000;
const MAX_DEPTH = 24;

/** Keywords that name other fields than the form would draw, each with its reason. */
const UNDRAWABLE: Readonly<Record<string, string>> = {
  patternProperties: 'it names fields by patterns',
  $dynamicRef: 'it refers to parts of itself that depend on where it is used',
  $recursiveRef: 'it refers to parts of itself that depend on where it is used',
};

const ANY_VALUE = { $comment: 'any value' };

const NAMED_SCHEMAS = ['properties', '$defs', 'definitions', 'dependentSchemas'];
const LISTED_SCHEMAS = ['allOf', 'anyOf', 'oneOf'];
const SINGLE_SCHEMAS = ['items', 'additionalProperties', 'not', 'if', 'then', 'else', 'contains'];

class Undrawable extends Error {}

/** Pure. `because` completes "This tool's form can't be drawn: …". */
export function planArgumentsForm(schema: JsonSchema): ArgumentsForm {
  if (schema['type'] !== 'object') return { kind: 'json', because: 'its schema does not say it takes named arguments' };
  if (takesNothing(schema)) return { kind: 'none' };
  try {
    const drawn = rewrite(schema, { root: schema, depth: 0, count: { nodes: 0 } });
    return isJsonObject(drawn) ? { kind: 'fields', schema: drawn } : { kind: 'json', because: 'its schema is empty' };
  } catch (error) {
    if (error instanceof Undrawable) return { kind: 'json', because: error.message };
    throw error;
  }
}

function takesNothing(schema: JsonSchema): boolean {
  const fields = schema['properties'];
  const named = isJsonObject(fields) ? Object.keys(fields).length : 0;
  const combines = ['$ref', 'allOf', 'anyOf', 'oneOf', 'if', 'patternProperties', 'dependentSchemas'];
  const more = schema['additionalProperties'];
  return named === 0 && !isJsonObject(more) && more !== true && !combines.some((keyword) => keyword in schema);
}

interface Place {
  readonly root: JsonSchema;
  readonly depth: number;
  /** Shared by the whole walk. */
  readonly count: { nodes: number };
}

function rewrite(schema: unknown, place: Place): unknown {
  // rjsf draws nothing for an empty schema, and a field for any value for one that says nothing about its type.
  if (schema === true || (isJsonObject(schema) && Object.keys(schema).length === 0)) return ANY_VALUE;
  if (!isJsonObject(schema)) return schema;
  place.count.nodes += 1;
  if (place.count.nodes > MAX_NODES || place.depth > MAX_DEPTH) throw new Undrawable('its schema is very large');
  refuseUndrawable(schema, place.root);
  const below = { ...place, depth: place.depth + 1 };
  const rewritten = Object.entries(schema).map(([key, value]): [string, unknown] => [
    key,
    rewriteKey(key, value, below),
  ]);
  return withStarts(withoutUploads(Object.fromEntries(rewritten)));
}

function rewriteKey(key: string, value: unknown, place: Place): unknown {
  if (NAMED_SCHEMAS.includes(key) && isJsonObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, schema]) => [name, rewrite(schema, place)]));
  }
  if (Array.isArray(value) && LISTED_SCHEMAS.includes(key)) {
    return value.map((schema: unknown) => rewrite(schema, place));
  }
  // `true` and `false` mean something of their own here, and rjsf knows what.
  return SINGLE_SCHEMAS.includes(key) && isJsonObject(value) ? rewrite(value, place) : value;
}

function refuseUndrawable(schema: JsonSchema, root: JsonSchema): void {
  for (const [keyword, reason] of Object.entries(UNDRAWABLE)) {
    if (keyword in schema) throw new Undrawable(reason);
  }
  const ref = schema['$ref'];
  if (schema['prefixItems'] !== undefined || Array.isArray(schema['items'])) {
    throw new Undrawable('it has a list whose entries differ by their place');
  }
  if (ref !== undefined && !resolves(ref, root)) throw new Undrawable('it refers to a part that is not in it');
}

/** Only pointers into the same schema: nothing is fetched for a server. */
function resolves(ref: unknown, root: JsonSchema): boolean {
  if (typeof ref !== 'string' || !/^#(\/|$)/.test(ref)) return false;
  let at: unknown = root;
  for (const token of ref.split('/').slice(1)) {
    const key = decodePointer(token);
    const holder: unknown = at;
    if (key === undefined || typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, key)) return false;
    at = Object.entries(holder).find(([name]) => name === key)?.[1];
  }
  return typeof at === 'boolean' || isJsonObject(at);
}

function decodePointer(token: string): string | undefined {
  try {
    return decodeURIComponent(token).replaceAll('~1', '/').replaceAll('~0', '~');
  } catch {
    return undefined;
  }
}

/** rjsf draws these as a choice of files to read; a tool's arguments are typed. */
function withoutUploads(schema: Record<string, unknown>): Record<string, unknown> {
  const { format, ...rest } = schema;
  return format === 'data-url' || format === 'file' ? rest : schema;
}

/** A required box that is not ticked means false, and a required list without entries is an empty list. */
function withStarts(schema: Record<string, unknown>): Record<string, unknown> {
  const { properties, required } = schema;
  if (!isJsonObject(properties) || !Array.isArray(required)) return schema;
  const started = Object.entries(properties).map(([name, field]) => {
    if (!required.includes(name) || !isJsonObject(field) || 'default' in field || 'const' in field)
      return [name, field];
    if (field['type'] === 'boolean') return [name, { ...field, default: false }];
    return [name, field['type'] === 'array' && !('minItems' in field) ? { ...field, default: [] } : field];
  });
  return { ...schema, properties: Object.fromEntries(started) };
}

/** Names in `value` for which a form of this schema has no field, so that a form would send them unseen. */
export function namesWithoutField(schema: JsonSchema, value: Readonly<Record<string, unknown>>): readonly string[] {
  const plain = !['$ref', 'allOf', 'anyOf', 'oneOf', 'if', 'dependentSchemas', 'dependencies'].some((k) => k in schema);
  const more = schema['additionalProperties'];
  if (!plain || isJsonObject(more) || more === true) return [];
  const fields = isJsonObject(schema['properties']) ? schema['properties'] : {};
  return Object.keys(value).filter((name) => !Object.hasOwn(fields, name));
}
