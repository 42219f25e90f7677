/**
 * Builds `out/` when it is missing or older than the sources.
 */
import { spawn } from 'node:child_process';
import { readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

const SOURCES = ['app', 'main', 'renderer', 'resources', '.config', 'package.json'];
const STAMP = 'out/.built';
/** Characters of a failed build's log that are shown. */
const LOG_TAIL_CHARACTERS = 8_000;

export type BuildOutcome = { readonly kind: 'done' } | { readonly kind: 'failed'; readonly log: string };

/** Says on stderr that it builds, and prints nothing else. */
export async function buildIfStale(root: string): Promise<BuildOutcome> {
  if (!isStale(root)) return { kind: 'done' };
  process.stderr.write('Building Gatehouse, which takes a moment…\n');
  const startedAt = new Date();
  const { exitCode, output } = await runBuild(root);
  if (exitCode !== 0) return { kind: 'failed', log: output.slice(-LOG_TAIL_CHARACTERS) };
  writeFileSync(join(root, STAMP), '');
  // The stamp is as old as the build's beginning, so that what was edited meanwhile is built the next time.
  utimesSync(join(root, STAMP), startedAt, startedAt);
  return { kind: 'done' };
}

/** Whether a file of the sources is newer than the build. */
export function isStale(root: string): boolean {
  const builtMs = changedMs(join(root, STAMP));
  return builtMs === undefined || sourceFiles(root).some((file) => (changedMs(file) ?? 0) > builtMs);
}

function sourceFiles(root: string): readonly string[] {
  return SOURCES.map((name) => join(root, name)).flatMap((path) => {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) return [];
    if (found.isFile()) return [path];
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  });
}

function changedMs(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}

/** Runs package.json's `build`, so that there is one way to build, with this very Node. */
function runBuild(root: string): Promise<{ readonly exitCode: number; readonly output: string }> {
  const path = [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter);
  const child = spawn(process.execPath, ['--run', 'build'], {
    cwd: root,
    env: { ...process.env, PATH: path },
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: false,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return new Promise((ended, failed) => {
    child.on('error', failed);
    child.on('close', (code) => ended({ exitCode: code ?? 1, output }));
  });
}
