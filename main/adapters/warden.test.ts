/**
 * Real hosts, in processes of their own, killed without warning.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFailed, onTestFinished, test } from 'vitest';
import { typedPlan } from '../../app/testing/launchPlans.ts';
import { endByForce, isAlive, waitUntil } from '../testing/waiting.ts';

const adapter = (name: string): string => JSON.stringify(join(import.meta.dirname, name));
const hostile = (name: string): string => join(import.meta.dirname, `../testing/hostileServers/${name}.mjs`);

/** Starts a host whose `main` can `launch` hostile servers, and prints whatever it passes to `say`. */
function startHost(main: string) {
  const plan = typedPlan({ resolvedCommand: process.execPath, cwd: import.meta.dirname, inheritedEnv: [] });
  const source = `
    import { createProcessLauncher } from ${adapter('processLauncher.ts')};
    import { createWarden } from ${adapter('wardenClient.ts')};
    const say = (value) => process.stdout.write(JSON.stringify(value) + '\\n');
    const warden = createWarden();
    const launcher = createProcessLauncher({ warden, graces: { stdinMs: 200, termMs: 200, killMs: 3000 } });
    const launch = (script, onLine) => launcher.launch(
      { ...${JSON.stringify(plan)}, args: [script] },
      { serverId: 'srv_aaaaaaaa', secret: () => undefined, maxLineBytes: 1e6 },
      { onLine, onStderr: () => {}, onOverflow: () => {} });
    ${main}`;
  const host = spawn(process.execPath, ['--input-type=module-typescript', '-e', source], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void host.kill('SIGKILL'));
  let output = '';
  host.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const said = (): unknown[] =>
    output
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as unknown);
  return { host, said };
}

interface ChildOfHost {
  readonly pid: number;
  readonly commandLine: string;
}

function childrenOf(host: ChildProcess): ChildOfHost[] {
  const pids = readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name));
  return pids.flatMap((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
      const commandLine = readFileSync(`/proc/${pid}/cmdline`, 'latin1');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      return parent === host.pid && isAlive(Number(pid)) ? [{ pid: Number(pid), commandLine }] : [];
    } catch {
      // It ended while it was looked at.
      return [];
    }
  });
}

const wardenOf = (host: ChildProcess): number | undefined =>
  childrenOf(host).find(({ commandLine }) => commandLine.includes('/warden.ts'))?.pid;

