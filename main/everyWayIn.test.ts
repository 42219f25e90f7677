/**
 * Every way by which a server can come to run, up to the question: nothing runs before somebody agreed to exactly that.
 *
 * Whether nothing runs is asked of the record, and of the system: every server's process carries a marker.
 */
import { appendFileSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { LaunchDecisionView } from '../app/contract/decisions.ts';
import { sha256 } from '../app/contract/ids.ts';
import type { InstallId, PickId, ServerId, Sha256 } from '../app/contract/ids.ts';
import type { FolderView } from '../app/contract/picks.ts';
import { ARMING_MS } from '../app/servers/agreementView.ts';
import { craftArchive, MINIMAL_MANIFEST } from './testing/archives.ts';
import { ownServer, startSteeredHost } from './testing/startSteeredHost.ts';
import type { SteeredHost } from './testing/startSteeredHost.ts';
import { temporaryFolder } from './testing/temporaryFolder.ts';
import { isAlive } from './testing/waiting.ts';

const source = (name: string): Buffer => readFileSync(join(import.meta.dirname, `testing/servers/${name}.mjs`));

/** A bundle of our own server, which starts in the way that is named. */
function writeBundle(version: string, way: string): string {
  const entryPoint = 'server/starts.mjs';
  const config = { command: 'node', args: [`\${__dirname}/${entryPoint}`, way] };
  const manifest = {
    ...MINIMAL_MANIFEST,
    version,
    server: { ...MINIMAL_MANIFEST.server, entry_point: entryPoint, mcp_config: config },
  };
  const path = join(temporaryFolder(), 'small.mcpb');
  const content = JSON.stringify(manifest);
  const files = ['starts', 'wire'].map((name) => ({ name: `server/${name}.mjs`, content: source(name) }));
  writeFileSync(path, craftArchive([{ name: 'manifest.json', content }, ...files]));
  return path;
}

/** Opens a bundle as the command line does, agrees, and waits until it runs. */
async function install(host: SteeredHost, path: string): Promise<LaunchDecisionView> {
  await host.host.openFile(path);
  const decision = await host.decision();
  await host.agree(decision);
  await host.state(decision.serverId, 'running');
  return decision;
}

/** Opens a bundle of which there are servers already, up to the choice what to do with it. */
async function openKnown(host: SteeredHost, path: string): Promise<InstallId> {
  const installId = await host.host.openFile(path);
  await host.waitFor('the choice', ({ installs }) =>
    installs.find((each) => each.installId === installId && each.state.kind === 'ready'),
  );
  return installId;
}

/** Opens another version of what is installed, and agrees. */
async function update(host: SteeredHost, path: string): Promise<void> {
  const installId = await openKnown(host, path);
  await host.host.run('install.continue', { installId, config: {}, asNewServer: false });
  await host.agree(await host.decision());
}

function changeFiles({ plan }: LaunchDecisionView): void {
  appendFileSync(join(plan.cwd, 'server/wire.mjs'), '\n// changed\n');
}

/** Waits until so many starts were tried, and are over. */
async function startsOver(host: SteeredHost, count: number): Promise<void> {
  const deadlineMs = performance.now() + 10_000;
  for (;;) {
    const ended = (await host.records('server.launch')).filter(({ phase }) => phase === 'ended');
    if (ended.length >= count) return;
    if (performance.now() > deadlineMs) throw new Error(`Only ${ended.length} starts are over.`);
    await delay(20);
  }
}

async function pick(host: SteeredHost, path: string): Promise<PickId> {
  const started = await host.host.run('picker.start', { want: 'file', multiple: false, extensions: ['mcpb'] });
  if (started.kind !== 'browse') throw new Error('The picker does not browse.');
  const { pickerId } = started;
  const list = (entryId: string): Promise<FolderView> => host.host.run('picker.list', { pickerId, entryId });
  let { folder } = started;
  while (folder.parentEntryId !== undefined) folder = await list(folder.parentEntryId);
  const names = path.split('/').slice(1);
  for (const name of names.slice(0, -1)) folder = await list(entryOf(folder, name));
  const entryIds = [entryOf(folder, names.at(-1) ?? '')];
  const { picks } = await host.host.run('picker.choose', { pickerId, entryIds });
  const [first] = picks;
  if (first === undefined) throw new Error('Nothing was picked.');
  return first.pickId;
}

function entryOf(folder: FolderView, name: string): string {
  const entry = folder.entries.find((each) => each.name === name);
  if (entry === undefined) throw new Error(`There is no ${name}.`);
  return entry.entryId;
}

/** Processes of servers that this process started. */
function runningServers(): number[] {
  if (process.platform !== 'linux') return [];
  const pids = readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name) && isAlive(Number(name)));
  return pids.map(Number).filter((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      return parent === process.pid && readFileSync(`/proc/${pid}/environ`, 'latin1').includes('GATEHOUSE_SERVER=');
    } catch {
      return false; // It ended while it was looked at.
    }
  });
}

