/**
 * One Gatehouse a data folder, across real processes.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from 'vitest';
import { acquireInstance, type HandoverRequest } from './singleInstance.ts';
import { temporaryFolder } from './testing/temporaryFolder.ts';

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** Starts another process for the folder; answers once it has said something. */
async function startOther(dataDir: string, file?: string) {
  const script = join(import.meta.dirname, 'testing/holdInstance.ts');
  const child = spawn(process.execPath, [script, dataDir, ...(file === undefined ? [] : [file])]);
  children.push(child);
  child.stderr.pipe(process.stderr);
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  await expect.poll(() => lines.length, { timeout: 20_000 }).toBeGreaterThan(0);
  return { child, lines };
}

function startHere(dataDir: string, request: HandoverRequest = {}) {
  const handed: HandoverRequest[] = [];
  const instance = acquireInstance(dataDir, request, (later) => {
    handed.push(later);
    return Promise.resolve({ links: ['http://127.0.0.1:2/'] });
  });
  return { handed, instance };
}

test('a second start hands its file over and gets what the first one answers', async () => {
  const folder = temporaryFolder();
  const first = await startOther(folder);
  const second = startHere(folder, { file: '/tmp/some.mcpb' });
  expect(await second.instance).toEqual({ kind: 'second', answer: { links: ['http://127.0.0.1:1/#code=x'] } });
  await expect.poll(() => first.lines).toEqual(['first', 'handed /tmp/some.mcpb']);
});

test('a start after the first one was killed is a first one again', async () => {
  const folder = temporaryFolder();
  const { child } = await startOther(folder);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const again = await startHere(folder).instance;
  expect(again.kind).toBe('first');
  if (again.kind === 'first') await again.release();
});

test('of five starts at once exactly one is the first, and it hears of the others', async () => {
  const folder = temporaryFolder();
  const children = await Promise.all(Array.from({ length: 5 }, () => startOther(folder)));
  const firsts = children.filter(({ lines }) => lines.includes('first'));
  expect([firsts.length, children.filter(({ lines }) => lines.includes('second')).length]).toEqual([1, 4]);
  await expect.poll(() => firsts[0]?.lines.filter((line) => line === 'handed nothing').length).toBe(4);
});

test('a data folder that was let go can be taken again', async () => {
  const folder = temporaryFolder();
  for (let times = 0; times < 2; times += 1) {
    const instance = await startHere(folder).instance;
    if (instance.kind !== 'first') throw new Error('It was not let go.');
    await instance.release();
  }
});

describe.skipIf(process.platform === 'win32')('who may hand over (S4)', () => {
  async function startFirst(dataDir: string) {
    const { handed, instance } = startHere(dataDir);
    const first = await instance;
    if (first.kind !== 'first') throw new Error('Another one has the folder.');
    const address = JSON.parse(await readFile(join(dataDir, 'instance.json'), 'utf8')) as { port: number };
    return { handed, first, address };
  }

  test('only who can read this user’s files: address and lock are mode 0600', async () => {
    const folder = temporaryFolder();
    const { first } = await startFirst(folder);
    for (const name of ['instance.json', 'instance.lock']) {
      expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
    }
    await first.release();
  });

  test.each([
    ['another secret', JSON.stringify({ secret: 'x'.repeat(43), file: '/tmp/evil.mcpb' })],
    ['no secret', JSON.stringify({ file: '/tmp/evil.mcpb' })],
    ['a web page’s request', 'POST / HTTP/1.1'],
    ['a line without end', 'x'.repeat(70_000)],
  ])('%s is cut off without an answer', async (_name, line) => {
    const folder = temporaryFolder();
    const { handed, first, address } = await startFirst(folder);
    const socket = createConnection({ host: '127.0.0.1', port: address.port });
    socket.on('error', () => undefined);
    socket.write(line.startsWith('x') ? line : `${line}\n`);
    expect(await text(socket).catch(() => '')).toBe('');
    expect(handed).toEqual([]);
    await first.release();
  });

  test('an address left by a run that ended is not believed', async () => {
    const folder = temporaryFolder();
    await writeFile(join(folder, 'instance.json'), JSON.stringify({ port: 1, secret: 'x'.repeat(43) }));
    const { first } = await startFirst(folder);
    await first.release();
  });
});
