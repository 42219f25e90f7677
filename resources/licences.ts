/**
 * Lists the licences of every package that ends up in a build, from the lock file and the installed packages.
 */
import { existsSync } from 'node:fs';
import { readFile, writeFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** Packages that the page is bundled from; everything in `dependencies` ships as it is. */
const BUNDLED = [
  '@cfworker/json-schema',
  '@mantine/core',
  '@mantine/hooks',
  '@mantine/notifications',
  '@rjsf/core',
  '@rjsf/mantine',
  '@rjsf/utils',
  '@tabler/icons-react',
  'react',
  'react-dom',
  'zustand',
];

const packageFile = z.object({
  name: z.string(),
  version: z.string(),
  license: z.union([z.string(), z.object({ type: z.string() }).transform(({ type }) => type)]).catch('unknown'),
  dependencies: z.record(z.string(), z.string()).default({}),
});

const root = join(import.meta.dirname, '..');
const own = z
  .object({ dependencies: z.record(z.string(), z.string()), optionalDependencies: z.record(z.string(), z.string()) })
  .parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));

const found = new Map<string, { name: string; version: string; license: string }>();
const waiting = [...Object.keys(own.dependencies), ...Object.keys(own.optionalDependencies), ...BUNDLED].map(
  (name) => ({
    name,
    from: root,
  }),
);
for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
  const folder = findPackage(next.name, next.from);
  // An optional package of another platform is not installed.
  if (folder === undefined || found.has(folder)) continue;
  const { name, version, license, dependencies } = packageFile.parse(
    JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')),
  );
  found.set(folder, { name, version, license });
  waiting.push(...Object.keys(dependencies).map((each) => ({ name: each, from: folder })));
}
const licences = [...found.values()].sort((left, right) => left.name.localeCompare(right.name, 'en'));
await mkdir(join(root, 'out'), { recursive: true });
await writeFile(join(root, 'out/licences.json'), JSON.stringify(licences));

/** As Node resolves packages: in the nearest `node_modules` going up. */
function findPackage(name: string, from: string): string | undefined {
  for (let folder = from; folder.startsWith(root); folder = join(folder, '..')) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return candidate;
    if (folder === root) return undefined;
  }
  return undefined;
}
