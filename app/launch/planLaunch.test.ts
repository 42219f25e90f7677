import { describe, expect, test } from 'vitest';
import { createFakeDigest } from '../../main/testing/fakePorts.ts';
import { launchPlan } from '../contract/plan.ts';
import type { Fingerprint, Fingerprints } from '../ports/fingerprints.ts';
import type { FoundRuntime, MachineFacts, Runtimes } from '../ports/runtimes.ts';
import { sha256Of, TEST_BUNDLE_DIR, testMachine } from '../testing/launchPlans.ts';
import { assertStartable, planLaunch, type LaunchRequest } from './planLaunch.ts';

const STAGING = '/data/staging/x1';
const digest = createFakeDigest();

interface MachineOptions {
  /** Executable files, and what a link leads to. */
  readonly files?: Readonly<Record<string, string>>;
  /** Bare names on PATH. */
  readonly onPath?: Readonly<Record<string, string>>;
  readonly runtimes?: readonly FoundRuntime[];
  readonly platform?: MachineFacts['platform'];
  readonly folders?: readonly string[];
}

const gatehouseNode: FoundRuntime = {
  name: 'node',
  path: '/opt/gatehouse/node',
  version: '24.21.0',
  provided: 'gatehouse',
};

/** A machine of files that exist by name only. The digest of a file or tree is that of its path. */
function machineWith(options: MachineOptions) {
  const { files = {}, onPath = {}, platform = 'linux', folders = [testMachine.homeDir, '/srv/jobs'] } = options;
  const hashed: string[] = [];
  const known: (Fingerprint | undefined)[] = [];
  const runtimes: Runtimes = {
    machine: { ...testMachine, platform },
    find: async (name) => (options.runtimes ?? [gatehouseNode]).find((runtime) => runtime.name === name),
    resolve: async (command, cwd) =>
      onPath[command] ?? files[command] ?? files[`${cwd}/${command.replace(/^\.\//, '')}`],
    head: async () => undefined,
    isDirectory: async (path) => folders.includes(path),
    canOpenFolder: async (path) => folders.includes(path),
  };
  const print = (path: string, knownPrint?: Fingerprint): Promise<Fingerprint> => {
    hashed.push(path);
    known.push(knownPrint);
    return Promise.resolve({ digest: digest.sha256(path), stat: `stat of ${path}` });
  };
  const fingerprints: Fingerprints = { file: print, tree: print };
  return { ports: { runtimes, fingerprints }, hashed, known };
}

const bundleOrigin = {
  kind: 'bundle',
  name: 'acme',
  version: '1.0.0',
  fileSha256: sha256Of('b'),
  signature: { status: 'unsigned' },
  serverType: 'node',
  installDir: TEST_BUNDLE_DIR,
  treeDir: TEST_BUNDLE_DIR,
} as const;

function bundle(command: string, change: Partial<LaunchRequest> = {}): LaunchRequest {
  return { origin: bundleOrigin, command, args: [], env: [], ...change };
}
function typed(command: string, change: Partial<LaunchRequest> = {}): LaunchRequest {
  return { origin: { kind: 'typed' }, command, args: [], env: [], ...change };
}

