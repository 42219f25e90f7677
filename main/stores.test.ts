/**
 * What is on the disk, changed behind Gatehouse's back: stores that can't be read, and agreements made up by hand.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { describe, expect, test } from 'vitest';
import type { ServerId } from '../app/contract/ids.ts';
import { launchPlan } from '../app/contract/plan.ts';
import { planDigest } from '../app/launch/planDigest.ts';
import { createDigest } from './adapters/digest.ts';
import { craftArchive, minimalEntries } from './testing/archives.ts';
import { ownServer, startSteeredHost } from './testing/startSteeredHost.ts';
import type { SteeredHost } from './testing/startSteeredHost.ts';
import { temporaryFolder } from './testing/temporaryFolder.ts';

describe('a store that can’t be read is set aside, whole, and said so', () => {
  test.each<[string, string, (text: Buffer) => Buffer]>([
    ['config.json', 'configuration', (bytes) => bytes.subarray(0, bytes.length - 20)],
    ['config.json', 'configuration', () => Buffer.from('')],
    ['config.json', 'configuration', () => Buffer.from('[]')],
    ['config.json', 'configuration', () => randomBytes(2_000)],
    ['ledger.sqlite', 'record', () => Buffer.from('no database'.repeat(500))],
    ['ledger.sqlite', 'record', (bytes) => Buffer.concat([bytes.subarray(0, 4_096), randomBytes(bytes.length)])],
    ['secrets.json', 'secrets', (bytes) => bytes.subarray(1)],
    ['secrets.json', 'secrets', () => Buffer.from('{"formatVersion":1,"secrets":{"not":"a list"}}')],
  ])('%s (%s)', async (name, store, damage) => {
    const first = await startSteeredHost();
    const secret = { name: 'TOKEN', value: 'canary-7f3e', secret: true };
    const serverId = await first.add({ ...ownServer('starts', 'well'), env: [secret] });
    await first.stop();
    const file = join(first.dataDir, name);
    const damaged = damage(readFileSync(file));
    for (const companion of ['-wal', '-shm']) if (existsSync(file + companion)) writeFileSync(file + companion, '');
    writeFileSync(file, damaged);

    const second = await startSteeredHost({ again: first });
    const { notices, servers } = second.host.snapshot();
    const [notice] = notices;
    expect(notices).toHaveLength(1);
    expect(notice?.error).toMatchObject({ code: 'STORE_UNREADABLE', data: { store } });
    const movedTo = String(notice?.error.data['movedTo']);
    expect(readFileSync(movedTo).equals(damaged)).toBe(true);
    expect(await second.records('store.set_aside')).toMatchObject([{ subject: store, details: { movedTo } }]);

    // Everything else works, and what depended on the store is asked for again rather than guessed.
    if (store === 'configuration') expect(servers).toEqual([]);
    else {
      await second.host.run('server.start', { serverId });
      const ended = await second.waitFor('the start', ({ servers: [server] }) =>
        server?.state.kind === 'running' || server?.state.kind === 'failed' ? server.state : undefined,
      );
      if (store === 'record') expect(ended.kind).toBe('running');
      else expect(ended).toMatchObject({ kind: 'failed', error: { code: 'LAUNCH_SECRET_MISSING' } });
    }
    await second.add(ownServer('starts', 'well'));
    await second.stop();
    const third = await startSteeredHost({ again: first });
    expect(third.host.snapshot().notices).toEqual([]);
  });

  test('installed files stay while a configuration that was set aside lies there, however often Gatehouse starts', async () => {
    const first = await startSteeredHost();
    const bundle = join(temporaryFolder(), 'minimal.mcpb');
    writeFileSync(bundle, craftArchive(minimalEntries()));
    await first.host.openFile(bundle);
    const decision = await first.decision();
    await first.agree(decision);
    await first.state(decision.serverId, 'failed'); // It is no server; it is installed all the same.
    await first.stop();
    const inData = (name: string): readonly string[] => readdirSync(join(first.dataDir, name));
    const installed = inData('bundles');
    expect(installed).toHaveLength(1);
    writeFileSync(join(first.dataDir, 'config.json'), '{"damaged');

    for (const start of ['second', 'third', 'fourth']) {
      mkdirSync(join(first.dataDir, 'staging', 'left-behind'));
      await (await startSteeredHost({ again: first })).stop();
      expect([inData('bundles'), inData('staging')], start).toEqual([installed, []]);
    }
    for (const name of inData('.')) if (name.startsWith('config.json.broken-')) rmSync(join(first.dataDir, name));
    await startSteeredHost({ again: first });
    expect(inData('bundles')).toEqual([]);
  });

  test('what other versions wrote about servers stays as it is', async () => {
    const first = await startSteeredHost();
    await first.add(ownServer('starts', 'well'));
    await first.stop();
    const later = { serverId: 'srv_fromlater', source: { kind: 'hologram', tree: 'sha256:'.padEnd(71, 'a') } };
    const tree = join(first.dataDir, 'bundles', 'a'.repeat(64));
    mkdirSync(tree);
    editConfig(first, (config) => config.servers.servers.push(later));

    const second = await startSteeredHost({ again: first });
    const { notices, servers } = second.host.snapshot();
    expect(servers).toHaveLength(1);
    expect(notices.map(({ error }) => error)).toMatchObject([{ code: 'STORE_NEWER_VERSION', data: { servers: 1 } }]);
    await second.add(ownServer('starts', 'well'));
    expect(readConfig(second).servers.servers).toContainEqual(later);
    // Nor are the files swept up that it names.
    expect(existsSync(tree)).toBe(true);
  });

  test('a list of servers that is none is not overwritten', async () => {
    const first = await startSteeredHost();
    await first.stop();
    const none = { formatVersion: 2, entries: { srv_fromlater: { kept: true } } };
    writeFileSync(join(first.dataDir, 'config.json'), JSON.stringify({ formatVersion: 1, servers: none }));
    const second = await startSteeredHost({ again: first });
    expect(second.host.snapshot().notices.map(({ error }) => error.code)).toEqual(['STORE_NEWER_VERSION']);
    await second.add(ownServer('starts', 'well'));
    expect(JSON.stringify(readConfig(second))).toContain(JSON.stringify(none));
  });
});

const storedServers = z.looseObject({
  servers: z.looseObject({ servers: z.array(z.looseObject({})) }),
  grants: z.record(z.string(), z.looseObject({ body: z.looseObject({ plan: launchPlan }) })).default({}),
});
type Config = z.infer<typeof storedServers>;

function readConfig({ dataDir }: SteeredHost): Config {
  return storedServers.parse(JSON.parse(readFileSync(join(dataDir, 'config.json'), 'utf8')));
}

function editConfig(host: SteeredHost, edit: (config: Config) => void): void {
  const config = readConfig(host);
  edit(config);
  writeFileSync(join(host.dataDir, 'config.json'), JSON.stringify(config));
}

/** Swaps an argument in what is stored of a server. */
function swapDefinition(config: Config, id: ServerId): void {
  const text = JSON.stringify(config.servers).replace(`"${WAY}"`, `"${OTHER_WAY}"`);
  expect(id).toBeTypeOf('string');
  config.servers = storedServers.shape.servers.parse(JSON.parse(text));
}

