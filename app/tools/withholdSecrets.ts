/**
 * Takes out of a call's arguments what their schema says is secret, before they are kept. Pure.
 *
 * Spec: `writeOnly` and `format: "password"` mark what is not to be shown again (JSON Schema 2020-12 Validation §9.4; OpenAPI
 * 3.1 §Data Types). Choice: nothing is guessed from names; a person who types a secret into a plain text field sees it there.
 */
type Schema = Readonly<Record<string, unknown>>;

export interface Kept {
  readonly arguments: Readonly<Record<string, unknown>>;
  /** What was taken out, as JSON Pointers (RFC 6901). */
  readonly withheld: readonly string[];
}

export function withholdSecrets(args: Readonly<Record<string, unknown>>, schema: Schema): Kept {
  const withheld: string[] = [];
  const kept = copy(args, { schema, root: schema, pointer: '', withheld });
  return { arguments: isObject(kept) ? kept : {}, withheld };
}

interface Place {
  readonly schema: unknown;
  readonly root: Schema;
  readonly pointer: string;
  readonly withheld: string[];
}

/** `undefined` for a value that is withheld. */
function copy(value: unknown, place: Place): unknown {
  const schemas = schemasAt(place.schema, place.root);
  if (place.pointer !== '' && schemas.some(isSecret)) {
    place.withheld.push(place.pointer);
    return undefined;
  }
  const inner = (key: string, of: readonly unknown[]): Place => ({
    ...place,
    schema: { allOf: of },
    pointer: `${place.pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`,
  });
  if (Array.isArray(value)) {
    const items = schemas.map(({ items: of }) => of);
    return value.map((item, index) => copy(item, inner(String(index), items)) ?? null);
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, member]) => [
    key,
    copy(member, inner(key, membersOf(schemas, key))),
  ]);
  return Object.fromEntries(entries.filter(([, member]) => member !== undefined));
}

function membersOf(schemas: readonly Schema[], key: string): readonly unknown[] {
  return schemas.flatMap(({ properties, additionalProperties }) =>
    isObject(properties) && Object.hasOwn(properties, key) ? [properties[key]] : [additionalProperties],
  );
}

/** A schema and all that hold beside it, or might: what one branch calls secret is secret. Each is looked at once. */
function schemasAt(schema: unknown, root: Schema, seen = new Set<Schema>()): readonly Schema[] {
  if (!isObject(schema) || seen.has(schema)) return [];
  seen.add(schema);
  const { $ref, allOf, anyOf, oneOf } = schema;
  const beside = [allOf, anyOf, oneOf].flatMap((each): unknown[] => (Array.isArray(each) ? each : []));
  const target = typeof $ref === 'string' ? resolve($ref, root) : undefined;
  return [schema, ...[...beside, target].flatMap((each) => schemasAt(each, root, seen))];
}

function resolve(reference: string, root: Schema): unknown {
  if (!reference.startsWith('#/')) return reference === '#' ? root : undefined;
  const keys = reference.slice(2).split('/');
  return keys.reduce<unknown>((at, key) => {
    const name = key.replaceAll('~1', '/').replaceAll('~0', '~');
    return isObject(at) && Object.hasOwn(at, name) ? at[name] : undefined;
  }, root);
}

function isSecret({ writeOnly, format }: Schema): boolean {
  return writeOnly === true || format === 'password';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
