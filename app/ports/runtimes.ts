/**
 * Where executables are on this machine.
 */
export type RuntimeName = 'node' | 'python' | 'uv';

export interface FoundRuntime {
  readonly name: RuntimeName;
  /** Absolute, links resolved. */
  readonly path: string;
  readonly version: string;
  /** Brought by Gatehouse, or found on the machine. */
  readonly provided: 'gatehouse' | 'found';
}

export interface MachineFacts {
  readonly platform: 'linux' | 'darwin' | 'win32';
  readonly arch: string;
  readonly homeDir: string;
  readonly desktopDir: string;
  readonly documentsDir: string;
  readonly downloadsDir: string;
  /** BCP 47, such as `es-UY`. */
  readonly locale: string;
  /** PATH that Gatehouse gives to servers. */
  readonly path: string;
  /** Names of variables that a server inherits and that are set here. */
  readonly inheritedEnv: readonly string[];
}

export interface Runtimes {
  readonly machine: MachineFacts;
  /** Gatehouse's own first, then PATH. Its version is asked of the program once and remembered by its stat data. */
  find(name: RuntimeName): Promise<FoundRuntime | undefined>;
  /**
   * Absolute path, links resolved, of a command: absolute as it is, with a separator against `cwd`, else through PATH.
   * `undefined` when there is no such executable file.
   */
  resolve(command: string, cwd: string): Promise<string | undefined>;
  /** First bytes of a file, for telling its format. `undefined` when it can't be read. */
  head(path: string, bytes: number): Promise<Uint8Array | undefined>;
  isDirectory(path: string): Promise<boolean>;
  /** Whether this is a folder whose content can be listed and reached. */
  canOpenFolder(path: string): Promise<boolean>;
}
