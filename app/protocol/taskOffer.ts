/**
 * What a server offers of tasks, and which answer to a call is one.
 *
 * @see MCP 2025-11-25 basic/utilities/tasks §Capabilities; io.modelcontextprotocol/tasks §Capability Negotiation
 */
import { z } from 'zod';
import { TASKS_EXTENSION } from '../contract/tasks.ts';
import type { McpConnection, TaskOffer } from './mcpConnection.ts';
import { wireToolResult } from './toolResult.ts';
import type { WireToolResult } from './toolResult.ts';
import { isTask } from './wholeResults.ts';

/** The one revision that has tasks of its own. */
const CORE_VERSION = '2025-11-25';

const present = z.looseObject({});
const coreTasks = z.looseObject({
  list: present.optional(),
  cancel: present.optional(),
  requests: z.looseObject({ tools: z.looseObject({ call: present }) }),
});
const extensions = z.looseObject({ [TASKS_EXTENSION]: present });

export function taskOffer({
  era,
  protocolVersion,
  serverCapabilities,
}: Pick<McpConnection['view'], 'era' | 'protocolVersion' | 'serverCapabilities'>): TaskOffer {
  if (era === 'modern') {
    const offered = extensions.safeParse(serverCapabilities['extensions']).success;
    return { edition: offered ? 'extension' : undefined, canCancel: offered, canList: false };
  }
  const tasks = protocolVersion === CORE_VERSION ? coreTasks.safeParse(serverCapabilities['tasks']).data : undefined;
  return {
    edition: tasks === undefined ? undefined : 'core',
    canCancel: tasks?.cancel !== undefined,
    canList: tasks?.list !== undefined,
  };
}

/** What the task is worth is judged by whoever reads it: one that makes no sense is no empty result either. */
const coreCreated = z.looseObject({ task: z.looseObject({}) });

export type ToolAnswer =
  | { readonly kind: 'result'; readonly result: WireToolResult }
  /** `created` is the server's word for the task, in the shape of the edition. */
  | { readonly kind: 'task'; readonly created: unknown; readonly meta: unknown };

/**
 * What may come in answer to `tools/call`.
 *
 * @param wasAsked For the older edition, whose answers carry no mark: a server may pass over that a task was asked for, and
 * one that nobody asked for is none.
 */
export function toolAnswer(wasAsked: boolean): z.ZodType<ToolAnswer> {
  return z.looseObject({ _meta: z.unknown().optional() }).transform((answer, context): ToolAnswer => {
    const { _meta: meta } = answer;
    if (isTask(answer)) return { kind: 'task', created: answer, meta };
    const created = wasAsked ? coreCreated.safeParse(answer).data : undefined;
    if (created !== undefined) return { kind: 'task', created: created.task, meta };
    const result = wireToolResult.safeParse(answer);
    if (result.success) return { kind: 'result', result: result.data };
    context.addIssue(result.error.message);
    return z.NEVER;
  });
}
