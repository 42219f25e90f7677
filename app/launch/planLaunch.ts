/**
 * Computes the launch plan of one server from what is on the machine at this moment.
 *
 * A plan is made also for what can't start (a missing runtime, another platform), so that it can be read; before
 * starting, `assertStartable` says why not. Choices that the MCPB specification leaves open:
 * - A bundle runs in its own folder. A typed command runs in the folder given, else in the home folder.
 * - `node`, `python`, `python3` and `uv` of a bundle mean a runtime, Gatehouse's own first. Typed ones are looked up on
 *   PATH like any other command: what is typed is what runs.
 * - A relative command of a bundle is looked for in the bundle only; a bare name that is no runtime, on PATH.
 */
import { AppError } from '../contract/errors.ts';
import type { Sha256 } from '../contract/ids.ts';
import type { LaunchPlan, PlanText, SignatureSummary } from '../contract/plan.ts';
import type { Fingerprint, Fingerprints } from '../ports/fingerprints.ts';
import type { FoundRuntime, MachineFacts, RuntimeName, Runtimes } from '../ports/runtimes.ts';
import { checkLaunchTexts } from './checkLaunchTexts.ts';
import type { PlanFingerprints } from './grants.ts';
import { fold, hasSeparator, parsePath, pathText, segmentsBelow } from './machinePaths.ts';
import { literal, showText } from './planText.ts';

export interface BundleOrigin {
  readonly kind: 'bundle';
  readonly name: string;
  readonly version: string;
  readonly fileSha256: Sha256;
  readonly signature: SignatureSummary;
  readonly serverType: 'node' | 'python' | 'binary' | 'uv';
  /** Where the bundle is, or will be, installed: absolute, links resolved. What the plan shows. */
  readonly installDir: string;
  /** Where its files are at this moment, staging or installed: absolute, links resolved. */
  readonly treeDir: string;
}

export interface LaunchRequest {
  readonly origin: BundleOrigin | { readonly kind: 'typed' };
  /** After platform override, substitution and configuration. */
  readonly command: PlanText;
  readonly args: readonly PlanText[];
  readonly env: LaunchPlan['env'];
  /** Of a typed command; a bundle's is always its folder. */
  readonly cwd?: string;
  /** From the grant, so that only what changed is hashed again. */
  readonly known?: PlanFingerprints;
  /** Known from unpacking: the tree is then not hashed. */
  readonly treeSha256?: Sha256;
}

export interface PlannedLaunch {
  readonly plan: LaunchPlan;
  readonly fingerprints: PlanFingerprints;
  readonly missingRuntime?: RuntimeName;
  /** Why this plan can't start; `assertStartable` throws it. */
  readonly blocked?: AppError;
}

export interface PlanPorts {
  readonly runtimes: Runtimes;
  readonly fingerprints: Fingerprints;
}

/** The executable as found: `path` is where it is now, `shownPath` where it will be once the bundle is installed. */
interface Executable {
  readonly path: string;
  readonly shownPath: string;
  readonly runtime?: FoundRuntime;
}

const RUNTIMES: ReadonlyMap<string, RuntimeName> = new Map([
  ['node', 'node'],
  ['python', 'python'],
  ['python3', 'python'],
  ['uv', 'uv'],
]);

/**
 * @throws {AppError} `CONFIG_VALUE_UNSAFE` for text that can't be passed on exactly as shown, or a secret in the command;
 * `LAUNCH_FILES_MISSING`, `LAUNCH_COMMAND_NOT_FOUND` when files vanish meanwhile.
 */
export async function planLaunch(request: LaunchRequest, ports: PlanPorts): Promise<PlannedLaunch> {
  const { machine } = ports.runtimes;
  const { origin, known } = request;
  checkLaunchTexts(request, machine.platform);
  const cwd = origin.kind === 'bundle' ? origin.installDir : (request.cwd ?? machine.homeDir);
  const command = literalCommand(request.command);
  const runtimeName = origin.kind === 'bundle' ? runtimeOf(command, machine.platform) : undefined;
  const executable = await findExecutable(command, runtimeName, cwd, request, ports);
  const [commandPrint, tree] = await Promise.all([
    executable === undefined ? undefined : ports.fingerprints.file(executable.path, known?.command),
    treeOf(request, ports.fingerprints),
  ]);
  const plan: LaunchPlan = {
    formatVersion: 1,
    origin: planOrigin(origin, tree?.digest),
    command,
    ...(executable && { resolvedCommand: executable.shownPath }),
    ...(commandPrint && { commandSha256: commandPrint.digest }),
    ...(executable?.runtime && { runtime: runtimeField(executable.runtime) }),
    args: request.args,
    cwd,
    env: request.env,
    inheritedEnv: inheritedNames(request.env, machine),
    path: machine.path,
    reach: 'everything',
  };
  const missing = executable === undefined ? runtimeName : undefined;
  const cwdMissing = origin.kind === 'typed' && !(await ports.runtimes.isDirectory(cwd));
  const blocked = obstacle({ plan, missing, cwdMissing, platform: machine.platform });
  return {
    plan,
    fingerprints: { ...(commandPrint && { command: commandPrint }), ...(tree?.print && { tree: tree.print }) },
    ...(missing && { missingRuntime: missing }),
    ...(blocked && { blocked }),
  };
}

/**
 * @throws {AppError} `LAUNCH_RUNTIME_MISSING`, `LAUNCH_COMMAND_NOT_FOUND`, `LAUNCH_SCRIPT_NEEDS_SHELL` or
 * `LAUNCH_WORKING_DIRECTORY_MISSING`
 */
