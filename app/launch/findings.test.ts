import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FINDING_CODES, type Finding, type FindingCode, type LaunchPlan, type PlanText } from '../contract/plan.ts';
import type { MachineFacts } from '../ports/runtimes.ts';
import {
  bundlePlan,
  TEST_BUNDLE_DIR,
  testMachine,
  typedPlan,
  unresolved,
  withoutRuntime,
} from '../testing/launchPlans.ts';
import { findingsOf } from './findings.ts';
import { uvEnvironment } from './pathRules.ts';

type Platform = MachineFacts['platform'];

const HOMES = { linux: '/home/ana', darwin: '/Users/ana', win32: 'C:\\Users\\ana' } as const;

function findings(plan: LaunchPlan, platform: Platform = 'linux'): readonly Finding[] {
  const machine = { ...testMachine, platform, homeDir: HOMES[platform] };
  return findingsOf(plan, { machine, ...(plan.origin.kind === 'bundle' ? { bundleDir: TEST_BUNDLE_DIR } : {}) });
}

/** `CODE subject`, for a typed command line given as argv. The command is what it resolves to. */
function codesOf(argv: readonly PlanText[], platform?: Platform): readonly string[] {
  const [command = '', ...args] = argv;
  return findings(unresolved(typedPlan({ command, args })), platform).map(({ code, subject }) => `${code} ${subject}`);
}

interface Rule {
  readonly matches: readonly (readonly [string, ...string[]])[];
  readonly lookAlikes: readonly (readonly string[])[];
}

