/**
 * A tool's answer as it came over the wire, kept whole: blocks of a type nobody knows yet stay as they are.
 */
import { z } from 'zod';
import { contentBlock } from '../contract/calls.ts';
import type { ContentBlock } from '../contract/calls.ts';

/** Tolerant on purpose: one odd block must not cost a person the rest of the answer. */
export const wireToolResult = z.looseObject({
  content: z.array(z.unknown()).default([]),
  structuredContent: z.unknown().optional(),
  isError: z.boolean().optional(),
});
export type WireToolResult = z.infer<typeof wireToolResult>;

/** Content blocks of the types the contract knows (MCP 2025-11-25 server/tools §Tool Result), others as `unknown`. */
export function toContentBlocks(content: readonly unknown[]): readonly ContentBlock[] {
  return content.map((block) => {
    const known = contentBlock.safeParse(block);
    return known.success && known.data.type !== 'unknown' ? known.data : { type: 'unknown', block };
  });
}