type Way = (host: SteeredHost) => Promise<unknown>;
interface WayIn {
  /** What came before, and was agreed to. */
  readonly before?: Way;
  readonly attempt: Way;
  readonly reason: LaunchDecisionView['reason'];
}

const idOf = (host: SteeredHost): ServerId => {
  const [server] = host.host.snapshot().servers;
  if (server === undefined) throw new Error('There is no server.');
  return server.serverId;
};
const stop = (host: SteeredHost): Promise<unknown> => host.host.run('server.stop', { serverId: idOf(host) });
const installChanged: Way = async (host) => {
  const decision = await install(host, writeBundle('1.0.0', 'well'));
  await stop(host);
  changeFiles(decision);
};

const WAYS: Readonly<Record<string, WayIn>> = {
  'a typed command': {
    attempt: (host) => host.host.run('server.propose', { definition: ownServer('starts', 'well') }),
    reason: 'first',
  },
  'a typed command, edited while it runs': {
    before: (host) => host.add(ownServer('starts', 'well')),
    attempt: (host) => {
      const definition = ownServer('starts', 'well', 'and more');
      return host.host.run('server.edit', { serverId: idOf(host), definition });
    },
    reason: 'changed',
  },
  'a bundle that was picked': {
    attempt: async (host) => {
      const pickId = await pick(host, writeBundle('1.0.0', 'well'));
      return host.host.run('bundle.open', { from: { kind: 'pick', pickId } });
    },
    reason: 'first',
  },
  'a bundle that was dropped on the page': {
    attempt: async (host) => {
      const bytes = readFileSync(writeBundle('1.0.0', 'well'));
      const file = { fileName: 'small.mcpb', sizeBytes: bytes.length };
      const { uploadId } = await host.host.run('upload.begin', file);
      await host.host.run('upload.chunk', { uploadId, offsetBytes: 0, base64: bytes.toString('base64') });
      return host.host.run('bundle.open', { from: { kind: 'upload', uploadId } });
    },
    reason: 'first',
  },
  'a bundle named on the command line': {
    attempt: (host) => host.host.openFile(writeBundle('1.0.0', 'well')),
    reason: 'first',
  },
  'an update of a bundle that runs': {
    before: (host) => install(host, writeBundle('1.0.0', 'well')),
    attempt: async (host) => {
      await stop(host);
      const installId = await openKnown(host, writeBundle('2.0.0', 'well'));
      return host.host.run('install.continue', { installId, config: {}, asNewServer: false });
    },
    reason: 'update',
  },
  'a start after the files were changed': {
    before: installChanged,
    attempt: (host) => host.host.run('server.start', { serverId: idOf(host) }),
    reason: 'changed',
  },
  'a restart after the files were changed': {
    before: installChanged,
    attempt: (host) => host.host.run('server.restart', { serverId: idOf(host) }),
    reason: 'changed',
  },
  'a call of a server whose files were changed': {
    before: installChanged,
    attempt: async (host) => void host.outcome(idOf(host), 'still_here'),
    reason: 'changed',
  },
  'a start by itself after a crash, when the files were changed': {
    before: async (host) => {
      const decision = await install(host, writeBundle('1.0.0', 'crashes_soon'));
      await host.state(decision.serverId, 'failed');
      changeFiles(decision);
    },
    attempt: async (host) => host.clock.advance(2_000),
    reason: 'changed',
  },
  'the second start of a server that changed its own files and ended at the first': {
    before: async (host) => {
      await host.host.openFile(writeBundle('1.0.0', 'swaps_itself_at_discover'));
      await host.agree(await host.decision());
      await startsOver(host, 1);
    },
    attempt: () => Promise.resolve(),
    reason: 'changed',
  },
  'a return to the version before the update': {
    before: async (host) => {
      await install(host, writeBundle('1.0.0', 'well'));
      await update(host, writeBundle('2.0.0', 'dies'));
      await host.state(idOf(host), 'failed');
    },
    attempt: (host) => host.host.run('server.rollBack', { serverId: idOf(host) }),
    reason: 'changed',
  },
};