describe('a bundle', () => {
  test('that asks for node gets the runtime that Gatehouse brings, in its own folder', async () => {
    const { ports } = machineWith({ onPath: { node: '/usr/bin/node' } });
    const args = [`${TEST_BUNDLE_DIR}/server/index.js`, { parts: [{ secret: 'token' }] }];
    const planned = await planLaunch(bundle('node', { args, env: [{ name: 'LOG', value: 'info' }] }), ports);
    assertStartable(planned);
    expect(launchPlan.parse(planned.plan)).toEqual({
      formatVersion: 1,
      origin: {
        kind: 'bundle',
        name: 'acme',
        version: '1.0.0',
        fileSha256: sha256Of('b'),
        treeSha256: digest.sha256(TEST_BUNDLE_DIR),
        signature: { status: 'unsigned' },
      },
      command: 'node',
      resolvedCommand: '/opt/gatehouse/node',
      commandSha256: digest.sha256('/opt/gatehouse/node'),
      runtime: { name: 'node', version: '24.21.0', provided: 'gatehouse' },
      args,
      cwd: TEST_BUNDLE_DIR,
      env: [{ name: 'LOG', value: 'info' }],
      inheritedEnv: ['HOME', 'LANG'],
      path: testMachine.path,
      reach: 'everything',
    });
    expect(Object.keys(planned.fingerprints)).toEqual(['command', 'tree']);
  });

  test.each([['python'], ['python3'], ['uv'], ['node']])(
    'that asks for %s where there is none names it',
    async (command) => {
      const { ports } = machineWith({ runtimes: [], onPath: { python: '/usr/bin/python' } });
      const planned = await planLaunch(bundle(command), ports);
      const runtime = command === 'python3' ? 'python' : command;
      expect(planned.missingRuntime).toBe(runtime);
      expect(planned.plan.resolvedCommand).toBeUndefined();
      expect(() => assertStartable(planned)).toThrow(
        expect.objectContaining({ code: 'LAUNCH_RUNTIME_MISSING', data: { runtime } }),
      );
    },
  );

  test('is looked for where its files are, and shown where they will be', async () => {
    const { ports, hashed } = machineWith({ files: { [`${STAGING}/server/acme`]: `${STAGING}/server/acme` } });
    const origin = { ...bundleOrigin, treeDir: STAGING };
    for (const command of ['server/acme', './server/acme', `${TEST_BUNDLE_DIR}/server/acme`]) {
      const planned = await planLaunch(bundle(command, { origin, treeSha256: sha256Of('c') }), ports);
      assertStartable(planned);
      expect(planned.plan).toMatchObject({
        command,
        resolvedCommand: `${TEST_BUNDLE_DIR}/server/acme`,
        cwd: TEST_BUNDLE_DIR,
        origin: { treeSha256: sha256Of('c') },
      });
    }
    expect(new Set(hashed)).toEqual(new Set([`${STAGING}/server/acme`]));
  });

  test('whose relative command is not in it does not fall back to PATH', async () => {
    const { ports } = machineWith({ onPath: { acme: '/usr/bin/acme' }, files: { '/home/ana/server/acme': '/evil' } });
    const planned = await planLaunch(bundle('server/acme'), ports);
    expect(() => assertStartable(planned)).toThrow(expect.objectContaining({ code: 'LAUNCH_COMMAND_NOT_FOUND' }));
  });

  test('whose command is a link to somewhere else shows where it leads (S6)', async () => {
    const { ports } = machineWith({ files: { [`${TEST_BUNDLE_DIR}/server/acme`]: '/tmp/evil/server/acme' } });
    const { plan } = await planLaunch(bundle('server/acme'), ports);
    expect(plan.resolvedCommand).toBe('/tmp/evil/server/acme');
  });

  test('whose command climbs out of it shows where that is', async () => {
    const { ports } = machineWith({ files: { '/bin/sh': '/usr/bin/dash' } });
    const { plan } = await planLaunch(bundle('../../../bin/sh'), ports);
    expect(plan.resolvedCommand).toBe('/usr/bin/dash');
  });

  test('names another program of the machine by its bare name', async () => {
    const { ports } = machineWith({ onPath: { docker: '/usr/bin/docker' } });
    const { plan } = await planLaunch(bundle('docker'), ports);
    expect(plan).toMatchObject({ resolvedCommand: '/usr/bin/docker' });
    expect(plan.runtime).toBeUndefined();
  });

  test('of type binary may leave .exe out on Windows', async () => {
    const dir = 'C:\\Gatehouse\\acme';
    const { ports } = machineWith({
      platform: 'win32',
      files: { [`${dir}\\server\\acme.exe`]: `${dir}\\server\\acme.exe` },
    });
    const origin = { ...bundleOrigin, installDir: dir, treeDir: dir };
    const asBinary = await planLaunch(bundle('server/acme', { origin: { ...origin, serverType: 'binary' } }), ports);
    expect(asBinary.plan.resolvedCommand).toBe(`${dir}\\server\\acme.exe`);
    expect((await planLaunch(bundle('server/acme', { origin }), ports)).plan.resolvedCommand).toBeUndefined();
  });

  test('hands what was known to the fingerprints, so that only what changed is hashed again', async () => {
    const { ports, known } = machineWith({});
    const command = { digest: sha256Of('1'), stat: 'a' };
    const tree = { digest: sha256Of('2'), stat: 'b' };
    await planLaunch(bundle('node', { known: { command, tree } }), ports);
    expect(known).toEqual([command, tree]);
  });
});

