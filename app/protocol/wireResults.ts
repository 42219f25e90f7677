/**
 * Answers about resources, prompts and completions, from the wire to what a page sees. Tolerant, like `toolResult.ts`.
 */
import { z } from 'zod';
import type { CompletionTarget, PromptMessage, ResourceContent } from '../contract/resources.ts';
import type { PromptResult } from './mcpConnection.ts';
import { toContentBlocks } from './toolResult.ts';

/** Suggestions kept (MCP 2025-11-25 server/utilities/completion: at most 100), and characters of one. */
const MAX_COMPLETIONS = 100;
const MAX_COMPLETION = 8_192;

export const wireReadResult = z.looseObject({
  contents: z.array(z.unknown()),
  ttlMs: z.number().optional().catch(undefined),
});

const wireContent = z.looseObject({
  uri: z.string().optional(),
  mimeType: z.string().optional().catch(undefined),
  text: z.string().optional(),
  blob: z.string().optional(),
});

/** Contents that are none are left out. @param asked Stands in for an address that a server left out. */
export function toReadResult({ contents }: z.infer<typeof wireReadResult>, asked: string): readonly ResourceContent[] {
  return contents.flatMap((content): readonly ResourceContent[] => {
    const parsed = wireContent.safeParse(content);
    if (!parsed.success) return [];
    const { uri = asked, mimeType, text, blob } = parsed.data;
    const type = mimeType === undefined ? {} : { mimeType };
    if (text !== undefined) return [{ uri, ...type, text }];
    return blob === undefined ? [] : [{ uri, ...type, base64: blob }];
  });
}

export const wirePromptResult = z.looseObject({
  description: z.string().optional().catch(undefined),
  messages: z.array(z.looseObject({ role: z.enum(['user', 'assistant']), content: z.unknown() })),
});

export function toPromptResult({ description, messages }: z.infer<typeof wirePromptResult>): PromptResult {
  return {
    ...(description === undefined ? {} : { description }),
    messages: messages.flatMap(({ role, content }) =>
      toContentBlocks([content]).map((block): PromptMessage => ({ role, content: block })),
    ),
  };
}

export const wireCompletion = z.looseObject({
  completion: z
    .looseObject({ values: z.array(z.string()), hasMore: z.boolean().optional().catch(undefined) })
    .transform(({ values, hasMore = false }) => ({
      values: values.slice(0, MAX_COMPLETIONS).filter((value) => value.length <= MAX_COMPLETION),
      hasMore: hasMore || values.length > MAX_COMPLETIONS,
    })),
});

/** @see MCP 2025-11-25 server/utilities/completion §Requesting Completions */
export function completionRequest(
  target: CompletionTarget,
  argument: { readonly name: string; readonly value: string },
  others: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const ref =
    target.kind === 'prompt'
      ? { type: 'ref/prompt', name: target.name }
      : { type: 'ref/resource', uri: target.uriTemplate };
  return { ref, argument, ...(Object.keys(others).length === 0 ? {} : { context: { arguments: others } }) };
}
