/**
 * Uploads, written to real folders.
 */
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../testing/temporaryFolder.ts';
import { createUploads } from './uploads.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

async function startUploads(maxBytes?: number) {
  const dir = join(temporaryFolder(), 'uploads');
  return { dir, uploads: await createUploads({ dir, ...(maxBytes === undefined ? {} : { maxBytes }) }) };
}

describe('createUploads', () => {
  test('chunks in order make the file, private to its user', async () => {
    const { uploads, dir } = await startUploads();
    await uploads.begin('upl_one', 'my bundle.mcpb', 6);
    await uploads.append('upl_one', 0, bytes('abc'));
    await uploads.append('upl_one', 3, bytes('def'));
    const path = await uploads.path('upl_one');
    expect([path, readFileSync(path, 'utf8')]).toEqual([join(dir, 'upl_one', 'my bundle.mcpb'), 'abcdef']);
    expect([statSync(path).mode & 0o777, statSync(dirname(path)).mode & 0o777]).toEqual([0o600, 0o700]);
  });

  test('chunks may be sent without waiting for the one before', async () => {
    const { uploads } = await startUploads();
    const chunks = Array.from({ length: 50 }, (_, index) => Buffer.alloc(1_000, index));
    await uploads.begin('upl_one', 'a.mcpb', 50_000);
    await Promise.all(chunks.map((chunk, index) => uploads.append('upl_one', index * 1_000, chunk)));
    expect(readFileSync(await uploads.path('upl_one')).equals(Buffer.concat(chunks))).toBe(true);
  });

  test('an empty file is complete at once', async () => {
    const { uploads } = await startUploads();
    await uploads.begin('upl_one', 'a.mcpb', 0);
    expect(readFileSync(await uploads.path('upl_one'), 'utf8')).toBe('');
  });

  test('an upload with bytes missing has no path', async () => {
    const { uploads } = await startUploads();
    await uploads.begin('upl_one', 'a.mcpb', 4);
    await uploads.append('upl_one', 0, bytes('abc'));
    await expect(uploads.path('upl_one')).rejects.toMatchObject({ code: 'UPLOAD_NOT_FOUND' });
  });

  test.each([
    ['leaves a gap', 4],
    ['comes twice', 0],
  ])('a chunk that %s is refused', async (_name, offset) => {
    const { uploads } = await startUploads();
    await uploads.begin('upl_one', 'a.mcpb', 9);
    await uploads.append('upl_one', 0, bytes('abc'));
    await expect(uploads.append('upl_one', offset, bytes('def'))).rejects.toMatchObject({
      code: 'UPLOAD_OUT_OF_ORDER',
    });
  });

  test('more bytes than allowed, or than announced, are refused (S7)', async () => {
    const { uploads } = await startUploads(10);
    await expect(uploads.begin('upl_one', 'a.mcpb', 11)).rejects.toMatchObject({ code: 'UPLOAD_TOO_LARGE' });
    await uploads.begin('upl_two', 'a.mcpb', 2);
    await expect(uploads.append('upl_two', 0, bytes('abc'))).rejects.toMatchObject({ code: 'UPLOAD_TOO_LARGE' });
  });

  test.each([
    ['../../../etc/passwd', 'passwd'],
    ['C:\\Windows\\evil.mcpb', 'evil.mcpb'],
    ['..', 'upload'],
    ['.mcpb', 'upload.mcpb'],
    ['NUL', 'upload'],
    ['con.mcpb', 'upload.mcpb'],
    ['a\u0000b\n<c>.mcpb', 'a_b__c_.mcpb'],
    ['Größe 日本.mcpb', 'Größe 日本.mcpb'],
    [`${'long'.repeat(60)}.mcpb`, `${'long'.repeat(15)}.mcpb`],
  ])('a file called %j stays in its folder (S7)', async (given, kept) => {
    const { uploads, dir } = await startUploads();
    await uploads.begin('upl_one', given, 0);
    const path = await uploads.path('upl_one');
    expect([dirname(path), basename(path)]).toEqual([join(dir, 'upl_one'), kept]);
  });

  test('an id that is a path is refused (S7)', async () => {
    const { uploads } = await startUploads();
    await expect(uploads.begin('../upl_one', 'a.mcpb', 1)).rejects.toMatchObject({ code: 'UPLOAD_NOT_FOUND' });
  });

  test('a fifth upload ends the one that has been quiet for longest', async () => {
    const { uploads, dir } = await startUploads();
    for (const id of ['upl_1', 'upl_2', 'upl_3', 'upl_4']) await uploads.begin(id, 'a.mcpb', 2);
    await uploads.append('upl_1', 0, bytes('a'));
    await uploads.begin('upl_5', 'a.mcpb', 2);
    expect(readdirSync(dir).sort()).toEqual(['upl_1', 'upl_3', 'upl_4', 'upl_5']);
    await expect(uploads.append('upl_2', 0, bytes('a'))).rejects.toMatchObject({ code: 'UPLOAD_NOT_FOUND' });
  });

  test('discarding removes the file, complete or not', async () => {
    const { uploads, dir } = await startUploads();
    await uploads.begin('upl_one', 'a.mcpb', 0);
    await uploads.begin('upl_two', 'a.mcpb', 3);
    const writing = uploads.append('upl_two', 0, bytes('ab'));
    await Promise.all([uploads.discard('upl_one'), uploads.discard('upl_two'), writing]);
    expect(readdirSync(dir)).toEqual([]);
    await expect(uploads.path('upl_one')).rejects.toMatchObject({ code: 'UPLOAD_NOT_FOUND' });
  });

  test('what an earlier run left behind goes at the start', async () => {
    const { uploads, dir } = await startUploads();
    await uploads.begin('upl_old', 'a.mcpb', 2);
    await uploads.append('upl_old', 0, bytes('a'));
    await createUploads({ dir });
    expect(readdirSync(dir)).toEqual([]);
  });
});
