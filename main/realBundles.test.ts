/**
 * Bundles of every kind, packed by the reference packer, through the whole host.
 */
import { appendFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { packBundle } from '../e2e/fixtures/bundles.ts';
import { startTestHost } from './testing/startTestHost.ts';
import type { TestHost } from './testing/startTestHost.ts';

const manifest = (name: string, server: object) => ({
  manifest_version: '0.3',
  name,
  version: '1.0.0',
  description: 'For tests.',
  author: { name: 'Nobody' },
  server,
});

/** A server of 20 lines that imports a module of its own, so that its runtime has something to compile and keep. */
const PYTHON = `
import json, sys, os
import helper
for line in sys.stdin:
    message = json.loads(line)
    def reply(result): print(json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": result}), flush=True)
    method = message.get("method")
    if method == "initialize":
        reply({"protocolVersion": "2025-06-18", "capabilities": {"tools": {}}, "serverInfo": {"name": helper.NAME, "version": "1"}})
    elif method == "tools/list":
        reply({"tools": [{"name": "where", "inputSchema": {"type": "object"}}]})
    elif method == "tools/call":
        reply({"content": [{"type": "text", "text": os.getcwd()}]})
    elif "id" in message:
        print(json.dumps({"jsonrpc": "2.0", "id": message["id"], "error": {"code": -32601, "message": "no"}}), flush=True)
`;

async function installed(bundle: string) {
  const host = await startTestHost();
  onTestFinished(() => host.close());
  await host.host.openFile(bundle);
  const decision = await host.decision();
  await host.answer(decision, 'agree');
  await host.state(decision.serverId, 'running');
  return { host, decision };
}

async function restartUnasked(host: TestHost, serverId: Parameters<TestHost['state']>[0]): Promise<void> {
  await host.host.run('server.stop', { serverId });
  await host.host.run('server.start', { serverId });
  const asked = await host.waitFor('running or a question', ({ servers, decisions }) =>
    decisions.length > 0 || servers.find((each) => each.serverId === serverId)?.state.kind === 'running'
      ? decisions.length > 0
      : undefined,
  );
  expect(asked).toBe(false);
}

describe('a python bundle', () => {
  test('runs in its own folder and starts again unasked, since Python writes nothing into it', async () => {
    const bundle = await packBundle({
      manifest: manifest('snake', {
        type: 'python',
        entry_point: 'server/main.py',
        mcp_config: { command: 'python', args: ['${__dirname}/server/main.py'] },
      }),
      files: { 'server/main.py': PYTHON, 'server/helper.py': 'NAME = "snake"\n' },
    });
    const { host, decision } = await installed(bundle);
    expect(decision.plan.runtime).toMatchObject({ name: 'python', provided: 'found' });
    expect(decision.plan.env).toEqual([{ name: 'PYTHONDONTWRITEBYTECODE', value: '1' }]);
    expect(JSON.stringify(await host.call(decision.serverId, 'where'))).toContain(decision.plan.cwd);
    await restartUnasked(host, decision.serverId);
  });
});

describe('a binary bundle', () => {
  test('runs the executable that it brought, with the mode it was packed with', async () => {
    const bundle = await packBundle({
      manifest: manifest('compiled', {
        type: 'binary',
        entry_point: 'server/run',
        mcp_config: { command: '${__dirname}/server/run', args: [] },
      }),
      files: { 'server/run': `#!/usr/bin/env python3\n${PYTHON}`, 'server/helper.py': 'NAME = "compiled"\n' },
    });
    const { host, decision } = await installed(bundle);
    expect(decision.plan.resolvedCommand).toBe(join(decision.plan.cwd, 'server/run'));
    expect(host.host.snapshot().servers[0]?.state).toMatchObject({ connection: { serverName: 'compiled' } });
  });
});

describe('an installed bundle whose files were damaged', () => {
  test('is repaired by installing it again, settings kept', async () => {
    const bundle = await packBundle({
      manifest: manifest('fragile', {
        type: 'python',
        entry_point: 'main.py',
        mcp_config: { command: 'python', args: ['${__dirname}/main.py'] },
      }),
      files: { 'main.py': PYTHON, 'helper.py': 'NAME = "fragile"\n' },
    });
    const { host, decision } = await installed(bundle);
    const { serverId } = decision;
    await host.host.run('server.stop', { serverId });
    await rm(join(decision.plan.cwd, 'helper.py'));
    await appendFile(join(decision.plan.cwd, 'main.py'), '# changed\n');
    const installId = await host.host.openFile(bundle);
    await host.waitFor('the offer', ({ installs }) => installs.find(({ state }) => state.kind === 'ready'));
    await host.host.run('install.continue', { installId, config: {}, asNewServer: false });
    const again = await host.decision(serverId);
    await host.answer(again, 'agree');
    await host.state(serverId, 'running');
    expect(host.host.snapshot().servers).toHaveLength(1);
    await restartUnasked(host, serverId);
  });
});
