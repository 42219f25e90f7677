/**
 * A whole host in a process of its own, which can be killed at any moment and started again in the same data folder.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { commands, type CommandName, type CommandParams, type CommandResult } from '../../app/contract/commands.ts';
import type { AgreementView } from '../../app/contract/decisions.ts';
import { hostMessage } from '../../app/contract/envelope.ts';
import type { HostSnapshot } from '../../app/contract/events.ts';
import type { ServerId } from '../../app/contract/ids.ts';
import type { RemoteServer, TypedServer } from '../../app/contract/servers.ts';
import { ARMING_MS } from '../../app/servers/agreementView.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const WAIT_MS = 20_000;

export interface DrivenHost {
  /** What `startSteeredHost` and `startDrivenHost` take for `again`. */
  readonly dataDir: string;
  readonly key: Uint8Array;
  /** Runs a command; what it answers is checked against the contract. @throws {Error} with the code in its message. */
  run<N extends CommandName>(name: N, params: CommandParams<N>): Promise<CommandResult<N>>;
  waitFor<T>(what: string, find: (snapshot: HostSnapshot) => T | undefined): Promise<T>;
  /** Proposes, agrees at once, and waits until it runs. */
  add(definition: TypedServer): Promise<ServerId>;
  connect(definition: RemoteServer): Promise<ServerId>;
  /** Moves its clock on. */
  advance(ms: number): void;
  /** As if the machine had lost its power. Commands that still run are never answered. */
  kill(): Promise<void>;
  /** Ends it in order. */
  stop(): Promise<void>;
}

/** @param again Of an earlier run, to be started again. Its folder is removed when the test ends. */
export function startDrivenHost(again?: Pick<DrivenHost, 'dataDir' | 'key'>): DrivenHost {
  const dataDir = again?.dataDir ?? temporaryFolder();
  const key = again?.key ?? randomBytes(32);
  const { write, request, end } = spawnHost(dataDir, Buffer.from(key).toString('hex'));

  const run = async <N extends CommandName>(name: N, params: CommandParams<N>): Promise<CommandResult<N>> =>
    // The schema of this very command: that it gives this type is more than the compiler sees.
    commands[name].result.parse(await request(name, params)) as CommandResult<N>;

  const waitFor = async <T>(what: string, find: (snapshot: HostSnapshot) => T | undefined): Promise<T> => {
    const deadlineMs = performance.now() + WAIT_MS;
    for (;;) {
      const found = find(await run('mirror.snapshot', {}));
      if (found !== undefined) return found;
      if (performance.now() > deadlineMs) throw new Error(`Waited too long for ${what}.`);
      await delay(10);
    }
  };

  const advance = (ms: number): void => write({ advanceMs: ms });
  const start = async (serverId: ServerId): Promise<ServerId> => {
    const { decisionId, digest, kind } = await waitFor('a decision', ({ decisions }) =>
      decisions.find(
        (each): each is AgreementView =>
          (each.kind === 'launch' || each.kind === 'connect') && each.serverId === serverId,
      ),
    );
    advance(ARMING_MS);
    await run('decision.answer', { decisionId, digest, answer: { kind, outcome: 'agree', statementTicked: true } });
    await waitFor('the server to run', ({ servers }) =>
      servers.find((each) => each.serverId === serverId && each.state.kind === 'running'),
    );
    return serverId;
  };
  return {
    dataDir,
    key,
    run,
    waitFor,
    advance,
    add: async (definition) => start((await run('server.propose', { definition })).serverId),
    connect: async (definition) => start((await run('server.proposeRemote', { definition })).serverId),
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

function spawnHost(dataDir: string, key: string) {
  const script = join(import.meta.dirname, 'runDrivenHost.ts');
  const child = spawn(process.execPath, [script, dataDir, key], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
    child.kill(signal);
    await exited;
  };
  onTestFinished(() => end('SIGKILL'));
  // Killed, it reads no more.
  child.stdin.on('error', () => undefined);

  const waiting = new Map<number, Waiting>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const message = hostMessage.parse(JSON.parse(line));
    if (message.type === 'result') waiting.get(message.id)?.resolve(message.result);
    if (message.type === 'error') waiting.get(message.id)?.reject(new Error(JSON.stringify(message.error)));
  });
  const write = (what: object): void => void child.stdin.write(`${JSON.stringify(what)}\n`);
  let lastId = 0;
  const request = (command: CommandName, params: object): Promise<unknown> => {
    const id = (lastId += 1);
    const answered = new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
    write({ type: 'request', id, command, params });
    return answered;
  };
  return { write, request, end };
}
