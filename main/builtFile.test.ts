import { expect, test } from 'vitest';
import { outsideArchive } from './builtFile.ts';

test.each([
  [
    '/opt/Gatehouse/resources/app.asar/out/main/warden.js',
    '/opt/Gatehouse/resources/app.asar.unpacked/out/main/warden.js',
  ],
  ['C:\\Gatehouse\\resources\\app.asar\\out\\samples', 'C:\\Gatehouse\\resources\\app.asar.unpacked\\out\\samples'],
  [
    '/opt/Gatehouse/resources/app.asar/out/main/bundleWorker.js',
    '/opt/Gatehouse/resources/app.asar/out/main/bundleWorker.js',
  ],
  ['/opt/Gatehouse/resources/app.asar/out/renderer', '/opt/Gatehouse/resources/app.asar/out/renderer'],
  ['/home/me/gatehouse/out/main/warden.js', '/home/me/gatehouse/out/main/warden.js'],
])('%s is read at %s', (path, expected) => {
  expect(outsideArchive(path)).toBe(expected);
});
