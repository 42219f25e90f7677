/**
 * Arguments that fit a tool's schema, for tools of which nothing more is known: what is required, and no more.
 */

type JsonSchema = Readonly<Record<string, unknown>>;
type Json = Record<string, unknown>;

/** Pure. References within the schema are followed; others are nobody's business here. */
export function exampleArguments(schema: JsonSchema): Json {
  return exampleObject(schema, schema);
}

function exampleObject(schema: JsonSchema, root: JsonSchema): Json {
  const properties = asObject(schema['properties']) ?? {};
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  const names = Object.keys(properties).filter((name) => required.includes(name));
  return Object.fromEntries(names.map((name) => [name, example(asObject(properties[name]) ?? {}, root)]));
}

function example(schema: JsonSchema, root: JsonSchema): unknown {
  const { $ref: reference, enum: options } = schema;
  if (typeof reference === 'string') return example(resolve(reference, root), root);
  if ('const' in schema) return schema['const'];
  if ('default' in schema) return schema['default'];
  if (Array.isArray(options)) return options[0];
  switch (Array.isArray(schema['type']) ? schema['type'][0] : schema['type']) {
    case 'number':
    case 'integer':
      return typeof schema['minimum'] === 'number' ? schema['minimum'] : 1;
    case 'boolean':
      return true;
    case 'array':
      return [];
    case 'object':
      return exampleObject(schema, root);
    case 'null':
      return null;
    default:
      return 'text';
  }
}

/** A JSON Pointer into the same document (`#/$defs/name`); what can't be found is like a schema that says nothing. */
function resolve(reference: string, root: JsonSchema): JsonSchema {
  const [start, ...steps] = reference.split('/');
  if (start !== '#') return {};
  return steps.reduce<JsonSchema>(
    (at, step) => asObject(at[step.replaceAll('~1', '/').replaceAll('~0', '~')]) ?? {},
    root,
  );
}

function asObject(value: unknown): JsonSchema | undefined {
  // Whatever isn't an array has string keys.
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonSchema) : undefined;
}
