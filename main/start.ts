/**
 * `npm start`: builds what is missing, then opens Gatehouse in Electron, or in the loopback shell where there is none.
 *
 * `bin.js` calls it, on a Node that strips types. It runs before anything is built, so it may import Node's own modules
 * only, and files that do the same.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type * as Cli from './cli.ts';
import { buildIfStale } from './startBuild.ts';
import { electronBinary, fetchElectron } from './startElectron.ts';

const USAGE = `Usage: npm start -- [options] [FILE.mcpb | LINK]

Opens Gatehouse, and the bundle or install link (gatehouse://install?...) if one is named.

  --loopback        show it in a browser even where Electron is
  --no-open         with the loopback shell: open no browser, print the link only
  --port NUMBER     with the loopback shell: port to listen on (default: any free one)
  --data-dir DIR    where Gatehouse keeps its data
  --help            print this
`;
const EXIT_USAGE = 64;
const EXIT_FAILED = 70;
const NEEDED_MAJOR = 24;

const root = join(import.meta.dirname, '..');

/** Sets the exit code; the loopback shell then goes on in this very process. */
export async function start(args: readonly string[]): Promise<void> {
  const flags = readFlags(args);
  if (typeof flags === 'string') {
    const isHelp = flags === USAGE;
    (isHelp ? process.stdout : process.stderr).write(isHelp ? flags : `${flags}\n\n${USAGE}`);
    process.exitCode = isHelp ? 0 : EXIT_USAGE;
    return;
  }
  const built = await buildIfStale(root);
  if (built.kind === 'failed') {
    process.stderr.write(`${built.log}\nGatehouse could not be built; the reason is above.\n`);
    process.exitCode = EXIT_FAILED;
    return;
  }
  const electron = flags.loopback || isRoot() ? undefined : (electronBinary(root) ?? (await fetchElectron(root)));
  if (electron === undefined) await startLoopback(flags);
  else startElectron(electron, flags);
}

interface Flags {
  readonly loopback: boolean;
  readonly open: boolean;
  readonly port: string | undefined;
  readonly dataDir: string | undefined;
  readonly file: string | undefined;
}

/** What the flags say, or the text to print instead of starting. Pure. */
export function readFlags(args: readonly string[]): Flags | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        loopback: { type: 'boolean' },
        'no-open': { type: 'boolean' },
        port: { type: 'string' },
        'data-dir': { type: 'string' },
        help: { type: 'boolean' },
      },
    });
    if (values.help) return USAGE;
    if (positionals.length > 1) return 'One bundle or link at a time.';
    return {
      loopback: values.loopback ?? false,
      open: !values['no-open'],
      port: values.port,
      dataDir: values['data-dir'],
      file: positionals[0],
    };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function startLoopback({ open, port, dataDir, file }: Flags): Promise<void> {
  // Built, not imported from the sources: the page and the workers are built files too.
  const { runCli } = (await import(pathToFileURL(join(root, 'out/main/cli.js')).href)) as typeof Cli;
  await runCli([
    'serve',
    ...(open ? [] : ['--no-open']),
    ...(port === undefined ? [] : ['--port', port]),
    ...(dataDir === undefined ? [] : ['--data-dir', dataDir]),
    ...(file === undefined ? [] : ['--', file]),
  ]);
}

/** A new process, since Electron is a program of its own. It ends as this one is told to end, and the other way round. */
function startElectron(binary: string, { dataDir, file }: Flags): void {
  const args = [
    root,
    ...(dataDir === undefined ? [] : [`--data-dir=${dataDir}`]),
    ...(file === undefined ? [] : [file]),
  ];
  const child = spawn(binary, args, { stdio: 'inherit', shell: false });
  process.on('SIGINT', () => undefined); // The terminal has sent it to the child as well.
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('exit', (code) => process.exit(code ?? EXIT_FAILED));
}

/** Chromium's sandbox refuses to run as root, and Gatehouse doesn't switch it off. SECURITY(S2) */
function isRoot(): boolean {
  return process.getuid?.() === 0;
}

if (import.meta.main) {
  if (Number(process.versions.node.split('.')[0]) >= NEEDED_MAJOR) await start(process.argv.slice(2));
  else {
    process.stderr.write(`Gatehouse needs Node ${NEEDED_MAJOR} or newer; this is ${process.version}.\n`);
    process.exitCode = EXIT_FAILED;
  }
}
