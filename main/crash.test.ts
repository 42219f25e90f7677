/**
 * Servers that crash, and hosts that are killed: what starts again, what ends, and what is left on the disk.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, onTestFailed, onTestFinished, test } from 'vitest';
import { createFingerprints } from './adapters/fingerprints.ts';
import { craftArchive, MINIMAL_MANIFEST } from './testing/archives.ts';
import { startDrivenHost } from './testing/startDrivenHost.ts';
import { ownServer, startSteeredHost } from './testing/startSteeredHost.ts';
import { temporaryFolder } from './testing/temporaryFolder.ts';
import { endByForce, isAlive, waitUntil } from './testing/waiting.ts';

const onLinux = process.platform === 'linux';
const server = (name: string): string => join(import.meta.dirname, `testing/servers/${name}.mjs`);

describe('a server that dies soon after each start', () => {
  test('is started again, later each time, and then no more', async () => {
    const host = await startSteeredHost();
    const serverId = await host.add(ownServer('starts', 'crashes_soon'));
    const waits: number[] = [];
    for (let last: number | undefined; ;) {
      const { state } = await host.waitFor('the next crash', ({ servers }) =>
        servers.find((each) => each.state.kind === 'failed' && each.state.retryAtMs !== last),
      );
      if (state.kind !== 'failed') throw new Error('It has not failed.');
      if (state.retryAtMs === undefined) {
        expect(state.error).toMatchObject({ code: 'SERVER_CRASH_LOOP', data: { exitCode: 9 } });
        break;
      }
      expect(state.error).toMatchObject({ code: 'SERVER_CLOSED', data: { exitCode: 9 } });
      last = state.retryAtMs;
      const waitMs = state.retryAtMs - host.clock.nowMs();
      waits.push(Math.round(waitMs / 1_000));
      host.clock.advance(waitMs + 100);
    }
    expect(waits).toEqual([1, 2, 5, 15, 60]);
    const launches = await host.records('server.launch');
    expect(launches.filter(({ phase }) => phase === 'begun')).toHaveLength(6);
    // Nothing waits to start it, but a person who uses it does.
    host.clock.advance(3_600_000);
    expect(host.server(serverId).state.kind).toBe('failed');
    expect(await host.outcome(serverId, 'still_here')).toMatchObject({ kind: 'complete' });
  });

  test('is left alone when a person stops it between two tries', async () => {
    const host = await startSteeredHost();
    const serverId = await host.add(ownServer('starts', 'crashes_soon'));
    await host.state(serverId, 'failed');
    await host.host.run('server.stop', { serverId });
    host.clock.advance(3_600_000);
    expect(host.server(serverId).state).toEqual({ kind: 'stopped' });
    expect((await host.records('server.launch')).filter(({ phase }) => phase === 'begun')).toHaveLength(1);
  });
});

test.runIf(onLinux)('a server that somebody kills stays down until its next use', async () => {
  const host = await startSteeredHost();
  const serverId = await host.add(ownServer('starts', 'well'));
  const [started] = await host.log(serverId);
  process.kill(Number(/process (\d+)/.exec(started?.text ?? '')?.[1]), 'SIGKILL');
  const { state } = await host.state(serverId, 'failed');
  expect(state).toMatchObject({ kind: 'failed', error: { code: 'SERVER_CLOSED', data: { signal: 'SIGKILL' } } });
  expect(state).not.toHaveProperty('retryAtMs');
  host.clock.advance(3_600_000);
  expect(host.server(serverId).state.kind).toBe('failed');
  expect(await host.outcome(serverId, 'still_here')).toMatchObject({ kind: 'complete' });
  expect(host.server(serverId).state.kind).toBe('running');
});

/** A host in a process of its own (`testing/runHost.ts`), and what it says. */
function startHostProcess(...args: string[]) {
  const script = join(import.meta.dirname, 'testing/runHost.ts');
  const host = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void host.kill('SIGKILL'));
  const said: Record<string, unknown>[] = [];
  let errors = '';
  createInterface({ input: host.stdout }).on('line', (line) => said.push(JSON.parse(line) as Record<string, unknown>));
  host.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const exited = new Promise<number | null>((resolve) => host.once('exit', resolve));
  const waitFor = async (key: string): Promise<unknown> => {
    await waitUntil(
      `the host to say “${key}”: ${errors}`,
      () => host.exitCode !== null || said.some((line) => key in line),
      20_000,
    );
    if (host.exitCode !== null) throw new Error(`The host has ended: ${errors}`);
    return said.find((line) => key in line)?.[key];
  };
  return { host, said, exited, waitFor };
}

describe.runIf(onLinux)('no process is left', () => {
  async function startClinging() {
    const { host, exited, waitFor } = startHostProcess(temporaryFolder(), 'serve', server('clinging'));
    const pids = (await waitFor('pids')) as number[];
    onTestFailed(() => endByForce(pids));
    expect(pids.map(isAlive)).toEqual([true, true, true]);
    return { host, exited, pids };
  }

  test('when the host is killed while a server runs that ignores all it can, and has a child in another session', async () => {
    const { host, pids } = await startClinging();
    host.kill('SIGKILL');
    await waitUntil('every process to be gone', () => !pids.some(isAlive), 10_000);
  });

  test('when the host quits', async () => {
    const { host, exited, pids } = await startClinging();
    host.kill('SIGTERM');
    expect(await exited).toBe(0);
    expect(pids.map(isAlive)).toEqual([false, false, false]);
  });
});