/** Whether a process has a handler for a signal (proc_pid_status(5), SigCgt). */
function catches(pid: number, signal: number): boolean {
  const mask = /^SigCgt:\s*([0-9a-f]+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? '0';
  return ((BigInt(`0x${mask}`) >> BigInt(signal - 1)) & 1n) === 1n;
}

const killed = (host: ChildProcess): Promise<void> =>
  waitUntil('the host to be gone', () => host.signalCode !== null || host.exitCode !== null);

/** The ids that servers printed. A test that fails must not leave them behind. */
function pidsSaid(said: () => unknown[]): number[] {
  const pids = said().flatMap((value) => (value as { pids: number[] }).pids);
  onTestFailed(() => endByForce(pids));
  return pids;
}

const launchStubborn = `await launch(${JSON.stringify(hostile('stubborn'))}, (line) => say(JSON.parse(line)));`;

describe.runIf(process.platform === 'linux')('the warden', () => {
  test('ends everything when the host is killed, whatever the servers ignore and wherever their children are', async () => {
    const { host, said } = startHost(launchStubborn + launchStubborn);
    await waitUntil('two servers', () => said().length === 2);
    const pids = pidsSaid(said);
    const warden = wardenOf(host);
    expect(pids).toHaveLength(8);
    expect(pids.every(isAlive)).toBe(true);
    host.kill('SIGKILL');
    await killed(host);
    expect(pids.every(isAlive)).toBe(true);
    await waitUntil('every process to be gone', () => !pids.some(isAlive));
    await waitUntil('the warden to be gone', () => warden === undefined || !isAlive(warden));
    expect(warden).toBeTypeOf('number');
  });

  test('leaves the servers of another host alone, though they bear the same id', async () => {
    const first = startHost(launchStubborn);
    const second = startHost(launchStubborn);
    await waitUntil('both servers', () => first.said().length + second.said().length === 2);
    const mine = pidsSaid(first.said);
    const others = pidsSaid(second.said);
    first.host.kill('SIGKILL');
    await waitUntil('its own to be gone', () => !mine.some(isAlive));
    expect(others.every(isAlive)).toBe(true);
    second.host.kill('SIGKILL');
    await waitUntil('the others to be gone', () => !others.some(isAlive));
  });

  test('catches a server whose host died in the turn in which it spawned it', async () => {
    // The host is killed before it could say which group the server has: only the announced marker is known.
    const { host, said } = startHost(`
      import { spawn } from 'node:child_process';
      warden.announce('srv_aaaaaaaa.early');
      const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
        detached: true, stdio: 'ignore', env: { GATEHOUSE_SERVER: 'srv_aaaaaaaa.early' } });
      const { writeSync } = await import('node:fs');
      writeSync(1, JSON.stringify({ pids: [child.pid] }) + '\\n');
      process.kill(process.pid, 'SIGKILL');`);
    await killed(host);
    await waitUntil('the id', () => said().length === 1);
    const pids = pidsSaid(said);
    await waitUntil('the server to be gone', () => !pids.some(isAlive));
  });

  test('is not there before the first launch, and goes with a host that quits in order', async () => {
    const { host, said } = startHost(`
      say('idle');
      process.once('SIGUSR2', async () => {
        await launch(${JSON.stringify(hostile('echo'))}, () => {});
        say('launched');
        process.once('SIGUSR2', async () => { await launcher.stopAll(); say('stopped'); process.exit(); });
      });
      setInterval(() => {}, 1000);`);
    await waitUntil('the host', () => said().length === 1);
    expect(childrenOf(host)).toEqual([]);
    host.kill('SIGUSR2');
    await waitUntil('the launch', () => said().length === 2);
    const pids = childrenOf(host).map(({ pid }) => pid);
    expect(pids).toHaveLength(2);
    host.kill('SIGUSR2');
    await killed(host);
    expect(said().at(-1)).toBe('stopped');
    await waitUntil('both to be gone', () => !pids.some(isAlive));
  });

  test('does not keep a host running, nor end what the host said has ended', async () => {
    const bystander = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
      detached: true,
      stdio: 'ignore',
      env: { GATEHOUSE_SERVER: 'srv_aaaaaaaa.old' },
    });
    onTestFinished(() => void bystander.kill('SIGKILL'));
    // Nothing but its standard input keeps this host running.
    const { host, said } = startHost(`
      warden.announce('srv_aaaaaaaa.old'); warden.started('srv_aaaaaaaa.old', ${bystander.pid});
      warden.ended('srv_aaaaaaaa.old'); say('done'); process.stdin.resume();`);
    await waitUntil('the host', () => said().length === 1);
    const warden = wardenOf(host) ?? 0;
    expect(isAlive(warden)).toBe(true);
    host.stdin.end();
    await waitUntil('the host to exit by itself', () => host.exitCode === 0);
    await waitUntil('the warden to be gone', () => !isAlive(warden));
    expect(bystander.pid !== undefined && isAlive(bystander.pid)).toBe(true);
  });

  test('is not ended by the signals that end a session', async () => {
    const { host, said } = startHost(launchStubborn);
    await waitUntil('the server', () => said().length === 1);
    const pids = pidsSaid(said);
    const warden = wardenOf(host);
    if (warden === undefined) throw new Error('There is no warden.');
    await waitUntil('the warden to be up', () => catches(warden, constants.signals.SIGTERM));
    for (const signal of ['SIGINT', 'SIGHUP', 'SIGTERM']) process.kill(warden, signal);
    host.kill('SIGKILL');
    await waitUntil('every process to be gone', () => !pids.some(isAlive));
    await waitUntil('the warden to be gone', () => !isAlive(warden));
  });

  test('that was killed itself is started again, with all that runs', async () => {
    const { host, said } = startHost(launchStubborn + launchStubborn);
    await waitUntil('the servers', () => said().length === 2);
    const pids = pidsSaid(said);
    const first = wardenOf(host) ?? 0;
    process.kill(first, 'SIGKILL');
    await waitUntil('another warden', () => ![undefined, first].includes(wardenOf(host)));
    host.kill('SIGKILL');
    await waitUntil('the servers to be gone', () => !pids.some(isAlive));
  });

  test('that can’t be started is tried a few times, and the host goes on', async () => {
    const { host, said } = startHost(`
      const broken = createWarden({ nodePath: '/nonexistent/node' });
      broken.announce('a'); broken.started('a', 1);
      setTimeout(() => { broken.announce('b'); say('here'); broken.dismiss(); process.stdin.destroy(); }, 100);`);
    await waitUntil('the host', () => host.exitCode !== null);
    expect(said()).toEqual(['here']);
    expect(host.exitCode).toBe(0);
  });
});
