/**
 * Findings about package runners: what fetches code when it starts, and whether the same code every time.
 */
import { quoted } from '../contract/visibleText.ts';
import type { Finding } from '../contract/plan.ts';
import { found, operandsStart, optionValues, type OptionValues, type SimpleCommand, type Word } from './words.ts';

type Registry = 'npm' | 'python' | 'image' | 'go' | 'cargo' | 'url' | 'other';

interface PackageUse {
  readonly registry: Registry;
  readonly packages: readonly Word[];
}

export function packageFindings(command: SimpleCommand): readonly Finding[] {
  const use = packageUse(command);
  if (use === undefined) return [];
  const downloads = `${quoted(command.name)} fetches code from the network and runs it, so what runs is not in the files you have.`;
  return [
    found('DOWNLOADS_CODE', 'caution', command.word, downloads),
    ...use.packages.filter(({ text }) => !isPinned(text, use.registry)).map(unpinned),
  ];
}

function unpinned(word: Word): Finding {
  const detail = `${quoted(word.text)} is not fixed to one exact version: what runs may change from one start to the next.`;
  return found('UNPINNED_PACKAGE', 'caution', word, detail);
}

/** Options with values of `npx`, `npm` and their kin that come before the package. */
const NPM: OptionValues = {
  short: 'pcwnC',
  long: [
    '--package',
    '--call',
    '--workspace',
    '--node-arg',
    '--registry',
    '--cache',
    '--userconfig',
    '--prefix',
    '--loglevel',
    '--cwd',
    '--filter',
  ],
};
const PYTHON: OptionValues = {
  short: 'picrtwf',
  long: [
    '--from',
    '--with',
    '--with-editable',
    '--with-requirements',
    '--python',
    '--index',
    '--index-url',
    '--default-index',
    '--extra-index-url',
    '--find-links',
    '--directory',
    '--project',
    '--env-file',
    '--cache-dir',
    '--config-file',
    '--constraint',
    '--constraints',
    '--requirement',
    '--target',
    '--prefix',
    '--spec',
    '--pip-args',
  ],
};

function packageUse(command: SimpleCommand): PackageUse | undefined {
  const { name, args } = command;
  switch (name) {
    case 'npx':
    case 'bunx':
    case 'pnpx':
    case 'dnx':
      return npmRun(args, 0);
    case 'npm':
      return npmSubcommand(args, ['exec', 'x', 'create', 'init'], ['install', 'i', 'add', 'ci', 'update']);
    case 'pnpm':
    case 'yarn':
    case 'bun':
      return npmSubcommand(args, ['dlx', 'x', 'create'], ['install', 'i', 'add']);
    case 'uvx':
      return pythonRun(args, 0);
    case 'uv':
      return uvUse(args);
    case 'pipx':
      return subcommandAt(args, ['run', 'install'], PYTHON, (at) => pythonRun(args, at));
    case 'pip':
      return subcommandAt(args, ['install', 'download'], PYTHON, (at) => pythonInstall(args, at));
    case 'docker':
    case 'podman':
    case 'nerdctl':
      return imageRun(args);
    case 'deno':
      return denoRun(args);
    case 'go':
      return subcommandAt(args, ['run', 'install', 'get'], {}, (at) =>
        remoteOperands('go', args, at, /^[^./\\][^/]*\.[^/]+\/.+/),
      );
    case 'cargo':
      return subcommandAt(args, ['install', 'binstall'], {}, (at) => cargoInstall(args, at));
    default:
      return otherInstaller(command);
  }
}

function npmRun(args: readonly Word[], from: number): PackageUse | undefined {
  const named = optionValues(args, ['-p', '--package']);
  const start = operandsStart(args, NPM, from);
  const packages = named.length > 0 ? named : args.slice(start, start + 1);
  const local = packages.every(({ text }) => isLocal(text));
  return packages.length === 0 || local ? undefined : { registry: 'npm', packages };
}