test.each(['kill', 'stop'] as const)(
  'what a host had received of a dropped file when it ended (%s) goes at the next start',
  async (end) => {
    const host = startDrivenHost();
    const { uploadId } = await host.run('upload.begin', { fileName: 'half.mcpb', sizeBytes: 6 });
    await host.run('upload.chunk', { uploadId, offsetBytes: 0, base64: Buffer.from('abc').toString('base64') });
    const uploads = join(host.dataDir, 'uploads');
    expect(readdirSync(uploads)).toEqual([uploadId]);
    await host[end]();
    await startDrivenHost(host).run('mirror.snapshot', {});
    expect(readdirSync(uploads)).toEqual([]);
  },
);

describe('a host that is killed while it installs a bundle', () => {
  const ROUNDS = 20;
  const KEY = 'c0'.repeat(32);

  /** A server and 300 files, 3 MB. */
  function writeBundle(): string {
    const manifest = { ...MINIMAL_MANIFEST, server: { ...MINIMAL_MANIFEST.server, entry_point: 'server/index.mjs' } };
    const config = { command: 'node', args: ['${__dirname}/server/index.mjs'] };
    const files = Array.from({ length: 300 }, (_, index) => ({
      name: `assets/${index % 7}/${index}.txt`,
      content: `${index} `.repeat(2_500),
    }));
    const path = join(temporaryFolder(), 'large.mcpb');
    writeFileSync(
      path,
      craftArchive([
        {
          name: 'manifest.json',
          content: JSON.stringify({ ...manifest, server: { ...manifest.server, mcp_config: config } }),
        },
        { name: 'server/index.mjs', content: `import { serve, usual } from './wire.mjs';\nserve(usual);\n` },
        { name: 'server/wire.mjs', content: readFileSync(server('wire')) },
        ...files,
      ]),
    );
    return path;
  }

  const trees = (dataDir: string): string[] => {
    const folder = join(dataDir, 'bundles');
    return existsSync(folder) ? readdirSync(folder) : [];
  };
  const digestOf = async (dataDir: string, name: string): Promise<string> =>
    (await createFingerprints().tree(join(dataDir, 'bundles', name))).digest;

  /** What a next start finds, and whether what is installed can be used. */
  async function startAgain(dataDir: string) {
    const host = await startSteeredHost({ again: { dataDir, key: Buffer.from(KEY, 'hex') } });
    const { servers, notices } = host.host.snapshot();
    const { chain } = await host.host.run('activity.list', { limit: 1 });
    const needed = servers.map(({ source }) => (source.kind === 'bundle' ? source.fileSha256.slice(7) : ''));
    const found = { staged: readdirSync(join(dataDir, 'staging')), chain, notices };
    expect(trees(dataDir)).toEqual(needed);
    const [server] = servers;
    if (server !== undefined) {
      await host.host.run('server.start', { serverId: server.serverId });
      if (server.grant === 'none') await host.agree(await host.decision(server.serverId));
      await host.state(server.serverId, 'running');
    }
    await host.stop();
    return { ...found, grants: servers.map(({ grant }) => grant) };
  }

  test('leaves whole trees or none, and the next start tidies up', { timeout: 300_000 }, async () => {
    const bundle = writeBundle();
    const data = temporaryFolder();
    const begin = async (name: string) => {
      const dataDir = join(data, name);
      await mkdir(dataDir);
      const process = startHostProcess(dataDir, 'install', bundle, KEY);
      await process.waitFor('begins');
      return { ...process, dataDir };
    };

    const undisturbed = await begin('undisturbed');
    const beganMs = performance.now();
    await undisturbed.waitFor('serverId');
    const installMs = performance.now() - beganMs;
    undisturbed.host.kill('SIGTERM');
    await undisturbed.exited;
    const [name = ''] = trees(undisturbed.dataDir);
    const digest = await digestOf(undisturbed.dataDir, name);

    const installed: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const { host, exited, dataDir, waitFor } = await begin(String(round));
      const afterMs = (round === 0 ? 0 : (round + Math.random()) / ROUNDS) * installMs;
      await delay(afterMs);
      // However busy the machine is by now, one is installed to the end.
      if (round === ROUNDS - 1) await waitFor('serverId');
      host.kill('SIGKILL');
      await exited;
      const when = `killed after ${Math.round(afterMs)} of ${Math.round(installMs)} ms`;
      for (const tree of trees(dataDir)) {
        expect([tree, await digestOf(dataDir, tree)], when).toEqual([name, digest]);
      }
      const { grants, ...found } = await startAgain(dataDir);
      expect(found, when).toEqual({ staged: [], chain: 'intact', notices: [] });
      expect(grants, when).not.toContain('invalid');
      installed.push(grants.length);
    }
    // The moments were early and late.
    expect(new Set(installed)).toEqual(new Set([0, 1]));
  });
});
