import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../testing/temporaryFolder.ts';
import { placeWindow, readPlacement, writePlacement } from './windowPlacement.ts';

const screen = { x: 0, y: 25, width: 1920, height: 1055 };
const second = { x: 1920, y: 0, width: 1280, height: 720 };
const saved = { x: 100, y: 100, width: 1200, height: 800, maximized: false };

describe('placeWindow', () => {
  test.each([
    ['never saved: a good size, centred', undefined, [screen], { width: 1280, height: 800, maximized: false }],
    ['as it was', saved, [screen], { width: 1200, height: 800, position: { x: 100, y: 100 }, maximized: false }],
    [
      'on the second screen',
      { ...saved, x: 2000, y: 10 },
      [screen, second],
      { width: 1200, height: 720, position: { x: 2000, y: 10 }, maximized: false },
    ],
    [
      'the second screen is gone',
      { ...saved, x: 2000, y: 10, maximized: true },
      [screen],
      { width: 1280, height: 800, maximized: true },
    ],
    ['too little left to get hold of', { ...saved, x: 1900 }, [screen], { width: 1280, height: 800, maximized: false }],
    ['title bar above the screen', { ...saved, y: 0 }, [screen], { width: 1280, height: 800, maximized: false }],
    [
      'partly outside, as a person may leave it',
      { ...saved, x: -400 },
      [screen],
      { width: 1200, height: 800, position: { x: -400, y: 100 }, maximized: false },
    ],
    [
      'smaller than the page needs',
      { ...saved, width: 300, height: 200 },
      [screen],
      { width: 900, height: 600, position: { x: 100, y: 100 }, maximized: false },
    ],
    [
      'larger than the screen',
      { ...saved, width: 5000, height: 4000 },
      [screen],
      { width: 1920, height: 1055, position: { x: 100, y: 100 }, maximized: false },
    ],
  ])('%s', (_name, placement, areas, bounds) => {
    expect(placeWindow(placement, areas)).toEqual(bounds);
  });
});

describe('the placement’s file', () => {
  test('is read as it was written', () => {
    const file = join(temporaryFolder(), 'window.json');
    writePlacement(file, saved);
    expect(readPlacement(file)).toEqual(saved);
  });

  test.each(['', '{', '{"x":1}', '{"x":1e99,"y":0,"width":1,"height":1,"maximized":false}'])(
    'counts as none when it holds %j',
    (text) => {
      const file = join(temporaryFolder(), 'window.json');
      writeFileSync(file, text);
      expect(readPlacement(file)).toBeUndefined();
    },
  );

  test('may be impossible to write', () => {
    expect(() => writePlacement(join(temporaryFolder(), 'no/folder'), saved)).not.toThrow();
  });
});
