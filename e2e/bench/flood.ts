/**
 * A server that floods progress: what reaches the page, and what it does to other calls.
 */
import { join } from 'node:path';
import { newCallId } from '../../renderer/features/calls/newCallId.ts';
import { HostClient } from '../fixtures/hostClient.ts';
import { removeFolder, startHostProcess } from '../fixtures/hostProcess.ts';
import { median, timeMs } from './figures.ts';
import type { Figure } from './figures.ts';

const FLOOD_SECONDS = 5;
const script = join(import.meta.dirname, '../fixtures/servers/flood.mjs');

export async function benchFlood(): Promise<Figure[]> {
  const hostProcess = await startHostProcess();
  const page = await HostClient.open(hostProcess.link);
  try {
    const definition = (name: string) => ({ name, command: process.execPath, args: [script], env: [] });
    const flooding = await page.addTyped(definition('Flood'));
    const quiet = await page.addTyped(definition('Quiet'));
    const echo = (): Promise<unknown> => page.call(quiet.serverId, 'echo');
    for (let call = 0; call < 100; call += 1) await echo();
    const calm: number[] = [];
    for (let call = 0; call < 200; call += 1) calm.push(await timeMs(echo));

    const id = newCallId();
    let updates = 0;
    let last = 0;
    const stop = page.onEvent((event) => {
      if (event.type !== 'call.changed' || event.call.callId !== id) return;
      updates += 1;
      last = event.call.progress?.progress ?? last;
    });
    let flooded = false;
    const flood = page.call(flooding.serverId, 'flood', { seconds: FLOOD_SECONDS }, id).finally(() => (flooded = true));
    const storm: number[] = [];
    const tookMs = await timeMs(async () => {
      while (!flooded) storm.push(await timeMs(echo));
      await flood;
    });
    stop();
    const perSecond = updates / (tookMs / 1_000);
    const sent = FLOOD_SECONDS * 10_000;
    const [value, baseline] = [median(storm), median(calm)];
    return [
      {
        work: 'page updates for a call with 10,000 progress notifications a second',
        value: perSecond,
        unit: '/s',
        target: '≤ 30/s',
        met: perSecond <= 30,
      },
      {
        work: 'last progress that reached the page',
        value: last,
        unit: 'of the last sent',
        baseline: sent,
        target: 'the last',
        met: last === sent,
      },
      {
        work: 'other calls meanwhile, p50',
        value,
        unit: 'ms',
        baseline,
        ratio: value / baseline,
        target: '≤ 2 ×',
        met: value <= 2 * baseline,
      },
    ];
  } finally {
    page.close();
    await hostProcess.stop();
    await removeFolder(hostProcess.dataDir);
  }
}
