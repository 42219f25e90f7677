/**
 * Refuses texts that the operating system would not receive exactly as they are shown.
 *
 * SECURITY(S7): a NUL ends an argument early, a lone surrogate is replaced on the way out, a second variable of the same
 * name hides the first. Each would make what runs differ from what was agreed to.
 */
import { AppError } from '../contract/errors.ts';
import type { PlanText } from '../contract/plan.ts';
import type { MachineFacts } from '../ports/runtimes.ts';
import { isAbsolutePath } from './machinePaths.ts';
import type { LaunchRequest } from './planLaunch.ts';
import { showText } from './planText.ts';

type Problem =
  'nul' | 'lone_surrogate' | 'line_break' | 'name_invalid' | 'duplicate' | 'reserved' | 'not_absolute' | 'empty';

/** By this variable Gatehouse finds the processes of a server. */
export const RESERVED_NAME = 'GATEHOUSE_SERVER';

/** @throws {AppError} `CONFIG_VALUE_UNSAFE` with `field` and `problem` in its data. */
export function checkLaunchTexts(request: LaunchRequest, platform: MachineFacts['platform']): void {
  for (const [field, text] of textsOf(request)) {
    const problem = problemOf(text);
    if (problem !== undefined) throw unsafe(field, problem);
  }
  if (showText(request.command) === '') throw unsafe('command', 'empty');
  if (request.cwd !== undefined && !isAbsolutePath(request.cwd, platform)) throw unsafe('cwd', 'not_absolute');
  checkEnv(request.env, platform);
}

function checkEnv(env: LaunchRequest['env'], platform: MachineFacts['platform']): void {
  const seen = new Set<string>();
  for (const { name, value } of env) {
    const field = `env.${name}`;
    const key = platform === 'win32' ? name.toUpperCase() : name;
    if (name === '' || name.includes('=')) throw unsafe(field, 'name_invalid');
    if (seen.has(key)) throw unsafe(field, 'duplicate');
    if (key === RESERVED_NAME) throw unsafe(field, 'reserved');
    if (platform === 'win32' && /[\r\n]/.test(showText(value))) throw unsafe(field, 'line_break');
    seen.add(key);
  }
}

function* textsOf({ origin, command, args, env, cwd }: LaunchRequest): Generator<[string, PlanText]> {
  yield ['command', command];
  for (const [index, arg] of args.entries()) yield [`args[${index}]`, arg];
  for (const { name, value } of env) {
    yield [`env.${name}`, name];
    yield [`env.${name}`, value];
  }
  if (cwd !== undefined) yield ['cwd', cwd];
  if (origin.kind === 'typed') return;
  yield ['origin.name', origin.name];
  yield ['origin.version', origin.version];
  yield ['origin.signature', Object.values(origin.signature).join(' ')];
}

function problemOf(text: PlanText): Problem | undefined {
  const texts =
    typeof text === 'string' ? [text] : text.parts.map((part) => (typeof part === 'string' ? part : part.secret));
  if (texts.some((part) => part.includes('\0'))) return 'nul';
  return texts.every((part) => part.isWellFormed()) ? undefined : 'lone_surrogate';
}

function unsafe(field: string, problem: Problem): AppError {
  return new AppError('CONFIG_VALUE_UNSAFE', 'The text can not be passed on exactly as it is shown.', {
    data: { field: field.toWellFormed(), problem },
  });
}