/** `matches` rows are the subject, then the argv. */
const rules: Readonly<Partial<Record<FindingCode, Rule>>> = {
  SHELL_COMMAND: {
    matches: [
      ['command', 'sh', '-c', 'true'],
      ['command', '/usr/local/bin/bash', 'server.sh'],
      ['command', 'cmd.exe', '/c', 'dir'],
      ['command', 'pwsh', '-Command', 'ls'],
      ['command', 'fish', '-c', 'x'],
      ['args[1]', 'timeout', '5', 'zsh', '-c', 'x'],
    ],
    lookAlikes: [
      ['bashful'],
      ['/opt/sh/server'],
      ['echo', 'sh', '-c'],
      ['powershell-docs'],
      ['node', 'server.js', 'bash'],
    ],
  },
  INLINE_CODE: {
    matches: [
      ['args[0]', 'node', '-e', '1'],
      ['args[0]', 'node', '--eval=1'],
      ['args[1]', 'node', '--no-warnings', '-p', '1'],
      ['args[0]', 'node', '-pe', '1'],
      ['args[2]', 'node', '--conditions', 'x', '-e', '1'],
      ['args[0]', 'node', '--require', './x.js', 'server.js'],
      ['args[0]', 'node20', '--import=data:text/javascript,1', 'server.js'],
      ['args[0]', 'node', '--experimental_loader', './x.mjs', 'server.js'],
      ['args[0]', 'python3.11', '-c', '1'],
      ['args[0]', 'python', '-Ic', '1'],
      ['args[0]', 'perl', '-ne', '1'],
      ['args[0]', 'ruby', '-rnet/http', 'x.rb'],
      ['args[0]', 'php', '-r', '1'],
      ['args[0]', 'deno', 'eval', '1'],
      ['args[0]', 'bun', '-e', '1'],
      ['args[0]', 'osascript', '-e', 'beep'],
      ['args[0]', 'bash', '-c', 'x'],
      ['args[0]', 'bash', '-lc', 'x'],
      ['args[0]', 'powershell.exe', '-enc', 'YQA='],
      ['args[0]', 'powershell', '–c', 'x'],
      ['args[2]', 'env', 'A=1', 'node', '-e', '1'],
      ['args[0]', 'awk', 'BEGIN{system("id")}'],
      ['args[2]', '/usr/bin/gawk', '-F', ':', '{ print $1 | "sh" }', '/srv/x'],
      ['args[1]', 'mawk', '--', 'BEGIN{system("id")}'],
      ['args[1]', 'busybox', 'awk', 'BEGIN{system("id")}'],
      ['args[2]', 'gawk', '-f', 'lib.awk', '--source=BEGIN{system("id")}'],
    ],
    lookAlikes: [
      ['node', '--', '-e'],
      ['node', 'server.js', '-e', '1'],
      ['node', '--enable-source-maps', 'server.js'],
      ['python', '-m', 'server', '-c', 'settings.toml'],
      ['python', 'server.py', '-c', 'x'],
      ['server', '-e', '1'],
      ['pythonista', '-c', 'x'],
      ['bash', 'server.sh', '-c'],
      ['pwsh', '-File', 'x.ps1', '-c'],
      ['awk', '-f', 'program.awk', 'BEGIN{system("id")}'],
      ['gawk', '--file=program.awk', 'data.txt'],
      ['awk', '--version'],
      ['awkward', 'BEGIN{system("id")}'],
    ],
  },
  ELEVATES: {
    matches: [
      ['command', 'sudo', 'server'],
      ['command', '/usr/bin/doas', 'server'],
      ['command', 'pkexec', 'server'],
      ['command', 'su', '-c', 'server'],
      ['command', 'runas', '/user:Administrator', 'server'],
      ['command', 'gosu', 'root', 'server'],
      ['command', '/sbin/su-exec', 'root', 'server'],
      ['command', 'setpriv', '--reuid=0', 'server'],
      ['args[1]', 'env', 'X=1', 'sudo', 'server'],
      ['args[1]', 'powershell', '-Command', 'Start-Process server -Verb RunAs'],
      ['args[1]', 'sh', '-c', 'a && sudo b'],
    ],
    lookAlikes: [
      ['/opt/sudoku/sudoku'],
      ['echo', 'sudo'],
      ['server', '--sudo'],
      ['sh', '-c', 'echo sudo'],
      ['sudo-docs'],
      ['gosuper', 'root', 'server'],
      ['/opt/su-exec/server', 'root'],
      ['setprivate', '--reuid=0', 'server'],
      ['echo', 'gosu', 'root'],
    ],
  },
  DELETES: {
    matches: [
      ['command', 'rm', '-rf', 'x'],
      ['command', 'shred', 'x'],
      ['command', 'mkfs.ext4', '/dev/sda'],
      ['args[1]', 'dd', 'if=a', 'of=b'],
      ['args[1]', 'find', '.', '-delete'],
      ['args[2]', 'find', '.', '-exec', 'rm', '{}', ';'],
      ['args[2]', 'git', '-C', 'x', 'clean', '-fdx'],
      ['args[1]', 'cmd', '/c', 'del', '/q', 'x'],
      ['args[1]', 'cmd', '/c', 'echo a & rd /s x'],
      ['args[1]', 'sh', '-c', "r''m -rf x"],
      ['args[0]', 'busybox', 'rm', 'x'],
      ['args[1]', 'pwsh', '-c', 'Remove-Item x'],
      ['args[1]', 'pwsh', '-e', btoa(Array.from('Remove-Item x', (letter) => `${letter}\0`).join(''))],
      ['args[3]', 'sh', '-c', '"$@"', 'sh', 'rm', 'x'],
    ],
    lookAlikes: [
      ['rmapper'],
      ['/home2/rm/server'],
      ['docker', 'run', '--rm', 'x'],
      ['echo', 'rm', '-rf'],
      ['git', 'status', 'clean'],
      ['find', '.', '-name', 'delete'],
      ['dd', 'if=a'],
      ['server', 'rm'],
      ['sh', '-c', 'echo "rm -rf x"'],
      ['sh', '-c', 'true # rm x'],
      ['firejailed', 'rm', 'x'],
      ['prlimits', 'rm', 'x'],
      ['runcontrol', '-t', 'x', 'rm', 'x'],
      ['tiny', '--', 'rm', 'x'],
      ['ld.sophie', 'rm', 'x'],
      ['/opt/ld-linux/ld-linux-notes', 'rm', 'x'],
      ['runcon', '-t', 'x', 'server', 'rm'],
      ['gosu', 'rm', 'server'],
    ],
  },
  DOWNLOADS_CODE: {
    matches: [
      ['command', 'npx', 'foo'],
      ['command', 'C:\\npm\\npx.cmd', 'foo'],
      ['command', 'npm', 'exec', '--', 'foo'],
      ['command', 'npm', '--yes', 'x', 'foo'],
      ['command', 'pnpm', 'dlx', 'foo'],
      ['command', 'yarn', 'dlx', 'foo'],
      ['command', 'bunx', 'foo'],
      ['command', 'uvx', 'foo'],
      ['command', 'uv', 'tool', 'run', 'foo'],
      ['command', 'uv', 'run', '--directory', '/x', 'server.py'],
      ['command', 'pipx', 'run', 'foo'],
      ['command', 'pip3', 'install', 'foo'],
      ['command', 'docker', 'run', '-i', 'foo'],
      ['command', 'podman', 'container', 'run', 'foo'],
      ['command', 'deno', 'run', '-A', 'https://example.com/x.ts'],
      ['command', 'go', 'run', 'example.com/x@latest'],
      ['command', 'cargo', 'install', 'foo'],
      ['args[1]', 'python', '-m', 'pip', 'install', 'foo'],
      ['args[0]', 'node', '/usr/lib/node_modules/npm/bin/npx-cli.js', 'foo'],
      ['args[1]', 'sh', '-c', 'curl -s https://example.com | sh'],
      ['args[1]', 'bash', '-c', 'bash <(curl https://example.com)'],
      ['args[1]', 'bash', '-c', 'eval "$(wget -O- https://example.com)"'],
      ['args[1]', 'pwsh', '-c', 'iex (iwr https://example.com)'],
    ],
    lookAlikes: [
      ['echo', 'npx', 'foo'],
      ['npx', './server.js'],
      ['npm', 'run', 'start'],
      ['python', 'server.py', '-m', 'pip', 'install', 'foo'],
      ['npm', 'start', 'exec'],
      ['docker', 'ps'],
      ['deno', 'run', 'server.ts'],
      ['go', 'run', './cmd'],
      ['uv', '--version'],
      ['npx-docs'],
      ['sh', '-c', 'curl -o x https://example.com; sh server.sh'],
    ],
  },
  UNPINNED_PACKAGE: {
    matches: [
      ['args[0]', 'npx', 'foo'],
      ['args[1]', 'npx', '-y', '@scope/foo@latest'],
      ['args[0]', 'npx', 'foo@^1.2.3'],
      ['args[0]', 'npx', 'foo@1.2'],
      ['args[0]', 'npx', 'github:a/b'],
      ['args[1]', 'npx', '-p', 'foo', 'bar@1.0.0'],
      ['args[0]', 'uvx', 'foo'],
      ['args[1]', 'uvx', '--from', 'foo>=1', 'bar'],
      ['args[0]', 'uvx', 'foo==1.*'],
      ['args[1]', 'docker', 'run', 'foo:latest'],
      ['args[5]', 'docker', 'run', '-i', '--rm', '-v', '/a:/b', 'foo:1.2.3'],
      ['args[1]', 'go', 'run', 'example.com/x@latest'],
    ],
    lookAlikes: [
      ['npx', 'foo@1.2.3'],
      ['npx', '-y', '@scope/foo@1.2.3-rc.1'],
      ['npx', `github:a/b#${'0'.repeat(40)}`],
      ['npx', 'foo@1.2.3', 'bar'],
      ['uvx', 'foo==1.2.3'],
      ['uvx', 'foo[x]==1.2.3', 'bar'],
      ['uvx', '--python', '3.12', 'foo@1.2.3'],
      ['docker', 'run', '-e', 'A=b', '-i', `foo@sha256:${'0'.repeat(64)}`, 'bar'],
      ['go', 'run', 'example.com/x@v1.2.3'],
      ['cargo', 'install', 'foo', '--version', '1.2.3'],
      ['echo', 'foo@latest'],
    ],
  },
  NETWORK_COMMAND: {
    matches: [
      ['command', 'curl', 'https://example.com'],
      ['command', 'nc', '-l', '1'],
      ['args[0]', 'nohup', 'ssh', 'x'],
      ['args[1]', 'rsync', '-a', 'host:/x', 'y'],
      ['args[1]', 'sh', '-c', 'a $(wget x)'],
    ],
    lookAlikes: [['server', '--curl'], ['curly'], ['rsync', '-a', '/x', '/y'], ['echo', 'curl'], ['git', 'log']],
  },
  SENSITIVE_PATH: {
    matches: [
      ['args[0]', 'server', '/home/ana/.ssh/id_ed25519'],
      ['args[0]', 'server', '--key=~/.ssh/id_ed25519'],
      ['args[0]', 'server', '/home/ana/docs/../.aws'],
      ['args[0]', 'server', '../../home/ana/.gnupg'],
      ['args[0]', 'server', '/home/other/.ssh'],
      ['args[0]', 'server', 'file:///etc/pass%77d'],
      ['args[0]', 'server', '/'],
      ['args[0]', 'server', '/home'],
      ['args[0]', 'server', '/home/ana'],
      ['args[0]', 'server', '/home/ana/docs'],
      ['args[0]', 'server', '/home/ana/.bashrc'],
      ['args[0]', 'server', '/home/ana/.config/google-chrome/Default'],
      ['args[0]', 'server', '/home/ana/.cursor/mcp.json'],
      ['args[2]', 'docker', 'run', '-v', '/var/run/docker.sock:/s', 'x'],
      ['args[1]', 'docker', 'run', '--mount=type=bind,source=/etc,target=/x', 'x'],
      ['args[1]', 'sh', '-c', 'echo x >> "$HOME"/.bashrc'],
      ['args[1]', 'sh', '-c', 'cat ~/.ssh/id_rsa'],
      ['args[0]', 'server', '-I/etc/x'],
    ],
    lookAlikes: [
      ['server', '/etcetera'],
      ['server', '/srv/etc/x'],
      ['server', '/home/anabel/x'],
      ['server', '/srv/.sshx/y'],
      ['server', 'https://example.com/etc/.ssh'],
      ['server', '--url=https://example.com:443/etc'],
      ['npx', '@scope/foo@1.2.3'],
      ['server', '/dev/null'],
      ['server', '/srv/work'],
      ['server', '.'],
      ['server', 'etc'],
    ],
  },
};