function npmSubcommand(
  args: readonly Word[],
  run: readonly string[],
  install: readonly string[],
): PackageUse | undefined {
  const start = operandsStart(args, NPM);
  const subcommand = args[start]?.text ?? '';
  if (run.includes(subcommand)) return npmRun(args, start + 1);
  if (!install.includes(subcommand)) return undefined;
  return { registry: 'npm', packages: operandsOf(args, NPM, start + 1).filter(({ text }) => !isLocal(text)) };
}

function pythonRun(args: readonly Word[], from: number): PackageUse {
  const sources = optionValues(args, ['--from', '--spec']);
  const extra = optionValues(args, ['--with']).flatMap(splitList);
  const start = operandsStart(args, PYTHON, from);
  const packages = [...(sources.length > 0 ? sources : args.slice(start, start + 1)), ...extra];
  return { registry: 'python', packages: packages.filter(({ text }) => !isLocal(text)) };
}

function pythonInstall(args: readonly Word[], from: number): PackageUse | undefined {
  const packages = operandsOf(args, { ...PYTHON, short: `${PYTHON.short ?? ''}e` }, from).filter(
    ({ text }) => !isLocal(text),
  );
  const lists = optionValues(args, ['-r', '--requirement']);
  return packages.length + lists.length === 0 ? undefined : { registry: 'python', packages };
}

/** `uv run` and `uv sync` fetch what the project asks for when they first run. */
function uvUse(args: readonly Word[]): PackageUse | undefined {
  const start = operandsStart(args, PYTHON);
  const [subcommand, second] = args.slice(start);
  switch (subcommand?.text) {
    case 'run':
    case 'sync':
      return {
        registry: 'python',
        packages: optionValues(args, ['--with'])
          .flatMap(splitList)
          .filter(({ text }) => !isLocal(text)),
      };
    case 'add':
      return pythonInstall(args, start + 1);
    case 'tool':
      return second?.text === 'run' || second?.text === 'install' ? pythonRun(args, start + 2) : undefined;
    case 'pip':
      return second?.text === 'install' || second?.text === 'sync' ? pythonInstall(args, start + 2) : undefined;
    default:
      return undefined;
  }
}

/** Options of `docker run` that stand alone; every other one takes a value. */
const IMAGE_FLAGS =
  /^(?:-[itdPq]+|--(?:rm|init|privileged|read-only|interactive|tty|detach|publish-all|no-healthcheck|oom-kill-disable|quiet|replace|help|[\w-]+=.*)|-[a-zA-Z].+)$/s;
const CLUSTERED_VALUE = /^-[itdPq]*[a-zA-Z]$/;

function imageRun(args: readonly Word[]): PackageUse | undefined {
  const start = operandsStart(args, { short: 'Hcl', long: ['--host', '--context', '--config', '--log-level'] });
  const first = args[start]?.text;
  if (first === 'compose')
    return args.some(({ text }) => text === 'up' || text === 'run') ? { registry: 'image', packages: [] } : undefined;
  const at = first === 'container' ? start + 1 : start;
  if (!['run', 'create', 'pull'].includes(args[at]?.text ?? '')) return undefined;
  let index = at + 1;
  for (let word = args[index]; word !== undefined && word.text.startsWith('-'); word = args[index]) {
    const alone = IMAGE_FLAGS.test(word.text) && (/^-[itdPq]+$/.test(word.text) || !CLUSTERED_VALUE.test(word.text));
    index += alone ? 1 : 2;
  }
  return { registry: 'image', packages: args.slice(index, index + 1) };
}

function denoRun(args: readonly Word[]): PackageUse | undefined {
  const packages = args.filter(({ text }) => /^(?:https?:\/\/|npm:|jsr:)/i.test(text)).slice(0, 1);
  const runs =
    ['run', 'install', 'serve', 'x', 'test', 'cache'].includes(args[0]?.text ?? '') || packages[0] === args[0];
  return packages.length > 0 && runs ? { registry: 'url', packages } : undefined;
}

