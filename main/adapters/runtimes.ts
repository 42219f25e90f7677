/**
 * Finds executables: the Node runtime that Gatehouse brings, those of the machine, and the commands plans name.
 *
 * A bare name is looked for in the folders of the PATH that Gatehouse gives to servers, then in those of the person's
 * session. Asking a runtime for its version is the only thing that is run here, and only programs of the person's own
 * PATH are asked, never anything out of a bundle.
 */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { access, constants, open, realpath, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { delimiter, dirname, extname, isAbsolute, join, parse, resolve } from 'node:path';
import { promisify } from 'node:util';
import { hasSeparator } from '../../app/launch/machinePaths.ts';
import type { FoundRuntime, MachineFacts, RuntimeName, Runtimes } from '../../app/ports/runtimes.ts';
import { describeMachine } from './runtimesMachine.ts';

const execFileOfNode = promisify(execFile);
const VERSION_TIMEOUT_MS = 5_000;
const VERSION_OUTPUT_BYTES = 4_096;
/** The oldest Node on which MCP's own SDK runs. */
const MIN_NODE_MAJOR = 20;

/** Names to look for, the best first. `py` is the launcher that Python's installer puts on PATH on Windows. */
const NAMES: Readonly<Record<RuntimeName, readonly string[]>> = {
  node: ['node'],
  python: process.platform === 'win32' ? ['python', 'python3', 'py'] : ['python3', 'python'],
  uv: ['uv'],
};

export interface RuntimesOptions {
  /** Absolute path of the Node executable in Gatehouse's own resources. Without it, that of its packages. */
  readonly bundledNode?: string;
  /** The person's session; a test names its own. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly homeDir?: string;
}

export function createRuntimes(options: RuntimesOptions = {}): Runtimes {
  const env = options.env ?? process.env;
  const homeDir = options.homeDir ?? homedir();
  const machine = describeMachine({
    platform: thisPlatform(),
    arch: process.arch,
    env,
    homeDir,
    locale: new Intl.DateTimeFormat().resolvedOptions().locale,
    userDirs: readUserDirs(env, homeDir),
  });
  const sessionPath = env['PATH'] ?? env['Path'] ?? '';
  // SECURITY(S7): a relative folder on PATH would find whatever lies in the folder Gatehouse happens to run in.
  const folders = [...machine.path.split(delimiter), ...sessionPath.split(delimiter)].filter((dir) => isAbsolute(dir));
  const searched = [...new Set(folders)];
  // SECURITY(S7): what servers get as well, no more.
  const inherited = machine.inheritedEnv.map((name) => [name, env[name]] as const);
  const versionEnv: NodeJS.ProcessEnv = { ...Object.fromEntries(inherited), PATH: machine.path };
  const versions = new Map<string, { readonly seen: string; readonly version: string | undefined }>();

  const versionOf = async (path: string): Promise<string | undefined> => {
    const { dev, ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
    const seen = [dev, ino, size, mtimeNs, ctimeNs].join(' ');
    const known = versions.get(path);
    if (known?.seen === seen) return known.version;
    const version = await askVersion(path, versionEnv);
    versions.set(path, { seen, version });
    return version;
  };

  const tryRuntime = async (
    name: RuntimeName,
    command: string,
    provided: FoundRuntime['provided'],
  ): Promise<FoundRuntime | undefined> => {
    const path = await executableAt(command);
    const version = path === undefined ? undefined : await versionOf(path);
    return path === undefined || version === undefined ? undefined : { name, path, version, provided };
  };

  const find = async (name: RuntimeName): Promise<FoundRuntime | undefined> => {
    if (name === 'node') {
      const brought = options.bundledNode ?? nodeOfPackages();
      const own = brought === undefined ? undefined : await tryRuntime(name, brought, 'gatehouse');
      if (own !== undefined) return own;
      // Electron's executable is no Node: run as one, it would be Gatehouse itself, with its rights.
      const running = isPlainNode() ? await tryRuntime(name, process.execPath, 'found') : undefined;
      if (running !== undefined) return running;
    }
    for (const command of NAMES[name].flatMap((known) => searched.map((dir) => join(dir, known)))) {
      const found = await tryRuntime(name, command, 'found');
      if (found !== undefined) return found;
    }
    return undefined;
  };

  return {
    machine,
    find,
    async resolve(command, cwd) {
      if (command === '' || command.includes('\0')) return undefined;
      if (hasSeparator(command, machine.platform)) return executableAt(resolve(cwd, command));
      for (const dir of searched) {
        const found = await executableAt(join(dir, command));
        if (found !== undefined) return found;
      }
      return undefined;
    },
    head: readHead,
    isDirectory: async (path) => {
      try {
        return (await stat(path)).isDirectory();
      } catch {
        return false;
      }
    },
    canOpenFolder: async (path) => {
      try {
        await access(path, constants.R_OK | constants.X_OK);
        return (await stat(path)).isDirectory();
      } catch {
        return false;
      }
    },
  };
}

/** The file itself, links resolved, when it can be executed; on Windows also with the endings of PATHEXT. */
async function executableAt(path: string): Promise<string | undefined> {
  for (const candidate of withEndings(path)) {
    try {
      const real = await realpath(candidate);
      if (!(await stat(real)).isFile()) continue;
      await access(real, constants.X_OK);
      return real;
    } catch {
      // Not there, not allowed, or a loop of links: no such executable.
    }
  }
  return undefined;
}

function withEndings(path: string): readonly string[] {
  if (process.platform !== 'win32') return [path];
  const endings = (process.env['PATHEXT'] ?? '.COM;.EXE;.BAT;.CMD').split(';').filter((ending) => ending !== '');
  const hasEnding = endings.some((ending) => ending.toLowerCase() === extname(path).toLowerCase());
  return hasEnding ? [path] : endings.map((ending) => path + ending);
}

/** `undefined` when the program fails, is slow, or answers something else. */
async function askVersion(path: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  try {
    const { stdout, stderr } = await execFileOfNode(path, ['--version'], {
      // Version managers look into the working directory, so it is one where nobody leaves files.
      cwd: parse(path).root,
      env,
      timeout: VERSION_TIMEOUT_MS,
      killSignal: 'SIGKILL',
      maxBuffer: VERSION_OUTPUT_BYTES,
      windowsHide: true,
    });
    return /\d+\.\d+[\w.+-]*/.exec(stdout === '' ? stderr : stdout)?.[0];
  } catch {
    return undefined;
  }
}

async function readHead(path: string, bytes: number): Promise<Uint8Array | undefined> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const { buffer, bytesRead } = await file.read(new Uint8Array(bytes), 0, bytes, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}

/** Node as an optional dependency, one package a platform. */
function nodeOfPackages(): string | undefined {
  try {
    const manifest = createRequire(import.meta.url).resolve(`node-${process.platform}-${process.arch}/package.json`);
    return join(dirname(manifest), 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  } catch {
    return undefined;
  }
}

function isPlainNode(): boolean {
  // Electron adds itself to the versions.
  const isElectron = Object.hasOwn(process.versions, 'electron');
  return !isElectron && Number.parseInt(process.versions.node, 10) >= MIN_NODE_MAJOR;
}

function thisPlatform(): MachineFacts['platform'] {
  // Other systems that Node runs on are close to Linux in all that matters here.
  return process.platform === 'darwin' || process.platform === 'win32' ? process.platform : 'linux';
}

/** @see XDG user directories: `user-dirs.dirs` in the configuration folder. */
function readUserDirs(env: Readonly<Record<string, string | undefined>>, homeDir: string): string | undefined {
  try {
    return readFileSync(join(env['XDG_CONFIG_HOME'] ?? join(homeDir, '.config'), 'user-dirs.dirs'), 'utf8');
  } catch {
    return undefined;
  }
}
