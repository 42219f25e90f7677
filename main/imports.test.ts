/**
 * From another application's configuration to a running server, on a whole host.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { HostEvent } from '../app/contract/events.ts';
import type { Host } from '../app/hostInterface.ts';
import { startSteeredHost } from './testing/startSteeredHost.ts';

const SECRET = `canary-${'a1B2c3D4e5F6g7H8'.repeat(2)}`;
const SCRIPT = join(import.meta.dirname, 'testing/servers/report.mjs');
const CONFIGURATION = JSON.stringify({
  mcpServers: {
    report: {
      command: process.execPath,
      args: [SCRIPT],
      env: { API_KEY: SECRET, MODE: 'fast' },
      autoApprove: ['report'],
    },
    far: { url: 'https://far.example/mcp', headers: { Authorization: `Bearer ${SECRET}` } },
  },
});

async function start() {
  const steered = await startSteeredHost();
  const events: HostEvent[] = [];
  steered.host.subscribe((event) => events.push(event));
  return { steered, host: steered.host, events };
}

/** Everything in the data folder, as text. */
function filesIn(dataDir: string): string {
  return readdirSync(dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
}

async function addAll(host: Host): Promise<void> {
  const { importId } = await host.run('import.read', { from: { kind: 'text', text: CONFIGURATION } });
  const entries = [0, 1].map((index) => ({ index, name: `Server ${index}`, inputs: [], fields: [] }));
  await host.run('import.add', { importId, entries });
}

test('what is added stands in the list, stopped: nothing has run and nothing is asked (S5, S6)', async () => {
  const { host } = await start();
  await addAll(host);
  const { servers, decisions, imports } = host.snapshot();
  expect(servers.map(({ name, state, grant }) => [name, state.kind, grant])).toEqual([
    ['Server 0', 'stopped', 'none'],
    ['Server 1', 'stopped', 'none'],
  ]);
  expect([decisions, imports]).toEqual([[], []]);
  const { records } = await host.run('activity.list', { limit: 100 });
  expect(records.filter(({ kind }) => kind === 'server.launch')).toEqual([]);
});

test('a secret goes from the configuration to the server’s process and nowhere else (S9)', async () => {
  const { steered, host, events } = await start();
  await addAll(host);
  const server = host.snapshot().servers[0];
  if (server === undefined) throw new Error('Nothing was added.');
  const { serverId } = server;
  await host.run('server.start', { serverId });
  await steered.agree(await steered.decision(serverId));
  await steered.state(serverId, 'running');
  const outcome = JSON.stringify(await steered.outcome(serverId, 'report'));
  expect(outcome).toContain('"MODE":"fast"');
  expect(outcome).toContain(SECRET);
  const views = events.filter(({ type }) => type !== 'call.changed');
  expect(JSON.stringify([views, host.snapshot().servers, host.snapshot().imports])).not.toContain(SECRET);
  expect(filesIn(steered.dataDir)).not.toContain(SECRET);
});

describe('a link from outside', () => {
  test('is shown, and adds nothing (S5)', async () => {
    const { host } = await start();
    host.openLink('gatehouse://install?name=Notes&command=npx&arg=-y&arg=notes');
    const { imports, servers } = host.snapshot();
    expect([imports.map(({ source }) => source), servers]).toEqual([[{ kind: 'link', client: 'gatehouse' }], []]);
  });

  test('that is refused is a notice and a record, without a word of the link (S9, S10)', async () => {
    const { steered, host } = await start();
    host.openLink(`gatehouse://install?name=Notes&command=npx&env=TOKEN%3D${SECRET}`);
    host.openLink(`gatehouse://run?name=${SECRET}`);
    const { imports, notices } = host.snapshot();
    expect([imports, notices.map(({ error }) => error.code)]).toEqual([[], ['LINK_INVALID', 'LINK_INVALID']]);
    const records = await steered.records('link.refused');
    const refused = { phase: 'single', decision: 'refused', outcome: 'LINK_INVALID' };
    expect(records).toMatchObject([
      { ...refused, details: { reason: 'VALUE_IN_LINK', parameter: 'env' } },
      { ...refused, details: { reason: 'NOT_AN_INSTALL_LINK' } },
    ]);
    expect(JSON.stringify([notices, records])).not.toContain(SECRET);
  });
});
