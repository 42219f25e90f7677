/**
 * The built Electron shell around the real host, with a stand-in for Electron alone. Real Electron runs the flows instead,
 * wherever its binary is.
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';

const run = promisify(execFile);

test('starts in order, serves the built page, answers it over IPC, and ends (S2, S3)', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-shell-'));
  try {
    const dataDir = join(folder, 'data');
    const script = join(import.meta.dirname, '../fixtures/runBuiltShell.ts');
    const { stdout } = await run(process.execPath, [script, `--data-dir=${dataDir}`]);
    const said = JSON.parse(stdout) as Record<string, unknown> & { answer: [string, string]; preload: string };
    expect(said).toMatchObject({
      beforeReady: ['setPath userData', 'requestSingleInstanceLock', 'enableSandbox', 'registerSchemesAsPrivileged'],
      loaded: ['gatehouse-app://page/'],
      page: { status: 200, policy: expect.stringContaining("script-src 'self';") },
      channels: ['gatehouse:page'],
      errors: [],
      end: 'exit 0',
    });
    expect(existsSync(said.preload)).toBe(true);
    const [channel, text] = said.answer;
    expect([channel, JSON.parse(text)]).toMatchObject([
      'gatehouse:host',
      { type: 'result', id: 1, result: { host: { shell: 'electron', dataDir } } },
    ]);
    expect(JSON.parse(readFileSync(join(dataDir, 'electron/window.json'), 'utf8'))).toMatchObject({ maximized: false });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