function cargoInstall(args: readonly Word[], from: number): PackageUse | undefined {
  const values = {
    long: [
      '--version',
      '--vers',
      '--git',
      '--path',
      '--root',
      '--features',
      '--registry',
      '--index',
      '--rev',
      '--tag',
      '--branch',
    ],
    short: 'F',
  };
  if (optionValues(args, ['--path']).length > 0) return undefined;
  const pinned = optionValues(args, ['--version', '--vers', '--rev']).length > 0;
  return { registry: 'cargo', packages: pinned ? [] : operandsOf(args, values, from) };
}

function remoteOperands(
  registry: Registry,
  args: readonly Word[],
  from: number,
  remote: RegExp,
): PackageUse | undefined {
  const packages = args
    .slice(from)
    .filter(({ text }) => remote.test(text))
    .slice(0, 1);
  return packages.length === 0 ? undefined : { registry, packages };
}

const INSTALLERS: Readonly<Record<string, readonly string[]>> = {
  gem: ['install'],
  brew: ['install'],
  apt: ['install'],
  'apt-get': ['install'],
  dnf: ['install'],
  yum: ['install'],
  apk: ['add'],
  choco: ['install'],
  winget: ['install'],
  scoop: ['install'],
  composer: ['require', 'install'],
  conda: ['install', 'create'],
  mamba: ['install', 'create'],
  nix: ['run', 'shell', 'develop'],
  dotnet: ['tool'],
};

function otherInstaller({ name, args }: SimpleCommand): PackageUse | undefined {
  const subcommands = Object.hasOwn(INSTALLERS, name) ? INSTALLERS[name] : undefined;
  const first = args[operandsStart(args, {})]?.text ?? '';
  return subcommands?.includes(first) === true ? { registry: 'other', packages: [] } : undefined;
}

function subcommandAt(
  args: readonly Word[],
  subcommands: readonly string[],
  values: OptionValues,
  then: (next: number) => PackageUse | undefined,
): PackageUse | undefined {
  const start = operandsStart(args, values);
  return subcommands.includes(args[start]?.text ?? '') ? then(start + 1) : undefined;
}

/** All operands, wherever options stand between them. */
function operandsOf(args: readonly Word[], values: OptionValues, from: number): readonly Word[] {
  const operands: Word[] = [];
  for (
    let index = operandsStart(args, values, from);
    index < args.length;
    index = operandsStart(args, values, index + 1)
  ) {
    const word = args[index];
    if (word !== undefined) operands.push(word);
  }
  return operands;
}

function splitList(word: Word): readonly Word[] {
  return word.text.split(',').map((text) => ({ ...word, text }));
}

function isLocal(spec: string): boolean {
  return /^(?:\.{0,2}[\\/]|\.{1,2}$|[A-Za-z]:[\\/]|file:|link:|~[\\/])/.test(spec) || spec === '';
}

const EXACT = String.raw`v?\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?`;
const PINNED: Readonly<Record<Exclude<Registry, 'other'>, RegExp>> = {
  npm: new RegExp(
    `^(?!.*:)(?:@[^/@]+/)?[^/@]+@=?${EXACT}$|^(?:[^:]+@)?npm:(?:@[^/@]+/)?[^/@]+@=?${EXACT}$|#[0-9a-f]{40}$`,
  ),
  python: /^[^=@\s]+\s*={2,3}\s*\d[^*,;\s]*(?:\s*;.*)?$|^[^=@\s]+@\d[\w.!+-]*$|@[0-9a-f]{40}(?:#.*)?$/,
  image: /@sha256:[0-9a-f]{64}$/,
  go: new RegExp(`@${EXACT}$`),
  cargo: new RegExp(`^[^@]+@=?${EXACT}$`),
  url: new RegExp(`@${EXACT}(?=/|$)`),
};

function isPinned(spec: string, registry: Registry): boolean {
  return registry === 'other' || PINNED[registry].test(spec);
}
