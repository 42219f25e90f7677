/**
 * `npm run conformance`: the official client conformance suite against the host, for every set of requirements or the one
 * that `--requirements 2025-11-25|2026-07-28` names.
 *
 * The suite starts `driver.ts` once a scenario. Its own verdict is not used: a scenario that checked nothing passes there.
 * Exit code 0 when every scenario passed, or failed as `--expected-failures` says it would.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { z } from 'zod';
import { assertNever } from '../../app/contract/errors.ts';
import { confine } from './confine.ts';
import { checks, judge, type Verdict } from './judge.ts';
import { openTurnstile, TURNSTILE } from './turnstile.ts';

const REVISIONS: readonly string[] = ['2025-11-25', '2026-07-28'];

/** For one scenario, its time in the queue included, milliseconds. */
const SCENARIO_TIMEOUT_MS = 10 * 60_000;

/** Drivers that work at the same time. Choice: most of their time a driver waits until agreement counts. */
const PLACES_PER_CORE = 4;

const root = join(import.meta.dirname, '../..');
const suite = join(root, 'node_modules/@modelcontextprotocol/conformance');
const results = join(root, 'e2e/results');

const requirementSet = z.looseObject({
  client: z.array(z.string()),
  not_scored: z.array(z.looseObject({ scenario: z.string(), leg: z.enum(['client', 'server']) })),
});
/** Scenarios by the reason why they fail. */
const expectedFailures = z.record(z.string(), z.array(z.string()));

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      requirements: { type: 'string', multiple: true, default: [...REVISIONS] },
      'expected-failures': { type: 'string', default: join(import.meta.dirname, 'expectedFailures.json') },
    },
  });
  const unknown = values.requirements.filter((revision) => !REVISIONS.includes(revision));
  if (unknown.length > 0) throw new Error(`There are requirements for ${REVISIONS.join(' and ')} only.`);
  const reasons = await readReasons(values['expected-failures']);
  const exitCodes: number[] = [];
  for (const revision of values.requirements) exitCodes.push(await runRevision(revision, reasons));
  return Math.max(...exitCodes);
}

/** @returns The exit code. */
async function runRevision(revision: string, reasons: ReadonlyMap<string, string>): Promise<number> {
  const scenarios = await readScenarios(revision);
  const folder = join(results, `conformance-${revision}`);
  await runSuite(revision, folder);
  const judged = await Promise.all(scenarios.map(async (name) => ({ name, verdict: await readVerdict(folder, name) })));
  return tell(revision, judged, reasons);
}

async function readReasons(file: string): Promise<ReadonlyMap<string, string>> {
  const reasons = Object.entries(expectedFailures.parse(JSON.parse(await readFile(file, 'utf8'))));
  return new Map(reasons.flatMap(([reason, names]) => names.map((name) => [name, reason] as const)));
}

/** Also those that are run and not scored: extensions, and what came after the revision. */
async function readScenarios(revision: string): Promise<readonly string[]> {
  const text = await readFile(join(suite, 'requirements', `${revision}.yaml`), 'utf8');
  const { client, not_scored: more } = requirementSet.parse(parse(text));
  return [...client, ...more.filter(({ leg }) => leg === 'client').map(({ scenario }) => scenario)];
}

/** What it prints goes to a file; what it found is in `folder`. */
async function runSuite(revision: string, folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const shared = await mkdtemp(join(tmpdir(), 'gatehouse-conformance-'));
  const turnstile = join(shared, 'turnstile');
  const closeTurnstile = await openTurnstile(turnstile, availableParallelism() * PLACES_PER_CORE);
  const { how, command } = confine(join(suite, 'dist/index.js'));
  const [program, ...args] = command;
  process.stdout.write(`The suite's servers run ${how}.\n`);
  // The suite hands this to a shell. SECURITY(S7): both paths are ours.
  const driver = [process.execPath, join(import.meta.dirname, 'driver.ts')].map((path) => `'${path}'`).join(' ');
  const options = ['--requirements', revision, '--timeout', String(SCENARIO_TIMEOUT_MS), '--output-dir', folder];
  const log = createWriteStream(join(folder, 'suite.log'));
  // Every driver loads the same modules.
  const env = { ...process.env, [TURNSTILE]: turnstile, NODE_COMPILE_CACHE: join(shared, 'compiled') };
  // Agreements and secrets last as long as the driver: nobody's keychain is asked.
  const child = spawn(program, [...args, 'client', '--command', driver, ...options], {
    env: without(env, ['DBUS_SESSION_BUS_ADDRESS', 'XDG_RUNTIME_DIR']),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  try {
    await once(child, 'close');
  } finally {
    log.end();
    closeTurnstile();
    await rm(shared, { recursive: true, force: true });
  }
}

function without(env: NodeJS.ProcessEnv, names: readonly string[]): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !names.includes(name)));
}

/** A scenario's folder is its name and the time. */
async function readVerdict(folder: string, scenario: string): Promise<Verdict> {
  const parent = join(folder, dirname(scenario));
  const names = await readdir(parent).catch(() => []);
  const name = names.find((each) => each.replace(/-\d{4}-\d\d-\d\dT[\d-]+Z$/, '') === basename(scenario));
  const read = (file: string): Promise<string> => readFile(join(parent, name ?? '', file), 'utf8');
  try {
    return judge(checks.parse(JSON.parse(await read('checks.json'))), await read('stdout.txt'));
  } catch {
    return { kind: 'not_run', because: 'the suite left no result' };
  }
}

interface Judged {
  readonly name: string;
  readonly verdict: Verdict;
}

/** One line for each scenario that needs one, and the count last. @returns The exit code. */
async function tell(
  revision: string,
  judged: readonly Judged[],
  reasons: ReadonlyMap<string, string>,
): Promise<number> {
  const lines = judged.flatMap(({ name, verdict }) => linesFor(name, verdict, reasons.get(name)));
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
  const unexpected = judged.filter(({ name }) => !reasons.has(name));
  const count = (kind: Verdict['kind'], among: readonly Judged[] = unexpected) =>
    among.filter(({ verdict }) => verdict.kind === kind).length;
  const passed = count('passed', judged);
  const failed = count('failed');
  const notRun = count('not_run');
  const failedAsExpected = judged.length - passed - failed - notRun;
  const checksMade = judged.reduce((sum, { verdict }) => sum + ('checks' in verdict ? verdict.checks : 0), 0);
  const report = { passed, failed, failedAsExpected, notRun, checksMade };
  await writeFile(join(results, `conformance-${revision}.json`), JSON.stringify(report));
  process.stdout.write(
    `Conformance to ${revision}: of ${judged.length} scenarios ${passed} pass, ${failed} fail, ${failedAsExpected} fail as ` +
      `expected, ${notRun} did not run; ${checksMade} checks.\n`,
  );
  if (failed + notRun === 0) return 0;
  process.stdout.write(`What suite and drivers printed is in e2e/results/conformance-${revision}.\n`);
  return 1;
}

function linesFor(name: string, verdict: Verdict, reason: string | undefined): readonly string[] {
  switch (verdict.kind) {
    case 'passed':
      return [
        ...(reason === undefined ? [] : [`passes although expected to fail (${reason}): ${name}`]),
        ...verdict.warnings.map((warning) => `warning: ${name}: ${warning}`),
      ];
    case 'failed':
      return [`${reason === undefined ? 'failed' : `fails as expected (${reason})`}: ${name}: ${verdict.because}`];
    case 'not_run':
      return [`did not run: ${name}: ${verdict.because}`];
    default:
      return assertNever(verdict);
  }
}

process.exitCode = await main();
