/**
 * End to end: the built app in Chromium against the loopback shell, and in Electron where its binary is.
 */
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { installedBrowser } from '../main/loopback/openBrowser.ts';
import { electronBinary } from '../main/startElectron.ts';
import type { ShellOptions } from './fixtures/test.ts';

const root = join(import.meta.dirname, '..');
const electron = electronBinary(root);
const isRunner = process.env['TEST_WORKER_INDEX'] === undefined;
if (electron === undefined && isRunner) console.error('desktop: not run: no Electron binary');

const browser = installedBrowser();

export default defineConfig<ShellOptions>({
  testDir: '.',
  testMatch: ['flows/**/*.spec.ts', 'security/**/*.spec.ts'],
  outputDir: 'results/artifacts',
  reporter: [['list'], ['json', { outputFile: 'results/e2e.json' }]],
  forbidOnly: process.env['CI'] !== undefined,
  workers: 2,
  // As for unit tests: what took two tries is named.
  retries: process.env['CI'] === undefined ? 0 : 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  use: {
    trace: 'retain-on-failure',
    launchOptions: {
      ...(browser === undefined ? {} : { executablePath: browser }),
      args: [
        // Chromium's own sandbox refuses to run as root, which is what a bare container is.
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
  projects: [
    { name: 'loopback', use: { shell: 'loopback' } },
    ...(electron === undefined ? [] : [{ name: 'desktop', use: { shell: 'desktop' as const }, testMatch: 'flows/**' }]),
  ],
});
