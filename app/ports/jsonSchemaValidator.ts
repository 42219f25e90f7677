/**
 * Validates values against JSON Schemas of servers, without compiling code and without fetching anything.
 */
export type SchemaCheck =
  | { readonly kind: 'valid' }
  | { readonly kind: 'invalid'; readonly problem: string }
  /** The dialect or a keyword can't be handled; says which. */
  | { readonly kind: 'unsupported'; readonly problem: string };

export interface JsonSchemaValidator {
  check(schema: Readonly<Record<string, unknown>>, value: unknown): SchemaCheck;
}
