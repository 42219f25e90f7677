/**
 * Servers that start badly, flood or talk nonsense: each harms only itself.
 *
 * The whole host on real adapters, and processes of `testing/servers`, which speak the protocol by hand.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { describe, expect, test } from 'vitest';
import type { ServerId } from '../app/contract/ids.ts';
import { newCallId, ownServer, startSteeredHost, textWith } from './testing/startSteeredHost.ts';
import type { SteeredHost } from './testing/startSteeredHost.ts';
import { isAlive, waitUntil } from './testing/waiting.ts';

const onLinux = process.platform === 'linux';
const hello = { kind: 'complete', isError: false, content: [{ type: 'text', text: '{"hello":1}' }] };

/** A host, and a server whose tools misbehave. */
async function startTools(limits = {}) {
  const host = await startSteeredHost(limits);
  const serverId = await host.add(ownServer('tools'));
  return { host, serverId };
}

/** Proposes a server, agrees, and answers it once its start has ended. */
async function start(host: SteeredHost, way: string) {
  const { serverId } = await host.host.run('server.propose', { definition: ownServer('starts', way) });
  await host.agree(await host.decision(serverId));
  return host.waitFor(`the end of the start: ${way}`, ({ servers }) =>
    servers.find((each) => each.serverId === serverId && ['running', 'failed'].includes(each.state.kind)),
  );
}

const pidsOf = async (host: SteeredHost, serverId: ServerId): Promise<number[]> =>
  (await host.log(serverId)).flatMap(({ text }) => /^Started as process (\d+)/.exec(text)?.slice(1).map(Number) ?? []);

describe('a start (MCP 2025-11-25 basic/lifecycle §Initialization)', () => {
  test.each<[string, object]>([
    ['silent', { code: 'SERVER_INITIALIZE_TIMEOUT' }],
    ['dies', { code: 'SERVER_CLOSED', data: { exitCode: 3 } }],
    ['dies_of_initialize', { code: 'SERVER_CLOSED', data: { exitCode: 5 } }],
    ['closes_its_input', { code: 'SERVER_INITIALIZE_TIMEOUT' }],
    ['refuses', { code: 'SERVER_INITIALIZE_FAILED', data: { said: textWith('not you') } }],
    ['garbles', { code: 'SERVER_INITIALIZE_FAILED' }],
    ['old_version', { code: 'SERVER_VERSION_UNSUPPORTED', data: { said: textWith('1999-12-31') } }],
    ['other_era', { code: 'SERVER_VERSION_UNSUPPORTED' }],
    ['pages_for_ever', { code: 'SERVER_LIST_TOO_LONG' }],
    ['large_pages', { code: 'SERVER_LIST_TOO_LONG' }],
    ['no_list', { code: 'SERVER_PROTOCOL_ERROR' }],
  ])('that goes wrong says how, and leaves no process: %s', async (way, error) => {
    const host = await startSteeredHost({ initializeTimeoutMs: 1_500 });
    const server = await start(host, way);
    expect(server.state).toMatchObject({ kind: 'failed', error });
    const pids = await pidsOf(host, server.serverId);
    expect(pids.length).toBeGreaterThan(0);
    if (onLinux) await waitUntil('its processes to be gone', () => !pids.some(isAlive));
    const launches = await host.records('server.launch');
    expect(launches.at(-1)).toMatchObject({ phase: 'ended', outcome: textWith('SERVER_') });
  });

  test('of a server that ends when it is asked server/discover is tried once more with initialize', async () => {
    const host = await startSteeredHost();
    const server = await start(host, 'dies_of_discover');
    expect(server.state).toMatchObject({ kind: 'running', connection: { era: 'legacy', toolCount: 1 } });
    const own = (await host.log(server.serverId)).filter(({ from }) => from === 'host').map(({ text }) => text);
    const [first, ended, second] = own;
    // One process at a time: the second starts when the first is gone.
    expect([first, ended, second].map((line) => line?.replace(/\d+\.$/, 'N.'))).toEqual([
      'Started as process N.',
      'Ended by itself with code N.',
      'Started as process N.',
    ]);
    await host.host.run('server.restart', { serverId: server.serverId });
    await host.state(server.serverId, 'running');
    // What it can't bear is remembered.
    expect(await pidsOf(host, server.serverId)).toHaveLength(3);
  });

  test.each([
    ['server/discover', 'silent'],
    ['tools/list', 'never_lists'],
  ])('can be called off while the server is silent on %s', { timeout: 12_000 }, async (method, way) => {
    const host = await startSteeredHost();
    const { serverId } = await host.host.run('server.propose', { definition: ownServer('starts', way) });
    await host.agree(await host.decision(serverId));
    await host.logged(serverId, `heard ${method}`);
    await host.host.run('server.stop', { serverId });
    expect(host.server(serverId).state).toEqual({ kind: 'stopped' });
    const pids = await pidsOf(host, serverId);
    expect(pids).toHaveLength(1);
    if (onLinux) expect(pids.map(isAlive)).toEqual([false]);
    expect(await host.records('server.exit')).toEqual([]);
  });

  test('with noise before and between the messages works, and the noise is in the log', async () => {
    const host = await startSteeredHost();
    const server = await start(host, 'noisy');
    expect(server.state.kind).toBe('running');
    const noise = (await host.log(server.serverId)).filter(({ from }) => from === 'stdout_noise');
    expect(noise.map(({ text }) => text)).toEqual([
      'Welcome!',
      '{"level":30,"msg":"started","id":0}',
      '[1, {"jsonrpc": 3}]',
      textWith('[31m'),
    ]);
  });

  test('lists what are tools among what it lists (MCP 2025-11-25 server/tools §Listing Tools)', async () => {
    const host = await startSteeredHost();
    const { serverId } = await start(host, 'odd_entries');
    const { tools } = await host.host.run('server.tools', { serverId });
    expect(tools.map(({ name }) => name)).toEqual(['good']);
    await host.logged(serverId, '4 entries of its list of tools were no tools, or came twice.');
  });

  test('of a server with a name of a megabyte tells the page its beginning (S12)', async () => {
    const host = await startSteeredHost();
    const server = await start(host, 'large_names');
    expect(server.state).toMatchObject({ kind: 'running', connection: { serverName: textWith('nnnn') } });
    expect(JSON.stringify(server).length).toBeLessThan(100_000);
  });
});