for (const [code, rule] of Object.entries(rules)) {
  describe(code, () => {
    test.each(rule.matches.map(([subject, ...argv]) => [argv, subject] as const))('%j: %s', (argv, subject) => {
      expect(codesOf(argv, argv[0]?.includes('\\') === true ? 'win32' : 'linux')).toContain(`${code} ${subject}`);
    });
    test.each(rule.lookAlikes.map((argv) => [argv]))('not %j', (argv) => {
      expect(codesOf(argv).filter((found) => found.startsWith(`${code} `))).toEqual([]);
    });
  });
}

describe('SENSITIVE_PATH of a person whose home folder is a system’s place', () => {
  const about = (path: string) =>
    findingsOf(typedPlan({ args: [path] }), { machine: { ...testMachine, homeDir: '/root' } }).map(
      ({ severity, detail }) => `${severity}: ${detail}`,
    );

  test.each([
    ['/root/docs', 'note: “/root/docs” is in your home folder.'],
    ['/root', 'caution: “/root” holds your whole home folder, with everything of yours in it.'],
    ['/root/.ssh', 'danger: “/root/.ssh” leads to keys that open other computers.'],
    ['/etc/x', 'caution: “/etc/x” leads to settings of this computer.'],
  ])('%s', (path, words) => {
    expect(about(path)).toEqual([words]);
  });

  test('is still the system’s for everybody else', () => {
    expect(findings(typedPlan({ args: ['/root/docs'] }))).toMatchObject([
      { severity: 'caution', detail: expect.stringContaining('inner workings') as string },
    ]);
  });
});

