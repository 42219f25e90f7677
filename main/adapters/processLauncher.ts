/**
 * Starts the process of a server, exactly as its plan says, and ends all of them with the host.
 *
 * The only file that starts what a person agreed to. It takes a `ConsentedLaunch`, so there is no way here around the
 * gate; everything else about the plan was decided before.
 */
import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { AppError } from '../../app/contract/errors.ts';
import { literal } from '../../app/launch/planText.ts';
import type { Clock } from '../../app/ports/clock.ts';
import type {
  ConsentedLaunch,
  LaunchOptions,
  ProcessHandlers,
  ProcessLauncher,
} from '../../app/ports/processLauncher.ts';
import { systemClock } from './clock.ts';
import { resolveLaunch } from './launchEnvironment.ts';
import type { LaunchEnvironment } from './launchEnvironment.ts';
import { DEFAULT_GRACES, superviseProcess } from './serverProcess.ts';
import type { Graces, SupervisedProcess } from './serverProcess.ts';
import { errnoOf } from './storeFiles.ts';
import type { Warden } from './wardenClient.ts';

export interface ProcessLauncherOptions {
  readonly warden: Warden;
  readonly graces?: Graces;
  readonly clock?: Clock;
}

/** `launch` also throws `LAUNCH_WORKING_DIRECTORY_MISSING`. */
export function createProcessLauncher({
  warden,
  graces = DEFAULT_GRACES,
  clock = systemClock,
}: ProcessLauncherOptions): ProcessLauncher & {
  /** Stops every server and dismisses the warden. Nothing can be launched afterwards. */
  stopAll(): Promise<void>;
} {
  const running = new Set<SupervisedProcess>();
  let quitting = false;

  async function launch(plan: ConsentedLaunch, options: LaunchOptions, handlers: ProcessHandlers) {
    if (needsShell(plan.resolvedCommand, process.platform)) {
      throw new AppError('LAUNCH_SCRIPT_NEEDS_SHELL', 'A batch file can only be run by a shell.', {
        data: { command: plan.resolvedCommand },
      });
    }
    await checkWorkingDirectory(plan.cwd);
    if (quitting) throw launchFailed('ECANCELED', plan);

    // New for every launch: a server's next start must not be taken for what is left of its last one.
    const marker = `${options.serverId}.${randomBytes(12).toString('base64url')}`;
    const context = { secret: options.secret, marker, session: process.env, platform: process.platform };
    const environment = resolveLaunch(plan, context);
    warden.announce(marker);
    const child = start(plan, environment, () => warden.ended(marker));
    const { pid } = child;
    // From the spawn to here nothing is awaited, so that there is no moment at which a process is nobody's.
    if (pid !== undefined) warden.started(marker, pid);
    const { secrets } = environment;
    const { maxLineBytes } = options;
    const supervision = { marker, secrets, maxLineBytes, handlers, graces, clock };
    const server = pid === undefined ? undefined : superviseProcess(child, pid, supervision);
    if (server !== undefined) {
      running.add(server);
      void server.gone.then((all) => {
        running.delete(server);
        // What could not be ended stays registered: the warden tries again when the host is gone.
        if (all) warden.ended(marker);
      });
    }
    const failure = await spawnFailure(child);
    if (server !== undefined && failure === undefined) return server;
    warden.ended(marker);
    throw launchFailed(errnoOf(failure) ?? 'UNKNOWN', plan, failure);
  }

  return {
    launch,
    stopAll: async () => {
      quitting = true;
      await Promise.all([...running].map((server) => server.stop()));
      warden.dismiss();
    },
  };
}

/**
 * Windows runs these through cmd.exe, whose quoting can't be made safe; trailing dots and spaces it ignores.
 * Pure, so that it is tested everywhere.
 */
export function needsShell(command: string, platform: NodeJS.Platform): boolean {
  return platform === 'win32' && /\.(?:cmd|bat)[. ]*$/i.test(command);
}

/**
 * What the program is told its own path is: the one that was written, since a virtual environment's `bin/python` and the
 * like find their files by it. What runs is `resolvedCommand`, the file behind the links.
 */
function nameOf({ command, cwd, resolvedCommand }: ConsentedLaunch): string {
  const written = literal(command);
  return written !== undefined && /[/\\]/.test(written) ? resolve(cwd, written) : resolvedCommand;
}

function start(plan: ConsentedLaunch, { args, env }: LaunchEnvironment, onFailure: () => void) {
  try {
    return spawn(plan.resolvedCommand, args, {
      argv0: nameOf(plan),
      // SECURITY(S7): no shell reads the arguments; each arrives as the person saw it.
      shell: false,
      cwd: plan.cwd,
      env,
      // A group of its own on POSIX, so that what the server starts ends with it. On Windows it would open a console.
      detached: process.platform !== 'win32',
      windowsHide: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  } catch (error) {
    // Node refuses some arguments before it asks the system, such as one with a NUL in it.
    onFailure();
    throw launchFailed(errnoOf(error) ?? 'UNKNOWN', plan, error);
  }
}

function spawnFailure(child: ChildProcessWithoutNullStreams): Promise<unknown> {
  return new Promise((resolve) => {
    child.once('spawn', () => resolve(undefined));
    // Stays: a signal that could not be sent is an `error` too, and nobody else listens.
    child.on('error', resolve);
  });
}

async function checkWorkingDirectory(cwd: string): Promise<void> {
  // The system would say ENOENT for this and for a missing executable alike.
  const found = await stat(cwd).catch(() => undefined);
  if (found?.isDirectory()) return;
  throw new AppError('LAUNCH_WORKING_DIRECTORY_MISSING', 'The working directory is not there.', { data: { cwd } });
}

function launchFailed(errno: string, plan: ConsentedLaunch, cause?: unknown): AppError {
  const data = { errno, command: plan.resolvedCommand };
  return new AppError('LAUNCH_FAILED', 'The process could not be started.', { data, cause });
}
