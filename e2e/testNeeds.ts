/**
 * `node e2e/testNeeds.ts`: sees to what the tests need that npm doesn't bring; on Linux, Debian's packages.
 *
 * As root or where `CI` is set, what is missing is installed; otherwise the one command that does so is named. Unit tests
 * need some of it too, and leave themselves out where a program is missing.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

interface Need {
  readonly package: string;
  /** A program on PATH, or a file. */
  readonly brings: string;
}

const NEEDS: readonly Need[] = [
  { package: 'chromium', brings: 'chromium' },
  { package: 'fonts-liberation', brings: '/usr/share/fonts/truetype/liberation' },
  { package: 'fonts-noto-core', brings: '/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf' },
  { package: 'fonts-noto-color-emoji', brings: '/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf' },
  { package: 'dbus', brings: 'dbus-run-session' },
  { package: 'gnome-keyring', brings: 'gnome-keyring-daemon' },
  { package: 'bubblewrap', brings: 'bwrap' },
  { package: 'openssl', brings: 'openssl' },
  { package: 'python3', brings: 'python3' },
];

/** Whether everything is there afterwards. Says what it does, or what the person has to do. */
function ensureTestNeeds(): boolean {
  if (process.platform !== 'linux') return true;
  const missing = missingPackages();
  if (missing.length === 0) return true;
  const isRoot = process.getuid?.() === 0;
  const install = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  if (!isRoot && !process.env['CI']) {
    console.error(`The tests need more than npm brings. On Debian or Ubuntu, run:\n\n  sudo ${install}\n`);
    return false;
  }
  const root = isRoot ? [] : ['sudo', '-n'];
  for (const command of ['apt-get update', install]) {
    const [program = '', ...args] = [...root, 'env', 'DEBIAN_FRONTEND=noninteractive', ...command.split(' ')];
    spawnSync(program, args, { stdio: 'inherit' });
  }
  const still = missingPackages();
  if (still.length > 0) console.error(`Could not be installed: ${still.join(' ')}`);
  return still.length === 0;
}

function missingPackages(): readonly string[] {
  return NEEDS.filter(({ brings }) => !isThere(brings)).map((need) => need.package);
}

function isThere(name: string): boolean {
  if (name.startsWith('/')) return existsSync(name);
  return (process.env['PATH'] ?? '').split(':').some((folder) => existsSync(join(folder, name)));
}

process.exitCode = ensureTestNeeds() ? 0 : 1;