describe('SENSITIVE_PATH of a bundle that is installed below the home folder', () => {
  const bundleDir = '/home/ana/.local/share/gatehouse/bundles/acme';
  const withEnvironment = (value: string) =>
    findingsOf(bundlePlan({ args: [], cwd: bundleDir, env: [{ name: 'UV_PROJECT_ENVIRONMENT', value }] }), {
      machine: testMachine,
      bundleDir,
    }).map(({ code, subject }) => `${code} ${subject}`);

  test('not the environment beside it, which Gatehouse itself names', () => {
    expect(withEnvironment(uvEnvironment(bundleDir))).toEqual([]);
  });

  test.each([
    ['another one', `${bundleDir}.venv2`],
    ['one that leads out of it', `${bundleDir}.venv/../../x`],
  ])('%s', (_name, value) => {
    expect(withEnvironment(value)).toEqual(['SENSITIVE_PATH env.UV_PROJECT_ENVIRONMENT']);
  });
});

const withEnv = (name: string, value: PlanText, platform?: Platform) =>
  findings(typedPlan({ env: [{ name, value }] }), platform).map(
    ({ code, subject, severity }) => `${severity} ${code} ${subject}`,
  );

describe('RISKY_ENV', () => {
  test.each([
    ['NODE_OPTIONS', 'danger'],
    ['LD_PRELOAD', 'danger'],
    ['LD_LIBRARY_PATH', 'danger'],
    ['DYLD_INSERT_LIBRARIES', 'danger'],
    ['PYTHONSTARTUP', 'danger'],
    ['NODE_TLS_REJECT_UNAUTHORIZED', 'danger'],
    ['BASH_ENV', 'danger'],
    ['PATH', 'caution'],
    ['PYTHONPATH', 'caution'],
    ['HTTPS_PROXY', 'caution'],
    ['http_proxy', 'caution'],
    ['ELECTRON_RUN_AS_NODE', 'caution'],
    ['HOME', 'caution'],
  ])('%s is a %s', (name, severity) => {
    expect(withEnv(name, '/srv/x')).toEqual([`${severity} RISKY_ENV env.${name}`]);
  });

  test.each([
    ['MY_NODE_OPTIONS'],
    ['NODE_OPTIONS_X'],
    ['LDPRELOAD'],
    ['PATH_TO_FILES'],
    ['node_options'],
    ['PROXY'],
    ['MODEL'],
  ])('%s is not', (name) => {
    expect(withEnv(name, 'x')).toEqual([]);
  });

  test('Windows disregards case', () => {
    expect(withEnv('node_Options', 'x', 'win32')).toEqual(['danger RISKY_ENV env.node_Options']);
    expect(withEnv('Path', 'x', 'win32')).toEqual(['caution RISKY_ENV env.Path']);
  });

  test('a bundle that names its own folder in PYTHONPATH gets a note, one that names another folder a caution', () => {
    const severity = (value: string) =>
      findings(bundlePlan({ env: [{ name: 'PYTHONPATH', value }] })).find(({ code }) => code === 'RISKY_ENV')?.severity;
    expect(severity(`${TEST_BUNDLE_DIR}/server/lib`)).toBe('note');
    expect(severity(`${TEST_BUNDLE_DIR}/server/lib:/tmp/evil`)).toBe('caution');
    expect(severity(`${TEST_BUNDLE_DIR}-evil`)).toBe('caution');
  });

  test.each([
    [['env', 'NODE_OPTIONS=-r ./x', 'server'], 'args[0]'],
    [['env', '-S', 'LD_PRELOAD=x server'], 'args[1]'],
    [['sudo', 'PATH=/tmp', 'server'], 'args[0]'],
    [['sh', '-c', 'NODE_OPTIONS=x node server.js'], 'args[1]'],
    [['sh', '-c', 'export LD_PRELOAD=x; server'], 'args[1]'],
    [['pwsh', '-c', '$env:NODE_OPTIONS="x"; server'], 'args[1]'],
  ])('also in %j', (argv, subject) => {
    expect(codesOf(argv)).toContain(`RISKY_ENV ${subject}`);
  });

  test('not where it is only an argument', () => {
    expect(codesOf(['server', 'NODE_OPTIONS=x'])).toEqual([]);
  });

  test('the path in a value is judged as well', () => {
    expect(withEnv('KEY_FILE', '/home/ana/.ssh/id_rsa')).toEqual(['danger SENSITIVE_PATH env.KEY_FILE']);
    expect(withEnv('WORD', 'etc')).toEqual([]);
  });
});

