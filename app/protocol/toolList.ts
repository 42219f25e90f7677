/**
 * Reads a server's whole list of tools, page by page, tolerating single tools that are malformed.
 */
import { z } from 'zod';
import { AppError } from '../contract/errors.ts';
import type { ToolView } from '../contract/servers.ts';

/** Pages read before giving up: a hostile server can page for ever. */
const MAX_PAGES = 2_000;
/** Tools read before giving up. */
export const MAX_TOOLS = 20_000;
/** Characters of all pages together, as JSON. Choice: a hundred times the longest list seen, and bearable in memory. */
const MAX_CHARACTERS = 32 * 1024 * 1024;

const annotations = z.looseObject({
  title: z.string().optional(),
  readOnlyHint: z.boolean().optional(),
  destructiveHint: z.boolean().optional(),
  idempotentHint: z.boolean().optional(),
  openWorldHint: z.boolean().optional(),
});

const wireTool = z.looseObject({
  name: z.string(),
  title: z.string().optional(),
  description: z.string().optional(),
  inputSchema: z.record(z.string(), z.unknown()),
  outputSchema: z.record(z.string(), z.unknown()).optional(),
  annotations: annotations.optional().catch(undefined),
});

export const toolsPage = z.looseObject({ tools: z.array(z.unknown()), nextCursor: z.string().optional() });
type ToolsPage = z.infer<typeof toolsPage>;

export interface ToolList {
  readonly tools: readonly ToolView[];
  /** Entries that were no tool, or had a name already listed. */
  readonly dropped: number;
}

/**
 * Walks `tools/list` to its end. An empty cursor is a cursor; a missing one is the end (MCP 2026-07-28 §Pagination).
 *
 * @param declared Names the bundle's manifest lists, when it says that its list is complete.
 * @throws {AppError} `SERVER_LIST_TOO_LONG` past 20,000 tools, 2,000 pages or 32 Mi characters, or when a cursor comes twice.
 */
export async function readTools(
  readPage: (cursor: string | undefined) => Promise<ToolsPage>,
  declared: ReadonlySet<string> | undefined,
): Promise<ToolList> {
  const tools = new Map<string, ToolView>();
  const cursors = new Set<string>();
  let dropped = 0;
  let characters = 0;
  let cursor: string | undefined;
  do {
    const page = await readPage(cursor);
    characters += JSON.stringify(page.tools).length;
    for (const entry of page.tools) {
      const tool = wireTool.safeParse(entry);
      if (!tool.success || tools.has(tool.data.name)) dropped += 1;
      else tools.set(tool.data.name, toToolView(tool.data, declared));
    }
    cursor = page.nextCursor;
    const repeated = cursor !== undefined && cursors.has(cursor);
    if (cursor !== undefined) cursors.add(cursor);
    if (repeated || tools.size > MAX_TOOLS || cursors.size > MAX_PAGES || characters > MAX_CHARACTERS) {
      throw new AppError('SERVER_LIST_TOO_LONG', 'The list of tools does not end.', { data: { tools: tools.size } });
    }
  } while (cursor !== undefined);
  return { tools: [...tools.values()], dropped };
}

function toToolView(tool: z.infer<typeof wireTool>, declared: ReadonlySet<string> | undefined): ToolView {
  const { readOnlyHint, destructiveHint, idempotentHint, openWorldHint } = tool.annotations ?? {};
  return {
    name: tool.name,
    label: tool.title ?? tool.annotations?.title ?? tool.name,
    ...(tool.description === undefined ? {} : { description: tool.description }),
    inputSchema: tool.inputSchema,
    ...(tool.outputSchema === undefined ? {} : { outputSchema: tool.outputSchema }),
    annotations: {
      ...(readOnlyHint === undefined ? {} : { readOnlyHint }),
      ...(destructiveHint === undefined ? {} : { destructiveHint }),
      ...(idempotentHint === undefined ? {} : { idempotentHint }),
      ...(openWorldHint === undefined ? {} : { openWorldHint }),
    },
    undeclared: declared !== undefined && !declared.has(tool.name),
  };
}
