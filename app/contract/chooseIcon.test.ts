import { describe, expect, test } from 'vitest';
import { chooseIcon, isIconSource } from './chooseIcon.ts';
import type { IconView } from './resources.ts';

const place = { sizePx: 32, theme: 'light' } as const;
const icon = (name: string, more: Partial<IconView> = {}): IconView => ({ src: `data:,${name}`, ...more });
const chosen = (...icons: readonly IconView[]): string | undefined => chooseIcon(icons, place)?.src.slice(6);

describe('chooseIcon', () => {
  test.each<[string, readonly IconView[], string | undefined]>([
    ['none of none', [], undefined],
    ['the first of equals', [icon('a'), icon('b')], 'a'],
    [
      'the one for this theme',
      [icon('any'), icon('dark', { theme: 'dark' }), icon('light', { theme: 'light' })],
      'light',
    ],
    ['one for any theme rather than for the other', [icon('dark', { theme: 'dark' }), icon('any')], 'any'],
    ['one for the other theme rather than none', [icon('dark', { theme: 'dark' })], 'dark'],
    [
      'the exact size',
      [icon('16', { sizes: ['16x16'] }), icon('32', { sizes: ['32x32'] }), icon('64', { sizes: ['64x64'] })],
      '32',
    ],
    [
      'the next larger',
      [icon('16', { sizes: ['16x16'] }), icon('512', { sizes: ['512x512'] }), icon('48', { sizes: ['48x48'] })],
      '48',
    ],
    ['the largest of those too small', [icon('8', { sizes: ['8x8'] }), icon('16', { sizes: ['16x16'] })], '16'],
    [
      'the best size among several of one',
      [icon('48', { sizes: ['48x48'] }), icon('many', { sizes: ['16x16', '32x32'] })],
      'many',
    ],
    ['any size like the exact one', [icon('48', { sizes: ['48x48'] }), icon('any', { sizes: ['any'] })], 'any'],
    ['no sizes like any size', [icon('48', { sizes: ['48x48'] }), icon('absent')], 'absent'],
    [
      'sizes that are none like any size',
      [icon('48', { sizes: ['48x48'] }), icon('odd', { sizes: ['huge', '1x', '-4x4'] })],
      'odd',
    ],
    [
      'the smaller side of one that is no square',
      [icon('wide', { sizes: ['512x16'] }), icon('48', { sizes: ['48x48'] })],
      '48',
    ],
    [
      'theme before size',
      [icon('exact', { theme: 'dark', sizes: ['32x32'] }), icon('large', { sizes: ['512x512'] })],
      'large',
    ],
    ['no drawing that would be refused', [icon('svg', { mimeType: 'image/SVG+xml' }), icon('png')], 'png'],
  ])('takes %s', (_name, icons, expected) => expect(chosen(...icons)).toBe(expected));

  test('takes only what can be loaded', () => {
    const icons = [icon('a', { src: 'https://mcp.example/a.png' }), icon('b')];
    expect(chooseIcon(icons, place)?.src).toBe('data:,b');
    expect(chooseIcon(icons, { ...place, serverOrigin: 'https://mcp.example' })?.src).toBe('https://mcp.example/a.png');
    expect(chooseIcon(icons, { ...place, serverOrigin: 'https://other.example' })?.src).toBe('data:,b');
  });
});

describe('isIconSource (S11)', () => {
  const origin = 'https://mcp.example';

  test.each([
    ['https://mcp.example/icon.png', true],
    ['https://MCP.example:443/icon.png', true],
    ['data:image/png;base64,AA==', true],
    ['DATA:image/png;base64,AA==', true],
    ['http://mcp.example/icon.png', false],
    ['https://mcp.example:8443/icon.png', false],
    ['https://cdn.mcp.example/icon.png', false],
    ['https://mcp.example.evil.example/icon.png', false],
    ['https://mcp.example@evil.example/icon.png', false],
    ['//mcp.example/icon.png', false],
    ['icon.png', false],
    ['javascript:alert(1)//https://mcp.example', false],
    ['file:///etc/passwd', false],
    ['ftp://mcp.example/icon.png', false],
    ['ws://mcp.example/icon.png', false],
    ['gatehouse://mcp.example/icon.png', false],
    ['blob:https://mcp.example/1', false],
    [' data:image/png;base64,AA==', false],
    ['', false],
  ])('%s: %s', (src, is) => expect(isIconSource(src, origin)).toBe(is));

  test.each(['https://mcp.example/icon.png', 'https://undefined/', 'null'])('a local server has no origin: %s', (src) =>
    expect(isIconSource(src)).toBe(false),
  );
});
