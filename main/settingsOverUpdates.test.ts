/**
 * What a person filled in for a bundle, over updates of it (MCPB MANIFEST.md §User Configuration), and how long their
 * secrets are kept.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { ConfigValues } from '../app/contract/bundles.ts';
import type { ServerId } from '../app/contract/ids.ts';
import type { ConfigInputs } from '../app/contract/installs.ts';
import { UNDO_MS } from '../app/servers/servers.ts';
import { craftArchive, MINIMAL_MANIFEST } from './testing/archives.ts';
import { startSteeredHost } from './testing/startSteeredHost.ts';
import type { SteeredHost } from './testing/startSteeredHost.ts';
import { temporaryFolder } from './testing/temporaryFolder.ts';

interface Offered {
  readonly version: string;
  readonly options: readonly ('plain' | 'other' | 'token')[];
  readonly way?: 'well' | 'dies';
}

/** A bundle of our own server that asks for these. `token` is a secret. */
function writeBundle({ version, options, way = 'well' }: Offered): string {
  const entryPoint = 'server/starts.mjs';
  const env = Object.fromEntries(options.map((key) => [key.toUpperCase(), `\${user_config.${key}}`]));
  const mcpConfig = { command: 'node', args: [`\${__dirname}/${entryPoint}`, way], env };
  const userConfig = options.map((key) => [
    key,
    { type: 'string', title: key, description: key, sensitive: key === 'token' },
  ]);
  const manifest = {
    ...MINIMAL_MANIFEST,
    version,
    server: { ...MINIMAL_MANIFEST.server, entry_point: entryPoint, mcp_config: mcpConfig },
    user_config: Object.fromEntries(userConfig) as object,
  };
  const files = ['starts', 'wire'].map((name) => ({
    name: `server/${name}.mjs`,
    content: readFileSync(join(import.meta.dirname, `testing/servers/${name}.mjs`)),
  }));
  const path = join(temporaryFolder(), 'minimal.mcpb');
  writeFileSync(path, craftArchive([{ name: 'manifest.json', content: JSON.stringify(manifest) }, ...files]));
  return path;
}

/** Opens it, fills it in, agrees, and answers what the form began with. */
async function install(host: SteeredHost, offered: Offered, config: ConfigInputs): Promise<ConfigValues> {
  const installId = await host.host.openFile(writeBundle(offered));
  const begunWith = await host.waitFor('the form', ({ installs }) => {
    const state = installs.find((each) => each.installId === installId)?.state;
    return state?.kind === 'ready' ? state.config : undefined;
  });
  await host.host.run('install.continue', { installId, config, asNewServer: false });
  const decision = await host.decision();
  await host.agree(decision);
  await host.waitFor('its place in the list', ({ installs }) =>
    installs.find((each) => each.installId === installId && each.state.kind === 'installed'),
  );
  await host.state(decision.serverId, offered.way === 'dies' ? 'failed' : 'running');
  return begunWith;
}

function onlyServer(host: SteeredHost): ServerId {
  const [server] = host.host.snapshot().servers;
  if (server === undefined) throw new Error('There is no server.');
  return server.serverId;
}

const secretsFile = z.object({ secrets: z.array(z.object({ owner: z.string(), name: z.string() })) });

function secretsOf({ dataDir }: SteeredHost): readonly string[] {
  const { secrets } = secretsFile.parse(JSON.parse(readFileSync(join(dataDir, 'secrets.json'), 'utf8')));
  return secrets.map(({ name }) => name);
}

const FILLED_IN = { plain: { value: 'A' }, other: { value: 'B' }, token: { value: 'canary-4d1e' } };
const KEPT = { plain: { keep: true }, other: { keep: true }, token: { keep: true } } as const;

test('values of options that one version lacks are there again in the next that has them', async () => {
  const host = await startSteeredHost();
  await install(host, { version: '1.0.0', options: ['plain', 'other', 'token'] }, FILLED_IN);
  await install(host, { version: '2.0.0', options: ['other'] }, { other: { keep: true } });
  const serverId = onlyServer(host);
  // Also after settings were changed meanwhile.
  await host.host.run('server.configure', { serverId, config: { other: { value: 'C' } } });

  const last = { version: '3.0.0', options: ['plain', 'other', 'token'] } as const;
  expect(await install(host, last, KEPT)).toEqual({ plain: 'A', other: 'C', token: { secret: true } });
  expect(host.server(serverId).source).toMatchObject({
    version: '3.0.0',
    config: { plain: 'A', other: 'C', token: { secret: true } },
  });
});

test('a secret that is emptied in an update is kept until the new version has run, and no longer (S9)', async () => {
  const host = await startSteeredHost();
  const options = ['plain', 'token'] as const;
  await install(host, { version: '1.0.0', options }, { token: { value: 'canary-4d1e' } });
  await install(host, { version: '2.0.0', options, way: 'dies' }, { token: { value: '' } });
  expect(secretsOf(host)).toEqual(['user_config.token']);
  // So that one can go back.
  const serverId = onlyServer(host);
  await host.host.run('server.rollBack', { serverId });
  await host.agree(await host.decision());
  await host.state(serverId, 'running');
  expect(secretsOf(host)).toEqual(['user_config.token']);

  await install(host, { version: '3.0.0', options }, { token: { value: '' } });
  expect(secretsOf(host)).toEqual([]);
});

test('a secret that only the version had which one went back from goes with it (S9)', async () => {
  const host = await startSteeredHost();
  await install(host, { version: '1.0.0', options: ['plain'] }, { plain: { value: 'A' } });
  await install(host, { version: '2.0.0', options: ['token'], way: 'dies' }, { token: { value: 'canary-4d1e' } });
  expect(secretsOf(host)).toEqual(['user_config.token']);
  await host.host.run('server.rollBack', { serverId: onlyServer(host) });
  expect(secretsOf(host)).toEqual([]);
});

test('of a server that is removed no secret stays, also of options that its version lacks (S9)', async () => {
  const host = await startSteeredHost();
  await install(host, { version: '1.0.0', options: ['plain', 'token'] }, { token: { value: 'canary-4d1e' } });
  await install(host, { version: '2.0.0', options: ['plain'] }, { plain: { value: 'A' } });
  expect(secretsOf(host)).toEqual(['user_config.token']);
  await host.host.run('server.remove', { serverId: onlyServer(host) });
  host.clock.advance(UNDO_MS);
  await host.waitFor('its end', ({ servers }) => (servers.length === 0 ? true : undefined));
  expect(secretsOf(host)).toEqual([]);
});
