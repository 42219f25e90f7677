/**
 * A host that is connected to a server over HTTP whose answers are in its test's hand.
 */
import { newCallId } from './startSteeredHost.ts';
import { startHttpMcp, type HttpLessons } from './startHttpMcp.ts';
import { startCheckedHost } from './startTaught.ts';

export interface RemoteOptions {
  readonly era?: 'legacy' | 'modern';
  readonly idleTimeoutMs?: number;
}

export async function startRemote(lessons: HttpLessons, { era = 'legacy', idleTimeoutMs = 5_000 }: RemoteOptions = {}) {
  const server = await startHttpMcp(lessons, era);
  const host = await startCheckedHost({ callLimits: { idleTimeoutMs, maxTotalMs: 60_000 } });
  const serverId = await host.connect(server.definition);
  const call = async (toolName = 'do', args: Record<string, unknown> = {}, id = newCallId()) =>
    (await host.run('tool.call', { callId: id, serverId, toolName, arguments: args })).outcome;
  return { server, host, serverId, call };
}
