/**
 * What a server says its tool does.
 *
 * Annotations are hints a server gives about its own tools (MCP schema, ToolAnnotations): never a reason to trust one.
 */
import type { ToolView } from '../../../app/contract/servers.ts';

/** One statement for every hint that was given. Each completes “The server says that it …”. */
export function toolClaims(annotations: ToolView['annotations']): readonly string[] {
  const { readOnlyHint, destructiveHint, idempotentHint, openWorldHint } = annotations;
  const claims: string[] = [];
  if (readOnlyHint !== undefined) claims.push(readOnlyHint ? 'only reads' : 'changes things');
  // The two hints between mean something only for a tool that changes things (MCP schema, ToolAnnotations).
  if (readOnlyHint !== true && destructiveHint !== undefined) {
    claims.push(destructiveHint ? 'may delete or overwrite' : 'only adds');
  }
  if (readOnlyHint !== true && idempotentHint !== undefined) {
    claims.push(idempotentHint ? 'changes nothing more when called twice' : 'acts anew with each call');
  }
  if (openWorldHint !== undefined) {
    claims.push(openWorldHint ? 'reaches beyond its own data' : 'stays within its own data');
  }
  return claims;
}
