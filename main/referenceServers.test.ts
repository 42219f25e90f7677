import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { TypedServer } from '../app/contract/servers.ts';
import { startSteeredHost, textWith } from './testing/startSteeredHost.ts';

const require = createRequire(import.meta.url);
const everything = require.resolve('@modelcontextprotocol/server-everything/dist/index.js');

/** The reference server over HTTP, kept to this computer. */
async function startEverything(transport: 'streamableHttp' | 'sse'): Promise<string> {
  const preload = join(import.meta.dirname, 'testing/listenLocally.mjs');
  const child = spawn(process.execPath, ['--import', preload, everything, transport], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(() => void child.kill());
  for await (const line of createInterface({ input: child.stdout })) {
    const [, port] = /^\{"port":(\d+)\}$/.exec(line) ?? [];
    if (port === undefined) continue;
    // What it prints later must not fill the pipe.
    child.stdout.resume();
    return `http://127.0.0.1:${port}`;
  }
  throw new Error('The reference server did not start.');
}

const said = (text: string) => ({ kind: 'complete', content: [{ type: 'text', text: textWith(text) }] });

describe('the reference server of everything', () => {
  test.each([
    ['streamableHttp', '/mcp', 'streamable_http'],
    ['sse', '/sse', 'sse'],
  ] as const)('works over %s: tools, resources, prompts, completion, a form', async (transport, path, negotiated) => {
    const origin = await startEverything(transport);
    const host = await startSteeredHost();
    const serverId = await host.connect({
      name: 'Everything',
      url: `${origin}${path}`,
      transport: 'auto',
      headers: [],
    });
    expect(host.server(serverId).state).toMatchObject({ connection: { transport: negotiated, era: 'legacy' } });
    expect(await host.outcome(serverId, 'echo', { message: 'far away' })).toMatchObject(said('far away'));
    const { resources } = await host.host.run('server.resources', { serverId });
    expect(resources.length).toBeGreaterThan(0);
    const { prompts } = await host.host.run('server.prompts', { serverId });
    expect(prompts.length).toBeGreaterThan(0);
    const { tools } = await host.host.run('server.tools', { serverId });
    const elicits = tools.find(({ name }) => name.includes('elicitation-request'));
    if (elicits === undefined) throw new Error(`No tool asks for a form: ${tools.map(({ name }) => name).join(', ')}`);
    const calling = host.outcome(serverId, elicits.name);
    const form = await host.question('elicitation_form');
    expect(form.fields.length).toBeGreaterThan(3);
    await host.reply(form, { kind: 'elicitation_form', action: 'decline', secretsConfirmed: false });
    expect(await calling).toMatchObject({ kind: 'complete' });
  });
});

test('sequential thinking, memory and files of the reference servers answer over stdio', async () => {
  const host = await startSteeredHost();
  const start = (name: string, ...args: string[]): TypedServer => ({
    name,
    command: process.execPath,
    args: [require.resolve(`@modelcontextprotocol/server-${name}/dist/index.js`), ...args],
    env: [],
  });
  const thinking = await host.add(start('sequential-thinking'));
  const thought = { thought: 'One step.', nextThoughtNeeded: false, thoughtNumber: 1, totalThoughts: 1 };
  expect(await host.outcome(thinking, 'sequentialthinking', thought)).toMatchObject(said('thoughtNumber'));
  const files = await host.add(start('filesystem', host.dataDir));
  expect(await host.outcome(files, 'list_directory', { path: host.dataDir })).toMatchObject(said('bundles'));
  const memory = await host.add({
    ...start('memory'),
    env: [{ name: 'MEMORY_FILE_PATH', value: join(host.dataDir, 'memory.json'), secret: false }],
  });
  expect(await host.outcome(memory, 'read_graph')).toMatchObject({ kind: 'complete' });
});
