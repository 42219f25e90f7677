/**
 * Remote servers, many servers, and long lists: calls over HTTP beside the bare client, what fifty idle servers cost, how
 * soon ten thousand tools can be used, and whether a known server is asked what it speaks once more.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { HostClient } from '../fixtures/hostClient.ts';
import { residentBytes } from '../fixtures/hostProcess.ts';
import { connectBare } from './bareClient.ts';
import { withHost } from './withHost.ts';
import { latencies, median, timeMs } from './figures.ts';
import type { Figure } from './figures.ts';

const WARM_UP = 500;
const CALLS = 3_000;
const ROUNDS = 3;
/** Of calls on one side before the other's turn: few, so that both meet the same moments of the machine. */
const CALLS_IN_TURN = 200;
const SERVERS = 50;
/** Each waits a second before it can be agreed to. */
const AT_ONCE = 10;
const SETTLE_MS = 3_000;
const MEBIBYTE = 1024 * 1024;
const own = (name: string) => join(import.meta.dirname, `../fixtures/servers/${name}.mjs`);
const typed = (name: string, script: string) => ({ name, command: process.execPath, args: [script], env: [] });

export async function benchRemote(): Promise<Figure[]> {
  const figures = await withHost(async (page) => [
    await benchHttpCalls(page),
    await benchLongList(page),
    await benchSecondStart(page),
  ]);
  // Last, since fifty processes take a while to end.
  return [...figures, await withHost(benchManyServers)];
}

async function benchHttpCalls(page: HostClient): Promise<Figure> {
  const script = join(import.meta.dirname, '../../main/testing/servers/whole2025.mjs');
  const server = spawn(process.execPath, [script, 'http'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const [line] = (await once(server.stdout, 'data')) as [Buffer];
  const url = `http://127.0.0.1:${(JSON.parse(line.toString()) as { readonly port: number }).port}/mcp`;
  const bare = await connectBare(url);
  try {
    const { serverId } = await page.addRemote({ name: 'Remote', url, transport: 'auto', headers: [] });
    const throughHost = (message: string): Promise<unknown> => page.call(serverId, 'echo', { message });
    const throughBare = (message: string): Promise<unknown> =>
      bare.client.callTool({ name: 'echo', arguments: { message } });
    for (const call of [throughHost, throughBare]) await latencies(call, WARM_UP);
    const host: number[] = [];
    const base: number[] = [];
    for (let round = 0; round < CALLS / CALLS_IN_TURN; round += 1) {
      host.push(...(await latencies(throughHost, CALLS_IN_TURN)));
      base.push(...(await latencies(throughBare, CALLS_IN_TURN)));
    }
    const [value, baseline] = [median(host), median(base)];
    return {
      work: 'echo over HTTP, one at a time, p50',
      value,
      unit: 'ms',
      baseline,
      ratio: value / baseline,
      target: '≤ bare + 0.5 ms',
      met: value <= baseline + 0.5,
    };
  } finally {
    await bare.close();
    server.kill();
  }
}

/** From the start of an agreed server to its list in the hands of the page. */
async function benchLongList(page: HostClient): Promise<Figure> {
  const { serverId } = await page.addTyped(typed('Many tools', own('manyTools')));
  const taken: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await page.run('server.stop', { serverId });
    await page.waitForState(serverId, 'stopped');
    taken.push(
      await timeMs(async () => {
        await page.run('server.start', { serverId });
        await page.waitForState(serverId, 'running');
        await page.run('server.tools', { serverId });
      }),
    );
  }
  const value = median(taken) / 1_000;
  return { work: 'start to a usable list of 10,000 tools', value, unit: 's', target: '≤ 1 s', met: value <= 1 };
}

async function benchSecondStart(page: HostClient): Promise<Figure> {
  const { serverId } = await page.addTyped(typed('Known', own('greeter')));
  await page.run('server.restart', { serverId });
  await page.waitForState(serverId, 'starting');
  await page.waitForState(serverId, 'running');
  const { messages } = await page.run('server.wire', { serverId, afterSeq: 0 });
  const sent = messages.filter(({ direction }) => direction === 'sent').map(({ method }) => method);
  const value = sent.slice(sent.lastIndexOf('initialize') - 1).filter((method) => method === 'server/discover').length;
  return { work: 'probes at a known server’s second start', value, unit: 'probes', target: '0', met: value === 0 };
}

/** In a host of its own, which holds nothing yet that it could give back meanwhile. */
async function benchManyServers(page: HostClient, pid: number): Promise<Figure> {
  const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  await settle();
  const before = await residentBytes(pid);
  for (let first = 0; first < SERVERS; first += AT_ONCE) {
    const wave = Array.from({ length: AT_ONCE }, (_, index) => typed(`Server ${first + index + 1}`, own('greeter')));
    await Promise.all(wave.map((definition) => page.addTyped(definition)));
  }
  await settle();
  const value = ((await residentBytes(pid)) - before) / MEBIBYTE;
  const met = value * 1.048576 <= 200;
  return {
    work: `${SERVERS} idle servers over stdio, memory of the host`,
    value,
    unit: 'MiB',
    target: '≤ 200 MB',
    met,
  };
}
