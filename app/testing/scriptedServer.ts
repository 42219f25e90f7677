/**
 * A server within the test, behind the real protocol: each request of the host is answered by a function.
 */
import type { JSONRPCMessage, JSONRPCRequest, Transport } from '@modelcontextprotocol/client';
import type { ClientSide } from '../input/clientSide.ts';
import { ReceivedTasks } from '../input/receivedTasks.ts';
import type { Clock } from '../ports/clock.ts';
import { openConnection } from '../protocol/openConnection.ts';
import type { ConnectionEvents } from '../protocol/openConnection.ts';
import { createFakeRandomIds } from './fakePorts.ts';

export type Era = 'legacy' | 'modern';
type Params = Readonly<Record<string, unknown>>;
/** `{ result }` or `{ error }`; `undefined` for none. */
export type Answer = (params: Params) => object | undefined | Promise<object | undefined>;

export interface ScriptedOptions {
  readonly era: Era;
  readonly clock: Clock;
  readonly capabilities: object;
  /** By method; what is not there is not known to it. */
  readonly answers: Readonly<Record<string, Answer>>;
  readonly events?: Partial<ConnectionEvents>;
  readonly elicit?: ClientSide['elicit'];
}

class ScriptedTransport implements Transport {
  onmessage?: Transport['onmessage'];
  onclose?: () => void;
  private readonly answers: ScriptedOptions['answers'];

  constructor(answers: ScriptedOptions['answers']) {
    this.answers = answers;
  }

  start(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.onclose?.();
    return Promise.resolve();
  }

  send(message: JSONRPCMessage): Promise<void> {
    if ('method' in message && 'id' in message) void this.answer(message);
    return Promise.resolve();
  }

  say(message: object): void {
    // As it comes over a wire: nobody has looked at it.
    this.onmessage?.({ jsonrpc: '2.0', ...message } as JSONRPCMessage);
  }

  private async answer({ id, method, params }: JSONRPCRequest): Promise<void> {
    const unknown = { error: { code: -32601, message: `${method} is not known` } };
    const answer = this.answers[method];
    const said = answer === undefined ? unknown : await answer(params ?? {});
    if (said !== undefined) this.say({ id, ...said });
  }
}

/** Connected. `say` sends what it says by itself. */
export async function startScripted({ era, clock, capabilities, answers, events, elicit }: ScriptedOptions) {
  const serverInfo = { name: 'scripted', version: '1.0.0' };
  const hello: Record<string, Answer> = {
    initialize: () => ({ result: { protocolVersion: '2025-11-25', capabilities, serverInfo } }),
    ...(era === 'modern'
      ? {
          'server/discover': () => ({
            result: {
              resultType: 'complete',
              ttlMs: 0,
              cacheScope: 'private',
              supportedVersions: ['2026-07-28'],
              capabilities,
              _meta: { 'io.modelcontextprotocol/serverInfo': serverInfo },
            },
          }),
        }
      : {}),
  };
  const transport = new ScriptedTransport({ ...hello, ...answers });
  const oddities: string[] = [];
  const connection = await openConnection(transport, {
    hostVersion: '0.0.0',
    era,
    transport: 'stdio',
    clock,
    clientSide: clientSide(clock, elicit),
    redact: (text) => text,
    events: {
      onListChanged: () => undefined,
      onResourceUpdated: () => undefined,
      onLogMessage: () => undefined,
      onTaskNews: () => undefined,
      onOddity: (text) => oddities.push(text),
      ...events,
    },
    signal: new AbortController().signal,
  });
  return { connection, oddities, say: (message: object) => transport.say(message) };
}

function clientSide(clock: Clock, elicit: ClientSide['elicit'] | undefined): ClientSide {
  const no = (): Promise<never> => Promise.reject(new Error('Nobody is asked in this test.'));
  return {
    capabilities: { elicitation: { form: {} } },
    receivedTasks: new ReceivedTasks({ clock, randomIds: createFakeRandomIds(), log: () => undefined }),
    elicit: elicit ?? no,
    visit: elicit ?? no,
    sample: no,
    listRoots: no,
    elicitationComplete: () => undefined,
  };
}
