import { describe, expect, test } from 'vitest';
import { isLink, readCommandLine } from './commandLine.ts';

test.each([
  ['nothing', [], { files: [], devTools: false }],
  ['a bundle, relative', ['/app', 'a.mcpb'], { files: ['/home/me/a.mcpb'], devTools: false }],
  ['capitals, spaces, the older name', ['/x/My Bundle.DXT'], { files: ['/x/My Bundle.DXT'], devTools: false }],
  ['a data folder', ['--data-dir', '/d'], { files: [], devTools: false, dataDir: '/d' }],
  [
    'a data folder, written together',
    ['.', '--data-dir=/d=e', 'b.mcpb'],
    { files: ['/home/me/b.mcpb'], devTools: false, dataDir: '/d=e' },
  ],
  [
    'switches of Chromium’s',
    ['--inspect=0', '--remote-debugging-port=0', '--no-sandbox'],
    { files: [], devTools: false },
  ],
  ['a switch that looks like a bundle', ['--x=/a.mcpb', '-a.mcpb'], { files: [], devTools: false }],
  [
    'a link that looks like a bundle',
    ['gatehouse://open/a.mcpb', 'https://evil.example/a.mcpb'],
    { files: [], devTools: false },
  ],
  [
    'a file as Linux desktops name it',
    ['file:///home/me/My%20Bundle.mcpb'],
    { files: ['/home/me/My Bundle.mcpb'], devTools: false },
  ],
  ['a file of another machine', ['file://evil.example/a.mcpb'], { files: [], devTools: false }],
  ['a file with a hidden separator', ['file:///a%2fb.mcpb'], { files: [], devTools: false }],
  ['developer tools', ['--devtools'], { files: [], devTools: true }],
  [
    'an install link, and no other',
    [
      'gatehouse://install?name=a&command=b',
      'gatehouse://run?name=a',
      'cursor://anysphere.cursor-deeplink/mcp/install?name=a',
    ],
    { files: [], links: ['gatehouse://install?name=a&command=b'], devTools: false },
  ],
])('%s', (_name, args, expected) => {
  expect(readCommandLine(['/bin/gatehouse', ...args], '/home/me')).toEqual({ links: [], ...expected });
});

describe('isLink', () => {
  test.each([
    ['gatehouse://anything', true],
    ['gatehouse:', true],
    ['GATEHOUSE://x', true],
    ['gatehouse-app://page/', false],
    ['gatehouses://x', false],
    ['https://example.com/gatehouse://', false],
    ['', false],
  ])('%j: %s', (text, expected) => {
    expect(isLink(text)).toBe(expected);
  });
});
