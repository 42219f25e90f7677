/**
 * `gatehouse client-metadata` as a person or a pipeline runs it.
 */
import { spawn } from 'node:child_process';
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { createAuthorizationCallback } from './adapters/authorizationCallback.ts';
import { createConfigStore } from './adapters/configStore.ts';
import { clientMetadata } from './clientMetadata.ts';
import { temporaryFolder } from './testing/temporaryFolder.ts';

const CLI = join(import.meta.dirname, 'cli.ts');
const URL_HERE = 'https://host.example/oauth/client.json';
const { redirectUris } = createAuthorizationCallback();

async function run(...args: readonly string[]) {
  const child = spawn(process.execPath, [CLI, 'client-metadata', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, out, err };
}

async function dataDirWith(settings: object): Promise<string> {
  const dir = temporaryFolder();
  (await createConfigStore({ dir })).set('settings', settings);
  return dir;
}

describe('gatehouse client-metadata', () => {
  test('prints the document for an address', async () => {
    const { code, out, err } = await run('--url', URL_HERE);
    expect([code, err, JSON.parse(out)]).toEqual([0, '', clientMetadata(URL_HERE, redirectUris)]);
  });

  test('prints it for the address that is set, and changes nothing where it looks', async () => {
    const dir = await dataDirWith({ theme: 'dark', clientMetadataUrl: URL_HERE });
    const file = join(dir, 'config.json');
    const before = [readdirSync(dir), statSync(file).mtimeMs];
    const { code, out } = await run('--data-dir', dir);
    expect([code, JSON.parse(out)]).toEqual([0, clientMetadata(URL_HERE, redirectUris)]);
    expect([readdirSync(dir), statSync(file).mtimeMs]).toEqual(before);
  });

  test('says so where no address is set', async () => {
    const dirs = [
      temporaryFolder(),
      join(temporaryFolder(), 'not-there'),
      await dataDirWith({ theme: 'dark' }),
      await dataDirWith({ theme: 'dark', clientMetadataUrl: '' }),
    ];
    for (const dir of dirs) {
      const { code, out, err } = await run('--data-dir', dir);
      expect([code, out]).toEqual([64, '']);
      expect(err).toContain('No address is set');
    }
  });

  test('says so where the settings can’t be read', async () => {
    const dir = temporaryFolder();
    writeFileSync(join(dir, 'config.json'), '{"settings": {"clientMetadataUrl": 7}}');
    const { code, err } = await run('--data-dir', dir);
    expect([code, err.trim()]).toEqual([2, `${join(dir, 'config.json')} can't be read. Name an address with --url.`]);
  });

  test('refuses an address that could not be a client id, to print for and to check', async () => {
    for (const option of ['--url', '--check']) {
      const { code, out, err } = await run(option, 'http://host.example/a#b');
      expect([code, out]).toEqual([2, '']);
      expect(err).toMatch(/can't introduce Gatehouse:\n {2}It does not begin with https:.*\n {2}It has a fragment/);
    }
  });

  test.each(['https://127.0.0.1:1/c', 'https://localhost/c', 'https://192.168.1.1/c', 'https://[fd00::1]/c'])(
    'checks nothing at %s, where an authorization server would not go (S11)',
    async (url) => {
      const { code, err } = await run('--check', url);
      expect([code, err]).toEqual([2, expect.stringContaining('It leads to this computer, to a private network')]);
    },
  );

  test.each([[['--check', URL_HERE, '--url', URL_HERE]], [['--check']], [['--what']], [[URL_HERE]]])(
    'wrong usage %j ends with exit code 64',
    async (args) => {
      const { code, err } = await run(...args);
      expect(code).toBe(64);
      expect(err).not.toBe('');
    },
  );
});
