import { chmodSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFailed, onTestFinished, test } from 'vitest';
import { serverId } from '../../app/contract/ids.ts';
import type { LaunchPlan } from '../../app/contract/plan.ts';
import type { ConsentedLaunch } from '../../app/ports/processLauncher.ts';
import { typedPlan } from '../../app/testing/launchPlans.ts';
import { temporaryFolder } from '../testing/temporaryFolder.ts';
import { endByForce, isAlive, waitUntil } from '../testing/waiting.ts';
import { createProcessLauncher, needsShell } from './processLauncher.ts';

const hostile = (name: string): string => join(import.meta.dirname, `../testing/hostileServers/${name}.mjs`);
const onLinux = process.platform === 'linux';

/** A launcher with short graces, whose warden only writes down what it is told. */
function startLauncher(graces = { stdinMs: 300, termMs: 300, killMs: 3_000 }) {
  const told: string[] = [];
  const warden = {
    announce: (marker: string) => told.push(`announce ${marker}`),
    started: (marker: string, pgid: number) => told.push(`started ${marker} ${pgid}`),
    ended: (marker: string) => told.push(`ended ${marker}`),
    dismiss: () => told.push('dismiss'),
  };
  const launcher = createProcessLauncher({ warden, graces });
  onTestFinished(() => launcher.stopAll());

  const secrets: Readonly<Record<string, string>> = { token: 'hunter22' };
  async function launch(change: Partial<LaunchPlan>, maxLineBytes = 1_000_000) {
    const lines: string[] = [];
    const stderr: string[] = [];
    let overflowed = false;
    const plan = typedPlan({ resolvedCommand: process.execPath, cwd: import.meta.dirname, ...change });
    const server = await launcher.launch(
      // What the gate would make of it.
      plan as ConsentedLaunch,
      { serverId: serverId.parse('srv_aaaaaaaa'), secret: (key) => secrets[key], maxLineBytes },
      {
        onLine: (line) => lines.push(line),
        onStderr: (text) => stderr.push(text),
        onOverflow: () => (overflowed = true),
      },
    );
    return { server, lines, stderr, overflowed: () => overflowed };
  }

  /** A server that prints the ids of itself and of what it started. */
  async function launchFamily(name: string) {
    const family = await launch({ args: [hostile(name)] });
    await waitUntil('the ids', () => family.lines.length > 0);
    const { pids } = JSON.parse(family.lines[0] ?? '') as { pids: number[] };
    onTestFailed(() => endByForce(pids));
    expect(pids.length).toBeGreaterThan(2);
    return { ...family, pids };
  }

  return { launcher, launch, launchFamily, told };
}

const script = (source: string): Partial<LaunchPlan> => ({ args: ['--input-type=module', '-e', source] });