describe('INVISIBLE_CHARACTERS (S12)', () => {
  const where = (change: Partial<LaunchPlan>) =>
    findings(typedPlan(change)).flatMap(({ code, severity, subject }) =>
      code === 'INVISIBLE_CHARACTERS' ? [`${severity} ${subject}`] : [],
    );

  test.each<[string, Partial<LaunchPlan>, string]>([
    ['a bidirectional override in the command', { command: 'server\u202egpj' }, 'danger command'],
    ['a zero-width space in an argument', { args: ['', 'a\u200bb'] }, 'danger args[1]'],
    ['a terminal escape', { args: ['\u001b[2K'] }, 'danger args[0]'],
    ['tag characters', { args: ['a\u{e0041}'] }, 'danger args[0]'],
    ['a look-alike space', { args: ['a\u00a0b'] }, 'caution args[0]'],
    ['a space at the end', { args: ['--flag '] }, 'caution args[0]'],
    ['a line end', { args: ['a\nb'] }, 'caution args[0]'],
    ['a variation selector behind a letter', { args: ['a\ufe0f'] }, 'caution args[0]'],
    ['the name of a variable', { env: [{ name: 'A\u200b', value: '' }] }, 'danger env.A\u200b'],
    ['the value of a variable', { env: [{ name: 'A', value: '\u2066' }] }, 'danger env.A'],
    ['the working directory', { cwd: '/srv/\u3000' }, 'caution cwd'],
  ])('%s', (_name, change, expected) => {
    expect(where(change)).toEqual([expected]);
  });

  test.each([['données 文件'], ['❤️ 👩‍💻 👍🏽 1️⃣'], ['a b'], ['⟨x⟩'], [''], ['␠']])('not %j', (text) => {
    expect(where({ args: [text] })).toEqual([]);
  });

  test('the detail names the characters and quotes nothing that hides', () => {
    expect(findings(typedPlan({ args: ['a\u202eb\u202ec '] }))[0]?.detail).toBe(
      'This text has characters in it that can’t be seen or that change how it is read: “⟨U+202E⟩ ␠”.',
    );
  });
});