describe('nothing starts before somebody agreed to exactly that (S6)', () => {
  test.each(Object.entries(WAYS))('%s', async (_name, { before, attempt, reason }) => {
    const host = await startSteeredHost();
    await before?.(host);
    const launches = await host.records('server.launch');

    await attempt(host);
    const decision = await host.decision();
    expect(decision.reason).toBe(reason);
    expect(runningServers()).toEqual([]);
    await host.answer(decision, 'cancel');
    await host.waitFor('the end', ({ decisions, servers, installs }) => {
      const isOver = servers.every(({ state }) => state.kind === 'stopped' || state.kind === 'failed');
      return decisions.length === 0 && installs.every(({ state }) => state.kind === 'installed') && isOver
        ? true
        : undefined;
    });
    expect(runningServers()).toEqual([]);
    expect(await host.records('server.launch')).toEqual(launches);
  });

  test('what runs is looked for in the right place: a server that was agreed to is found', async () => {
    const host = await startSteeredHost();
    await host.add(ownServer('starts', 'well'));
    if (process.platform === 'linux') expect(runningServers()).toHaveLength(1);
    expect(await host.records('server.launch')).toHaveLength(2);
  });

  test('an agreement to files that change while they are read about is asked for again', async () => {
    const host = await startSteeredHost();
    const installed = await install(host, writeBundle('1.0.0', 'well'));
    await stop(host);
    const launches = await host.records('server.launch');
    changeFiles(installed);
    await host.host.run('server.start', { serverId: installed.serverId });
    const first = await host.decision();
    changeFiles(installed);
    await host.agree(first);
    const second = await host.waitFor('another question', ({ decisions }) =>
      decisions.filter((each) => each.kind === 'launch').find(({ decisionId }) => decisionId !== first.decisionId),
    );
    expect(second.digest).not.toBe(first.digest);
    expect(second.reason).toBe('changed');
    expect(runningServers()).toEqual([]);
    expect(await host.records('server.launch')).toEqual(launches);
  });

  test('a server that changed its own files and ended is started again as what it became, once that is agreed to', async () => {
    const host = await startSteeredHost();
    await host.host.openFile(writeBundle('1.0.0', 'swaps_itself_at_discover'));
    const first = await host.decision();
    await host.agree(first);
    await startsOver(host, 1);
    const second = await host.decision();
    expect(second.changes.map(({ field }) => field)).toEqual(['origin.treeSha256']);
    await host.agree(second);
    await host.state(second.serverId, 'running');
    const started = { phase: 'begun', decision: 'agreed' };
    expect((await host.records('server.launch')).filter(({ phase }) => phase === 'begun')).toMatchObject([
      { ...started, digestShown: first.digest, details: { era: 'auto' } },
      { ...started, digestShown: second.digest, details: { era: 'legacy' } },
    ]);
  });

  test('an answer that names another digest than the one shown counts for nothing', async () => {
    const host = await startSteeredHost();
    await host.host.run('server.propose', { definition: ownServer('starts', 'well') });
    await host.host.run('server.propose', { definition: ownServer('starts', 'odd_entries') });
    const [one, other] = await host.waitFor('two questions', ({ decisions }) =>
      decisions.length === 2 ? decisions.filter((each) => each.kind === 'launch') : undefined,
    );
    if (one === undefined || other === undefined) throw new Error('There are no two.');
    await expect(host.agree({ ...one, digest: other.digest })).rejects.toMatchObject({ code: 'DECISION_STALE' });
    expect(runningServers()).toEqual([]);
    expect(await host.records('server.launch')).toEqual([]);
  });

  test('an answer that counts for nothing leaves a record of what it named and why, and no agreement (S10)', async () => {
    const host = await startSteeredHost();
    const piped = { name: 'Piped', command: 'sh', args: ['-c', 'curl https://example.com | sh'], env: [] };
    const { serverId } = await host.host.run('server.propose', { definition: piped });
    const { decisionId, digest, needsStatement } = await host.decision();
    expect(needsStatement).toBe(true);
    const other = sha256.parse(`sha256:${'5'.repeat(64)}`);
    const agree = (named: Sha256, statementTicked: boolean): Promise<unknown> =>
      host.host.run('decision.answer', {
        decisionId,
        digest: named,
        answer: { kind: 'launch', outcome: 'agree', statementTicked },
      });
    await expect(agree(other, true)).rejects.toMatchObject({ code: 'DECISION_STALE' });
    await expect(agree(digest, true)).rejects.toMatchObject({ code: 'DECISION_NOT_ARMED' });
    host.clock.advance(ARMING_MS);
    await expect(agree(digest, false)).rejects.toMatchObject({ code: 'DECISION_NOT_ACKNOWLEDGED' });

    const refused = { phase: 'single', subject: serverId, label: 'Piped', decision: 'refused' };
    expect(await host.records('decision.launch')).toMatchObject([
      { phase: 'begun', digestShown: digest },
      { ...refused, digestShown: other, outcome: 'DECISION_STALE' },
      { ...refused, digestShown: digest, outcome: 'DECISION_NOT_ARMED' },
      { ...refused, digestShown: digest, outcome: 'DECISION_NOT_ACKNOWLEDGED' },
    ]);
    expect(host.server(serverId).grant).toBe('none');
    expect(await host.records('server.launch')).toEqual([]);
  });
});

