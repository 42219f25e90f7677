/**
 * The whole host on real adapters in a folder of its own, driven as a page would drive it.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  AgreementView,
  ConnectDecisionView,
  DecisionAnswer,
  DecisionView,
  LaunchDecisionView,
} from '../../app/contract/decisions.ts';
import type { HostSnapshot } from '../../app/contract/events.ts';
import type { ServerId } from '../../app/contract/ids.ts';
import { callId } from '../../app/contract/ids.ts';
import type { RemoteServer, ServerView, TypedServer } from '../../app/contract/servers.ts';
import type { Host } from '../../app/hostInterface.ts';
import { systemRandomIds } from '../adapters/randomIds.ts';
import { composeHost, type ComposedHost, type ComposeOptions } from '../composeHost.ts';

const WAIT_MS = 20_000;

export interface TestHost {
  readonly host: Host;
  readonly dataDir: string;
  waitFor<T>(what: string, find: (snapshot: HostSnapshot) => T | undefined): Promise<T>;
  decision(serverId?: ServerId): Promise<LaunchDecisionView>;
  /** The oldest open decision of this kind. */
  question<K extends DecisionView['kind']>(kind: K): Promise<Extract<DecisionView, { kind: K }>>;
  answer(decision: AgreementView, outcome: 'agree' | 'cancel'): Promise<void>;
  reply(decision: DecisionView, answer: DecisionAnswer): Promise<void>;
  state(serverId: ServerId, kind: ServerView['state']['kind']): Promise<ServerView>;
  addTyped(definition: TypedServer): Promise<ServerView>;
  addRemote(definition: RemoteServer): Promise<ServerView>;
  call(serverId: ServerId, toolName: string, args?: Record<string, unknown>): ReturnType<Host['run']>;
  /** Ends the host and keeps its folder, for another start. */
  stop(): Promise<void>;
  /** Ends the host and removes its folder. */
  close(): Promise<void>;
}

/** @param dataDir Of an earlier run, to be started again. @param compose Puts the host together. */
export async function startTestHost(
  dataDir?: string,
  compose: (options: ComposeOptions) => Promise<ComposedHost> = composeHost,
): Promise<TestHost> {
  const dir = dataDir ?? (await mkdtemp(join(tmpdir(), 'gatehouse-host-')));
  const composed = await compose({ dataDir: dir, shell: 'loopback' });
  const { host } = composed;

  const waitFor = <T>(what: string, find: (snapshot: HostSnapshot) => T | undefined): Promise<T> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = find(host.snapshot());
        if (found === undefined) return;
        clearTimeout(timer);
        stop();
        resolve(found);
      };
      const timer = setTimeout(() => {
        stop();
        const { servers, installs } = host.snapshot();
        const states = [...servers.map(({ state }) => state), ...installs.map(({ state }) => state)];
        reject(new Error(`Waited too long for ${what}: ${JSON.stringify(states).slice(0, 2_000)}`));
      }, WAIT_MS);
      const stop = host.subscribe(look);
      look();
    });

  const test: TestHost = {
    host,
    dataDir: dir,
    waitFor,
    decision: (serverId) =>
      waitFor('a decision', ({ decisions }) =>
        decisions.find(
          (each): each is LaunchDecisionView =>
            each.kind === 'launch' && (serverId === undefined || each.serverId === serverId),
        ),
      ),
    question: <K extends DecisionView['kind']>(kind: K) =>
      waitFor(`a question of kind ${kind}`, ({ decisions }) =>
        decisions.find((each): each is Extract<DecisionView, { kind: K }> => each.kind === kind),
      ),
    reply: async ({ decisionId, digest }, answer) => {
      await host.run('decision.answer', { decisionId, digest, answer });
    },
    answer: async (decision, outcome) => {
      const waitMs = outcome === 'agree' ? decision.armedAtMs - Date.now() + 5 : 0;
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, waitMs)));
      await test.reply(decision, { kind: decision.kind, outcome, statementTicked: true });
    },
    state: (serverId, kind) =>
      waitFor(`state ${kind}`, ({ servers }) =>
        servers.find((server) => server.serverId === serverId && server.state.kind === kind),
      ),
    addTyped: async (definition) => {
      const { serverId } = await host.run('server.propose', { definition });
      await test.answer(await test.decision(serverId), 'agree');
      return test.state(serverId, 'running');
    },
    addRemote: async (definition) => {
      const { serverId } = await host.run('server.proposeRemote', { definition });
      const decision = await waitFor('a decision to connect', ({ decisions }) =>
        decisions.find((each): each is ConnectDecisionView => each.kind === 'connect' && each.serverId === serverId),
      );
      await test.answer(decision, 'agree');
      return test.state(serverId, 'running');
    },
    call: (serverId, toolName, args = {}) =>
      host.run('tool.call', {
        callId: callId.parse(systemRandomIds.next('call')),
        serverId,
        toolName,
        arguments: args,
      }),
    stop: () => composed.close(),
    close: async () => {
      await composed.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
  return test;
}