describe('a list of tools that changes (notifications/tools/list_changed)', () => {
  test.each([
    ['MCP 2025-11-25, by its SDK', 'growing2025', 'legacy'],
    ['MCP 2026-07-28, by its SDK', 'growing2026', 'modern'],
  ])('is read again: %s', async (_level, name, era) => {
    const host = await startSteeredHost();
    const serverId = await host.add(ownServer(name));
    expect(host.server(serverId).state).toMatchObject({ connection: { era, toolCount: 1 } });
    const { toolsRevision } = host.server(serverId);
    expect(await host.outcome(serverId, 'grow')).toMatchObject({ kind: 'complete' });
    await host.waitFor('the longer list', ({ servers }) =>
      servers.find(({ state }) => state.kind === 'running' && state.connection.toolCount === 2),
    );
    expect(host.server(serverId).toolsRevision).toBeGreaterThan(toolsRevision);
    expect(await host.outcome(serverId, 'grown')).toMatchObject({ kind: 'complete' });
  });

  test('while it is read for the first time is read again', async () => {
    const host = await startSteeredHost();
    const { serverId } = await start(host, 'grows_while_listed');
    await host.waitFor('the longer list', ({ servers }) =>
      servers.find(({ state }) => state.kind === 'running' && state.connection.toolCount === 1),
    );
    const { tools } = await host.host.run('server.tools', { serverId });
    expect(tools.map(({ name }) => name)).toEqual(['grown']);
  });
});