describe('SECRET_IN_ARGS (S9)', () => {
  const secret = { parts: ['--token=', { secret: 'user_config.token' }] };
  test('a secret in an argument, by its name', () => {
    expect(findings(typedPlan({ args: ['x', secret] }))).toMatchObject([
      {
        code: 'SECRET_IN_ARGS',
        severity: 'danger',
        subject: 'args[1]',
        detail: expect.stringContaining('${user_config.token}') as string,
      },
    ]);
  });
  test('not a secret in the environment, nor text that looks like one', () => {
    expect(findings(typedPlan({ args: ['${user_config.token}'], env: [{ name: 'TOKEN', value: secret }] }))).toEqual(
      [],
    );
  });
});

describe('OUTSIDE_BUNDLE', () => {
  const outside = (change: Partial<LaunchPlan>) => {
    return findings('runtime' in change ? bundlePlan(change) : withoutRuntime(bundlePlan(change))).flatMap(
      ({ code, subject }) => (code === 'OUTSIDE_BUNDLE' ? [subject] : []),
    );
  };
  const runtime = { name: 'node', version: '24.0.0', provided: 'found' } as const;
  const inside = `${TEST_BUNDLE_DIR}/server/acme`;

  test.each<[string, Partial<LaunchPlan>, readonly string[]]>([
    ['a program of the machine', { command: 'docker', resolvedCommand: '/usr/bin/docker', args: [] }, ['command']],
    ['a link out of the bundle', { command: 'server/acme', resolvedCommand: '/tmp/evil', args: [] }, ['command']],
    [
      'a folder whose name begins like the bundle’s',
      { command: `${TEST_BUNDLE_DIR}-evil/x`, resolvedCommand: `${TEST_BUNDLE_DIR}-evil/x`, args: [] },
      ['command'],
    ],
    ['a script somewhere else', { runtime, args: ['/tmp/server.js'] }, ['args[0]']],
    ['a script without an ending', { runtime, args: ['/tmp/server'] }, ['args[0]']],
    ['a script above the bundle', { runtime, args: ['../other/server.js'] }, ['args[0]']],
    ['a plugin somewhere else', { runtime, args: ['server.js', '--plugin=/tmp/x.mjs'] }, ['args[1]']],
    ['its own program', { command: 'server/acme', resolvedCommand: inside, args: [] }, []],
    ['a runtime and its own script', { runtime, args: [`${TEST_BUNDLE_DIR}/server/index.js`] }, []],
    ['a relative script that stays inside', { runtime, args: ['server/../index.js'] }, []],
    ['a folder of the person', { runtime, args: ['server.js', '/home/ana/docs'] }, []],
  ])('%s', (_name, change, subjects) => {
    expect(outside(change)).toEqual(subjects);
  });

  test('a plan for another machine is judged by what is written', () => {
    const plan = unresolved(bundlePlan({ args: [] }));
    const subjects = (command: string) =>
      findings({ ...plan, command }).flatMap(({ code, subject }) => (code === 'OUTSIDE_BUNDLE' ? [subject] : []));
    expect([subjects('node'), subjects('server/acme'), subjects('docker'), subjects('/bin/x')]).toEqual([
      [],
      [],
      ['command'],
      ['command'],
    ]);
  });

  test('a typed command has no bundle to be outside of', () => {
    expect(codesOf(['node', '/tmp/server.js'])).toEqual([]);
  });
});

