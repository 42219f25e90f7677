/**
 * A tool's answer as the outcome of its call, its structured content checked against what the tool said it would be. Pure.
 */
import type { ToolView } from '../contract/servers.ts';
import type { JsonSchemaValidator } from '../ports/jsonSchemaValidator.ts';
import { toContentBlocks } from '../protocol/toolResult.ts';
import type { WireToolResult } from '../protocol/toolResult.ts';
import type { CallEnd } from './callStates.ts';

/** @param tool As its server lists it; `undefined` where that is not known any more. */
export function toolOutcome(
  { structuredContent, isError = false, content }: WireToolResult,
  tool: ToolView | undefined,
  validator: JsonSchemaValidator,
): CallEnd {
  return {
    kind: 'complete',
    content: toContentBlocks(content),
    ...(structuredContent === undefined ? {} : { structuredContent }),
    ...checkStructured(tool, { structured: structuredContent, isError }, validator),
    isError,
  };
}

/** MCP 2025-11-25 server/tools §Output Schema: a client SHOULD validate; we show the verdict and keep the result. */
function checkStructured(
  tool: ToolView | undefined,
  { structured, isError }: { readonly structured: unknown; readonly isError: boolean },
  validator: JsonSchemaValidator,
) {
  if (tool?.outputSchema === undefined || (isError && structured === undefined)) {
    return { structuredCheck: 'not_declared' } as const;
  }
  if (structured === undefined) return { structuredCheck: 'missing' } as const;
  const check = validator.check(tool.outputSchema, structured);
  switch (check.kind) {
    case 'valid':
      return { structuredCheck: 'valid' } as const;
    case 'invalid':
      return { structuredCheck: 'invalid', structuredProblem: check.problem } as const;
    case 'unsupported':
      return { structuredCheck: 'schema_unsupported', structuredProblem: check.problem } as const;
  }
}
