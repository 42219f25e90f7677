/**
 * The command line: `gatehouse serve`, `inspect` and `client-metadata`, over the same core as the window.
 *
 * Each command loads what it needs when it runs, so that `serve` carries nothing of the others.
 */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { AppError } from '../app/contract/errors.ts';
import { visible } from '../app/contract/visibleText.ts';
import { version } from './about.ts';
import { EXIT, StartProblem } from './startProblem.ts';

/** Runs one command line, program name excluded. Sets the exit code; `serve` then goes on until it is ended. */
export async function runCli(args: readonly string[]): Promise<void> {
  const program = new Command('gatehouse')
    .description('A desktop MCP host that starts nothing before you have seen and agreed to exactly that.')
    .version(version)
    .exitOverride();
  addServe(program);
  addInspect(program);
  addClientMetadata(program);
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    process.exitCode = exitCodeOf(error);
  }
}

interface ServeFlags {
  readonly port: number;
  readonly dataDir?: string;
  readonly open: boolean;
}

function addServe(program: Command): void {
  program
    .command('serve')
    .description('Serve the window as a page on 127.0.0.1 and print a link to it.')
    .argument('[file]', 'a bundle (.mcpb) to open, or an install link (gatehouse://install?…)')
    .option('--port <number>', 'port to listen on; 0 for any free one', readPort, 0)
    .option('--data-dir <folder>', 'where Gatehouse keeps its data')
    .option('--no-open', 'do not open a browser')
    .action(async (file: string | undefined, { port, dataDir, open }: ServeFlags) => {
      const { serve } = await import('./loopback/serve.ts');
      const { composeHost } = await import('./composeHost.ts');
      await serve({ port, dataDir, open, file }, composeHost);
    });
}

interface InspectFlags {
  readonly json: boolean;
  readonly config: readonly string[];
  readonly configStdin: boolean;
  readonly platform?: 'linux' | 'darwin' | 'win32';
  readonly dataDir?: string;
}

function addInspect(program: Command): void {
  program
    .command('inspect')
    .description('Judge a bundle and print what it would run. Writes nothing and runs nothing of it.')
    .argument('<file>', 'the bundle (.mcpb)')
    .option('--json', 'print one JSON object', false)
    .option('--config <key=value>', 'an option of the bundle; can be given several times', collect, [])
    .option(
      '--config-stdin',
      'read more KEY=VALUE lines, or a JSON object, from standard input, such as secrets',
      false,
    )
    .addOption(new Option('--platform <name>', 'judge for another platform').choices(['linux', 'darwin', 'win32']))
    .option('--data-dir <folder>', 'where Gatehouse would keep its data')
    .action(async (file: string, { json, config, configStdin, platform, dataDir }: InspectFlags) => {
      const { runInspect } = await import('./runInspect.ts');
      process.exitCode = await runInspect(file, { json, config, configStdin, platform, dataDir });
    });
}

interface ClientMetadataFlags {
  readonly check?: string;
  readonly url?: string;
  readonly dataDir?: string;
}

function addClientMetadata(program: Command): void {
  program
    .command('client-metadata')
    .description('Print the document by which Gatehouse introduces itself to authorization servers, for publishing.')
    .option('--url <address>', 'where the document is published; otherwise as it is set in Gatehouse')
    .option('--data-dir <folder>', 'where Gatehouse keeps its data')
    .addOption(
      new Option('--check <address>', 'check a published document as authorization servers do').conflicts('url'),
    )
    .action(async ({ check, url, dataDir }: ClientMetadataFlags) => {
      const { runClientMetadata } = await import('./runClientMetadata.ts');
      process.exitCode = await runClientMetadata({ check, url, dataDir });
    });
}

/** Commander folds repeated options; every assignment must have a key. */
function collect(assignment: string, before: readonly string[]): readonly string[] {
  if (assignment.indexOf('=') < 1) throw new InvalidArgumentError('Write KEY=VALUE.');
  return [...before, assignment];
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new InvalidArgumentError('It is a number from 0 to 65535.');
  return port;
}

/** Prints what went wrong, unless commander has already. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT.usage;
  if (error instanceof StartProblem) {
    console.error(error.message);
    return error.exitCode;
  }
  if (error instanceof AppError) {
    const facts = Object.entries(error.data).map(([name, value]) => `\n  ${name}: ${visible(String(value))}`);
    console.error(`Gatehouse can't start. ${error.code}: ${error.message}${facts.join('')}`);
    return EXIT.unavailable;
  }
  console.error(error);
  return EXIT.bug;
}