describe('UNSIGNED', () => {
  const origin = bundlePlan().origin as Extract<LaunchPlan['origin'], { kind: 'bundle' }>;
  test.each([
    ['unsigned', 1],
    ['self_signed', 1],
    ['signed_untrusted', 1],
    ['could_not_check', 1],
    ['signed_trusted', 0],
  ] as const)('%s', (status, count) => {
    const signature = { status, publisher: 'Evil”, Inc.', reason: 'x' };
    const notes = findings(bundlePlan({ origin: { ...origin, signature } }));
    expect(notes.map(({ code, severity, subject }) => [code, severity, subject])).toEqual(
      Array(count).fill(['UNSIGNED', 'note', 'bundle']),
    );
    expect(notes.some(({ detail }) => detail.includes('Evil”'))).toBe(false);
  });
  test('a typed command has nobody to sign it', () => {
    expect(findings(typedPlan())).toEqual([]);
  });
});

describe('wrappers are taken off in turn', () => {
  test.each<[readonly string[], string]>([
    [['env', '-i', '-u', 'A', 'B=1', 'rm', 'x'], 'args[4]'],
    [['env', '-S', 'B=1 rm x'], 'args[1]'],
    [['env', '-vS', 'rm x'], 'args[1]'],
    [['env', '--split-string=rm x'], 'args[0]'],
    [['timeout', '-k', '5', '--preserve-status', '10s', 'rm', 'x'], 'args[4]'],
    [['nice', '-n', '5', 'rm', 'x'], 'args[2]'],
    [['nice', '-5', 'rm', 'x'], 'args[1]'],
    [['ionice', '-c3', 'rm', 'x'], 'args[1]'],
    [['stdbuf', '-o', 'L', 'rm', 'x'], 'args[2]'],
    [['xargs', '-0', '-n', '1', 'rm'], 'args[3]'],
    [['setsid', '--wait', 'rm', 'x'], 'args[1]'],
    [['time', '-p', 'rm', 'x'], 'args[1]'],
    [['chrt', '-r', '5', 'rm', 'x'], 'args[2]'],
    [['taskset', '-c', '0', 'rm', 'x'], 'args[2]'],
    [['unshare', '-r', 'rm', 'x'], 'args[1]'],
    [['script', '-qec', 'rm x', '/dev/null'], 'args[1]'],
    [['script', '-c', 'rm x'], 'args[1]'],
    [['sudo', '-u', 'root', '--', 'rm', 'x'], 'args[3]'],
    [['su', '-', 'ana', '-c', 'rm x'], 'args[3]'],
    [['watch', '-n', '1', 'rm x'], 'args[2]'],
    [['flock', '/tmp/x', '-c', 'rm x'], 'args[2]'],
    [['uv', 'run', '--with', 'a', 'rm', 'x'], 'args[3]'],
    [['npx', '-c', 'rm x'], 'args[1]'],
    [['gosu', 'root', 'rm', 'x'], 'args[1]'],
    [['su-exec', 'root:root', 'rm', 'x'], 'args[1]'],
    [['setpriv', '--reuid', '0', '--clear-groups', 'rm', 'x'], 'args[3]'],
    [['firejail', '--noprofile', '--net=none', 'rm', 'x'], 'args[2]'],
    [['prlimit', '--nofile=10:10', '-n5', 'rm', 'x'], 'args[2]'],
    [['runcon', 'system_u:system_r:x_t:s0', 'rm', 'x'], 'args[1]'],
    [['runcon', '-u', 'system_u', '--type=x_t', 'rm', 'x'], 'args[3]'],
    [['tini', '-g', '-p', 'SIGTERM', '--', 'rm', 'x'], 'args[4]'],
    [['ld.so', '--library-path', '/srv/lib', '/bin/rm', 'x'], 'args[2]'],
    [['/lib64/ld-linux-x86-64.so.2', '/bin/rm', 'x'], 'args[0]'],
    [['/lib/ld-musl-aarch64.so.1', '--argv0', 'y', '/bin/rm', 'x'], 'args[2]'],
    [['osascript', '-e', 'do shell script "rm x" with administrator privileges'], 'args[1]'],
    [['cmd', '/d', '/s', '/cdel x'], 'args[2]'],
    [['sh', '-e', '-c', 'if true; then nohup rm x; fi'], 'args[2]'],
    [['sh', '-c', 'X=1 env Y=2 sh -c "eval \'rm x\'"'], 'args[1]'],
    [['sudo', 'env', 'A=1', 'timeout', '5', 'nice', 'busybox', 'sh', '-c', 'rm x'], 'args[8]'],
  ])('%j', (argv, subject) => {
    expect(codesOf(argv)).toContain(`DELETES ${subject}`);
  });

  test('nesting that is too deep to be read is a danger of its own', () => {
    const argv = Array<string>(20).fill('nohup');
    expect(codesOf([...argv, 'rm'])).toContain('SHELL_COMMAND args[10]');
    expect(codesOf(['sh', '-c', '$('.repeat(40)])).toContain('SHELL_COMMAND args[1]');
  });
});

