/**
 * A look into what was built: the page and the preload script hold nothing of the host.
 *
 * Sentences of the core's errors serve as markers: minifying changes names, not texts. That they are in the host's own
 * bundle shows that the search finds what is there.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import ts from 'typescript';
import { evaluatePreload } from '../../main/electron/testing/evaluatePreload.ts';

const root = join(import.meta.dirname, '../..');

function filesOf(folder: string, ending: RegExp): { readonly name: string; readonly text: string }[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name))
    .map((name) => ({ name: join(folder, name), text: readFileSync(join(root, folder, name), 'utf8') }));
}

/** What the core says in its errors, by the file it is from, where neither the page nor the contract says the same. */
const ofPage = [...filesOf('renderer', /\.tsx?$/), ...filesOf('app/contract', /\.ts$/)];
const markers = filesOf('app', /(?<!\.test)\.ts$/)
  .filter(({ name }) => !/^app\/(?:contract|testing)\//.test(name))
  .flatMap(({ name, text }) =>
    [...text.matchAll(/new AppError\(\s*'[A-Z_]+',\s*'([^'\\]{20,})'/g)].map(([, sentence = '']) => ({
      name,
      sentence,
    })),
  )
  .filter(({ sentence }) => !ofPage.some(({ text }) => text.includes(sentence)));

const page = filesOf('out/renderer', /\.js$/);
const importsOf = (text: string): string[] =>
  ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);

test('the page imports its own files and nothing else: no Electron, nothing of Node’s (S1, S2)', () => {
  expect(page.length).toBeGreaterThan(0);
  for (const { name, text } of page) {
    expect(
      importsOf(text).filter((target) => !target.startsWith('./')),
      name,
    ).toEqual([]);
    expect(/\brequire\s*\(|child_process|ipcRenderer|["'`]node:/.exec(text)?.[0], name).toBeUndefined();
  }
});

test('the page holds nothing of the core but the contract (S1)', () => {
  const host = filesOf('out/main', /\.js$/);
  const found = (files: readonly { readonly text: string }[]) =>
    markers.filter(({ sentence }) => files.some(({ text }) => text.includes(sentence)));
  expect(markers.some(({ name }) => name === 'app/launch/gate.ts')).toBe(true);
  expect(found(page)).toEqual([]);
  expect(found(host).length).toBeGreaterThan(markers.length * 0.9);
  // The contract is there: its codes are.
  expect(page.some(({ text }) => text.includes('BUNDLE_ENTRY_ESCAPES'))).toBe(true);
});

test('the page’s document has no script, style or handler in itself (S2)', () => {
  const [document, ...others] = filesOf('out/renderer', /\.html$/);
  expect(others).toEqual([]);
  const text = document?.text ?? '';
  const scripts = [...text.matchAll(/<script\b([^>]*)>([^<]*)/gi)];
  expect(scripts.length).toBeGreaterThan(0);
  for (const [, attributes = '', content = ''] of scripts) {
    expect(attributes).toMatch(/ src="\.\//);
    expect(content.trim()).toBe('');
  }
  expect(/<style|\sstyle=|\son[a-z]+\s*=|javascript:|https?:/i.exec(text)?.[0]).toBeUndefined();
});

test('nothing built carries a source map or a path of this machine', () => {
  const built = filesOf('out', /\.(?:js|cjs|css|html|json)$/);
  expect(built.filter(({ text }) => text.includes('sourceMappingURL')).map(({ name }) => name)).toEqual([]);
  expect(built.filter(({ text }) => text.includes(root)).map(({ name }) => name)).toEqual([]);
  expect(
    readdirSync(join(root, 'out'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.map')),
  ).toEqual([]);
});

test('the preload script asks for Electron and nothing else, and gives the page two functions (S2)', () => {
  const [preload, ...others] = filesOf('out/preload', /\.[cm]?js$/);
  expect(others).toEqual([]);
  const { exposed, required } = evaluatePreload(preload?.text ?? '');
  expect([...new Set(required)]).toEqual(['electron']);
  expect(importsOf(preload?.text ?? '').filter((target) => target !== 'electron')).toEqual([]);
  expect([...exposed.keys()]).toEqual(['gatehouse']);
  expect(Object.keys(exposed.get('gatehouse') ?? {})).toEqual(['send', 'onMessage']);
});