describe('launch (S7)', () => {
  test.each([
    ['/opt/venv/bin/node', '/opt/venv/bin/node'],
    ['node', process.execPath],
  ])('runs the executable with each argument as it was shown, through no shell: %s', async (command, name) => {
    const { launch } = startLauncher();
    const args = ['$(id)', '`id`', '; id', 'a "b" \'c\'', '', '*', 'ünï🔑', '-x\ny'];
    const { server, lines } = await launch({
      command,
      args: ['-e', 'console.log(JSON.stringify([process.argv0, ...process.argv.slice(1)]))', '--', ...args],
    });
    await server.exited;
    // A path that was written is the program's name, though what runs is the resolved file.
    expect(JSON.parse(lines[0] ?? '')).toEqual([name, ...args]);
  });

  test.runIf(onLinux)('gives the environment of the plan, and nothing of ours', async () => {
    process.env['GATEHOUSE_TEST_LEAK'] = 'leaked';
    onTestFinished(() => {
      delete process.env['GATEHOUSE_TEST_LEAK'];
    });
    const { launch } = startLauncher();
    const { server, lines } = await launch({
      resolvedCommand: '/usr/bin/env',
      inheritedEnv: ['HOME', 'NOT_SET_ANYWHERE'],
      path: '/opt/bin',
      env: [
        { name: 'TOKEN', value: { parts: ['Bearer ', { secret: 'token' }] } },
        { name: '__proto__', value: 'harmless' },
      ],
    });
    await server.exited;
    expect(lines.map((line) => line.replace(/^(GATEHOUSE_SERVER=srv_aaaaaaaa\.).+/, '$1…')).sort()).toEqual([
      'GATEHOUSE_SERVER=srv_aaaaaaaa.…',
      `HOME=${process.env['HOME']}`,
      'PATH=/opt/bin',
      'TOKEN=Bearer hunter22',
      '__proto__=harmless',
    ]);
  });

  test('runs in the working directory of the plan', async () => {
    const cwd = temporaryFolder();
    const { server, lines } = await startLauncher().launch({ cwd, ...script('console.log(process.cwd())') });
    await server.exited;
    expect(lines).toEqual([cwd]);
  });

  describe('what can’t be started', () => {
    const folder = () => {
      const path = temporaryFolder();
      writeFileSync(join(path, 'text'), 'no program');
      chmodSync(join(path, 'text'), 0o755);
      writeFileSync(join(path, 'unmarked'), 'no program');
      symlinkSync('/nonexistent', join(path, 'dangling'));
      return path;
    };
    test.runIf(onLinux).each<[string, (folder: string) => Partial<LaunchPlan>, object]>([
      ['a missing executable', (at) => ({ resolvedCommand: join(at, 'none') }), { data: { errno: 'ENOENT' } }],
      ['a dangling link', (at) => ({ resolvedCommand: join(at, 'dangling') }), { data: { errno: 'ENOENT' } }],
      [
        'a file that may not be run',
        (at) => ({ resolvedCommand: join(at, 'unmarked') }),
        { data: { errno: 'EACCES' } },
      ],
      ['a folder', (at) => ({ resolvedCommand: at }), { data: { errno: 'EACCES' } }],
      ['an argument no system takes', () => ({ args: ['a\0b'] }), { data: { errno: 'ERR_INVALID_ARG_VALUE' } }],
      ['too much of an argument', () => ({ args: ['x'.repeat(4_000_000)] }), { data: { errno: 'E2BIG' } }],
      ['a missing secret', () => ({ args: [{ parts: [{ secret: 'x' }] }] }), { code: 'LAUNCH_SECRET_MISSING' }],
      ['a missing folder', (at) => ({ cwd: join(at, 'none') }), { code: 'LAUNCH_WORKING_DIRECTORY_MISSING' }],
      ['a file for a folder', (at) => ({ cwd: join(at, 'text') }), { code: 'LAUNCH_WORKING_DIRECTORY_MISSING' }],
    ])('%s is named', async (_name, change, expected) => {
      const { launch, told } = startLauncher();
      await expect(launch(change(folder()))).rejects.toMatchObject({ code: 'LAUNCH_FAILED', ...expected });
      // The warden is not left with something that is not there.
      const markers = (verb: string) =>
        new Set(told.filter((line) => line.startsWith(verb)).map((l) => l.split(' ')[1]));
      expect(markers('ended')).toEqual(markers('announce'));
    });
  });

  test.each([
    ['C:\\tools\\run.cmd', 'win32', true],
    ['C:\\tools\\run.BAT', 'win32', true],
    ['C:\\tools\\run.bat. .', 'win32', true],
    ['C:\\tools\\run.cmd.exe', 'win32', false],
    ['/tools/run.cmd', 'linux', false],
  ] as const)('knows what a shell would run: %s on %s', (command, platform, expected) => {
    expect(needsShell(command, platform)).toBe(expected);
  });
});

