/**
 * The whole host like `startTestHost`, steered (`composeSteered`), with what tests of servers often ask.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished } from 'vitest';
import type { ActivityRecord } from '../../app/contract/activity.ts';
import type { CallOutcome } from '../../app/contract/calls.ts';
import type { AgreementView, ConnectDecisionView } from '../../app/contract/decisions.ts';
import { callId } from '../../app/contract/ids.ts';
import type { CallId, ServerId } from '../../app/contract/ids.ts';
import type { LogLine, RemoteServer, ServerView, TypedServer } from '../../app/contract/servers.ts';
import { ARMING_MS } from '../../app/servers/agreementView.ts';
import { systemRandomIds } from '../adapters/randomIds.ts';
import { composeSteered, steeredClock, type SteeredClock, type Steering } from './composeSteered.ts';
import { startTestHost, type TestHost } from './startTestHost.ts';

const WAIT_MS = 10_000;

export interface SteeredOptions extends NonNullable<Steering['limits']> {
  /** Of an earlier run, to be started again, with its key. */
  readonly again?: Pick<SteeredHost, 'dataDir' | 'key'>;
  readonly withoutKeychain?: boolean;
  /** PEM, in the place of the system's. */
  readonly trustedRoots?: readonly string[];
}

export interface SteeredHost extends TestHost {
  readonly clock: SteeredClock;
  /** Addresses that were handed to the browser. */
  readonly opened: readonly string[];
  /** In the place of the keychain's. */
  readonly key: Uint8Array;
  /** Agrees at once: the moment in which a click doesn't count is skipped. */
  agree(decision: AgreementView): Promise<void>;
  /** Proposes, agrees, and waits until it runs. */
  add(definition: TypedServer): Promise<ServerId>;
  /** The same for a remote server. */
  connect(definition: RemoteServer): Promise<ServerId>;
  server(serverId: ServerId): ServerView;
  /** Calls, and answers the outcome. */
  outcome(serverId: ServerId, toolName: string, args?: Record<string, unknown>, id?: CallId): Promise<CallOutcome>;
  log(serverId: ServerId): Promise<readonly LogLine[]>;
  /** Waits for a line of the log that has this in it. */
  logged(serverId: ServerId, text: string): Promise<void>;
  records(kind: ActivityRecord['kind']): Promise<readonly ActivityRecord[]>;
}

/** Closed, and its folder removed, when the test ends. */
export async function startSteeredHost({
  again,
  withoutKeychain = false,
  trustedRoots,
  ...limits
}: SteeredOptions = {}): Promise<SteeredHost> {
  const clock = steeredClock();
  const key = again?.key ?? randomBytes(32);
  const opened: string[] = [];
  const browser = { open: (url: string) => Promise.resolve(void opened.push(url)) };
  const test = await startTestHost(
    again?.dataDir,
    composeSteered({ browser, clock, key, withoutKeychain, limits, ...(trustedRoots && { trustedRoots }) }),
  );
  onTestFinished(() => test.close());
  const { host } = test;

  const agree = async (decision: AgreementView): Promise<void> => {
    clock.advance(ARMING_MS);
    await test.answer(decision, 'agree');
  };
  const log = async (serverId: ServerId): Promise<readonly LogLine[]> =>
    (await host.run('server.log', { serverId, afterSeq: 0 })).lines;
  return {
    ...test,
    opened,
    clock,
    key,
    agree,
    log,
    add: async (definition) => {
      const { serverId } = await host.run('server.propose', { definition });
      await agree(await test.decision(serverId));
      await test.state(serverId, 'running');
      return serverId;
    },
    connect: async (definition) => {
      const { serverId } = await host.run('server.proposeRemote', { definition });
      const decision = await test.waitFor('a decision to connect', ({ decisions }) =>
        decisions.find((each): each is ConnectDecisionView => each.kind === 'connect' && each.serverId === serverId),
      );
      await agree(decision);
      await test.state(serverId, 'running');
      return serverId;
    },
    server: (serverId) => {
      const found = host.snapshot().servers.find((server) => server.serverId === serverId);
      if (found === undefined) throw new Error('There is no such server.');
      return found;
    },
    outcome: async (serverId, toolName, args = {}, id = newCallId()) => {
      const { outcome } = await host.run('tool.call', { callId: id, serverId, toolName, arguments: args });
      return outcome;
    },
    logged: async (serverId, text) => {
      const deadlineMs = performance.now() + WAIT_MS;
      while (!(await log(serverId)).some((line) => line.text.includes(text))) {
        if (performance.now() > deadlineMs) throw new Error(`Waited in vain for “${text}” in the log.`);
        await delay(20);
      }
    },
    records: async (kind) => (await host.run('activity.list', { kinds: [kind], limit: 200 })).records.toReversed(),
  };
}

/** Matches text that has this in it. */
export function textWith(part: string): unknown {
  return expect.stringContaining(part);
}

export function newCallId(): CallId {
  return callId.parse(systemRandomIds.next('call'));
}

/** One of our servers, started by hand with this Node. */
export function ownServer(name: string, ...args: string[]): TypedServer {
  const script = join(import.meta.dirname, `servers/${name}.mjs`);
  return { name, command: process.execPath, args: [script, ...args], env: [] };
}
