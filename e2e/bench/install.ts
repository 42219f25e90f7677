/**
 * Installing a bundle of 52 MB and 5,000 files, side by side with `mcpb unpack`.
 *
 * Nothing is removed before the end: without a journal, ext4 looks through every inode that was freed in the last minutes
 * each time it makes a file (measured: 0.6 ms a file instead of 0.01), and whoever comes next would pay for it.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { HostClient } from '../fixtures/hostClient.ts';
import { removeFolder, residentBytes, startHostProcess } from '../fixtures/hostProcess.ts';
import { median, timeMs } from './figures.ts';
import type { Figure } from './figures.ts';

const run = promisify(execFile);
const MCPB = join(import.meta.dirname, '../../node_modules/@anthropic-ai/mcpb/dist/cli/cli.js');
const FILES = 5_000;
/** Half of it can't be compressed, as in real trees with compiled parts. */
const FILE_BYTES = 10_900;
const ROUNDS = 3;
const MEBIBYTE = 1024 * 1024;

export async function benchInstall(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-bench-'));
  try {
    const bundle = await packLargeBundle(folder);
    const host: number[] = [];
    const base: number[] = [];
    const memory: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const { tookMs, peakBytes } = await installOnce(bundle, join(folder, `data-${round}`));
      host.push(tookMs);
      memory.push(peakBytes / MEBIBYTE);
      base.push(await timeMs(() => run(process.execPath, [MCPB, 'unpack', bundle, join(folder, `unpacked-${round}`)])));
    }
    const [value, baseline, peak] = [median(host) / 1_000, median(base) / 1_000, median(memory)];
    return [
      {
        work: 'install a bundle of 52 MB and 5,000 files',
        value,
        unit: 's',
        baseline,
        ratio: value / baseline,
        target: '≤ 1.2 × mcpb unpack',
        met: value <= 1.2 * baseline,
      },
      { work: 'peak memory of that over idle', value: peak, unit: 'MiB', target: '≤ 200 MiB', met: peak <= 200 },
    ];
  } finally {
    await removeFolder(folder);
  }
}

interface Installed {
  readonly tookMs: number;
  readonly peakBytes: number;
}

/** Reading, unpacking, hashing and putting in place; the second in which a person reads is left out. */
async function installOnce(bundle: string, dataDir: string): Promise<Installed> {
  const hostProcess = await startHostProcess({ dataDir });
  const page = await HostClient.open(hostProcess.link);
  try {
    const idle = await residentBytes(hostProcess.pid);
    let peak = idle;
    let sampling = true;
    const sampler = (async () => {
      while (sampling) {
        peak = Math.max(peak, await residentBytes(hostProcess.pid));
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    })();
    const pickId = await page.pick(bundle);
    const start = performance.now();
    await page.run('bundle.open', { from: { kind: 'pick', pickId } });
    const decision = await page.waitForDecision();
    const toDecision = performance.now() - start;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, decision.armedAtMs - Date.now() + 5)));
    const toInstalled = await timeMs(async () => {
      await page.agree(decision);
      await page.waitFor('the server', ({ servers }) => servers.find(({ serverId }) => serverId === decision.serverId));
    });
    sampling = false;
    await sampler;
    return { tookMs: toDecision + toInstalled, peakBytes: peak - idle };
  } finally {
    page.close();
    await hostProcess.stop();
  }
}

async function packLargeBundle(folder: string): Promise<string> {
  const source = join(folder, 'source');
  await mkdir(source);
  const manifest = {
    manifest_version: '0.3',
    name: 'large',
    version: '1.0.0',
    description: 'Many files.',
    author: { name: 'Bench' },
    server: {
      type: 'node',
      entry_point: 'server.js',
      mcp_config: { command: 'node', args: ['${__dirname}/server.js'] },
    },
  };
  await writeFile(join(source, 'manifest.json'), JSON.stringify(manifest));
  await writeFile(join(source, 'server.js'), 'process.stdin.resume();');
  for (let file = 0; file < FILES; file += 1) {
    const directory = join(source, 'node_modules', `package-${Math.floor(file / 50)}`);
    if (file % 50 === 0) await mkdir(directory, { recursive: true });
    await writeFile(join(directory, `file-${file}.js`), contentOf(file));
  }
  const bundle = join(folder, 'large.mcpb');
  await run(process.execPath, [MCPB, 'pack', source, bundle]);
  return bundle;
}

function contentOf(file: number): Buffer {
  const blocks: Buffer[] = [];
  for (let block = 0; block * 64 < FILE_BYTES; block += 1) {
    const noise = createHash('sha256').update(`${file}/${block}`).digest();
    blocks.push(noise, Buffer.from('export const value = 1; // text\n'));
  }
  return Buffer.concat(blocks).subarray(0, FILE_BYTES);
}
