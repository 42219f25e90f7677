/**
 * Process start to a page one can use, with twenty servers configured and none running.
 */
import { chromium } from '@playwright/test';
import { HostClient } from '../fixtures/hostClient.ts';
import { childrenOf, removeFolder, residentBytes, startHostProcess } from '../fixtures/hostProcess.ts';
import { chromiumLaunch } from '../fixtures/chromium.ts';
import { median } from './figures.ts';
import type { Figure } from './figures.ts';

const SERVERS = 20;
const ROUNDS = 5;
const SETTLE_MS = 3_000;
const MEBIBYTE = 1024 * 1024;

export async function benchStartup(): Promise<Figure[]> {
  const first = await startHostProcess();
  const { dataDir } = first;
  const page = await HostClient.open(first.link);
  for (let index = 0; index < SERVERS; index += 1) {
    const definition = {
      name: `Server ${index + 1}`,
      command: process.execPath,
      args: ['server.js', String(index)],
      env: [],
    };
    const { serverId } = await page.run('server.propose', { definition });
    const { decisionId, digest } = await page.waitForDecision(serverId);
    await page.run('decision.answer', {
      decisionId,
      digest,
      answer: { kind: 'launch', outcome: 'cancel', statementTicked: false },
    });
  }
  page.close();
  await first.stop();
  const browser = await chromium.launch(chromiumLaunch);
  try {
    const tookMs: number[] = [];
    const resident: number[] = [];
    let children = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const tab = await browser.newPage();
      const start = performance.now();
      const hostProcess = await startHostProcess({ dataDir });
      await tab.goto(hostProcess.link);
      await tab.getByText(`Server ${SERVERS}`, { exact: true }).waitFor();
      tookMs.push(performance.now() - start);
      await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
      resident.push((await residentBytes(hostProcess.pid)) / MEBIBYTE);
      children = Math.max(children, (await childrenOf(hostProcess.pid)).length);
      await tab.close();
      await hostProcess.stop();
    }
    const [value, memory] = [median(tookMs) / 1_000, median(resident)];
    return [
      {
        work: 'process start to usable page, 20 servers configured',
        value,
        unit: 's',
        target: '≤ 1.5 s',
        met: value <= 1.5,
      },
      { work: 'child processes of that', value: children, unit: 'processes', target: '0', met: children === 0 },
      {
        work: 'idle host with those 20, resident',
        value: memory,
        unit: 'MiB',
        target: '≤ 120 MB',
        met: memory * 1.048576 <= 120,
      },
    ];
  } finally {
    await browser.close();
    await removeFolder(dataDir);
  }
}
