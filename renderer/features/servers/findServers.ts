/**
 * Finds servers by what a person types.
 */
import type { ServerView } from '../../../app/contract/servers.ts';
import { sourceText } from './serverWords.ts';

/** By name and source, in the order they were added. */
export function findServers(servers: readonly ServerView[], typed: string): readonly ServerView[] {
  const wanted = typed.trim().toLowerCase();
  const inOrder = [...servers].sort((a, b) => a.createdAtMs - b.createdAtMs);
  return inOrder.filter((server) => `${server.name}\n${sourceText(server.source).text}`.toLowerCase().includes(wanted));
}
