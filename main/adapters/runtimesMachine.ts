/**
 * What is said about this machine to plans and servers: folders, language, PATH, and names of inherited variables. Pure.
 *
 * Choice: the PATH servers get is made of system folders only, the same in every session, so that a plan's digest does
 * not depend on how Gatehouse was started. Folders of the person's own (`~/.local/bin`, version managers) are not in it:
 * a command found there is in the plan by its absolute path, and `env` can name another PATH.
 */
import { posix, win32 } from 'node:path';
import type { MachineFacts } from '../../app/ports/runtimes.ts';

type Platform = MachineFacts['platform'];
type Environment = Readonly<Record<string, string | undefined>>;

/** Where the facts come from; a test names its own. */
export interface MachineSource {
  readonly platform: Platform;
  readonly arch: string;
  readonly env: Environment;
  readonly homeDir: string;
  readonly locale: string;
  /** Text of `user-dirs.dirs` of the XDG user directories, on Linux. */
  readonly userDirs?: string | undefined;
}

const UNIX_INHERITED = [
  'HOME',
  'LANG',
  'LANGUAGE',
  'LC_ALL',
  'LC_COLLATE',
  'LC_CTYPE',
  'LC_MESSAGES',
  'LC_MONETARY',
  'LC_NUMERIC',
  'LC_TIME',
  'LOGNAME',
  'TMPDIR',
  'TZ',
  'USER',
];
/** Without some of these, programs on Windows don't even start. */
const WINDOWS_INHERITED = [
  'ALLUSERSPROFILE',
  'APPDATA',
  'COMMONPROGRAMFILES',
  'COMMONPROGRAMFILES(X86)',
  'COMMONPROGRAMW6432',
  'COMPUTERNAME',
  'COMSPEC',
  'HOMEDRIVE',
  'HOMEPATH',
  'LOCALAPPDATA',
  'NUMBER_OF_PROCESSORS',
  'OS',
  'PATHEXT',
  'PROCESSOR_ARCHITECTURE',
  'PROGRAMDATA',
  'PROGRAMFILES',
  'PROGRAMFILES(X86)',
  'PROGRAMW6432',
  'PUBLIC',
  'SYSTEMDRIVE',
  'SYSTEMROOT',
  'TEMP',
  'TMP',
  'USERDOMAIN',
  'USERNAME',
  'USERPROFILE',
  'WINDIR',
];

export function describeMachine(source: MachineSource): MachineFacts {
  const { platform, arch, env, homeDir, locale } = source;
  return {
    platform,
    arch,
    homeDir,
    ...personalFolders(source),
    locale,
    path: systemPath(platform, env),
    inheritedEnv: inheritedNames(platform, env),
  };
}

/**
 * SECURITY(S7): an allow-list, so that tokens in the person's session stay out of servers. A value that starts with
 * `()` is left out as well: old shells take it for a function and run what follows.
 */
function inheritedNames(platform: Platform, env: Environment): readonly string[] {
  const allowed = new Set(platform === 'win32' ? WINDOWS_INHERITED : UNIX_INHERITED);
  const isAllowed = (name: string): boolean => allowed.has(platform === 'win32' ? name.toUpperCase() : name);
  return Object.entries(env)
    .filter(([name, value]) => isAllowed(name) && value !== undefined && !value.startsWith('()'))
    .map(([name]) => name)
    .sort();
}

function systemPath(platform: Platform, env: Environment): string {
  switch (platform) {
    case 'linux':
      return '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
    case 'darwin':
      return '/opt/homebrew/bin:/opt/homebrew/sbin:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin';
    case 'win32': {
      const root = env['SystemRoot'] ?? env['SYSTEMROOT'] ?? 'C:\\Windows';
      const system = win32.join(root, 'System32');
      return [system, root, win32.join(system, 'Wbem'), win32.join(system, 'WindowsPowerShell', 'v1.0')].join(';');
    }
  }
}

type PersonalFolders = Pick<MachineFacts, 'desktopDir' | 'documentsDir' | 'downloadsDir'>;

function personalFolders({ platform, homeDir, userDirs = '' }: MachineSource): PersonalFolders {
  const pathsOf = platform === 'win32' ? win32 : posix;
  const named = platform === 'linux' ? parseUserDirs(userDirs, homeDir) : new Map<string, string>();
  return {
    desktopDir: named.get('DESKTOP') ?? pathsOf.join(homeDir, 'Desktop'),
    documentsDir: named.get('DOCUMENTS') ?? pathsOf.join(homeDir, 'Documents'),
    downloadsDir: named.get('DOWNLOAD') ?? pathsOf.join(homeDir, 'Downloads'),
  };
}

/** Lines such as `XDG_DESKTOP_DIR="$HOME/Desktop"`, the only form xdg-user-dirs writes: `$HOME/…` or an absolute path. */
function parseUserDirs(text: string, homeDir: string): ReadonlyMap<string, string> {
  const folders = new Map<string, string>();
  for (const match of text.matchAll(/^\s*XDG_([A-Z]+)_DIR="((?:[^"\\]|\\.)*)"/gm)) {
    const [, name = '', quoted = ''] = match;
    const value = quoted.replaceAll(/\\(.)/g, '$1').replace(/^\$HOME(?=\/|$)/, () => homeDir);
    if (posix.isAbsolute(value)) folders.set(name, posix.normalize(value).replace(/(.)\/$/, '$1'));
  }
  return folders;
}