describe('findingsOf', () => {
  test('every code can be found', () => {
    const tested = [
      ...Object.keys(rules),
      'RISKY_ENV',
      'INVISIBLE_CHARACTERS',
      'SECRET_IN_ARGS',
      'OUTSIDE_BUNDLE',
      'UNSIGNED',
      // In remoteFindings.test.ts.
      ...['NOT_ENCRYPTED', 'PRIVATE_NETWORK', 'UNUSUAL_ADDRESS', 'SECRET_IN_ADDRESS'],
    ];
    expect(new Set(tested)).toEqual(new Set(FINDING_CODES));
  });

  test('a link is judged by the program it leads to as well (S6)', () => {
    const plan = typedPlan({ command: '/srv/safe', resolvedCommand: '/usr/bin/rm', args: ['x'] });
    expect(findings(plan)).toMatchObject([{ code: 'DELETES', subject: 'command' }]);
  });

  test.each<[Platform, readonly string[]]>([
    ['darwin', ['DELETES command']],
    ['win32', ['DELETES command']],
    ['linux', []],
  ])('on %s the case of a name: RM', (platform, codes) => {
    expect(codesOf(['RM', 'x'], platform)).toEqual(codes);
  });

  test('paths of Windows', () => {
    expect(codesOf(['server', 'c:\\windows\\System32', 'D:\\data', '%USERPROFILE%\\.ssh', 'C:\\'], 'win32')).toEqual([
      'SENSITIVE_PATH args[2]',
      'SENSITIVE_PATH args[0]',
      'SENSITIVE_PATH args[3]',
    ]);
  });

  test('arguments are judged one by one, never as a joined line', () => {
    expect(codesOf(['server', 'sh -c', 'rm', '-rf /x'])).toEqual([]);
  });

  test('the gravest come first, each code once for a subject', () => {
    const all = findings(typedPlan({ command: 'sh', args: ['-c', 'rm a; rm b; curl c'], cwd: '/home/ana' }));
    expect(all.map(({ code, subject }) => `${code} ${subject}`)).toEqual([
      'SHELL_COMMAND command',
      'INLINE_CODE args[0]',
      'DELETES args[1]',
      'NETWORK_COMMAND args[1]',
      'SENSITIVE_PATH cwd',
    ]);
  });

  test('an ordinary bundle has nothing to report', () => {
    const args = [`${TEST_BUNDLE_DIR}/server/index.js`, '--verbose', '/srv/data'];
    expect(findings(bundlePlan({ args, env: [{ name: 'API_KEY', value: { parts: [{ secret: 'k' }] } }] }))).toEqual([]);
  });

  test('any argv gets findings, none of which repeats or hides a character', () => {
    const word = fc.oneof(
      fc.constantFrom(
        'sh',
        '-c',
        'env',
        'sudo',
        'npx',
        '--',
        'python',
        '-m',
        'docker',
        'run',
        '~',
        '/',
        '`',
        '$(',
        '"',
        'a|b',
      ),
      fc.string({ unit: 'binary', maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), fc.constantFrom('linux', 'darwin', 'win32'), (argv, platform) => {
        const [command = 'x', ...args] = argv;
        const all = findings(typedPlan({ command, args }), platform);
        expect(new Set(all.map(({ code, subject }) => `${code} ${subject}`)).size).toBe(all.length);
        expect(all.every(({ detail }) => !/[\p{C}]/u.test(detail))).toBe(true);
      }),
    );
  });

  test('a bundle that wants to keep the judge busy is judged all the same', () => {
    const huge = ['$(', 'a|', 'a;', 'sh -c "', '`', '${', 'x=1 ', 'a/../', '=', ':', ',', '~/:', ' '].map((piece) =>
      piece.repeat(20_000),
    );
    for (const script of huge) expect(codesOf(['sh', '-c', script, script])).toContain('SHELL_COMMAND command');
  });
});
