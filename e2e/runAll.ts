/**
 * `npm test`: every check and every test, one after the other, whatever fails on the way.
 *
 * The last line is `N passed, N failed` over all runners. A step that is no test runner and fails counts as one failed.
 */
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { delimiter, dirname, join, relative } from 'node:path';

interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Of a runner that keeps a list of what is known to fail. */
  readonly failedAsExpected?: number;
  /** Which tests failed, or passed only when they were tried again, and with which words. */
  readonly troubles?: readonly string[];
}

interface Step {
  readonly name: string;
  /** A command line of programs in `node_modules/.bin` or of Node itself. */
  readonly command: readonly string[];
  /** For a test runner: reads its report. */
  readonly count?: () => Count;
}

const root = join(import.meta.dirname, '..');
const results = join(root, 'e2e/results');
const NOTHING: Count = { passed: 0, failed: 0, skipped: 0 };
/** Of one test in the summary; the rest is further up. */
const MAX_TROUBLE_CHARACTERS = 2_000;
const ONE_FAILED: Count = { passed: 0, failed: 1, skipped: 0 };

const steps: readonly Step[] = [
  { name: 'test needs', command: ['node', 'e2e/testNeeds.ts'] },
  { name: 'format', command: ['prettier', '--check', '.'] },
  ...['app', 'main', 'renderer', 'e2e', 'resources'].map((part) => ({
    name: `types of ${part}`,
    command: ['tsc', '-p', part],
  })),
  { name: 'lint', command: ['eslint', '--config', '.config/eslint.config.js', '.'] },
  {
    name: 'unit tests',
    command: [
      ...['vitest', 'run', '--config', '.config/vitest.config.ts', '--reporter=default'],
      ...['--reporter=json', '--outputFile.json=e2e/results/unit.json'],
    ],
    count: readVitestReport,
  },
  { name: 'build', command: ['node', '--run', 'build'] },
  {
    name: 'end to end',
    command: ['node', 'e2e/withKeyring.ts', 'playwright', 'test', '--config', 'e2e/playwright.config.ts'],
    count: readPlaywrightReport,
  },
  ...['2025-11-25', '2026-07-28'].map((revision) => ({
    name: `conformance to ${revision}`,
    command: ['node', 'e2e/conformance/run.ts', '--requirements', revision],
    count: () => readConformanceReport(revision),
  })),
];

rmSync(results, { recursive: true, force: true });
const lines: string[] = [];
const troubles: string[] = [];
const total = { passed: 0, failed: 0 };
for (const step of steps) note(step.name, await runStep(step));
console.error(''); // Parts the summary from what the last step printed.
process.stdout.write(`${[...troubles, ...lines].join('\n')}\n${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = total.failed === 0 ? 0 : 1;

async function runStep({ name, command, count }: Step): Promise<Count> {
  process.stdout.write(`\n── ${name} ──\n`);
  const exitCode = await run(command);
  if (count === undefined) return exitCode === 0 ? NOTHING : ONE_FAILED;
  const counted = tryCount(count);
  // A runner that fails without a failed test has crashed, or found an error outside of tests.
  return exitCode !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
}

function note(name: string, count: Count): void {
  const { passed, failed, skipped, failedAsExpected = 0 } = count;
  total.passed += passed;
  total.failed += failed;
  troubles.push(...(count.troubles ?? []));
  const more = [
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ...(failedAsExpected > 0 ? [`${failedAsExpected} failed as expected`] : []),
  ];
  const counts = [`${passed} passed`, `${failed} failed`, ...more].join(', ');
  lines.push(`${name}: ${passed + failed + skipped + failedAsExpected > 0 ? counts : 'ok'}`);
}

function run([program = '', ...args]: readonly string[]): Promise<number> {
  // This very Node and the installed tools first, whichever Node started npm.
  const path = [join(root, 'node_modules/.bin'), dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter);
  const child = spawn(program === 'node' ? process.execPath : program, args, {
    cwd: root,
    env: { ...process.env, PATH: path },
    stdio: 'inherit',
    // On Windows the installed tools are .cmd files. Every word of the command lines is ours.
    shell: process.platform === 'win32' && program !== 'node',
  });
  return new Promise((ended) => {
    child.on('error', (error) => {
      console.error(error.message);
      ended(1);
    });
    child.on('exit', (code) => ended(code ?? 1));
  });
}

function tryCount(count: () => Count): Count {
  try {
    return count();
  } catch {
    return ONE_FAILED; // It ended before it wrote a report.
  }
}

function readReport(name: string): unknown {
  return JSON.parse(readFileSync(join(results, name), 'utf8'));
}

function readVitestReport(): Count {
  const report = readReport('unit.json') as Record<
    'numPassedTests' | 'numFailedTests' | 'numPendingTests' | 'numTodoTests',
    number
  > & { readonly testResults: readonly VitestFile[] };
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
    troubles: report.testResults.flatMap(troublesIn),
  };
}

interface VitestFile {
  readonly name: string;
  readonly status: string;
  readonly message: string;
  readonly assertionResults: readonly {
    readonly fullName: string;
    readonly status: string;
    readonly failureMessages?: readonly string[];
  }[];
}

function troublesIn({ name, status, message, assertionResults }: VitestFile): readonly string[] {
  const file = relative(root, name);
  // It may fail before it has a test.
  if (status === 'failed' && message !== '') return [`failed: ${file}\n${message}\n`];
  // What passed in the end keeps the words of the first try.
  const troubled = assertionResults.filter(({ failureMessages = [] }) => failureMessages.length > 0);
  return troubled.map(({ fullName, status: ended, failureMessages = [] }) => {
    const words = failureMessages.join('\n').slice(0, MAX_TROUBLE_CHARACTERS);
    return `${ended === 'failed' ? 'failed' : 'passed when tried again'}: ${file} > ${fullName}\n${words}\n`;
  });
}

function readPlaywrightReport(): Count {
  const { stats, errors } = readReport('e2e.json') as {
    stats: Record<'expected' | 'flaky' | 'unexpected' | 'skipped', number>;
    errors: readonly unknown[];
  };
  const outsideTests = errors.length > 0 ? 1 : 0;
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + outsideTests,
    skipped: stats.skipped,
  };
}

/** Scenarios. One that did not run proves nothing, and counts as failed. */
function readConformanceReport(revision: string): Count {
  const { passed, failed, failedAsExpected, notRun } = readReport(`conformance-${revision}.json`) as Record<
    'passed' | 'failed' | 'failedAsExpected' | 'notRun',
    number
  >;
  return { passed, failed: failed + notRun, skipped: 0, failedAsExpected };
}
