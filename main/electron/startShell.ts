/**
 * Starts the Electron shell, in the order Electron asks for: some things before it is ready, the rest after.
 *
 * The promise must be awaited by the entry module, since Electron holds `ready` back until that module is evaluated;
 * nothing in it may wait for `ready` itself, which would then never come.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { isInstallLink } from '../../app/imports/links/gatehouseLink.ts';
import { defaultDataDir, prepareDataDir } from '../dataDir.ts';
import { EXIT, StartProblem } from '../startProblem.ts';
import { isLink, LINK_SCHEME, readCommandLine } from './commandLine.ts';
import type { ElectronModules } from './electronModules.ts';
import { guardContents } from './guards.ts';
import { createInbox, openingsOf } from './inbox.ts';
import { PAGE_SCHEME_PRIVILEGES } from './pageScheme.ts';
import { runHost, type Running, type ShellEnvironment } from './runHost.ts';

/** What a second start tells the first. Whoever can say it is a program of the same user, so it is only looked at. */
const named = z.array(z.string().max(32_768)).max(100);
const secondStart = z.strictObject({ files: named, links: named });

/** Resolves when everything is done that has to be done before Electron is ready. The window comes later. */
export async function startShell(electron: ElectronModules, environment: ShellEnvironment): Promise<void> {
  const { app } = electron;
  const running: Running = { inbox: createInbox(), window: undefined };
  listenToSystem(app, running);
  const request = readCommandLine(environment.argv, environment.workingDir);
  try {
    const dataDir = await prepareDataDir(request.dataDir ?? defaultDataDir());
    const profileDir = join(dataDir, 'electron');
    await mkdir(profileDir, { recursive: true, mode: 0o700 });
    // Chromium's files, and with them the lock: one Gatehouse a data folder, not one a user.
    app.setPath('userData', profileDir);
    if (!app.requestSingleInstanceLock({ files: request.files, links: request.links })) {
      app.exit(0);
      return;
    }
    running.inbox.add(openingsOf(request));
    app.enableSandbox();
    electron.protocol.registerSchemesAsPrivileged([PAGE_SCHEME_PRIVILEGES]);
    // In development it would register Electron itself.
    if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME);
    const devTools = !app.isPackaged || request.devTools;
    runHost(electron, environment, running, { ...request, dataDir, profileDir, devTools }).catch((error: unknown) =>
      giveUp(electron, environment, error),
    );
  } catch (error) {
    giveUp(electron, environment, error);
  }
}

/** Listeners that may be called before anything is ready, so they come first. */
function listenToSystem(app: ElectronModules['app'], running: Running): void {
  app.on('web-contents-created', (_event, contents) => guardContents(contents));
  app.on('open-file', (event, path) => {
    event.preventDefault();
    running.inbox.add([{ file: path }]);
    running.window?.show();
  });
  // SECURITY(S11): a link from elsewhere shows the window; an install link also what it proposes. No other is read.
  app.on('open-url', (event, url) => {
    event.preventDefault();
    if (isInstallLink(url)) running.inbox.add([{ link: url }]);
    if (isLink(url)) running.window?.show();
  });
  app.on('second-instance', (_event, _argv, _workingDir, data) => {
    const said = secondStart.safeParse(data);
    if (said.success) running.inbox.add(openingsOf(said.data));
    running.window?.show();
  });
}

/** Says why Gatehouse can't start, in a dialog where there can be one. */
function giveUp({ app, dialog }: ElectronModules, { logBug }: ShellEnvironment, error: unknown): void {
  if (!(error instanceof StartProblem)) logBug(error);
  dialog.showErrorBox('Gatehouse can’t start', error instanceof Error ? error.message : String(error));
  app.exit(error instanceof StartProblem ? error.exitCode : EXIT.bug);
}