export function assertStartable(planned: PlannedLaunch): void {
  if (planned.blocked !== undefined) throw planned.blocked;
}

async function findExecutable(
  command: string,
  runtimeName: RuntimeName | undefined,
  cwd: string,
  { origin }: LaunchRequest,
  { runtimes }: PlanPorts,
): Promise<Executable | undefined> {
  if (runtimeName !== undefined) {
    const runtime = await runtimes.find(runtimeName);
    return runtime && { path: runtime.path, shownPath: runtime.path, runtime };
  }
  if (origin.kind === 'bundle' && hasSeparator(command, runtimes.machine.platform)) {
    return findInBundle(command, origin, runtimes);
  }
  const path = await runtimes.resolve(command, cwd);
  return path === undefined ? undefined : { path, shownPath: path };
}

async function findInBundle(
  command: string,
  origin: BundleOrigin,
  runtimes: Runtimes,
): Promise<Executable | undefined> {
  const { platform } = runtimes.machine;
  const now = moved(command, origin.installDir, origin.treeDir, platform);
  const path = (await runtimes.resolve(now, origin.treeDir)) ?? (await withExe(now, origin, runtimes));
  if (path === undefined) return undefined;
  // A link out of the bundle resolves to somewhere else, which is then what is shown.
  return { path, shownPath: moved(path, origin.treeDir, origin.installDir, platform) };
}

/** `.exe` may be left out of a binary bundle's command (MCPB manifest §MCP Configuration). */
function withExe(now: string, origin: BundleOrigin, runtimes: Runtimes): Promise<string | undefined> | undefined {
  if (runtimes.machine.platform !== 'win32' || origin.serverType !== 'binary') return undefined;
  return runtimes.resolve(`${now}.exe`, origin.treeDir);
}

/** A path below `from`, at the same place below `to`; any other path normalised where it is. */
function moved(path: string, from: string, to: string, platform: MachineFacts['platform']): string {
  const parsed = parsePath(path, from, platform);
  const below = segmentsBelow(parsed, parsePath(from, from, platform), platform);
  if (below === undefined) return pathText(parsed, platform);
  const target = parsePath(to, to, platform);
  return pathText({ root: target.root, segments: [...target.segments, ...below] }, platform);
}

function runtimeOf(command: string, platform: MachineFacts['platform']): RuntimeName | undefined {
  return RUNTIMES.get(platform === 'win32' ? command.toLowerCase().replace(/\.exe$/, '') : command);
}

function runtimeField({ name, version, provided }: FoundRuntime): LaunchPlan['runtime'] {
  return { name, version, provided };
}

async function treeOf(
  { origin, treeSha256, known }: LaunchRequest,
  fingerprints: Fingerprints,
): Promise<{ digest: Sha256; print?: Fingerprint } | undefined> {
  if (origin.kind === 'typed') return undefined;
  if (treeSha256 !== undefined) return { digest: treeSha256, ...(known?.tree && { print: known.tree }) };
  const print = await fingerprints.tree(origin.treeDir, known?.tree);
  return { digest: print.digest, print };
}

function planOrigin(origin: LaunchRequest['origin'], treeSha256: Sha256 | undefined): LaunchPlan['origin'] {
  if (origin.kind === 'typed') return { kind: 'typed' };
  if (treeSha256 === undefined) throw new Error('The tree of a bundle was not hashed.');
  const { kind, name, version, fileSha256, signature } = origin;
  return { kind, name, version, fileSha256, treeSha256, signature };
}

/** Sorted, so that the digest does not depend on how the machine lists them; without those that the plan sets itself. */
function inheritedNames(env: LaunchPlan['env'], machine: MachineFacts): readonly string[] {
  const key = (name: string): string => (machine.platform === 'win32' ? name.toUpperCase() : name);
  const set = new Set(env.map(({ name }) => key(name)));
  return machine.inheritedEnv.filter((name) => !set.has(key(name))).toSorted();
}

function literalCommand(command: PlanText): string {
  const text = literal(command);
  if (text !== undefined) return text;
  throw new AppError('CONFIG_VALUE_UNSAFE', 'A secret can not decide which program runs.', {
    data: { field: 'command', value: showText(command) },
  });
}

interface ObstacleFacts {
  readonly plan: LaunchPlan;
  readonly missing: RuntimeName | undefined;
  readonly cwdMissing: boolean;
  readonly platform: MachineFacts['platform'];
}

function obstacle({ plan, missing, cwdMissing, platform }: ObstacleFacts): AppError | undefined {
  const { resolvedCommand, cwd } = plan;
  const command = showText(plan.command);
  if (missing !== undefined) {
    return new AppError('LAUNCH_RUNTIME_MISSING', 'The runtime is not there.', { data: { runtime: missing } });
  }
  if (resolvedCommand === undefined) {
    return new AppError('LAUNCH_COMMAND_NOT_FOUND', 'There is no such executable file.', { data: { command } });
  }
  // SECURITY(S7): Windows starts these through cmd.exe, which reads the arguments once more as a command line.
  if (platform === 'win32' && /\.(?:cmd|bat)[. ]*$/.test(fold(resolvedCommand, platform))) {
    return new AppError('LAUNCH_SCRIPT_NEEDS_SHELL', 'The command is a script that only a shell can start.', {
      data: { command, resolvedCommand },
    });
  }
  if (!cwdMissing) return undefined;
  return new AppError('LAUNCH_WORKING_DIRECTORY_MISSING', 'The working directory is not there.', { data: { cwd } });
}
