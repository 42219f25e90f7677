/**
 * Builds the sample bundles from their sources into `out/samples`, the same bytes from the same sources every time.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import AdmZip from 'adm-zip';
import { build } from 'vite';

const SAMPLES = [
  {
    name: 'tour',
    title: 'Gatehouse Tour',
    description: 'Five harmless tools: a greeting, slow counting, dice, a picture, and one that fails on purpose.',
  },
] as const;

/** ZIP has no time zone and starts in 1980; any fixed time will do. */
const FIXED_TIME = new Date(2026, 0, 1);

const source = import.meta.dirname;
const target = join(source, '../../out/samples');

await mkdir(target, { recursive: true });
for (const { name } of SAMPLES) {
  const folder = join(source, name);
  const archive = new AdmZip();
  archive.addFile('manifest.json', await readFile(join(folder, 'manifest.json')));
  archive.addFile('server.mjs', Buffer.from(await bundleServer(join(folder, 'server.ts'))));
  for (const entry of archive.getEntries()) {
    entry.header.time = FIXED_TIME;
    entry.attr = ((0o100644 << 16) | 0) >>> 0;
  }
  await writeFile(join(target, `${name}.mcpb`), archive.toBuffer());
}
const index = SAMPLES.map((sample) => ({ ...sample, file: `${sample.name}.mcpb` }));
await writeFile(join(target, 'index.json'), `${JSON.stringify(index, undefined, 2)}\n`);

async function bundleServer(entry: string): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, target: 'node' },
    build: { ssr: entry, write: false, target: 'node20', rolldownOptions: { output: { format: 'es' } } },
  });
  const outputs = Array.isArray(result) ? result : [result];
  for (const each of outputs) {
    if (!('output' in each)) continue;
    const [main, ...rest] = each.output;
    if (rest.some((chunk) => chunk.type === 'chunk')) throw new Error('The sample does not fit into one file.');
    return main.code;
  }
  throw new Error('The sample was not built.');
}
