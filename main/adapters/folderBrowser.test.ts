/**
 * Walks through real folders.
 */
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { FolderView, PickRequest } from '../../app/contract/picks.ts';
import type { FolderBrowser } from '../../app/ports/filePicker.ts';
import { temporaryFolder } from '../testing/temporaryFolder.ts';
import { createFolderBrowserPicker } from './folderBrowser.ts';

const anyFile: PickRequest = { want: 'file', multiple: false, extensions: [] };

async function startWalk(homeDir: string, request = anyFile, maxEntries = 100): Promise<FolderBrowser> {
  const picker = createFolderBrowserPicker({
    maxEntries,
    machine: {
      platform: 'linux',
      homeDir,
      desktopDir: homeDir,
      documentsDir: join(homeDir, 'Documents'),
      downloadsDir: join(homeDir, 'no such folder'),
    },
  });
  const answer = await picker.pick(request);
  if (answer.kind !== 'browse') throw new Error('Expected a browser.');
  return answer.browser;
}

function homeWith(...names: readonly string[]): string {
  const home = temporaryFolder();
  for (const name of names) {
    if (name.endsWith('/')) mkdirSync(join(home, name), { recursive: true });
    else writeFileSync(join(home, name), name);
  }
  return home;
}

const namesOf = (view: FolderView): readonly string[] => view.entries.map((entry) => entry.name);
function idOf(view: FolderView, name: string): string {
  const entry = view.entries.find((candidate) => candidate.name === name);
  if (entry === undefined) throw new Error(`${name} is not listed.`);
  return entry.entryId;
}

describe('the folder browser', () => {
  test('lists folders first, in natural order, names with a dot last', async () => {
    const walk = await startWalk(homeWith('b10.txt', 'b9.txt', 'A.txt', '.profile', 'z/', '.config/', 'Documents/'));
    const view = await walk.list(undefined);
    expect(namesOf(view)).toEqual(['Documents', 'z', '.config', 'A.txt', 'b9.txt', 'b10.txt', '.profile']);
    expect(view.entries.at(-2)).toMatchObject({ kind: 'file', sizeBytes: 7 });
    expect(view.truncated).toBe(false);
  });

  test('starts at home, offers the places that are there, and goes up to the root', async () => {
    const home = homeWith('Documents/');
    const walk = await startWalk(home);
    let view = await walk.list(undefined);
    expect(view.path).toBe(home);
    expect(view.places.map((place) => place.label)).toEqual(['Home', 'Documents', 'Computer']);
    while (view.parentEntryId !== undefined) view = await walk.list(view.parentEntryId);
    expect(view.path).toBe('/');
  });

  test('goes into a folder and gives the chosen path', async () => {
    const home = homeWith('bundles/', 'bundles/a.mcpb');
    const walk = await startWalk(home);
    const inner = await walk.list(idOf(await walk.list(undefined), 'bundles'));
    expect(await walk.choose([idOf(inner, 'a.mcpb')])).toEqual([join(home, 'bundles', 'a.mcpb')]);
  });

  test('shows only files with the extensions asked for, in any case', async () => {
    const request: PickRequest = { ...anyFile, extensions: ['mcpb', 'dxt'] };
    const walk = await startWalk(homeWith('a.MCPB', 'b.dxt', 'c.zip', 'mcpb', 'folder/'), request);
    expect(namesOf(await walk.list(undefined))).toEqual(['folder', 'a.MCPB', 'b.dxt']);
  });

  test('follows links to tell what they are, and hides those that lead nowhere', async () => {
    const home = homeWith('folder/', 'file.txt');
    for (const target of ['folder', 'file.txt', 'nowhere']) symlinkSync(target, join(home, `to-${target}`));
    const view = await (await startWalk(home)).list(undefined);
    expect(view.entries.map(({ name, kind }) => [name, kind])).toEqual([
      ['folder', 'directory'],
      ['to-folder', 'directory'],
      ['file.txt', 'file'],
      ['to-file.txt', 'file'],
    ]);
  });

  test('where folders are wanted it lists folders, and the open one can be chosen', async () => {
    const home = homeWith('folder/', 'file.txt');
    const walk = await startWalk(home, { want: 'directory', multiple: true, extensions: [] });
    const view = await walk.list(undefined);
    expect(namesOf(view)).toEqual(['folder']);
    expect(await walk.choose([view.selfEntryId, idOf(view, 'folder')])).toEqual([home, join(home, 'folder')]);
  });

  test('says when a folder has more entries than it lists', async () => {
    const home = homeWith('c', 'b', 'a', 'folder/');
    const [cut, whole] = [await startWalk(home, anyFile, 3), await startWalk(home, anyFile, 4)];
    const view = await cut.list(undefined);
    expect([namesOf(view), view.truncated]).toEqual([['folder', 'a', 'b'], true]);
    expect((await whole.list(undefined)).truncated).toBe(false);
  });

  test.each([
    ['a path', (home: string) => join(home, 'file.txt')],
    ['an id that was never given', () => 'ent_AAAAAAAAAAAAAAAA'],
  ])('%s is no entry (S5)', async (_name, entryId) => {
    const home = homeWith('file.txt');
    const walk = await startWalk(home);
    await walk.list(undefined);
    await expect(walk.choose([entryId(home)])).rejects.toMatchObject({ code: 'PICK_NOT_FOUND' });
    await expect(walk.list(entryId(home))).rejects.toMatchObject({ code: 'PICK_NOT_FOUND' });
  });

  test('an id of one walk is good for no other (S5)', async () => {
    const home = homeWith('file.txt');
    const id = idOf(await (await startWalk(home)).list(undefined), 'file.txt');
    await expect((await startWalk(home)).choose([id])).rejects.toMatchObject({ code: 'PICK_NOT_FOUND' });
  });

  test('refuses a folder where a file is wanted, two where one is, and what has gone', async () => {
    const home = homeWith('folder/', 'a.txt', 'b.txt');
    const walk = await startWalk(home);
    const view = await walk.list(undefined);
    const [folder, a, b] = ['folder', 'a.txt', 'b.txt'].map((name) => idOf(view, name));
    rmSync(join(home, 'b.txt'));
    for (const ids of [[folder], [a, b], [b]]) {
      const known = ids.filter((id) => id !== undefined);
      await expect(walk.choose(known)).rejects.toMatchObject({ code: 'PICK_NOT_FOUND' });
    }
  });

  test('a folder that went away is not found', async () => {
    const home = homeWith('folder/');
    const walk = await startWalk(home);
    const id = idOf(await walk.list(undefined), 'folder');
    rmSync(join(home, 'folder'), { recursive: true });
    await expect(walk.list(id)).rejects.toMatchObject({ code: 'PICK_NOT_FOUND' });
  });

  test('a folder that can not be read is named as such', async () => {
    const home = homeWith('folder/');
    const walk = await startWalk(home);
    const id = idOf(await walk.list(undefined), 'folder');
    rmSync(join(home, 'folder'), { recursive: true });
    // A link to itself, which no user can read, not even root.
    symlinkSync('folder', join(home, 'folder'));
    await expect(walk.list(id)).rejects.toMatchObject({ code: 'PICK_UNREADABLE' });
  });
});
