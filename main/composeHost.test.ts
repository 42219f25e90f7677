import { spawnSync } from 'node:child_process';
import { appendFile, readFile, readdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { InstallId } from '../app/contract/ids.ts';
import { startTestHost } from './testing/startTestHost.ts';
import type { TestHost } from './testing/startTestHost.ts';

const require = createRequire(import.meta.url);
const everything = {
  name: 'Everything',
  command: process.execPath,
  args: [require.resolve('@modelcontextprotocol/server-everything/dist/index.js'), 'stdio'],
  env: [],
};

beforeAll(() => {
  const built = spawnSync(process.execPath, [join(import.meta.dirname, '../resources/samples/build.ts')]);
  if (built.status !== 0) throw new Error(built.stderr.toString());
});

async function start(dataDir?: string): Promise<TestHost> {
  const host = await startTestHost(dataDir);
  onTestFinished(() => host.close());
  return host;
}

async function openTour(host: TestHost): Promise<InstallId> {
  const { installId } = await host.host.run('bundle.open', { from: { kind: 'sample', name: 'tour' } });
  return installId;
}

describe('a typed server', () => {
  test('runs only after somebody agreed, and then answers calls (S6)', async () => {
    const host = await start();
    const { serverId } = await host.host.run('server.propose', { definition: everything });
    const decision = await host.decision(serverId);
    expect(decision.plan.args).toEqual(everything.args);
    expect(host.host.snapshot().servers[0]?.state.kind).toBe('awaiting_decision');
    await host.answer(decision, 'agree');
    const server = await host.state(serverId, 'running');
    expect(server.grant).toBe('agreed');
    const { outcome } = await host.host.run('tool.call', {
      callId: 'call_firstcall' as never,
      serverId,
      toolName: 'echo',
      arguments: { message: 'hello' },
    });
    expect(outcome).toMatchObject({
      kind: 'complete',
      isError: false,
      content: [{ type: 'text', text: 'Echo: hello' }],
    });
  });

  test('stays in the list, stopped, when a person cancels (S6)', async () => {
    const host = await start();
    const { serverId } = await host.host.run('server.propose', { definition: everything });
    await host.answer(await host.decision(serverId), 'cancel');
    expect((await host.state(serverId, 'stopped')).grant).toBe('none');
    const { records } = await host.host.run('activity.list', { limit: 50 });
    expect(records.map(({ kind }) => kind)).not.toContain('server.launch');
  });

  test('what was agreed to can be asked for, as it was shown, also after a change was declined (S6)', async () => {
    const host = await start();
    const { serverId } = await host.host.run('server.propose', {
      definition: { ...everything, env: [{ name: 'CANARY_TOKEN', value: 'canary-77a1c0de', secret: true }] },
    });
    const decision = await host.decision(serverId);
    expect(await host.host.run('server.agreed', { serverId })).toEqual({});
    await host.answer(decision, 'agree');
    await host.state(serverId, 'running');
    const { agreed } = await host.host.run('server.agreed', { serverId });
    expect(agreed?.plan).toEqual(decision.plan);
    expect(agreed?.agreedAtMs).toBeGreaterThanOrEqual(decision.armedAtMs);
    expect(agreed?.plan).toMatchObject({
      env: [{ name: 'CANARY_TOKEN', value: { parts: [{ secret: 'env.CANARY_TOKEN' }] } }],
    });

    await host.host.run('server.edit', { serverId, definition: { ...everything, args: [] } });
    await host.answer(await host.decision(serverId), 'cancel');
    await host.state(serverId, 'stopped');
    expect((await host.host.run('server.agreed', { serverId })).agreed?.plan).toEqual(decision.plan);
    await expect(host.host.run('server.agreed', { serverId: 'srv_nobodyhere' as never })).rejects.toMatchObject({
      code: 'SERVER_NOT_FOUND',
    });
  });

  test('a secret reaches the process and nothing else (S9)', async () => {
    const host = await start();
    const canary = 'canary-0b5e7f62';
    const server = await host.addTyped({
      ...everything,
      env: [{ name: 'CANARY_TOKEN', value: canary, secret: true }],
    });
    const result = JSON.stringify(await host.call(server.serverId, 'get-env'));
    expect(result).toContain(canary);
    expect(JSON.stringify(host.host.snapshot())).not.toContain(canary);
    const { text } = await host.host.run('storage.export', {});
    expect(text).not.toContain(canary);
    for (const name of await readdir(host.dataDir, { recursive: true })) {
      const bytes = await readFile(join(host.dataDir, name)).catch(() => Buffer.alloc(0));
      expect(bytes.includes(canary), name).toBe(false);
    }
  });
});

describe('the sample bundle', () => {
  test('is installed and started by one agreement', async () => {
    const host = await start();
    await openTour(host);
    const decision = await host.decision();
    expect(decision.bundle?.displayName).toBe('Gatehouse Tour');
    expect(await readdir(join(host.dataDir, 'bundles'))).toEqual([]);
    await host.answer(decision, 'agree');
    const server = await host.state(decision.serverId, 'running');
    expect(server.state).toMatchObject({ connection: { era: 'modern', toolCount: 5 } });
    const { outcome } = await host.host.run('tool.call', {
      callId: 'call_dicedice' as never,
      serverId: server.serverId,
      toolName: 'roll_dice',
      arguments: { dice: 3, sides: '6' },
    });
    expect(outcome).toMatchObject({ kind: 'complete', structuredCheck: 'valid' });
  });

  test('leaves nothing when a person cancels (S6)', async () => {
    const host = await start();
    const installId = await openTour(host);
    await host.answer(await host.decision(), 'cancel');
    await host.waitFor('the end', ({ installs }) =>
      installs.some((each) => each.installId === installId) ? undefined : true,
    );
    expect(host.host.snapshot().servers).toEqual([]);
    expect(await readdir(join(host.dataDir, 'bundles'))).toEqual([]);
    expect(await readdir(join(host.dataDir, 'staging'))).toEqual([]);
  });

  test('asks again when its files were changed by hand, and says what changed (S6)', async () => {
    const host = await start();
    await openTour(host);
    const first = await host.decision();
    await host.answer(first, 'agree');
    await host.state(first.serverId, 'running');
    await host.host.run('server.stop', { serverId: first.serverId });
    await appendFile(join(first.plan.cwd, 'server.mjs'), '\n// changed\n');
    await host.host.run('server.start', { serverId: first.serverId });
    const second = await host.decision(first.serverId);
    expect(second.reason).toBe('changed');
    expect(second.changes.map(({ field }) => field)).toEqual(['origin.treeSha256']);
    await host.answer(second, 'cancel');
    await host.state(first.serverId, 'stopped');
  });

  test('an added file counts as a change (S6)', async () => {
    const host = await start();
    await openTour(host);
    const first = await host.decision();
    await host.answer(first, 'agree');
    await host.state(first.serverId, 'running');
    await host.host.run('server.stop', { serverId: first.serverId });
    await writeFile(join(first.plan.cwd, 'extra.mjs'), '');
    await host.host.run('server.start', { serverId: first.serverId });
    expect((await host.decision(first.serverId)).reason).toBe('changed');
  });

  test('starts again without a question when nothing changed', async () => {
    const host = await start();
    await openTour(host);
    const first = await host.decision();
    await host.answer(first, 'agree');
    await host.state(first.serverId, 'running');
    await host.host.run('server.restart', { serverId: first.serverId });
    await host.state(first.serverId, 'running');
    expect(host.host.snapshot().decisions).toEqual([]);
  });

  test('opened again it points at the server that is there', async () => {
    const host = await start();
    await openTour(host);
    const first = await host.decision();
    await host.answer(first, 'agree');
    await host.state(first.serverId, 'running');
    const installId = await openTour(host);
    const relation = await host.waitFor('ready', ({ installs }) => {
      const state = installs.find((each) => each.installId === installId)?.state;
      return state?.kind === 'ready' ? state.relation : undefined;
    });
    const { createdAtMs } = host.host.snapshot().servers[0] ?? {};
    expect(relation).toEqual({
      kind: 'present',
      candidates: [{ kind: 'same', serverId: first.serverId, name: 'Gatehouse Tour', version: '1.0.0', createdAtMs }],
    });
  });

  test('a call starts a server that is stopped', async () => {
    const host = await start();
    await openTour(host);
    const { serverId, ...first } = await host.decision();
    await host.answer({ serverId, ...first }, 'agree');
    await host.state(serverId, 'running');
    await host.host.run('server.stop', { serverId });
    expect(await host.call(serverId, 'greet', { name: 'Ann' })).toMatchObject({ outcome: { kind: 'complete' } });
  });
});
