/**
 * Calls and starts through the running host, side by side with the bare client in the same run.
 */
import { glob, utimes } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ServerView } from '../../app/contract/servers.ts';
import { HostClient } from '../fixtures/hostClient.ts';
import { removeFolder, startHostProcess } from '../fixtures/hostProcess.ts';
import { startBare } from './bareClient.ts';
import type { BareServer } from './bareClient.ts';
import { latencies, median, timeMs } from './figures.ts';
import type { Figure } from './figures.ts';

const require = createRequire(import.meta.url);
const everything = [require.resolve('@modelcontextprotocol/server-everything/dist/index.js'), 'stdio'] as const;
const definition = { name: 'Everything', command: process.execPath, args: everything, env: [] };

/**
 * Both sides are measured once V8 has compiled what they run. Calls in parallel take other paths than calls one at a
 * time. Measured (Node 24.21): what was compiled for these is thrown away and compiled anew for three batches.
 */
const WARM_UP = 2_000;
const WARM_UP_BATCHES = 4;
const ONE_AT_A_TIME = 1_500;
const ROUNDS = 5;
const AT_ONCE = 32;
const BATCH = 3_200;
const STARTS = 5;

export async function benchCalls(): Promise<Figure[]> {
  const hostProcess = await startHostProcess();
  const page = await HostClient.open(hostProcess.link);
  const bare = await startBare(process.execPath, everything);
  try {
    const { serverId } = await page.addTyped(definition);
    const throughHost = (message: string): Promise<unknown> => page.call(serverId, 'echo', { message });
    const throughBare = (message: string): Promise<unknown> =>
      bare.client.callTool({ name: 'echo', arguments: { message } });
    for (const call of [throughHost, throughBare]) await latencies(call, WARM_UP);
    const host: number[] = [];
    const base: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      host.push(...(await latencies(throughHost, ONE_AT_A_TIME / ROUNDS)));
      base.push(...(await latencies(throughBare, ONE_AT_A_TIME / ROUNDS)));
    }
    for (let batch = 0; batch < WARM_UP_BATCHES; batch += 1) {
      for (const call of [throughHost, throughBare]) await throughput(call);
    }
    const hostThroughput: number[] = [];
    const bareThroughput: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      hostThroughput.push(await throughput(throughHost));
      bareThroughput.push(await throughput(throughBare));
    }
    const [p50, bareP50] = [median(host), median(base)];
    const [rate, bareRate] = [median(hostThroughput), median(bareThroughput)];
    return [
      {
        work: 'echo, one at a time, p50',
        value: p50,
        unit: 'ms',
        baseline: bareP50,
        ratio: p50 / bareP50,
        target: '≤ bare + 0.5 ms',
        met: p50 <= bareP50 + 0.5,
      },
      {
        work: `echo, ${AT_ONCE} at once`,
        value: rate,
        unit: 'calls/s',
        baseline: bareRate,
        ratio: rate / bareRate,
        target: '≥ 0.4 × bare',
        met: rate >= 0.4 * bareRate,
      },
      ...(await benchStarts(page, serverId)),
      ...(await benchRehash(page, hostProcess.dataDir)),
    ];
  } finally {
    await bare.close();
    page.close();
    await hostProcess.stop();
    await removeFolder(hostProcess.dataDir);
  }
}

/** From `server.start` of an agreed server to its tools, nothing to hash again. */
async function benchStarts(page: HostClient, serverId: ServerView['serverId']): Promise<Figure[]> {
  const host: number[] = [];
  const base: number[] = [];
  for (let start = 0; start < STARTS; start += 1) {
    await page.run('server.stop', { serverId });
    await page.waitForState(serverId, 'stopped');
    host.push(
      await timeMs(async () => {
        await page.run('server.start', { serverId });
        await page.waitForState(serverId, 'running');
        await page.run('server.tools', { serverId });
      }),
    );
    let bare: BareServer | undefined;
    base.push(await timeMs(async () => (bare = await startBare(process.execPath, everything))));
    await bare?.close();
  }
  const [value, baseline] = [median(host), median(base)];
  return [
    {
      work: 'agreed to tools listed, nothing to hash',
      value,
      unit: 'ms',
      baseline,
      ratio: value / baseline,
      target: '≤ bare + 100 ms',
      met: value <= baseline + 100,
    },
  ];
}

/** The same after every file of an installed bundle was touched: all of them are hashed again before the start. */
async function benchRehash(page: HostClient, dataDir: string): Promise<Figure[]> {
  await page.run('bundle.open', { from: { kind: 'sample', name: 'tour' } });
  const decision = await page.waitForDecision();
  const { serverId } = decision;
  await page.agree(decision);
  await page.waitForState(serverId, 'running');
  const start = async (): Promise<number> => {
    await page.run('server.stop', { serverId });
    await page.waitForState(serverId, 'stopped');
    return timeMs(async () => {
      await page.run('server.start', { serverId });
      await page.waitForState(serverId, 'running');
    });
  };
  const known: number[] = [];
  const touched: number[] = [];
  for (let round = 0; round < STARTS; round += 1) {
    known.push(await start());
    for await (const file of glob('bundles/*/*', { cwd: dataDir })) await utimes(join(dataDir, file), round, round);
    touched.push(await start());
  }
  const [value, baseline] = [median(touched), median(known)];
  return [
    {
      work: 'the same for the sample bundle, all its files hashed again',
      value,
      unit: 'ms',
      baseline,
      ratio: value / baseline,
      target: 'reported beside nothing to hash',
      met: true,
    },
  ];
}

async function throughput(call: (message: string) => Promise<unknown>): Promise<number> {
  let sent = 0;
  const worker = async (): Promise<void> => {
    while (sent < BATCH) {
      sent += 1;
      await call(`message ${sent}`);
    }
  };
  const tookMs = await timeMs(() => Promise.all(Array.from({ length: AT_ONCE }, worker)));
  return (BATCH / tookMs) * 1_000;
}
