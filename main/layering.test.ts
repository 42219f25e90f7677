import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');

/** A folder of the core may import only folders that stand before it. */
const ORDER = [
  'contract',
  'ports',
  'audit',
  'policy',
  'decisions',
  'bundles',
  'launch',
  'imports',
  'input',
  'protocol',
  'authorization',
  'servers',
  'tasks',
  'tools',
  'resources',
  'apps',
  'agent',
];
/** Packages without a platform that the core may use. */
const CORE_PACKAGES = new Set([
  'zod',
  'punycode/punycode.js',
  'semver',
  'tldts',
  'jose',
  'jsonc-parser',
  'yaml',
  '@modelcontextprotocol/client',
  '@modelcontextprotocol/client/validators/cf-worker',
]);

interface Import {
  readonly file: string;
  readonly target: string;
}

function importsOf(folder: string, isLooked: (file: string) => boolean): Import[] {
  const files = readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter(isLooked);
  return files.flatMap((file) =>
    ts.preProcessFile(readFileSync(join(root, file), 'utf8'), true, true).importedFiles.map(({ fileName }) => ({
      file,
      target: fileName.startsWith('.') ? relative(root, resolve(root, dirname(file), fileName)) : fileName,
    })),
  );
}

const isSource = (file: string): boolean => !/\.test\.tsx?$/.test(file);
const show = ({ file, target }: Import): string => `${file} imports ${target}`;

describe('layers (S1)', () => {
  test('the core imports itself and a few packages without a platform, nothing else', () => {
    const outside = importsOf('app', isSource).filter(
      ({ target }) => !target.startsWith('app/') && !CORE_PACKAGES.has(target),
    );
    expect(outside.map(show)).toEqual([]);
  });

  test('a folder of the core imports only folders that stand before it', () => {
    const rank = (path: string): number => {
      const [, folder = '', rest] = path.split('/');
      return rest === undefined ? ORDER.length : ORDER.indexOf(folder);
    };
    const upwards = importsOf('app', (file) => isSource(file) && !file.startsWith('app/testing/')).filter(
      ({ file, target }) => target.startsWith('app/') && rank(target) > rank(file),
    );
    expect(upwards.map(show)).toEqual([]);
  });

  test('every folder of the core has its place in the order', () => {
    const folders = readdirSync(join(root, 'app'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== 'testing')
      .map((entry) => entry.name);
    expect(folders.filter((folder) => !ORDER.includes(folder))).toEqual([]);
  });

  test('the page imports the contract and nothing else of ours', () => {
    const wrong = importsOf('renderer', isSource).filter(
      ({ target }) => /^(app|main|e2e)\//.test(target) && !target.startsWith('app/contract/'),
    );
    expect(wrong.map(show)).toEqual([]);
  });

  test('main imports nothing of the page', () => {
    expect(
      importsOf('main', isSource)
        .filter(({ target }) => target.startsWith('renderer/'))
        .map(show),
    ).toEqual([]);
  });

  test('processes are started by adapters and by the starter alone', () => {
    const starters = importsOf('main', isSource)
      .filter(({ target }) => target === 'node:child_process')
      .map(({ file }) => file);
    expect(starters.filter((file) => !/^main\/(adapters\/|start|loopback\/openBrowser|testing\/)/.test(file))).toEqual(
      [],
    );
  });
});
