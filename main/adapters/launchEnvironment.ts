/**
 * What a process is started with: arguments and environment of a plan, with its secrets filled in.
 *
 * The result holds secrets: it goes to `spawn` and nowhere else.
 */
import { AppError } from '../../app/contract/errors.ts';
import type { LaunchPlan, PlanText } from '../../app/contract/plan.ts';
import { resolveText } from '../../app/launch/planText.ts';
import { MARKER_NAME } from './processTree.ts';

export interface LaunchEnvironment {
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Every secret that is somewhere in the two, for taking it out of what the server says. */
  readonly secrets: readonly string[];
}

export interface LaunchContext {
  readonly secret: (key: string) => string | undefined;
  /** Tells the processes of this launch from all others. */
  readonly marker: string;
  /** The person's session, of which the plan names what is handed on. */
  readonly session: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
}

/**
 * SECURITY(S7): the environment is made of names the plan lists, PATH, what the plan adds, and one marker.
 *
 * @throws {AppError} `LAUNCH_SECRET_MISSING` with `key`; `LAUNCH_FAILED` for a name no environment can hold
 */
export function resolveLaunch(plan: LaunchPlan, context: LaunchContext): LaunchEnvironment {
  const secrets = new Set<string>();
  const fill = (text: PlanText): string =>
    resolveText(text, (key) => {
      const value = context.secret(key);
      if (value !== undefined) secrets.add(value);
      return value;
    });
  const args = plan.args.map(fill);
  const variables: [string, string][] = [
    ...plan.inheritedEnv.flatMap((name) => inherited(name, context.session)),
    ['PATH', plan.path],
    ...plan.env.map(({ name, value }): [string, string] => [checkedName(name), fill(value)]),
    // Last, so that nothing in a plan can hide its processes.
    [MARKER_NAME, context.marker],
  ];
  return { args, env: environmentOf(variables, context.platform), secrets: [...secrets] };
}

function inherited(name: string, session: NodeJS.ProcessEnv): [string, string][] {
  const value = Object.hasOwn(session, name) ? session[name] : undefined;
  // SECURITY(S7): a value that starts like this is a function to some shells, and running it is how CVE-2014-6271 works.
  return value === undefined || value.startsWith('()') ? [] : [[name, value]];
}

function checkedName(name: string): string {
  // SECURITY(S7): `A=B` as a name would set A, which is not what the person was shown.
  if (name === '' || name.includes('=')) {
    throw new AppError('LAUNCH_FAILED', 'A variable of this launch has an impossible name.', {
      data: { errno: 'EINVAL', name },
    });
  }
  return name;
}

/** Later ones win. Without a prototype, so that a variable called `__proto__` is a variable. */
function environmentOf(
  variables: readonly (readonly [string, string])[],
  platform: NodeJS.Platform,
): NodeJS.ProcessEnv {
  const env = Object.create(null) as NodeJS.ProcessEnv;
  for (const [name, value] of variables) {
    // Names differ by more than case on every system but Windows, where two spellings would be one variable.
    const same = platform === 'win32' ? Object.keys(env).find((old) => old.toUpperCase() === name.toUpperCase()) : name;
    if (same !== undefined) Reflect.deleteProperty(env, same);
    env[name] = value;
  }
  return env;
}
