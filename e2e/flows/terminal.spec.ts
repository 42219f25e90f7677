/**
 * Gatehouse at a terminal: ^C asks once while a call runs. A real terminal, made by `script` of util-linux.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { processesIn } from '../fixtures/folders.ts';
import { HostClient } from '../fixtures/hostClient.ts';
import { test } from '../fixtures/test.ts';

test.skip(({ shell }) => shell !== 'loopback' || process.platform !== 'linux', 'The loopback shell, on Linux.');

const CLI = join(import.meta.dirname, '../../out/main/cli.js');
const CTRL_C = '\x03';

/** Starts the host in a terminal of its own, which the test reads and types into. */
function startInTerminal(dataDir: string) {
  // Without `exec`, some shells stay in between, get the ^C as well, and end before the host does.
  const command = `exec '${process.execPath}' '${CLI}' serve --no-open --data-dir '${dataDir}'`;
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    env: { ...process.env, SHELL: '/bin/sh' },
  });
  let shown = '';
  child.stdout.on('data', (chunk: Buffer) => (shown += chunk.toString('utf8')));
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { shown: () => shown, type: (text: string) => child.stdin.write(text), exited };
}

test('^C says that a call runs and goes on; pressed again it ends the call and everything else', async ({
  dataDir,
}) => {
  const terminal = startInTerminal(dataDir);
  const link = /Gatehouse is at (http:\S+)/;
  await expect.poll(terminal.shown).toMatch(link);
  const client = await HostClient.open(link.exec(terminal.shown())?.[1] ?? '');
  await client.run('bundle.open', { from: { kind: 'sample', name: 'tour' } });
  const decision = await client.waitForDecision();
  await client.agree(decision);
  await client.waitForState(decision.serverId, 'running');
  const call = client.call(decision.serverId, 'count', { to: 100 }).then(
    () => 'answered',
    () => 'cut off',
  );
  await client.waitFor('the call', ({ calls }) => calls.find(({ progress }) => progress !== undefined));

  terminal.type(CTRL_C);
  await expect.poll(terminal.shown).toContain('1 call is running. Press Ctrl+C again to end it and quit.');
  expect(client.server(decision.serverId)?.state.kind).toBe('running');
  expect(await processesIn(join(dataDir, 'bundles'))).toHaveLength(1);

  await new Promise((resolve) => setTimeout(resolve, 300)); // As fast as a person presses twice.
  terminal.type(CTRL_C);
  expect(await terminal.exited).toBe(0);
  expect(await call).toBe('cut off');
  expect(await processesIn(join(dataDir, 'bundles'))).toEqual([]);
});

test('^C with nothing running ends at once', async ({ dataDir }) => {
  const terminal = startInTerminal(dataDir);
  await expect.poll(terminal.shown).toContain('Ctrl+C to quit');
  terminal.type(CTRL_C);
  expect(await terminal.exited).toBe(0);
});
