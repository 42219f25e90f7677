/**
 * Text files, read from real ones.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../testing/temporaryFolder.ts';
import { createTextFiles } from './textFiles.ts';

function fileWith(content: string | Uint8Array): string {
  const path = join(temporaryFolder(), 'mcp.json');
  writeFileSync(path, content);
  return path;
}

test('the whole text, without a byte order mark', async () => {
  const text = `${'é'.repeat(100_000)}\n{}`;
  expect(await createTextFiles().read(fileWith(`\uFEFF${text}`), 1_000_000)).toBe(text);
});

test('a file of exactly the limit, and one of a byte more', async () => {
  const path = fileWith('x'.repeat(200_000));
  expect(await createTextFiles().read(path, 200_000)).toHaveLength(200_000);
  await expect(createTextFiles().read(path, 199_999)).rejects.toMatchObject({ code: 'IMPORT_TOO_LARGE' });
});

test.each([
  ['text of another encoding', () => fileWith(Buffer.from('{"é": 1}', 'latin1')), 'NOT_UTF8'],
  ['a file that is not there', () => join(temporaryFolder(), 'mcp.json'), 'ENOENT'],
])('%s is refused', async (_name, path, reason) => {
  await expect(createTextFiles().read(path(), 1_000)).rejects.toMatchObject({
    code: 'IMPORT_UNREADABLE',
    data: { reason },
  });
});

test.skipIf(process.platform === 'win32').each([
  ['a folder', (path: string) => mkdirSync(path)],
  ['a pipe that nobody writes into', (path: string) => execFileSync('mkfifo', [path])],
  ['a device without end', (path: string) => symlinkSync('/dev/zero', path)],
])('%s is refused at once', async (_name, make) => {
  const path = join(temporaryFolder(), 'mcp.json');
  make(path);
  await expect(createTextFiles().read(path, 1_000)).rejects.toMatchObject({
    code: 'IMPORT_UNREADABLE',
    data: { reason: 'NOT_A_FILE' },
  });
});