describe('a running server', () => {
  test('gets and gives lines, and its words to stderr are separate', async () => {
    const { server, lines, stderr } = await startLauncher().launch({ args: [hostile('echo')] });
    await server.send('{"é":1}');
    await server.send('second');
    await waitUntil('the answers', () => lines.length === 2);
    expect(await server.stop()).toEqual({ code: 0, signal: undefined, requested: true });
    expect(lines).toEqual(['{"é":1}', 'second', 'bye']);
    expect(stderr).toEqual([]);
  });

  test('a message of two lines is refused: it would be two messages', async () => {
    const { server } = await startLauncher().launch({ args: [hostile('echo')] });
    await expect(server.send('a\nb')).rejects.toThrow('one line');
  });

  test('a message that is larger than the pipe arrives whole, when the server gets to it', async () => {
    const { server, lines } = await startLauncher().launch({ args: [hostile('echo')] }, 10_000_000);
    const large = 'é'.repeat(2_000_000);
    await Promise.all([server.send(large), server.send('after')]);
    await waitUntil('the answers', () => lines.length === 2);
    expect(lines[0] === large).toBe(true);
    expect(lines[1]).toBe('after');
  });

  test('sending waits while the pipe is full, and fails when the server goes', async () => {
    const { server } = await startLauncher().launch(script('setInterval(() => {}, 1000)'));
    const sent = server.send('x'.repeat(1_000_000)).then(
      () => 'sent',
      (error: unknown) => error,
    );
    const second = server.send('more').catch((error: unknown) => error);
    await server.stop();
    expect(await sent).toMatchObject({ code: 'SERVER_CLOSED' });
    expect(await second).toMatchObject({ code: 'SERVER_CLOSED' });
    await expect(server.send('late')).rejects.toMatchObject({ code: 'SERVER_CLOSED' });
  });

  test('a server that never reads is ended before its messages fill the memory', async () => {
    const { server } = await startLauncher().launch(script('setInterval(() => {}, 1000)'));
    const message = 'x'.repeat(30_000_000);
    const results = await Promise.allSettled(Array.from({ length: 4 }, () => server.send(message)));
    expect(results.map(({ status }) => status)).toEqual(Array(4).fill('rejected'));
    expect(await server.exited).toMatchObject({ requested: false });
  });

  test('a server that closes its input is closed for sending', async () => {
    const { server, lines } = await startLauncher().launch(
      script(`import { closeSync } from 'node:fs'; closeSync(0); console.log('closed'); setInterval(() => {}, 1000)`),
    );
    await waitUntil('the word', () => lines.length > 0);
    await expect(server.send('x')).rejects.toMatchObject({ code: 'SERVER_CLOSED' });
  });

  test('reports how it ended by itself, after its last words', async () => {
    const { server, lines, stderr } = await startLauncher().launch(
      script(`process.stderr.write('why\\n'); process.stdout.write('half a line', () => process.exit(3))`),
    );
    expect(await server.exited).toEqual({ code: 3, signal: undefined, requested: false });
    expect(lines).toEqual(['half a line']);
    expect(stderr).toEqual(['why']);
  });

  test.runIf(onLinux)('reports the signal that ended it', async () => {
    const { server } = await startLauncher().launch(script('process.kill(process.pid, "SIGSEGV")'));
    expect(await server.exited).toEqual({ code: undefined, signal: 'SIGSEGV', requested: false });
  });

  test('S9: what it writes to stderr comes without the secrets it was given', async () => {
    const { server, stderr } = await startLauncher().launch({
      ...script('console.error("token is " + process.env.TOKEN)'),
      env: [{ name: 'TOKEN', value: { parts: [{ secret: 'token' }] } }],
    });
    await server.exited;
    expect(stderr).toEqual(['token is •••']);
  });

  test('one endless line harms only the server, which is ended', async () => {
    const { server, lines, overflowed } = await startLauncher().launch({ args: [hostile('flood'), 'line'] });
    expect(await server.exited).toMatchObject({ requested: false });
    expect(overflowed()).toBe(true);
    expect(lines).toEqual([]);
  });

  test.each(['lines', 'stderr'])('a flood of %s leaves the host its turns, and can be stopped', async (what) => {
    const { launch } = startLauncher();
    const { server, lines, stderr } = await launch({ args: [hostile('flood'), what] });
    await waitUntil('the flood', () => lines.length + stderr.length >= 200);
    let turns = 0;
    const { server: other, lines: answers } = await launch({ args: [hostile('echo')] });
    for (; turns < 20; turns++) {
      await other.send(String(turns));
      await waitUntil('an answer', () => answers.length > turns);
    }
    expect(turns).toBe(20);
    expect(stderr.length).toBeLessThan(5_000);
    expect(await server.stop()).toMatchObject({ requested: true });
  });
});