/** Swaps it in the plan that was agreed to as well, and computes the digest as Gatehouse does. */
function swapGrant(config: Config, id: ServerId): void {
  const grant = config.grants[id];
  if (grant === undefined) throw new Error('There is no agreement to swap.');
  const args = grant.body.plan.args.map((arg) => (arg === WAY ? OTHER_WAY : arg));
  const plan = { ...grant.body.plan, args };
  Object.assign(grant.body, { plan, digest: planDigest(plan, createDigest({ key: undefined })) });
}

const WAY = 'well';
const OTHER_WAY = 'odd_entries';

describe('an agreement counts only as it was given (S6)', () => {
  test.each<[string, (config: Config, id: ServerId, other: ServerId) => void, object]>([
    [
      'the command alone was edited',
      swapDefinition,
      { reason: 'changed', changes: [{ field: 'args[1]', before: WAY, after: OTHER_WAY }] },
    ],
    [
      'a variable was added by hand',
      (config) => {
        const text = JSON.stringify(config.servers).replace(
          '"env":[]',
          '"env":[{"name":"LD_PRELOAD","value":"/tmp/x.so","secret":false}]',
        );
        config.servers = storedServers.shape.servers.parse(JSON.parse(text));
      },
      { reason: 'changed', changes: [{ field: 'env.LD_PRELOAD', after: '/tmp/x.so' }] },
    ],
    [
      'command and agreement were edited alike',
      (config, id) => {
        swapDefinition(config, id);
        swapGrant(config, id);
      },
      { reason: 'grant_invalid', changes: [] },
    ],
    ['the agreement alone was edited', swapGrant, { reason: 'grant_invalid', changes: [] }],
    [
      'its code of authenticity was taken away',
      (config, id) => Object.assign(config.grants[id] ?? {}, { mac: '' }),
      { reason: 'grant_invalid' },
    ],
    [
      'it was copied from another server',
      (config, id, other) => {
        swapDefinition(config, id);
        const copied = config.grants[other];
        if (copied !== undefined) config.grants[id] = copied;
      },
      { reason: 'grant_invalid' },
    ],
    [
      'it was copied from another server, and its name changed',
      (config, id, other) => {
        swapDefinition(config, id);
        const copied = config.grants[other];
        if (copied !== undefined) config.grants[id] = { ...copied, body: { ...copied.body, serverId: id } };
      },
      { reason: 'grant_invalid' },
    ],
    ['it was taken away', (config, id) => void Reflect.deleteProperty(config.grants, id), { reason: 'first' }],
    [
      'all were replaced by something else',
      (config) => Object.assign(config, { grants: 'all' }),
      { reason: 'grant_invalid' },
    ],
  ])('asked again: %s', async (_name, edit, expected) => {
    const first = await startSteeredHost();
    const serverId = await first.add(ownServer('starts', WAY));
    const other = await first.add(ownServer('starts', OTHER_WAY));
    await first.stop();
    editConfig(first, (config) => edit(config, serverId, other));

    const second = await startSteeredHost({ again: first });
    const before = (await second.records('server.launch')).length;
    const call = second.outcome(serverId, 'still_here');
    const decision = await second.decision(serverId);
    expect(decision).toMatchObject(expected);
    await second.answer(decision, 'cancel');
    expect(await call).toMatchObject({ kind: 'failed', error: { code: 'LAUNCH_NOT_AGREED' } });
    expect(await second.records('server.launch')).toHaveLength(before);
  });

  test('not asked again when nothing was touched', async () => {
    const first = await startSteeredHost();
    const serverId = await first.add(ownServer('starts', WAY));
    await first.stop();
    const second = await startSteeredHost({ again: first });
    expect(await second.outcome(serverId, 'still_here')).toMatchObject({ kind: 'complete' });
  });

  test('under another keychain’s key no agreement counts', async () => {
    const first = await startSteeredHost();
    const serverId = await first.add(ownServer('starts', WAY));
    await first.stop();
    const second = await startSteeredHost({ again: { dataDir: first.dataDir, key: randomBytes(32) } });
    expect(second.server(serverId).grant).toBe('invalid');
    await second.host.run('server.start', { serverId });
    expect((await second.decision(serverId)).reason).toBe('grant_invalid');
  });
});