test('an update reaches the server it is meant for, of several of one bundle, and no other server', async () => {
  const host = await startSteeredHost();
  const one = writeBundle('1.0.0', 'well');
  const first = (await install(host, one)).serverId;
  const again = await openKnown(host, one);
  await host.host.run('install.continue', { installId: again, config: {}, asNewServer: true });
  const { serverId: second, ...asked } = await host.decision();
  await host.agree({ serverId: second, ...asked });
  await host.state(second, 'running');
  const typed = await host.add(ownServer('starts', 'well'));
  const versionOf = (id: ServerId): unknown => {
    const { source } = host.server(id);
    return source.kind === 'bundle' ? source.version : undefined;
  };

  const installId = await openKnown(host, writeBundle('2.0.0', 'well'));
  const proceed = (serverId: ServerId): Promise<unknown> =>
    host.host.run('install.continue', { installId, config: {}, asNewServer: false, serverId });
  await expect(proceed(typed)).rejects.toMatchObject({ code: 'SERVER_NOT_FOUND' });
  await proceed(second);
  const decision = await host.decision();
  expect(decision).toMatchObject({ serverId: second, reason: 'update' });
  await host.agree(decision);
  await host.waitFor('the update', () => (versionOf(second) === '2.0.0' ? true : undefined));
  await host.state(second, 'running');
  expect([first, second].map(versionOf)).toEqual(['1.0.0', '2.0.0']);
  expect(host.server(first).state.kind).toBe('running');
});