describe('a typed command', () => {
  test('named node is the one on PATH: what is typed is what runs', async () => {
    const { ports } = machineWith({ onPath: { node: '/usr/bin/node' } });
    const planned = await planLaunch(typed('node'), ports);
    assertStartable(planned);
    expect(planned.plan).toMatchObject({ resolvedCommand: '/usr/bin/node', cwd: testMachine.homeDir });
    expect(planned.plan.runtime).toBeUndefined();
    expect(planned.missingRuntime).toBeUndefined();
  });

  test('is seen from the working directory that was given', async () => {
    const { ports } = machineWith({ files: { '/srv/jobs/run': '/srv/jobs/run' } });
    const { plan } = await planLaunch(typed('./run', { cwd: '/srv/jobs' }), ports);
    expect(plan).toMatchObject({ command: './run', resolvedCommand: '/srv/jobs/run', cwd: '/srv/jobs' });
  });

  test('that is a link shows the file it leads to (S6)', async () => {
    const { ports } = machineWith({ files: { '/srv/safe': '/usr/bin/bash' } });
    expect((await planLaunch(typed('/srv/safe'), ports)).plan.resolvedCommand).toBe('/usr/bin/bash');
  });

  test('in a folder that is not there does not start', async () => {
    const { ports } = machineWith({ onPath: { run: '/usr/bin/run' } });
    const planned = await planLaunch(typed('run', { cwd: '/srv/gone' }), ports);
    expect(() => assertStartable(planned)).toThrow(
      expect.objectContaining({ code: 'LAUNCH_WORKING_DIRECTORY_MISSING', data: { cwd: '/srv/gone' } }),
    );
  });

  test.each([['C:\\npm\\npx.cmd'], ['C:\\x\\RUN.BAT'], ['C:\\x\\run.bat. ']])(
    'that is the script %s does not start on Windows (S7)',
    async (path) => {
      const { ports } = machineWith({ platform: 'win32', onPath: { npx: path } });
      const planned = await planLaunch(typed('npx'), ports);
      expect(() => assertStartable(planned)).toThrow(expect.objectContaining({ code: 'LAUNCH_SCRIPT_NEEDS_SHELL' }));
    },
  );

  test('does not list a variable as inherited that it sets itself, and lists them in one order', async () => {
    const { ports } = machineWith({ onPath: { run: '/usr/bin/run' } });
    const runtimes = { ...ports.runtimes, machine: { ...testMachine, inheritedEnv: ['LANG', 'TMPDIR', 'HOME'] } };
    const env = [{ name: 'LANG', value: 'C' }];
    expect((await planLaunch(typed('run', { env }), { ...ports, runtimes })).plan.inheritedEnv).toEqual([
      'HOME',
      'TMPDIR',
    ]);
  });
});

describe('text that would not arrive as shown is refused (S7)', () => {
  const secret = { parts: ['x', { secret: 'user_config.k' }] };
  test.each<[string, LaunchRequest, Record<string, string>, MachineFacts['platform']?]>([
    ['a secret in the command', typed(''), { field: 'command', value: 'x${user_config.k}' }],
    ['an empty command', typed(''), { field: 'command', problem: 'empty' }],
    [
      'a variable that Gatehouse sets',
      typed('a', { env: [{ name: 'GATEHOUSE_SERVER', value: 'x' }] }),
      { field: 'env.GATEHOUSE_SERVER', problem: 'reserved' },
    ],
    ['NUL in an argument', typed('a', { args: ['', 'b\0c'] }), { field: 'args[1]', problem: 'nul' }],
    ['a lone surrogate', typed('a', { args: ['\ud800'] }), { field: 'args[0]', problem: 'lone_surrogate' }],
    [
      'a lone surrogate in a claim',
      bundle('node', { origin: { ...bundleOrigin, version: '\udc00' } }),
      { field: 'origin.version', problem: 'lone_surrogate' },
    ],
    ['NUL in a variable', typed('a', { env: [{ name: 'A', value: '\0' }] }), { field: 'env.A', problem: 'nul' }],
    [
      '= in the name of a variable',
      typed('a', { env: [{ name: 'A=B', value: '' }] }),
      { field: 'env.A=B', problem: 'name_invalid' },
    ],
    [
      'a variable named twice',
      typed('a', {
        env: [
          { name: 'A', value: '1' },
          { name: 'A', value: '2' },
        ],
      }),
      { field: 'env.A', problem: 'duplicate' },
    ],
    [
      'a variable named twice on Windows',
      typed('a', {
        env: [
          { name: 'Path', value: '1' },
          { name: 'PATH', value: '2' },
        ],
      }),
      { field: 'env.PATH', problem: 'duplicate' },
      'win32',
    ],
    [
      'a line break in a variable on Windows',
      typed('a', { env: [{ name: 'A', value: '1\n2' }] }),
      { field: 'env.A', problem: 'line_break' },
      'win32',
    ],
    ['a relative working directory', typed('a', { cwd: 'work' }), { field: 'cwd', problem: 'not_absolute' }],
  ])('%s', async (name, request, data, platform = 'linux') => {
    const { ports } = machineWith({ platform, onPath: { a: '/usr/bin/a' } });
    const asked = name === 'a secret in the command' ? { ...request, command: secret } : request;
    await expect(planLaunch(asked, ports)).rejects.toMatchObject({ code: 'CONFIG_VALUE_UNSAFE', data });
  });
});
