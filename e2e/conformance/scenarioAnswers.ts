/**
 * What a person would have to know about single scenarios of the suite: arguments nobody could guess. The only place
 * where a scenario is named.
 */
import { z } from 'zod';
import type { ToolView } from '../../app/contract/servers.ts';

interface WantedCall {
  readonly toolName: string;
  readonly arguments: Record<string, unknown>;
}

/** Calls that the scenario wants in the place of one call of every tool. */
type Wants = (tools: readonly ToolView[]) => readonly WantedCall[];

const wants: Readonly<Record<string, Wants>> = {
  // The server is handed back the schema that it listed, to see what became of it.
  'json-schema-2020-12-preservation': (tools) =>
    tools
      .filter(({ name }) => name === 'json_schema_2020_12_tool')
      .map(({ inputSchema }) => ({ toolName: 'json_schema_echo', arguments: { schema: inputSchema } })),
};

/** What the suite hands to a driver besides the address (`MCP_CONFORMANCE_CONTEXT`). */
const context = z.looseObject({
  toolCalls: z.array(z.looseObject({ name: z.string(), arguments: z.record(z.string(), z.unknown()) })).optional(),
});

/** `undefined` where the scenario says nothing: then every tool is called with arguments made from its schema. */
export function wantedCalls(env: NodeJS.ProcessEnv, tools: readonly ToolView[]): readonly WantedCall[] | undefined {
  const { toolCalls } = context.parse(JSON.parse(env['MCP_CONFORMANCE_CONTEXT'] ?? '{}'));
  if (toolCalls !== undefined)
    return toolCalls.map(({ name, ...call }) => ({ toolName: name, arguments: call.arguments }));
  return wants[env['MCP_CONFORMANCE_SCENARIO'] ?? '']?.(tools);
}
