/**
 * What a page gets for good and for bad messages.
 */
import { describe, expect, test } from 'vitest';
import { hostMessage, type HostMessage } from './contract/envelope.ts';
import { AppError } from './contract/errors.ts';
import { serverId } from './contract/ids.ts';
import { MAX_REQUESTS_IN_FLIGHT, serveChannel } from './serveChannel.ts';
import { EMPTY_SNAPSHOT, fakeHost, type FakeCommands } from './testing/fakeHost.ts';
import { manualClock } from './testing/manualClock.ts';

function startChannel(commands: FakeCommands = {}) {
  const host = fakeHost(commands);
  const sent: HostMessage[] = [];
  const bugs: unknown[] = [];
  let onMessage: (text: string) => void = () => undefined;
  let onClose: () => void = () => undefined;
  serveChannel(
    host,
    {
      send: (text) => sent.push(hostMessage.parse(JSON.parse(text))),
      bufferedBytes: () => 0,
      onMessage: (listener) => (onMessage = listener),
      onClose: (listener) => (onClose = listener),
    },
    { clock: manualClock(), logBug: (error) => bugs.push(error) },
  );
  return {
    host,
    sent,
    bugs,
    close: () => onClose(),
    /** Sends a message and answers what came back once every promise has settled. */
    say: async (message: unknown): Promise<HostMessage | undefined> => {
      onMessage(typeof message === 'string' ? message : JSON.stringify(message));
      await new Promise((settled) => setImmediate(settled));
      return sent.at(-1);
    },
  };
}

const request = (command: string, params: unknown = {}) => ({ type: 'request', id: 7, command, params });

test('a command is run and answered under its id', async () => {
  const { say } = startChannel();
  expect(await say(request('mirror.snapshot'))).toEqual({ type: 'result', id: 7, result: EMPTY_SNAPSHOT });
});

test('events are sent from the first moment, and no longer once the channel is closed', () => {
  const { host, sent, close } = startChannel();
  host.emit({ type: 'settings.changed', revision: 1, settings: { theme: 'dark' } });
  close();
  host.emit({ type: 'settings.changed', revision: 2, settings: { theme: 'light' } });
  expect(sent).toEqual([
    { type: 'event', event: { type: 'settings.changed', revision: 1, settings: { theme: 'dark' } } },
  ]);
  expect(host.subscribers).toBe(0);
});

describe('what a page says is parsed strictly (S5)', () => {
  test.each([
    ['an unknown command', request('server.explode'), 'COMMAND_UNKNOWN'],
    ['a name every object has', request('constructor'), 'COMMAND_UNKNOWN'],
    ['parameters of the wrong type', request('server.start', { serverId: 4 }), 'COMMAND_INVALID'],
    ['a parameter too many', request('mirror.snapshot', { extra: true }), 'COMMAND_INVALID'],
    ['a field too many in the envelope', { ...request('mirror.snapshot'), extra: 1 }, 'COMMAND_INVALID'],
    ['another type of message', { ...request('mirror.snapshot'), type: 'event' }, 'COMMAND_INVALID'],
  ])('%s', async (_name, message, code) => {
    const { say } = startChannel();
    expect(await say(message)).toMatchObject({ type: 'error', id: 7, error: { code } });
  });

  test.each([
    'http://host.example/c',
    'https://host.example',
    'https://a:b@host.example/c',
    'https://host.example/c#',
    'https://host.example/c?a=1',
    'https://host.example/a/../c',
    'https://host.exa\tmple/c',
    'javascript:alert(1)',
    'c',
  ])('%j is set as no address of a client (MCP 2025-11-25 §Client ID Metadata Documents)', async (address) => {
    const updates: unknown[] = [];
    const { say } = startChannel({
      'settings.update': async (change) => {
        updates.push(change);
        return {};
      },
    });
    expect(await say(request('settings.update', { clientMetadataUrl: address }))).toMatchObject({
      error: { code: 'COMMAND_INVALID', data: { problems: ['clientMetadataUrl: custom'] } },
    });
    expect(updates).toEqual([]);
    await say(request('settings.update', { clientMetadataUrl: 'https://host.example/c' }));
    await say(request('settings.update', { clientMetadataUrl: '' }));
    expect(updates).toEqual([{ clientMetadataUrl: 'https://host.example/c' }, { clientMetadataUrl: '' }]);
  });

  test.each([
    ['no JSON', '{'],
    ['no object', '[]'],
    ['no id to answer to', JSON.stringify({ type: 'request', command: 'mirror.snapshot', params: {} })],
  ])('%s is ignored', async (_name, text) => {
    const { say, bugs } = startChannel();
    expect(await say(text)).toBeUndefined();
    expect(bugs).toEqual([]);
  });

  test('the refusal names the path that is wrong and not its value (S9)', async () => {
    const { say } = startChannel();
    const definition = { name: 'x', command: 'node', args: [], env: [{ name: 'TOKEN', value: 5, secret: true }] };
    expect(await say(request('server.propose', { definition }))).toMatchObject({
      error: { data: { problems: ['definition.env.0.value: invalid_type'] } },
    });
  });
});

describe('what the host says is parsed on the way out (S5)', () => {
  test('an answer that breaks the contract is our bug, and the page sees nothing of it', async () => {
    // The cast is the bug under test: a handler that answers what its type forbids.
    const leaking = { settings: 'secret' } as unknown as typeof EMPTY_SNAPSHOT;
    const { say, bugs } = startChannel({ 'mirror.snapshot': () => Promise.resolve(leaking) });
    const answer = await say(request('mirror.snapshot'));
    expect(answer).toMatchObject({ type: 'error', error: { code: 'INTERNAL', data: {} } });
    expect(JSON.stringify(answer)).not.toContain('secret');
    expect(bugs).toHaveLength(1);
  });

  test('an expected error travels as its code and data, and is no bug', async () => {
    const busy = new AppError('SERVER_BUSY', 'Calls run.', { data: { calls: 2 }, cause: new Error('inner') });
    const { say, bugs } = startChannel({ 'app.quit': () => Promise.reject(busy) });
    expect(await say(request('app.quit', { evenWithCalls: false }))).toEqual({
      type: 'error',
      id: 7,
      error: { code: 'SERVER_BUSY', message: 'Calls run.', data: { calls: 2 } },
    });
    expect(bugs).toEqual([]);
  });

  test('an unexpected error becomes INTERNAL and is logged whole', async () => {
    const bug = new TypeError('undefined is not a function');
    const { say, bugs } = startChannel({ 'app.quit': () => Promise.reject(bug) });
    expect(await say(request('app.quit', { evenWithCalls: true }))).toMatchObject({ error: { code: 'INTERNAL' } });
    expect(bugs).toEqual([bug]);
  });
});

test('requests beyond the limit are refused while the earlier ones wait', async () => {
  const never = new Promise<Record<string, never>>(() => undefined);
  const { say, sent } = startChannel({ 'server.start': () => never });
  const start = request('server.start', { serverId: serverId.parse('srv_aaaaaaaa') });
  for (let count = 0; count < MAX_REQUESTS_IN_FLIGHT; count += 1) await say(start);
  expect(sent).toEqual([]);
  expect(await say(start)).toMatchObject({ error: { code: 'COMMAND_INVALID', data: { limit: 256 } } });
});
