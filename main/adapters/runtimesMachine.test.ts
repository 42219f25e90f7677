/**
 * What is said of a machine, for machines of every platform.
 */
import { describe, expect, test } from 'vitest';
import { describeMachine } from './runtimesMachine.ts';
import type { MachineSource } from './runtimesMachine.ts';

const linux: MachineSource = { platform: 'linux', arch: 'x64', env: {}, homeDir: '/home/ana', locale: 'es-UY' };
const windows: MachineSource = { ...linux, platform: 'win32', homeDir: 'C:\\Users\\ana' };

describe('inherited variables (S7)', () => {
  const inherited = (source: MachineSource) => describeMachine(source).inheritedEnv;

  test('are those of the list that are set, by name', () => {
    const env = { USER: 'ana', HOME: '/home/ana', LANG: undefined, TZ: '', LC_TIME: 'es_UY.UTF-8' };
    expect(inherited({ ...linux, env })).toEqual(['HOME', 'LC_TIME', 'TZ', 'USER']);
  });

  test.each([
    'AWS_SECRET_ACCESS_KEY',
    'NODE_OPTIONS',
    'LD_PRELOAD',
    'PATH',
    'SSH_AUTH_SOCK',
    'PYTHONPATH',
    'home',
    'LC_SECRET',
    '__proto__',
  ])('%s is not handed on', (name) => {
    expect(inherited({ ...linux, env: { [name]: 'x' } })).toEqual([]);
  });

  test('a value that old shells run as a function is not handed on', () => {
    expect(inherited({ ...linux, env: { LANG: '() { :; }; touch /tmp/owned', TZ: 'UTC' } })).toEqual(['TZ']);
  });

  test('on Windows names count without regard to case, and keep theirs', () => {
    const env = { SystemRoot: 'C:\\Windows', Path: 'C:\\x', USERPROFILE: 'C:\\Users\\ana', GITHUB_TOKEN: 'x' };
    expect(inherited({ ...windows, env })).toEqual(['SystemRoot', 'USERPROFILE']);
  });
});

describe('PATH', () => {
  test('is made of system folders, whatever the session has', () => {
    const { path } = describeMachine({ ...linux, env: { PATH: '/home/ana/bin:.:/tmp' } });
    expect(path).toBe('/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin');
  });
  test('follows the drive Windows is on', () => {
    const { path } = describeMachine({ ...windows, env: { SystemRoot: 'D:\\Win' } });
    expect(path.split(';').slice(0, 2)).toEqual(['D:\\Win\\System32', 'D:\\Win']);
  });
  test('has Homebrew on macOS', () => {
    expect(describeMachine({ ...linux, platform: 'darwin' }).path.split(':')).toContain('/opt/homebrew/bin');
  });
});

describe('personal folders', () => {
  const folders = (source: MachineSource): readonly string[] => {
    const { desktopDir, documentsDir, downloadsDir } = describeMachine(source);
    return [desktopDir, documentsDir, downloadsDir];
  };
  const plain = ['/home/ana/Desktop', '/home/ana/Documents', '/home/ana/Downloads'];

  test('have their plain names where nothing else is said', () => {
    expect(folders(linux)).toEqual(plain);
    expect(folders(windows)[0]).toBe('C:\\Users\\ana\\Desktop');
  });

  test('follow the XDG user directories on Linux', () => {
    const userDirs = [
      '# written by xdg-user-dirs-update',
      'XDG_DESKTOP_DIR="$HOME/Escritorio"',
      'XDG_DOWNLOAD_DIR="/data/Mis \\"descargas\\"/"',
      '#XDG_DOCUMENTS_DIR="$HOME/old"',
      'XDG_DOCUMENTS_DIR="$HOME/Documentos"',
    ].join('\n');
    expect(folders({ ...linux, userDirs })).toEqual([
      '/home/ana/Escritorio',
      '/home/ana/Documentos',
      '/data/Mis "descargas"',
    ]);
    expect(folders({ ...linux, platform: 'darwin', userDirs })).toEqual(plain);
  });

  test('a line that names no absolute folder is not followed', () => {
    const userDirs = 'XDG_DESKTOP_DIR="Desk"\nXDG_DOCUMENTS_DIR="$HOMEWARD/x"\nXDG_DOWNLOAD_DIR=$(reboot)\n';
    expect(folders({ ...linux, userDirs })).toEqual(plain);
  });
});