describe.runIf(onLinux)('stopping', () => {
  test('lets a server exit by itself when its input closes', async () => {
    const { launch, told } = startLauncher({ stdinMs: 8_000, termMs: 8_000, killMs: 8_000 });
    const { server } = await launch({ args: [hostile('echo')] });
    expect(await server.stop()).toMatchObject({ code: 0 });
    expect(isAlive(server.pid)).toBe(false);
    const [announced, started, ended] = told;
    const marker = announced?.split(' ')[1] ?? '';
    expect([started, ended]).toEqual([`started ${marker} ${server.pid}`, `ended ${marker}`]);
  });

  test('then asks with SIGTERM', async () => {
    const { server, lines } = await startLauncher({ stdinMs: 50, termMs: 8_000, killMs: 8_000 }).launch(
      script(`process.on('SIGTERM', () => { console.log('saving'); process.exit(5) });
              console.log('ready'); setInterval(() => {}, 1000)`),
    );
    await waitUntil('it to be ready', () => lines.length > 0);
    expect(await server.stop()).toMatchObject({ code: 5 });
    expect(lines).toEqual(['ready', 'saving']);
  });

  test('then kills it and all it started: in its group, in other sessions, orphans', async () => {
    const { launchFamily, told } = startLauncher();
    const { server, pids } = await launchFamily('stubborn');
    expect(pids.map(isAlive)).toEqual([true, true, true, true]);
    expect(await server.stop()).toMatchObject({ signal: 'SIGKILL', requested: true });
    expect(pids.map(isAlive)).toEqual([false, false, false, false]);
    expect(told.at(-1)).toMatch(/^ended/);
  });

  test('asking twice is asking once', async () => {
    const { server } = await startLauncher().launch({ args: [hostile('echo')] });
    const [first, second] = await Promise.all([server.stop(), server.stop()]);
    expect(first).toEqual(second);
    expect(await server.stop()).toEqual(first);
  });

  test('a server that exits by itself does not leave anything behind', async () => {
    const { launchFamily, told } = startLauncher();
    const { server, lines, pids } = await launchFamily('deserter');
    expect(await server.exited).toEqual({ code: 7, signal: undefined, requested: false });
    expect(lines[1]).toBe('last line, without an end');
    await waitUntil('its children to be gone', () => !pids.some(isAlive));
    await waitUntil('the warden to hear', () => told.at(-1)?.startsWith('ended') === true);
  });

  test('what is left of one launch is not taken for another launch of the same server', async () => {
    const { launch, launchFamily } = startLauncher();
    const { server: first, pids } = await launchFamily('deserter');
    await first.exited;
    const { server: second, lines } = await launch({ args: [hostile('echo')] });
    await waitUntil('the first one’s children to be gone', () => !pids.some(isAlive));
    await second.send('still here');
    await waitUntil('an answer', () => lines.includes('still here'));
  });

  test('quitting stops every server, dismisses the warden, and starts nothing more', async () => {
    const { launcher, launch, launchFamily, told } = startLauncher();
    const { pids } = await launchFamily('stubborn');
    const { server } = await launch({ args: [hostile('echo')] });
    await launcher.stopAll();
    expect([...pids, server.pid].some(isAlive)).toBe(false);
    expect(told.at(-1)).toBe('dismiss');
    await expect(launch({ args: [hostile('echo')] })).rejects.toMatchObject({ code: 'LAUNCH_FAILED' });
  });
});
