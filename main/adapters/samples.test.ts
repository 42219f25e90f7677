/**
 * Samples, read from real folders.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../testing/temporaryFolder.ts';
import { createSamples } from './samples.ts';

const hello = { name: 'hello', title: 'Hello', description: 'Greets', file: 'hello.mcpb' };

function folderWith(index: unknown, ...files: readonly string[]): string {
  const dir = temporaryFolder();
  writeFileSync(join(dir, 'index.json'), JSON.stringify(index));
  for (const file of files) writeFileSync(join(dir, file), 'an archive');
  return dir;
}

describe('createSamples', () => {
  test('a folder that is not there has no samples', () => {
    const samples = createSamples(join(temporaryFolder(), 'nowhere'));
    expect([samples.list, samples.path('hello')]).toEqual([[], undefined]);
  });

  test('lists what the index names and finds its file', () => {
    const dir = folderWith([hello], 'hello.mcpb');
    const samples = createSamples(dir);
    expect(samples.list).toEqual([{ name: 'hello', title: 'Hello', description: 'Greets' }]);
    expect([samples.path('hello'), samples.path('other')]).toEqual([join(dir, 'hello.mcpb'), undefined]);
  });

  test('leaves out a sample whose bundle has not been built', () => {
    expect(createSamples(folderWith([hello])).list).toEqual([]);
  });

  test('refuses an index that names a file elsewhere', () => {
    const dir = folderWith([{ ...hello, file: '../hello.mcpb' }]);
    expect(() => createSamples(dir)).toThrow();
  });
});