describe.runIf(process.platform === 'linux')('a data folder that can’t be written', () => {
  /** Root may write everywhere, so that the host runs as nobody in particular then. */
  function compose(dataDir: string): Promise<{ code?: string; started?: boolean }> {
    const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    const source = `
      import { composeHost } from ${JSON.stringify(join(import.meta.dirname, 'composeHost.ts'))};
      try {
        const { close } = await composeHost({ dataDir: ${JSON.stringify(dataDir)}, shell: 'loopback' });
        await close();
        console.log(JSON.stringify({ started: true }));
      } catch (error) {
        console.log(JSON.stringify({ code: error.code ?? String(error) }));
      }`;
    const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', source], {
      ...user,
      env: { HOME: dataDir },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return new Promise((resolve, reject) => {
      let text = '';
      child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
      child.once('error', reject);
      child.once('close', () => resolve(JSON.parse(text) as { code?: string; started?: boolean }));
    });
  }

  test('is named as that', async () => {
    const dataDir = temporaryFolder();
    chmodSync(dataDir, 0o555);
    expect(await compose(dataDir)).toEqual({ code: 'STORE_READ_ONLY' });
    expect(readdirSync(dataDir)).toEqual([]);
  });

  test('and one that can be is used', async () => {
    const dataDir = temporaryFolder();
    chmodSync(dataDir, 0o777);
    expect(await compose(dataDir)).toEqual({ started: true });
  });
});
