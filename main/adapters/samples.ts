/**
 * The bundles that ship with Gatehouse, from a folder with an `index.json`.
 *
 * A folder that is not there means no samples; an index that is there and wrong is our own mistake, and throws.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Samples } from '../../app/ports/samples.ts';

const sampleIndex = z.array(
  z.strictObject({
    name: z.string().regex(/^[a-z0-9-]{1,100}$/),
    title: z.string(),
    description: z.string(),
    /** A bundle in the same folder. */
    file: z.string().regex(/^[\w.-]+\.mcpb$/),
  }),
);

/** @param dir Absolute. Entries whose file is missing, such as before the samples are built, are left out. */
export function createSamples(dir: string): Samples {
  const indexPath = path.join(dir, 'index.json');
  if (!existsSync(indexPath)) return { list: [], path: () => undefined };

  const samples = sampleIndex
    .parse(JSON.parse(readFileSync(indexPath, 'utf8')))
    .map(({ file, ...sample }) => ({ sample, path: path.join(dir, file) }))
    .filter((entry) => existsSync(entry.path));
  return {
    list: samples.map((entry) => entry.sample),
    path: (name) => samples.find((entry) => entry.sample.name === name)?.path,
  };
}
