/**
 * Claude Code's own file, `~/.claude.json`: servers for everywhere under `mcpServers`, and under `projects` those of
 * single folders. (`.mcp.json` of a project has the shape that others have too.)
 */
import type { Proposal } from '../proposal.ts';
import { isRecord, ownValue } from '../settingsReader.ts';
import { readMcpServer, readMcpServers } from './mcpServers.ts';

/** `undefined` where there is no such list of projects. */
export function readClaudeCode(root: unknown): readonly Proposal[] | undefined {
  const projects = ownValue(root, 'projects');
  if (!isRecord(projects) || !Object.values(projects).some((project) => isRecord(ownValue(project, 'mcpServers')))) {
    return undefined;
  }
  const everywhere = ownValue(root, 'mcpServers');
  return [...(isRecord(everywhere) ? readMcpServers(everywhere) : []), ...readProjects(projects)];
}

/** A server that several projects describe in the same words is one, with all of them noted. */
function readProjects(projects: Readonly<Record<string, unknown>>): readonly Proposal[] {
  const found = new Map<string, Proposal>();
  for (const [folder, project] of Object.entries(projects)) {
    const servers = ownValue(project, 'mcpServers');
    const off = ownValue(project, 'disabledMcpServers');
    const disabled = new Set<unknown>(Array.isArray(off) ? off : []);
    for (const [name, settings] of Object.entries(isRecord(servers) ? servers : {})) {
      const key = JSON.stringify([name, settings]);
      const proposal = found.get(key) ?? readMcpServer(name, settings);
      const notes = [
        { code: 'PROJECT', detail: folder } as const,
        ...(disabled.has(name) ? [{ code: 'DISABLED', detail: folder } as const] : []),
      ];
      found.set(key, { ...proposal, notes: [...proposal.notes, ...notes] });
    }
  }
  return [...found.values()];
}