describe('a running server harms only itself', () => {
  test.each(['flood_stderr', 'flood_stdout'])('that floods: %s', async (tool) => {
    const { host, serverId } = await startTools();
    const other = await host.add(ownServer('tools'));
    const delays = monitorEventLoopDelay({ resolution: 5 });
    delays.enable();
    const flooded = host.outcome(serverId, tool, { ms: 2_000 });
    let answers = 0;
    for (let over = false; !over; answers += 1) {
      over = await Promise.race([
        flooded.then(() => true),
        host.outcome(other, 'echo', { hello: 1 }).then(() => false),
      ]);
    }
    delays.disable();
    expect(answers).toBeGreaterThan(20);
    // Far above what one slice takes and far below what a person calls hanging, on a machine that does other things too.
    expect(delays.max / 1e6).toBeLessThan(1_500);
    expect(await flooded).toMatchObject({ kind: 'complete', isError: false });
    const lines = await host.log(serverId);
    expect(lines.length).toBeLessThan(5_001);
    if (tool === 'flood_stderr') expect(lines.some(({ text }) => text.includes('more lines left out'))).toBe(true);
    expect(await host.outcome(serverId, 'echo', { hello: 1 })).toEqual(expect.objectContaining(hello));
  });

  test('that sends 100 MB in one line: it is ended, and calls of others go on', async () => {
    const { host, serverId } = await startTools();
    const other = await host.add(ownServer('tools'));
    const before = host.outcome(other, 'after', { ms: 1_500 });
    const outcome = await host.outcome(serverId, 'huge_line', { bytes: 100_000_000 });
    expect(outcome).toMatchObject({ kind: 'failed', error: { code: 'SERVER_MESSAGE_TOO_LARGE' } });
    expect((await host.state(serverId, 'failed')).state).toMatchObject({
      error: { code: 'SERVER_MESSAGE_TOO_LARGE', data: { limitBytes: 32 * 1024 * 1024 } },
    });
    expect(await before).toMatchObject({ kind: 'complete' });
    expect(await host.outcome(other, 'echo', { hello: 1 })).toEqual(expect.objectContaining(hello));
    // It starts at its next use.
    expect(await host.outcome(serverId, 'echo', { hello: 1 })).toEqual(expect.objectContaining(hello));
  });

  test('that nests what it sends deeper than a stack is deep', async () => {
    const { host, serverId } = await startTools();
    const deep = '['.repeat(200_000) + ']'.repeat(200_000);
    const lines = [
      deep,
      `{"jsonrpc":"2.0","id":777,"result":{"deep":${deep}}}`,
      `{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":777,"progress":1,"deep":${deep}}}`,
      `{"jsonrpc":"2.0","id":"q","method":"ping","params":{"deep":${deep}}}`,
    ];
    expect(await host.outcome(serverId, 'script', { lines, result: { content: [] } })).toMatchObject({
      kind: 'complete',
    });
    const structured = `{"jsonrpc":"2.0","id":"$id","result":{"content":[{"type":"x","deep":${deep}}],"structuredContent":${deep}}}`;
    expect(await host.outcome(serverId, 'measured', { lines: [structured] })).toMatchObject({
      kind: 'failed',
      error: { code: 'CALL_RESULT_INVALID' },
    });
    expect(await host.outcome(serverId, 'echo', { hello: 1 })).toEqual(expect.objectContaining(hello));
  });

  test('that ends in the middle of a call: the call says so', async () => {
    const { host, serverId } = await startTools();
    expect(await host.outcome(serverId, 'exit', { code: 12 })).toMatchObject({
      kind: 'failed',
      error: { code: 'SERVER_CLOSED' },
    });
    expect((await host.state(serverId, 'failed')).state).toMatchObject({
      error: { code: 'SERVER_CLOSED', data: { exitCode: 12 } },
      retryAtMs: expect.any(Number) as unknown,
    });
  });
});

describe('a call that is never answered', () => {
  test('is given up after the limit, and other calls work', async () => {
    const { host, serverId } = await startTools({ callLimits: { idleTimeoutMs: 500, maxTotalMs: 5_000 } });
    const other = '{"jsonrpc":"2.0","id":"another","result":{"content":[]}}';
    const waiting = host.outcome(serverId, 'script', { lines: [other, other.replace('"another"', '4711')] });
    expect(await host.outcome(serverId, 'echo', { hello: 1 })).toEqual(expect.objectContaining(hello));
    expect(await waiting).toMatchObject({ kind: 'failed', error: { code: 'CALL_TIMED_OUT' } });
    expect(host.server(serverId).state.kind).toBe('running');
    await host.logged(serverId, 'unknown message ID');
  });

  test('can be cancelled', async () => {
    const { host, serverId } = await startTools();
    const callId = newCallId();
    const waiting = host.outcome(serverId, 'script', {}, callId);
    await host.host.run('call.cancel', { callId });
    expect(await waiting).toEqual({ kind: 'cancelled' });
  });
});
