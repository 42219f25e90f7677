/**
 * `gatehouse serve` in this process, around a fake host: starting, starting again, and ending.
 */
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { EndsWithQuit } from '../../app/contract/calls.ts';
import { fakeHost } from '../../app/testing/fakeHost.ts';
import { temporaryFolder } from '../testing/temporaryFolder.ts';
import { serve, type ServeRequest } from './serve.ts';
import type { Terminal } from './terminal.ts';

const link = /^Gatehouse is at (http:\/\/127\.0\.0\.1:\d+\/#code=[A-Za-z0-9_-]{43})$/;

/** A folder with a page and room for data, and a start in it whose terminal the test reads and types into. */
async function startServe(folder: string) {
  await writeFile(join(folder, 'index.html'), '<html><head></head></html>');
  let running: EndsWithQuit = { calls: 0, tasks: 0 };
  const host = { ...fakeHost(), endsWithQuit: () => running };
  const printed: string[] = [];
  const notes: string[] = [];
  let composed = 0;
  let closed = 0;
  let pressEnter: () => void = () => undefined;
  let interrupt: () => void = () => undefined;
  let terminate: () => void = () => undefined;
  const exited = Promise.withResolvers<number>();
  const terminal: Terminal = {
    print: (line) => printed.push(line),
    note: (line) => notes.push(line),
    noteBug: (error) => notes.push(String(error)),
    onEnter: (listener) => (pressEnter = listener),
    onInterrupt: (listener) => (interrupt = listener),
    onTerminate: (listener) => (terminate = listener),
    exit: exited.resolve,
  };
  const compose = async () => {
    composed += 1;
    return { host, close: async () => void (closed += 1) };
  };
  const request: ServeRequest = { port: 0, dataDir: join(folder, 'data'), open: false, pageDir: folder };
  return {
    host,
    printed,
    notes,
    request,
    exited: exited.promise,
    counts: () => ({ composed, closed }),
    pressEnter: () => pressEnter(),
    interrupt: () => interrupt(),
    terminate: () => terminate(),
    runOn: (what: EndsWithQuit) => (running = what),
    run: (change: Partial<ServeRequest> = {}) => serve({ ...request, ...change }, compose, terminal),
  };
}

test('prints exactly one line, with a link that leads to the page', async () => {
  const folder = temporaryFolder();
  const started = await startServe(folder);
  await started.run({ file: 'some.mcpb' });
  expect(started.printed).toEqual([expect.stringMatching(link)]);
  const url = link.exec(started.printed[0] ?? '')?.[1] ?? '';
  expect((await fetch(url)).status).toBe(200);
  expect(started.host.openedFiles).toEqual([join(process.cwd(), 'some.mcpb')]);
  started.interrupt();
  await started.exited;
});

test('an install link goes to the host, this start’s own and a later one’s', async () => {
  const folder = temporaryFolder();
  const started = await startServe(folder);
  await started.run({ file: 'gatehouse://install?name=a&command=b' });
  await started.run({ file: 'gatehouse://install?name=c&command=d' });
  expect([started.host.openedLinks, started.host.openedFiles]).toEqual([
    ['gatehouse://install?name=a&command=b', 'gatehouse://install?name=c&command=d'],
    [],
  ]);
  started.interrupt();
  await started.exited;
});

test('Enter prints a new link', async () => {
  const folder = temporaryFolder();
  const started = await startServe(folder);
  await started.run();
  started.pressEnter();
  expect(started.printed).toEqual([expect.stringMatching(link), expect.stringMatching(link)]);
  expect(new Set(started.printed).size).toBe(2);
  started.interrupt();
  await started.exited;
});

test('a second start makes no second host: it hands its file over and prints a link of the first', async () => {
  const folder = temporaryFolder();
  const started = await startServe(folder);
  await started.run();
  await started.run({ file: '/tmp/later.mcpb' });
  expect(started.counts().composed).toBe(1);
  expect(started.host.openedFiles).toEqual(['/tmp/later.mcpb']);
  const [first, second] = started.printed.map((line) => new URL(link.exec(line)?.[1] ?? ''));
  expect(second?.origin).toBe(first?.origin);
  expect(second?.hash).not.toBe(first?.hash);
  started.interrupt();
  await started.exited;
});

test.each(['^C', 'SIGTERM', 'the page'] as const)(
  'ending by %s closes the host and lets the folder go',
  async (who) => {
    const folder = temporaryFolder();
    const started = await startServe(folder);
    await started.run();
    // Nobody is asked about calls but a person at the terminal.
    if (who !== '^C') started.runOn({ calls: 1, tasks: 0 });
    if (who === 'the page') started.host.requestQuit();
    else if (who === 'SIGTERM') started.terminate();
    else started.interrupt();
    expect(await started.exited).toBe(0);
    expect(started.counts().closed).toBe(1);
    expect(await readdir(started.request.dataDir ?? '')).toEqual(['instance.lock']);
  },
);

test.each([
  [{ calls: 1, tasks: 0 }, '1 call is running. Press Ctrl+C again to end it and quit.'],
  [{ calls: 3, tasks: 0 }, '3 calls are running. Press Ctrl+C again to end them and quit.'],
  [{ calls: 0, tasks: 1 }, '1 task of a local server is running. Press Ctrl+C again to end it and quit.'],
  [{ calls: 1, tasks: 2 }, '1 call and 2 tasks of local servers are running. Press Ctrl+C again to end them and quit.'],
])('while %j go on, the first ^C says so and the second one ends in order', async (running, words) => {
  const started = await startServe(temporaryFolder());
  await started.run();
  started.runOn(running);
  started.interrupt();
  expect(started.notes).toEqual([words]);
  started.pressEnter();
  expect(started.printed).toHaveLength(2);
  expect(started.counts().closed).toBe(0);
  started.interrupt();
  expect(await started.exited).toBe(0);
  expect(started.counts().closed).toBe(1);
});

test('^C while it is ending ends it at once', async () => {
  const started = await startServe(temporaryFolder());
  await started.run();
  started.interrupt();
  started.interrupt();
  expect(await started.exited).toBe(130);
});

test('a port that is taken leaves nothing running', async () => {
  const folder = temporaryFolder();
  const other = await startServe(folder);
  await other.run();
  const port = Number(new URL(link.exec(other.printed[0] ?? '')?.[1] ?? '').port);
  const secondFolder = temporaryFolder();
  const started = await startServe(secondFolder);
  await expect(started.run({ port })).rejects.toThrow(/port \d+: another program uses it/);
  expect(started.counts()).toEqual({ composed: 1, closed: 1 });
  await started.run();
  for (const each of [started, other]) {
    each.interrupt();
    await each.exited;
  }
});
