/**
 * The shell on a fake Electron and a fake host, with a real data folder and a page of one file.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { fakeHost } from '../../../app/testing/fakeHost.ts';
import { manualClock } from '../../../app/testing/manualClock.ts';
import type { ComposeOptions } from '../../composeHost.ts';
import { temporaryFolder } from '../../testing/temporaryFolder.ts';
import type { ShellEnvironment } from '../runHost.ts';
import { startShell } from '../startShell.ts';
import { fakeElectron, type FakeElectronOptions, type FakeWindow } from './fakeElectron.ts';

const POLL_MS = 5;
const POLL_LIMIT_MS = 5_000;

export interface StartOptions extends FakeElectronOptions {
  /** Behind the program's name. */
  readonly args?: readonly string[];
  readonly platform?: NodeJS.Platform;
  readonly dataDir?: string;
  readonly compose?: ShellEnvironment['compose'];
  /** Closes the host; at once, unless a test says otherwise. */
  readonly close?: () => Promise<void>;
}

/** Starts the shell up to where it waits for Electron to be ready. */
export async function startShellOnFakes(options: StartOptions = {}) {
  const electron = fakeElectron(options);
  const folder = temporaryFolder();
  const dataDir = options.dataDir ?? join(folder, 'data');
  mkdirSync(join(folder, 'page'));
  writeFileSync(join(folder, 'page/index.html'), '<!doctype html><html><head><title>Page</title></head></html>');
  const clock = manualClock();
  const slept: boolean[] = [];
  const host = {
    ...fakeHost(),
    endsWithQuit: () => ({ calls, tasks: 0 }),
    sleep: (isAsleep: boolean) => void slept.push(isAsleep),
  };
  const bugs: unknown[] = [];
  const composedWith: ComposeOptions[] = [];
  let calls = 0;
  let closed = 0;
  const environment: ShellEnvironment = {
    argv: ['gatehouse', `--data-dir=${dataDir}`, ...(options.args ?? [])],
    workingDir: folder,
    platform: options.platform ?? 'linux',
    resourcesPath: join(folder, 'resources'),
    appDir: folder,
    pageDir: join(folder, 'page'),
    preloadPath: join(folder, 'preload.cjs'),
    clock,
    compose:
      options.compose ??
      (async (composeOptions) => {
        composedWith.push(composeOptions);
        electron.ipcMain.on('electron-store-get-data', () => undefined);
        return {
          host,
          close: async () => {
            closed += 1;
            await options.close?.();
          },
        };
      }),
    logBug: (error) => bugs.push(error),
  };
  await startShell(electron.modules, environment);
  onTestFinished(async () => {
    // Lets go of the data folder, as quitting does.
    if (electron.done.some((name) => name.startsWith('exit'))) return;
    await until(() => composedWith.length > 0);
    electron.becomeReady();
    await until(() => electron.windows.length > 0);
    host.requestQuit();
    await until(() => electron.done.some((name) => name.startsWith('exit')));
  });
  return {
    electron,
    host,
    folder,
    dataDir,
    clock,
    bugs,
    composedWith,
    slept,
    closedTimes: () => closed,
    setRunningCalls: (count: number) => (calls = count),
    /** Electron becomes ready, and the window opens. */
    open: async (): Promise<FakeWindow> => {
      electron.becomeReady();
      await until(() => electron.windows.length > 0 && electron.menu().length > 0);
      const [window] = electron.windows;
      if (window === undefined) throw new Error('There is no window.');
      return window;
    },
  };
}

/** Waits for what happens soon, and fails where it doesn't. */
export async function until(holds: () => boolean): Promise<void> {
  const deadlineMs = Date.now() + POLL_LIMIT_MS;
  while (!holds()) {
    if (Date.now() > deadlineMs) throw new Error(`It did not happen: ${holds.toString()}`);
    await new Promise((next) => setTimeout(next, POLL_MS));
  }
}
