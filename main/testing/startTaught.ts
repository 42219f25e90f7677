/**
 * A host and a server that answers what its test teaches it (`servers/taught.mjs`).
 *
 * Whatever the server does, all that leaves the host is checked against the contract, as a page would: an event or an
 * answer that breaks it fails the test.
 */
import { expect, onTestFinished } from 'vitest';
import type { CallOutcome } from '../../app/contract/calls.ts';
import { commands, type CommandName, type CommandParams, type CommandResult } from '../../app/contract/commands.ts';
import { hostEvent, hostSnapshot } from '../../app/contract/events.ts';
import { requestId, type CallId, type RequestId, type ServerId } from '../../app/contract/ids.ts';
import type { TypedServer } from '../../app/contract/servers.ts';
import { systemRandomIds } from '../adapters/randomIds.ts';
import { newCallId, ownServer, startSteeredHost, type SteeredHost, type SteeredOptions } from './startSteeredHost.ts';

/** Answers by method, in order; the last one again and again. See `servers/taught.mjs` for what they may hold. */
export type Lessons = Readonly<Record<string, readonly unknown[]>>;

export interface CheckedHost extends SteeredHost {
  /** Runs a command, and checks its answer against the contract. */
  run<N extends CommandName>(name: N, params: CommandParams<N>): Promise<CommandResult<N>>;
}

export interface RpcAnswer {
  readonly result?: unknown;
  readonly error?: unknown;
}

export interface Taught {
  readonly host: CheckedHost;
  readonly serverId: ServerId;
  readonly teach: (lessons: Lessons) => Promise<void>;
  readonly call: (toolName: string, args?: Record<string, unknown>, id?: CallId) => Promise<CallOutcome>;
  /** Calls the tool `taught` once it has learnt this. */
  readonly answerTo: (...lesson: readonly unknown[]) => Promise<CallOutcome>;
  /** Has it ask all at once, and answers what it heard, in order. */
  readonly ask: (...requests: readonly unknown[]) => Promise<readonly RpcAnswer[]>;
  /** Calls it once more, and expects an answer. */
  readonly isWell: () => Promise<void>;
}

type Era = 'legacy' | 'modern';

export async function startCheckedHost(options: SteeredOptions = {}): Promise<CheckedHost> {
  const steered = await startSteeredHost({ callLimits: { idleTimeoutMs: 5_000, maxTotalMs: 60_000 }, ...options });
  const broken: unknown[] = [];
  steered.host.subscribe((event) => {
    const parsed = hostEvent.safeParse(event);
    if (!parsed.success) broken.push({ type: event.type, issues: parsed.error.issues });
  });
  onTestFinished(() => {
    expect(broken).toEqual([]);
    hostSnapshot.parse(steered.host.snapshot());
  });
  return {
    ...steered,
    run: async (name, params) => {
      const result = await steered.host.run(name, params);
      commands[name].result.parse(result);
      // A page gets text.
      JSON.stringify(result);
      return result;
    },
  };
}

export async function startTaught(era: Era = 'legacy', options: SteeredOptions = {}): Promise<Taught> {
  return addTaught(await startCheckedHost(options), era);
}

/** @param env Of its process; secret where it says so. */
export async function addTaught(host: CheckedHost, era: Era = 'legacy', env: TypedServer['env'] = []): Promise<Taught> {
  const serverId = await host.add({ ...ownServer('taught', era), env });
  const call = async (toolName: string, args: Record<string, unknown> = {}, id = newCallId()): Promise<CallOutcome> =>
    (await host.run('tool.call', { callId: id, serverId, toolName, arguments: args })).outcome;
  const isWell = async (): Promise<void> => {
    expect(await call('counts')).toMatchObject({ kind: 'complete', isError: false });
  };
  const teach = async (lessons: Lessons): Promise<void> => {
    expect(await call('teach', lessons)).toMatchObject({ kind: 'complete' });
  };
  return {
    host,
    serverId,
    teach,
    call,
    answerTo: async (...lesson) => {
      await teach({ 'tools/call taught': lesson });
      return call('taught');
    },
    ask: async (...requests) => JSON.parse(textOf(await call('ask', { requests }))) as readonly RpcAnswer[],
    isWell,
  };
}

/** The text of an answer that is one block of text. */
export function textOf(outcome: CallOutcome): string {
  const block = outcome.kind === 'complete' ? outcome.content[0] : undefined;
  if (block?.type !== 'text') throw new Error(`No text: ${JSON.stringify(outcome).slice(0, 500)}`);
  return block.text;
}

export function newRequestId(): RequestId {
  return requestId.parse(systemRandomIds.next('req'));
}
