/**
 * Runs `gatehouse inspect` for a terminal or a pipeline: reads configuration, prints, and answers the exit code.
 */
import { text } from 'node:stream/consumers';
import { AppError, toErrorView } from '../app/contract/errors.ts';
import { visible } from '../app/contract/visibleText.ts';
import { defaultDataDir } from './dataDir.ts';
import { inspect, printInspection } from './inspect.ts';
import type { InspectOptions } from './inspect.ts';
import { readAssignment, readInput } from './inspectConfig.ts';
import { EXIT } from './startProblem.ts';

export interface InspectRun {
  readonly json: boolean;
  /** `KEY=VALUE` each. */
  readonly config: readonly string[];
  readonly configStdin: boolean;
  readonly platform: InspectOptions['platform'] | undefined;
  readonly dataDir: string | undefined;
}

/**
 * Exit codes: 0 a plan, 2 refused, 70 a bug of ours.
 *
 * @throws {StartProblem} when standard input is wrong usage
 */
export async function runInspect(file: string, run: InspectRun): Promise<number> {
  const config = [
    ...run.config.flatMap((assignment) => readAssignment(assignment) ?? []),
    ...(run.configStdin ? readInput(await text(process.stdin)) : []),
  ];
  try {
    const inspection = await inspect(file, {
      config,
      dataDir: run.dataDir ?? defaultDataDir(),
      ...(run.platform === undefined ? {} : { platform: run.platform }),
    });
    print(run.json ? JSON.stringify(inspection) : printInspection(file, inspection));
    return 0;
  } catch (error) {
    const view = toErrorView(error);
    if (run.json) print(JSON.stringify({ error: view }));
    else console.error(`${view.code}: ${view.message}${Object.entries(view.data).map(toLine).join('')}`);
    if (error instanceof AppError) return EXIT.refused;
    console.error(error);
    return EXIT.bug;
  }
}

function toLine([key, value]: [string, unknown]): string {
  return `\n  ${key}: ${visible(typeof value === 'string' ? value : JSON.stringify(value))}`;
}

function print(output: string): void {
  process.stdout.write(`${output}\n`);
}
