/**
 * Servers whose tools run as tasks, and hosts that are connected to them. What their tools and arguments do is written in
 * `servers/tasks2025.mjs`, `servers/tasks2026.mjs`, `servers/taskTools.mjs` and `hostileServers/taskTricks.mjs`.
 */
import { join } from 'node:path';
import { z } from 'zod';
import type { CallOutcome } from '../../app/contract/calls.ts';
import type { CallId, ServerId } from '../../app/contract/ids.ts';
import type { RemoteServer, TypedServer } from '../../app/contract/servers.ts';
import { startServerProcess, type HttpServer } from './startServerProcess.ts';
import { newCallId, ownServer, startSteeredHost, type SteeredHost, type SteeredOptions } from './startSteeredHost.ts';
import { textOf } from './startTaught.ts';

export type TasksEdition = '2025' | '2026';

export const heardMessages = z.array(
  z.object({
    method: z.string(),
    taskId: z.string().optional(),
    /** Of a tool that was called. */
    name: z.string().optional(),
    /** Its argument. */
    text: z.string().optional(),
    atMs: z.number(),
  }),
);
export type HeardMessage = z.infer<typeof heardMessages>[number];

/** A server of tasks over HTTP, with its levers. It keeps its tasks as long as its process lives. */
export interface TaskServer extends HttpServer {
  /** @param authorization What every request says of who asks. */
  readonly definition: (authorization?: string) => RemoteServer;
  /** What was posted to it, oldest first. */
  readonly heard: () => Promise<readonly HeardMessage[]>;
  /** Lets every call go on that waits at this gate. */
  readonly release: (gate: string) => Promise<void>;
  readonly forgetTasks: () => Promise<void>;
  /** Cuts every connection, and every new one until it is back. */
  readonly goAway: () => Promise<void>;
  readonly comeBack: () => Promise<void>;
}

/** @param flags See the header of its script. */
export async function startTaskServer(edition: TasksEdition, ...flags: string[]): Promise<TaskServer> {
  const server = await startServerProcess(`tasks${edition}`, ...flags);
  const read = async (lever: string): Promise<unknown> => (await fetch(`${server.origin}${lever}`)).json();
  const pull = async (lever: string): Promise<void> => {
    await read(lever);
  };
  return {
    ...server,
    definition: (authorization) => ({
      name: `Tasks ${edition}`,
      url: `${server.origin}/mcp`,
      transport: 'streamable_http',
      headers: authorization === undefined ? [] : [{ name: 'Authorization', value: authorization, secret: true }],
    }),
    heard: async () => heardMessages.parse(await read('/heard')),
    release: (gate) => pull(`/release?${encodeURIComponent(gate)}`),
    forgetTasks: () => pull('/forget-tasks'),
    goAway: () => pull('/away'),
    comeBack: () => pull('/back'),
  };
}

/** The same over stdio: its tasks end with its process. */
export function localTaskServer(edition: TasksEdition, ...flags: string[]): TypedServer {
  return ownServer(`tasks${edition}`, 'stdio', ...flags);
}

/** The server that plays tricks, over stdio. @param leaked A secret of its environment. */
export function taskTricks(era: 'legacy' | 'modern', leaked?: string): TypedServer {
  const script = join(import.meta.dirname, 'hostileServers/taskTricks.mjs');
  const env = leaked === undefined ? [] : [{ name: 'LEAKED', value: leaked, secret: true }];
  return { name: 'tricks', command: process.execPath, args: [script, era], env };
}

export interface TasksOptions {
  readonly edition: TasksEdition;
  readonly over?: 'stdio' | 'http';
  readonly flags?: readonly string[];
  readonly host?: SteeredOptions;
}

export interface StartedTasks {
  readonly host: SteeredHost;
  readonly serverId: ServerId;
  readonly call: (toolName: string, args?: Record<string, unknown>, id?: CallId) => Promise<CallOutcome>;
  readonly release: (gate: string) => Promise<void>;
  readonly heard: () => Promise<readonly HeardMessage[]>;
}

/** A host and such a server, connected. Over HTTP, `server` has the levers. */
export async function startTasks(options: TasksOptions): Promise<StartedTasks & { readonly server?: TaskServer }> {
  const { edition, over = 'stdio', flags = [] } = options;
  const host = await startSteeredHost(options.host);
  const on =
    (serverId: ServerId) =>
    (toolName: string, args: Record<string, unknown> = {}, id?: CallId) =>
      host.outcome(serverId, toolName, args, id ?? newCallId());
  if (over === 'http') {
    const server = await startTaskServer(edition, ...flags);
    const serverId = await host.connect(server.definition());
    return { host, serverId, server, call: on(serverId), release: server.release, heard: server.heard };
  }
  const serverId = await host.add(localTaskServer(edition, ...flags));
  const call = on(serverId);
  return {
    host,
    serverId,
    call,
    release: async (gate) => {
      await call('release', { gate });
    },
    heard: async () => heardMessages.parse(JSON.parse(textOf(await call('heard')))),
  };
}
