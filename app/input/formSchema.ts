/**
 * Reads the form a server asks to have filled in: the restricted JSON Schema of elicitation, and nothing beyond it.
 *
 * Half a form would be an answer to another question, so what is outside the subset is refused as a whole.
 *
 * @see MCP 2025-11-25 client/elicitation §Requested Schema
 */
import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/client';
import { z } from 'zod';
import type { FormField } from '../contract/input.ts';
import { looksSecret } from './looksSecret.ts';

/** Choice: far more than a person would fill in, and few enough to be drawn. */
const MAX_FIELDS = 200;
const MAX_OPTIONS = 10_000;
const MAX_TEXT = 10_000;
/** Characters of a form in all, as JSON: every page gets it, and gets it again with every snapshot. */
const MAX_FORM = 1024 * 1024;

const words = z.string().max(MAX_TEXT).optional();
const described = { title: words, description: words } as const;
/** Annotations that change nothing about what may be entered. */
const loose = <T extends z.ZodRawShape>(shape: T) => z.looseObject({ ...described, ...shape });
const limit = z.number().optional();
const count = z.number().int().nonnegative().optional();

const titled = z.looseObject({ const: z.string().max(MAX_TEXT), title: words });
const options = z.array(z.string().max(MAX_TEXT)).min(1).max(MAX_OPTIONS);
const titledOptions = z.array(titled).min(1).max(MAX_OPTIONS);

const textProperty = loose({
  type: z.literal('string'),
  format: z.enum(['email', 'uri', 'date', 'date-time']).optional(),
  minLength: count,
  maxLength: count,
  pattern: z.string().max(MAX_TEXT).optional(),
  default: z.string().max(MAX_TEXT).optional(),
  // A string with one of these is a choice: not of this kind.
  enum: z.undefined().optional(),
  oneOf: z.undefined().optional(),
});
const choiceProperty = loose({
  type: z.literal('string'),
  enum: options,
  /** Titles of the draft before 2025-11-25, one for each value. */
  enumNames: z.array(z.string().max(MAX_TEXT)).optional(),
  default: z.string().optional(),
});
const titledChoiceProperty = loose({ type: z.literal('string'), oneOf: titledOptions, default: z.string().optional() });
const numberProperty = loose({
  type: z.enum(['number', 'integer']),
  minimum: limit,
  maximum: limit,
  default: z.number().optional(),
});
const booleanProperty = loose({ type: z.literal('boolean'), default: z.boolean().optional() });
const choicesProperty = loose({
  type: z.literal('array'),
  items: z.union([
    z.looseObject({ enum: options }).transform((items) => items.enum.map((value) => option(value, undefined))),
    z.looseObject({ anyOf: titledOptions }).transform(({ anyOf }) => anyOf.map(toOption)),
    z.looseObject({ oneOf: titledOptions }).transform(({ oneOf }) => oneOf.map(toOption)),
  ]),
  minItems: count,
  maxItems: count,
  default: z.array(z.string()).max(MAX_OPTIONS).optional(),
});

const requestedSchema = z.looseObject({
  type: z.literal('object'),
  properties: z
    .unknown()
    // A record never has this name: what is read would be half of what was asked.
    .refine((properties) => !Object.hasOwn(Object(properties) as object, '__proto__'))
    .pipe(z.record(z.string().max(1_000), z.unknown())),
  required: z.array(z.string()).optional(),
});

/** In the order of the schema. @throws {ProtocolError} -32602 for what no form can be made of. */
export function readForm(schema: unknown): readonly FormField[] {
  const parsed = requestedSchema.safeParse(schema);
  if (!parsed.success) throw refused('The requested schema is no object of properties.');
  const entries = Object.entries(parsed.data.properties);
  if (entries.length > MAX_FIELDS) throw refused(`A form has at most ${MAX_FIELDS} fields.`);
  const required = new Set(parsed.data.required ?? []);
  const fields = entries.map(([key, property]) => {
    const field = readField(key, property, required.has(key));
    if (field === undefined) throw refused(`The property ${JSON.stringify(key)} is none that a form can have.`);
    return field;
  });
  if (JSON.stringify(fields).length > MAX_FORM) throw refused(`A form has at most ${MAX_FORM} characters.`);
  return fields;
}

function readField(key: string, property: unknown, required: boolean): FormField | undefined {
  const base = { key, required };
  return (
    readChoice(base, property) ?? readText(base, property) ?? readOther(base, property) ?? readChoices(base, property)
  );
}

type Base = Pick<FormField, 'key' | 'required'>;

function common(
  { key, required }: Base,
  { title, description }: { title?: string | undefined; description?: string | undefined },
) {
  return {
    key,
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    required,
    looksSecret: looksSecret([key, title ?? '', description ?? '']),
  };
}

function readText(base: Base, property: unknown): FormField | undefined {
  const text = textProperty.safeParse(property).data;
  if (text === undefined) return undefined;
  const { format, minLength, maxLength, pattern } = text;
  return {
    kind: 'text',
    ...common(base, text),
    ...given({ format, minLength, maxLength, pattern, default: text.default }),
  };
}

function readChoice(base: Base, property: unknown): FormField | undefined {
  const plain = choiceProperty.safeParse(property).data;
  if (plain !== undefined) {
    const choices = plain.enum.map((value, index) => option(value, plain.enumNames?.[index]));
    return choiceField(base, plain, choices);
  }
  const named = titledChoiceProperty.safeParse(property).data;
  return named && choiceField(base, named, named.oneOf.map(toOption));
}

function choiceField(
  base: Base,
  property: { title?: string | undefined; description?: string | undefined; default?: string | undefined },
  choices: readonly { readonly value: string; readonly title?: string }[],
): FormField {
  // A default that is no option would be sent without anybody having chosen it.
  const preset = choices.some(({ value }) => value === property.default) ? property.default : undefined;
  return { kind: 'choice', ...common(base, property), options: choices, ...given({ default: preset }) };
}

function readOther(base: Base, property: unknown): FormField | undefined {
  const number = numberProperty.safeParse(property).data;
  if (number !== undefined) {
    const { minimum, maximum } = number;
    const integer = number.type === 'integer';
    return {
      kind: 'number',
      ...common(base, number),
      integer,
      ...given({ minimum, maximum, default: number.default }),
    };
  }
  const boolean = booleanProperty.safeParse(property).data;
  return boolean && { kind: 'boolean', ...common(base, boolean), ...given({ default: boolean.default }) };
}

function readChoices(base: Base, property: unknown): FormField | undefined {
  const several = choicesProperty.safeParse(property).data;
  if (several === undefined) return undefined;
  const { items: choices, minItems, maxItems } = several;
  const known = new Set(choices.map(({ value }) => value));
  const preset = several.default?.filter((value) => known.has(value));
  return {
    kind: 'choices',
    ...common(base, several),
    options: choices,
    ...given({ minItems, maxItems, default: preset }),
  };
}

function toOption(entry: z.infer<typeof titled>) {
  return option(entry.const, entry.title);
}

function option(value: string, title: string | undefined): { readonly value: string; readonly title?: string } {
  return title === undefined ? { value } : { value, title };
}

/** Without members that are only there as `undefined`. */
function given<T extends Record<string, unknown>>(members: T): { [K in keyof T]?: NonNullable<T[K]> } {
  // What is left has a value under every name it has.
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}

function refused(message: string): ProtocolError {
  return new ProtocolError(ProtocolErrorCode.InvalidParams, message);
}
