import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fileUri, listRoots } from './roots.ts';

describe('folders as addresses (RFC 8089)', () => {
  test.each([
    ['linux', '/home/ada/My notes', 'file:///home/ada/My%20notes'],
    ['linux', '/a#b?c%d', 'file:///a%23b%3Fc%25d'],
    ['darwin', '/Users/ada/Bücher', 'file:///Users/ada/B%C3%BCcher'],
    ['linux', '/a\\b', 'file:///a%5Cb'],
    ['win32', 'C:\\Users\\Ada\\My notes', 'file:///C:/Users/Ada/My%20notes'],
    ['win32', '\\\\server\\share\\a b', 'file://server/share/a%20b'],
  ] as const)('on %s, %j is %j', (platform, path, uri) => {
    expect(fileUri(path, platform)).toBe(uri);
  });

  test('have the folder’s own name', () => {
    expect(listRoots(['/home/ada/notes', '/'], 'linux')).toEqual({
      roots: [
        { uri: 'file:///home/ada/notes', name: 'notes' },
        { uri: 'file:///', name: '/' },
      ],
    });
  });

  test('lead back to the very folder', () => {
    const segment = fc
      .string({ minLength: 1, unit: 'grapheme' })
      .filter((text) => !/[/\0]/.test(text) && !/^\.{1,2}$/.test(text));
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1 }), (segments) => {
        const path = `/${segments.join('/')}`;
        expect(fileURLToPath(fileUri(path, 'linux'))).toBe(path);
      }),
    );
  });
});
