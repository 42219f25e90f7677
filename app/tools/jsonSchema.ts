/**
 * Checks values against JSON Schemas of servers: by the dialect they declare, without compiling code, without fetching.
 *
 * A schema is a server's word and may be made to hang whoever follows it (patterns, references that branch, unique items).
 * The core can't stop itself halfway, so `mayTakeLong` tells which ones must run under an adapter's time limit.
 */
import { CfWorkerJsonSchemaValidator } from '@modelcontextprotocol/client/validators/cf-worker';
import type { CfWorkerSchemaDraft } from '@modelcontextprotocol/client/validators/cf-worker';
import type { SchemaCheck } from '../ports/jsonSchemaValidator.ts';

/** Choice: the largest schema of a public server known to us has 60 kB. */
const MAX_SCHEMA_CHARS = 1024 * 1024;
const MAX_SCHEMA_DEPTH = 100;
/** From here on a check is slow enough for a time limit to be worth its price. */
const LONG_SCHEMA_CHARS = 64 * 1024;
const MAX_PROBLEM_CHARS = 1_000;

type Schema = Readonly<Record<string, unknown>>;

/** MCP 2025-11-25 basic §JSON Schema Usage: 2020-12 unless `$schema` says otherwise; other dialects are an error. */
const DRAFTS: ReadonlyMap<unknown, CfWorkerSchemaDraft> = new Map([
  ['json-schema.org/draft/2020-12/schema', '2020-12'],
  ['json-schema.org/draft/2019-09/schema', '2019-09'],
  ['json-schema.org/draft-07/schema', '7'],
  ['json-schema.org/draft-06/schema', '7'],
  ['json-schema.org/draft-04/schema', '4'],
]);

/** Keywords whose values are data, in which nothing is a schema. */
const DATA_KEYWORDS = new Set(['const', 'enum', 'default', 'examples', '$comment', '$vocabulary']);
/** Keywords whose values are schemas by name. */
const MAP_KEYWORDS = new Set([
  '$defs',
  'definitions',
  'properties',
  'patternProperties',
  'dependentSchemas',
  'dependencies',
]);
const LONG_KEYWORDS = ['pattern', 'patternProperties', 'format', 'uniqueItems', '$ref', '$recursiveRef'];

export type ReadySchema =
  | { readonly kind: 'ready'; readonly mayTakeLong: boolean; check(value: unknown): SchemaCheck }
  | { readonly kind: 'unsupported'; readonly problem: string };

/** Reads a schema once, for any number of checks. Never throws, and leaves `schema` as it is. */
export function prepareSchema(schema: Schema): ReadySchema {
  const declared = schema['$schema'] ?? 'json-schema.org/draft/2020-12/schema';
  const dialect = typeof declared === 'string' ? declared.replace(/^https?:\/\//, '').replace(/#$/, '') : undefined;
  const draft = DRAFTS.get(dialect);
  if (draft === undefined) return unsupported(`The dialect ${quote(declared)} is not known.`);

  const survey = { keywords: new Set<string>(), references: new Set<string>(), ids: false, depth: 0 };
  surveySchema(schema, survey, 1);
  if (survey.depth > MAX_SCHEMA_DEPTH) return unsupported(`The schema is nested deeper than ${MAX_SCHEMA_DEPTH}.`);
  const text = JSON.stringify(schema);
  if (text.length > MAX_SCHEMA_CHARS) return unsupported(`The schema is longer than ${MAX_SCHEMA_CHARS} characters.`);
  // The engine passes over this one, and would call values valid that are not.
  if (survey.keywords.has('$dynamicRef')) return unsupported('The keyword $dynamicRef is not handled.');
  // MCP 2026-07-28 basic §$ref Resolution: never fetched. With no `$id` in it, a schema can mean only what it holds.
  const elsewhere = [...survey.references].find((reference) => !reference.startsWith('#'));
  if (elsewhere !== undefined && !survey.ids) return unsupported(`The reference ${quote(elsewhere)} is not followed.`);

  try {
    // A copy, since the engine writes notes of its own into the schema.
    const copy: unknown = JSON.parse(text);
    const engine = new CfWorkerJsonSchemaValidator({ draft, shortcircuit: false });
    const validate = engine.getValidator(copy as Schema);
    return {
      kind: 'ready',
      mayTakeLong: text.length > LONG_SCHEMA_CHARS || LONG_KEYWORDS.some((keyword) => survey.keywords.has(keyword)),
      check: (value) => checkWith(validate, value),
    };
  } catch (error) {
    return unsupported(problemOf(error));
  }
}

function checkWith(
  validate: (value: unknown) => { readonly valid: boolean; readonly errorMessage: string | undefined },
  value: unknown,
): SchemaCheck {
  try {
    const verdict = validate(value);
    if (verdict.valid) return { kind: 'valid' };
    return { kind: 'invalid', problem: shorten(verdict.errorMessage ?? 'The value does not match.') };
  } catch (error) {
    // A pattern that is none, a reference to nothing, one that leads back to itself.
    return unsupported(problemOf(error));
  }
}

interface Survey {
  readonly keywords: Set<string>;
  readonly references: Set<string>;
  ids: boolean;
  depth: number;
}

/** Walks the schema as a schema, so that a property called `$ref` is no reference. */
function surveySchema(schema: unknown, survey: Survey, depth: number): void {
  survey.depth = Math.max(survey.depth, depth);
  if (depth > MAX_SCHEMA_DEPTH || typeof schema !== 'object' || schema === null) return;
  if (Array.isArray(schema)) {
    for (const item of schema as readonly unknown[]) surveySchema(item, survey, depth + 1);
    return;
  }
  for (const [keyword, value] of Object.entries(schema)) {
    survey.keywords.add(keyword);
    if (DATA_KEYWORDS.has(keyword)) survey.depth = Math.max(survey.depth, depth + depthOf(value));
    else if (!MAP_KEYWORDS.has(keyword)) surveySchema(value, survey, depth + 1);
    else for (const named of valuesOf(value)) surveySchema(named, survey, depth + 2);
    if (keyword === '$ref' && typeof value === 'string') survey.references.add(value);
    if ((keyword === '$id' || keyword === 'id') && typeof value === 'string') survey.ids = true;
  }
}

function depthOf(value: unknown, from = 0): number {
  if (typeof value !== 'object' || value === null || from > MAX_SCHEMA_DEPTH) return from;
  return valuesOf(value).reduce((deepest: number, item) => Math.max(deepest, depthOf(item, from + 1)), from);
}

function valuesOf(value: unknown): readonly unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value) : [];
}

function problemOf(error: unknown): string {
  // The engine lists every schema it knows after the first line.
  const [first = ''] = error instanceof Error ? error.message.split('\n') : [];
  return shorten(first === '' ? 'The schema can not be followed.' : first);
}

function unsupported(problem: string): { readonly kind: 'unsupported'; readonly problem: string } {
  return { kind: 'unsupported', problem: shorten(problem) };
}

function quote(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 200)) : `of type ${typeof value}`;
}

function shorten(text: string): string {
  return text.length > MAX_PROBLEM_CHARS ? `${text.slice(0, MAX_PROBLEM_CHARS)}…` : text;
}
