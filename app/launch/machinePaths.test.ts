import { expect, test } from 'vitest';
import type { MachineFacts } from '../ports/runtimes.ts';
import { hasSeparator, isAbsolutePath, parsePath, pathText, segmentsBelow } from './machinePaths.ts';

type Platform = MachineFacts['platform'];

test.each<[string, string, Platform, string]>([
  ['a/./b//../c', '/srv', 'linux', '/srv/a/c'],
  ['/a/../../b/', '/srv', 'linux', '/b'],
  ['/', '/srv', 'linux', '/'],
  ['..', '/srv', 'linux', '/'],
  ['a\\b', '/srv', 'linux', '/srv/a\\b'],
  ['C:/Windows\\.\\System32', 'D:\\x', 'win32', 'C:\\Windows\\System32'],
  ['\\Windows', 'C:\\x', 'win32', 'C:\\Windows'],
  ['..\\y. ', 'D:\\x', 'win32', 'D:\\y'],
  ['\\\\host\\share\\..\\a', 'C:\\', 'win32', '\\\\host\\share\\a'],
])('%s seen from %s on %s is %s', (path, base, platform, text) => {
  expect(pathText(parsePath(path, base, platform), platform)).toBe(text);
});

test.each<[string, string, Platform, readonly string[] | undefined]>([
  ['/etc/ssh', '/etc', 'linux', ['ssh']],
  ['/etc', '/etc', 'linux', []],
  ['/etcetera', '/etc', 'linux', undefined],
  ['/Etc', '/etc', 'linux', undefined],
  ['/Users/Ana/.SSH', '/Users/ana', 'darwin', ['.SSH']],
  ['c:\\windows\\x', 'C:\\Windows', 'win32', ['x']],
  ['D:\\Windows', 'C:\\Windows', 'win32', undefined],
])('%s below %s on %s: %j', (path, dir, platform, below) => {
  expect(segmentsBelow(parsePath(path, '/', platform), parsePath(dir, '/', platform), platform)).toEqual(below);
});

test('a backslash separates on Windows only', () => {
  expect([hasSeparator('a\\b', 'linux'), hasSeparator('a\\b', 'win32'), hasSeparator('a/b', 'linux')]).toEqual([
    false,
    true,
    true,
  ]);
  expect([isAbsolutePath('C:\\a', 'linux'), isAbsolutePath('C:\\a', 'win32'), isAbsolutePath('C:a', 'win32')]).toEqual([
    false,
    true,
    false,
  ]);
});
