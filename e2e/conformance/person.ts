/**
 * A person who adds one remote server and tries all that it offers. Everything goes through the contract's commands, as
 * from a page; what waits for an answer is left to the clerk.
 */
import { callId, requestId, type ServerId } from '../../app/contract/ids.ts';
import type { ServerView } from '../../app/contract/servers.ts';
import type { Host } from '../../app/hostInterface.ts';
import { systemRandomIds } from '../../main/adapters/randomIds.ts';
import { seatClerk } from './clerk.ts';
import { exampleArguments } from './exampleArguments.ts';
import { CLIENT_METADATA_URL, providerSetup, signInSetup, wantedCalls } from './scenarioAnswers.ts';

/** @param report For whoever reads a failure. */
export async function tryEverything(host: Host, url: string, report: (line: string) => void): Promise<void> {
  seatClerk(host, report);
  const definition = { name: 'Conformance', url, transport: 'auto', headers: [] } as const;
  const { serverId } = await host.run('server.proposeRemote', { definition });
  await allowSampling(host, serverId);
  await host.run('settings.update', { clientMetadataUrl: CLIENT_METADATA_URL });
  const provider = providerSetup(process.env);
  if (provider !== undefined) await host.run('provider.set', provider);
  const setup = signInSetup(process.env);
  if (setup !== undefined) {
    await host.run('server.setSignIn', { serverId, setup });
    await host.run('server.start', { serverId });
  }
  const { state } = await settled(host, serverId);
  report(`server: ${JSON.stringify(state)}`);
  if (state.kind !== 'running') return;
  await callTools(host, serverId, report);
  await readResources(host, serverId, report);
  await getPrompts(host, serverId, report);
  await host.run('server.stop', { serverId });
}

/** Off unless switched on, and fixed when the connection opens, which waits for the clerk. */
async function allowSampling(host: Host, serverId: ServerId): Promise<void> {
  const { preferences } = await serverThat(host, serverId, () => true);
  await host.run('server.prefer', { serverId, change: { sampling: { ...preferences.sampling, enabled: true } } });
}

/** All at once, so that an answer which ends up with the wrong call is noticed. */
async function callTools(host: Host, serverId: ServerId, report: (line: string) => void): Promise<void> {
  const { tools } = await host.run('server.tools', { serverId });
  const everyTool = tools.map((tool) => ({ toolName: tool.name, arguments: exampleArguments(tool.inputSchema) }));
  const calls = wantedCalls(process.env, tools) ?? everyTool;
  await Promise.all(
    calls.map(async (call) => {
      const id = callId.parse(systemRandomIds.next('call'));
      const { outcome } = await host.run('tool.call', { callId: id, serverId, ...call });
      report(`${call.toolName}: ${JSON.stringify(outcome)}`);
    }),
  );
}

async function readResources(host: Host, serverId: ServerId, report: (line: string) => void): Promise<void> {
  const { resources } = await host.run('server.resources', { serverId });
  for (const { uri } of resources) {
    const { outcome } = await host.run('resource.read', { requestId: newId(), serverId, uri, evenIfCached: true });
    report(`${uri}: ${JSON.stringify(outcome)}`);
  }
}

async function getPrompts(host: Host, serverId: ServerId, report: (line: string) => void): Promise<void> {
  const { prompts } = await host.run('server.prompts', { serverId });
  for (const { name, arguments: wanted } of prompts) {
    const required = wanted.filter((argument) => argument.required);
    const filledIn = Object.fromEntries(required.map((argument) => [argument.name, 'text']));
    const { outcome } = await host.run('prompt.get', { requestId: newId(), serverId, name, arguments: filledIn });
    report(`${name}: ${JSON.stringify(outcome)}`);
  }
}

function newId() {
  return requestId.parse(systemRandomIds.next('req'));
}

/** Once the server runs, or it is clear that it won't. */
function settled(host: Host, serverId: ServerId): Promise<ServerView> {
  return serverThat(host, serverId, ({ state }) => state.kind === 'running' || state.kind === 'failed');
}

function serverThat(host: Host, serverId: ServerId, fits: (server: ServerView) => boolean): Promise<ServerView> {
  return new Promise((resolve) => {
    const look = (): void => {
      const server = host.snapshot().servers.find((each) => each.serverId === serverId);
      if (server === undefined || !fits(server)) return;
      stop();
      resolve(server);
    };
    const stop = host.subscribe(look);
    look();
  });
}
