/**
 * The validator a form works with: it interprets a schema instead of compiling it, as the page's CSP demands.
 *
 * It picks between alternatives and puts problems into words beside the fields. What it can't judge it lets pass:
 * nothing else checks arguments before they are sent, and the server answers for what it gets.
 */
import { dereference, validate, type OutputUnit, type Schema } from '@cfworker/json-schema';
import { ErrorSchemaBuilder, toErrorList, type RJSFSchema, type ValidatorType } from '@rjsf/utils';
import { isJsonObject, type Arguments } from './parseArguments.ts';

export const interpretingValidator: ValidatorType<Arguments> = {
  isValid: (schema, value, root) => problemsOf(schema, value, root)?.length === 0,
  rawValidation: () => ({}),
  validateFormData(value, schema) {
    const errors = new ErrorSchemaBuilder<Arguments>();
    for (const problem of problemsOf(schema, value, schema) ?? []) errors.addErrors(problem.words, [...problem.path]);
    return { errors: toErrorList(errors.ErrorSchema), errorSchema: errors.ErrorSchema };
  },
};

export interface ValueProblem {
  readonly path: readonly (string | number)[];
  readonly words: string;
}

/** What is wrong with `value`, where a form shows it; `undefined` when the schema itself can't be followed. */
export function problemsOf(schema: RJSFSchema, value: unknown, root: RJSFSchema): readonly ValueProblem[] | undefined {
  // A form leaves `undefined` where nothing was filled in; what is sent has no such members.
  const sent: unknown = JSON.parse(JSON.stringify(value ?? {}));
  try {
    // The part stands beside its root, so that its references find what they point to.
    const lookup: Lookup = { ...rootLookup(root) };
    const part = judgeable(schema);
    dereference(part, lookup, undefined, '/~part');
    return validate(sent, part, '2020-12', lookup, false).errors.flatMap(toProblem);
  } catch {
    return undefined;
  }
}

type Lookup = ReturnType<typeof dereference>;
const rootLookups = new WeakMap<RJSFSchema, Lookup>();

/** A form asks about parts of one root many times over. */
function rootLookup(root: RJSFSchema): Lookup {
  const known = rootLookups.get(root);
  if (known !== undefined) return known;
  const lookup = dereference(judgeable(root));
  rootLookups.set(root, lookup);
  return lookup;
}

/** Keywords whose members are named by the server, where `pattern` is a name like any other. */
const NAMED_SCHEMAS = new Set(['properties', '$defs', 'definitions', 'dependentSchemas']);
const VALUES = new Set(['default', 'const', 'enum', 'examples']);
const LEFT_TO_THE_SERVER = new Set(['pattern', 'format', '$id', 'id', '$schema']);

/**
 * A copy, since the validator marks what it works on, without what the page leaves to the server.
 *
 * SECURITY(S12): a server's regular expression can take forever on a short text, and the page must stay alive.
 */
function judgeable(schema: RJSFSchema): Schema {
  const copied = copy(schema, false);
  return isJsonObject(copied) ? copied : {};
}

function copy(node: unknown, named: boolean): unknown {
  if (Array.isArray(node)) return node.map((item) => copy(item, false));
  if (!isJsonObject(node)) return node;
  const kept = Object.entries(node).filter(([key]) => named || !LEFT_TO_THE_SERVER.has(key));
  return Object.fromEntries(
    kept.map(([key, child]) => [
      key,
      !named && VALUES.has(key) ? child : copy(child, !named && NAMED_SCHEMAS.has(key)),
    ]),
  );
}

/** Errors that only say that something inside is wrong, which has an error of its own. */
const WRAPPERS = new Set(['properties', 'items', 'prefixItems', 'additionalProperties', '$ref', 'allOf', 'if', 'else']);

const WORDS: Readonly<Record<string, string>> = {
  type: 'This is not the kind of value the tool asks for.',
  enum: 'Choose one of the values listed.',
  const: 'Only one value is allowed here.',
  minLength: 'This is too short.',
  maxLength: 'This is too long.',
  minimum: 'This is too small.',
  exclusiveMinimum: 'This is too small.',
  maximum: 'This is too large.',
  exclusiveMaximum: 'This is too large.',
  multipleOf: 'This is not in the steps the tool asks for.',
  minItems: 'There are too few entries.',
  maxItems: 'There are too many entries.',
  uniqueItems: 'Two entries are the same.',
  anyOf: 'This fits none of the alternatives.',
  oneOf: 'This fits none of the alternatives, or more than one.',
};

function toProblem(unit: OutputUnit): ValueProblem[] {
  if (WRAPPERS.has(unit.keyword)) return [];
  const path = pointerPath(unit.instanceLocation);
  if (unit.keyword !== 'required') return [{ path, words: WORDS[unit.keyword] ?? 'This does not fit the schema.' }];
  const name = /"(.*)"/s.exec(unit.error)?.[1];
  return [{ path: name === undefined ? path : [...path, name], words: 'The tool needs this.' }];
}

function pointerPath(pointer: string): readonly (string | number)[] {
  const tokens = pointer.split('/').slice(1);
  const names = tokens.map((token) => decodeURIComponent(token).replaceAll('~1', '/').replaceAll('~0', '~'));
  return names.map((name) => (/^\d+$/.test(name) ? Number(name) : name));
}
