/**
 * When there is a browser to open, and which.
 */
import { describe, expect, test } from 'vitest';
import { findBrowser } from './openBrowser.ts';

const chromium = '/usr/bin/chromium';
const linux = {
  platform: 'linux' as NodeJS.Platform,
  env: { PATH: '/usr/local/bin:/usr/bin', DISPLAY: ':0' } as NodeJS.ProcessEnv,
  isRoot: false,
  isExecutable: (path: string) => path === chromium,
};

describe('findBrowser', () => {
  test.each([
    ['an X display', {}, chromium],
    ['a Wayland display', { env: { PATH: '/usr/bin', WAYLAND_DISPLAY: 'wayland-0' } }, chromium],
    ['no display', { env: { PATH: '/usr/bin' } }, undefined],
    ['root', { isRoot: true }, undefined],
    ['no browser', { isExecutable: () => false }, undefined],
    ['a relative folder on PATH', { env: { PATH: 'bin', DISPLAY: ':0' }, isExecutable: () => true }, undefined],
    [
      'macOS',
      { platform: 'darwin' as const, isExecutable: (path: string) => path.includes('Chromium') },
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ],
    [
      'Windows',
      { platform: 'win32' as const, env: { ProgramFiles: 'C:\\Program Files' }, isExecutable: () => true },
      'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    ],
  ])('%s', (_name, change, browser) => {
    expect(findBrowser({ ...linux, ...change })).toBe(browser);
  });
});
