/**
 * Takes one wrapper off a command: what `sudo`, `env`, `timeout`, `sh -c` and the like would go on to run.
 *
 * A wrapper's options are skipped by the table below. An option with a separate value that the table does not name makes
 * its value look like the command; the real one is then read as that command's argument and still shown.
 */
import { readInterpreterUse } from './interpreters.ts';
import { powershellScript } from './powershell.ts';
import { splitWords } from './shellTokens.ts';
import {
  operandsStart,
  optionValues,
  type Dialect,
  type OptionValues,
  type SimpleCommand,
  type Word,
} from './words.ts';

export type Inner =
  | { readonly kind: 'command'; readonly words: readonly Word[]; readonly dialect: Dialect }
  | { readonly kind: 'script'; readonly script: Word; readonly dialect: Exclude<Dialect, 'argv'> }
  /** `NAME=value`, set for what runs inside. */
  | { readonly kind: 'assignment'; readonly word: Word };

interface Wrapper extends OptionValues {
  /** Words of the wrapper's own before the command, such as the limit of `timeout`. */
  readonly operands?: number;
  /** The command stands after one of these words, as in `poetry run`. */
  readonly subcommands?: readonly string[];
  /** Takes `NAME=value` before the command. */
  readonly assignments?: boolean;
  /** Options whose value is a script for a POSIX shell. */
  readonly scripts?: readonly string[];
  /** Joins its words and hands them to a shell. */
  readonly joins?: boolean;
}

const sudo: Wrapper = {
  short: 'ugpCDhrtTUR',
  long: [
    '--user',
    '--group',
    '--prompt',
    '--close-from',
    '--chdir',
    '--host',
    '--role',
    '--type',
    '--other-user',
    '--chroot',
  ],
  assignments: true,
};
const asUser: Wrapper = { short: 'cgGsw', long: ['--command', '--group', '--shell'], scripts: ['-c', '--command'] };

const WRAPPERS: Readonly<Record<string, Wrapper>> = {
  sudo,
  'sudo-rs': sudo,
  doas: { short: 'uC' },
  pkexec: { long: ['--user'] },
  gsudo: { short: 'ui', long: ['--user', '--integrity'] },
  run0: { short: 'ugD', long: ['--user', '--group', '--chdir', '--nice', '--setenv'] },
  su: asUser,
  runuser: { ...asUser, short: 'ucgGsw', long: [...(asUser.long ?? []), '--user'] },
  gosu: { operands: 1 },
  'su-exec': { operands: 1 },
  setpriv: {
    long: [
      ...['--ruid', '--euid', '--reuid', '--rgid', '--egid', '--regid', '--groups', '--securebits', '--pdeathsig'],
      ...['--ambient-caps', '--inh-caps', '--bounding-set', '--ptracer', '--selinux-label', '--apparmor-profile'],
      ...['--landlock-access', '--landlock-rule', '--seccomp-filter'],
    ],
  },
  nice: { short: 'n', long: ['--adjustment'] },
  ionice: { short: 'cnpPu', long: ['--class', '--classdata'] },
  nohup: {},
  setsid: {},
  timeout: { short: 'ks', long: ['--kill-after', '--signal'], operands: 1 },
  stdbuf: { short: 'ioe', long: ['--input', '--output', '--error'] },
  xargs: {
    short: 'adEILnPs',
    long: ['--arg-file', '--delimiter', '--max-lines', '--max-args', '--max-procs', '--max-chars'],
  },
  parallel: {
    short: 'jaSNnILd',
    long: ['--jobs', '--arg-file', '--delay', '--timeout', '--joblog', '--colsep'],
    joins: true,
  },
  time: { short: 'fo', long: ['--format', '--output'] },
  chrt: { short: 'TPD', long: ['--sched-runtime', '--sched-period', '--sched-deadline'], operands: 1 },
  taskset: { operands: 1 },
  unshare: {
    short: 'SGRwl',
    long: ['--setuid', '--setgid', '--root', '--wd', '--map-user', '--map-group', '--propagation', '--setgroups'],
  },
  nsenter: { short: 'tSG', long: ['--target', '--setuid', '--setgid'] },
  setarch: { operands: 1 },
  linux32: {},
  linux64: {},
  arch: { short: 'e' },
  firejail: {},
  prlimit: { short: 'po', long: ['--pid', '--output'] },
  tini: { short: 'pe' },
  'ld.so': {
    long: [
      ...['--library-path', '--preload', '--audit', '--inhibit-rpath', '--argv0', '--glibc-hwcaps-prepend'],
      '--glibc-hwcaps-mask',
    ],
  },
  caffeinate: { short: 'tw' },
  chroot: { operands: 1 },
  flock: {
    short: 'wEc',
    long: ['--wait', '--timeout', '--conflict-exit-code', '--command'],
    operands: 1,
    scripts: ['-c', '--command'],
  },
  script: {
    short: 'cIOBTEoqm',
    long: ['--command', '--log-in', '--log-out', '--log-io', '--log-timing', '--echo'],
    scripts: ['-c', '--command'],
  },
  numactl: { short: 'CNmpil' },
  strace: { short: 'aeEIoOpPsSuXb' },
  ltrace: { short: 'aeFlnopsuwx' },
  'systemd-run': {
    short: 'tuEHMp',
    long: ['--unit', '--property', '--setenv', '--uid', '--gid', '--slice', '--working-directory'],
  },
  'dbus-run-session': { long: ['--config-file', '--dbus-daemon'] },
  'xvfb-run': { short: 'enfpsw' },
  unbuffer: {},
  winpty: {},
  rlwrap: { short: 'abcfHlPsS' },
  watch: { short: 'n', long: ['--interval'], joins: true },
  busybox: {},
  toybox: {},
  command: {},
  exec: { short: 'a' },
  builtin: {},
  noglob: {},
  coproc: {},
  'cross-env': { assignments: true },
  'cross-env-shell': { joins: true },
  dotenv: { short: 'efvp' },
  wsl: { short: 'du', long: ['--distribution', '--user', '--cd', '--shell-type'] },
  direnv: { subcommands: ['exec'], operands: 1 },
  uv: {
    subcommands: ['run'],
    short: 'pwiCf',
    long: [
      '--directory',
      '--project',
      '--with',
      '--with-editable',
      '--with-requirements',
      '--python',
      '--env-file',
      '--extra',
      '--group',
      '--package',
      '--index',
      '--index-url',
      '--default-index',
      '--extra-index-url',
      '--config-file',
      '--cache-dir',
    ],
  },
  poetry: { subcommands: ['run'], short: 'PC' },
  pipenv: { subcommands: ['run'] },
  pdm: { subcommands: ['run'], short: 'p' },
  rye: { subcommands: ['run'] },
  hatch: { subcommands: ['run'], short: 'e' },
  conda: { subcommands: ['run'], short: 'np', long: ['--name', '--prefix', '--cwd'] },
  micromamba: { subcommands: ['run'], short: 'np' },
  mise: { subcommands: ['exec', 'x'] },
  bundle: { subcommands: ['exec'] },
  pnpm: { subcommands: ['exec'], short: 'C' },
  op: { subcommands: ['run'] },
  doppler: { subcommands: ['run'] },
};

/** Programs whose `-c` takes a script. */
export const POSIX_SHELLS: ReadonlySet<string> = new Set([
  'sh',
  'bash',
  'dash',
  'zsh',
  'ksh',
  'mksh',
  'ash',
  'fish',
  'csh',
  'tcsh',
  'nu',
  'xonsh',
]);

/** What the command runs in its turn. Empty for one that is no wrapper. */
export function unwrap(command: SimpleCommand): readonly Inner[] {
  const { name, args } = command;
  if (POSIX_SHELLS.has(name)) return unwrapShell(command);
  switch (name) {
    case 'env':
      return unwrapEnv(command);
    case 'cmd':
      return unwrapCmd(args);
    case 'powershell':
      return scriptOf(powershellScript(args)?.script, 'powershell');
    case 'eval':
      return scriptOf(joined(args), 'posix');
    case 'invoke-expression':
      return scriptOf(joined(args), 'powershell');
    case 'trap':
      return scriptOf(args[0], 'posix');
    case 'find':
      return unwrapFind(args);
    case 'npx':
    case 'npm':
      return optionValues(args, ['-c', '--call']).flatMap((script) => scriptOf(script, 'posix'));
    case 'start':
    case 'start-process':
      return inner(
        args.filter(({ text }) => text !== '' && !/^(?:\/|-(?:FilePath|NoNewWindow|Wait|Verb)$)/i.test(text)),
        command.dialect,
      );
    case 'runcon':
      return unwrapRuncon(args, command.dialect);
    case 'runas':
      return args.slice(-1).flatMap((script) => scriptOf(script, 'cmd'));
    default:
      return [...unwrapInterpreter(command), ...unwrapByTable(command)];
  }
}

/** Index in `args` of the option that makes a POSIX shell read a script from its arguments. */
export function shellScriptOption(args: readonly Word[]): number {
  const end = operandsStart(args, SHELL_OPTIONS);
  return args.findIndex(
    ({ text }, index) => index < end && (/^-[A-Za-z]*c/.test(text) || /^--(?:command|init-command)\b/.test(text)),
  );
}

const SHELL_OPTIONS: OptionValues = { short: 'oO', long: ['--rcfile', '--init-file', '--command', '--init-command'] };

function unwrapShell({ args, dialect }: SimpleCommand): readonly Inner[] {
  const option = args[shellScriptOption(args)];
  if (option === undefined) return [];
  const named = optionValues(args, ['--command', '--init-command']);
  if (named.length > 0) return named.flatMap((script) => scriptOf(script, 'posix'));
  const start = args.findIndex(
    (word, index) => index >= operandsStart(args, SHELL_OPTIONS) && !word.text.startsWith('+'),
  );
  const script = args[start];
  // `sh -c '"$@"' name rm -rf x` runs the words behind the script.
  const usesArguments = script !== undefined && /\$[@*1-9{]/.test(script.text);
  return [...scriptOf(script, 'posix'), ...(usesArguments ? inner(args.slice(start + 2), dialect) : [])];
}

function unwrapEnv({ args, dialect }: SimpleCommand): readonly Inner[] {
  const values = { short: 'uCaS', long: ['--unset', '--chdir', '--argv0', '--split-string'] };
  const options = args.slice(0, operandsStart(args, values));
  const attached = options.flatMap((word) => {
    const text = /^-[A-Za-z0]*?S(.+)$/s.exec(word.text)?.[1];
    return text === undefined ? [] : [{ ...word, text }];
  });
  const clustered = options.flatMap((word, index) =>
    /^-[A-Za-z0]*S$/.test(word.text) ? options.slice(index + 1, index + 2) : [],
  );
  const split = [...attached, ...clustered, ...optionValues(options, ['--split-string'])].flatMap((word) =>
    splitWords(word.text).map((text) => ({ ...word, text })),
  );
  return afterAssignments([...split, ...args.slice(options.length)], dialect);
}

function unwrapCmd(args: readonly Word[]): readonly Inner[] {
  const index = args.findIndex(({ text }) => /^\/[ckr]/i.test(text));
  const option = args[index];
  if (option === undefined) return [];
  const attached = option.text.slice(2);
  const rest = [...(attached === '' ? [] : [{ ...option, text: attached }]), ...args.slice(index + 1)];
  // cmd.exe joins its arguments; words of their own keep their subject where no operator can be in them.
  const plain = rest.length > 1 && !rest.some(({ text }) => /[&|\n^]/.test(text));
  return plain ? inner(rest, 'cmd') : scriptOf(joined(rest), 'cmd');
}

function unwrapFind(args: readonly Word[]): readonly Inner[] {
  return args.flatMap(({ text }, index) => {
    if (!/^-(?:exec|execdir|ok|okdir)$/.test(text)) return [];
    const end = args.findIndex((word, at) => at > index && /^(?:;|\+)$/.test(word.text));
    return inner(args.slice(index + 1, end < 0 ? undefined : end), 'argv');
  });
}

/** A context stands before the command unless options give its parts. */
function unwrapRuncon(args: readonly Word[], dialect: Dialect): readonly Inner[] {
  const start = operandsStart(args, { short: 'urtl', long: ['--user', '--role', '--type', '--range'] });
  const hasOptions = args.slice(0, start).some(({ text }) => text !== '--');
  return inner(args.slice(hasOptions ? start : start + 1), dialect);
}

/** `python -m pip` is pip; `node …/npx-cli.js` is npx. */
function unwrapInterpreter(command: SimpleCommand): readonly Inner[] {
  const { dialect } = command;
  const use = readInterpreterUse(command);
  if (use !== undefined && use.module.length > 0) return inner(use.module, dialect);
  if (command.name === 'osascript') return (use?.inline ?? []).flatMap(({ value }) => appleShellScripts(value));
  if (use?.script === undefined || !/[\\/](?:npx-cli\.js|npm-cli\.js|pnpm\.cjs|yarn\.c?js)$/.test(use.script.text))
    return [];
  return inner([use.script, ...use.scriptArgs], dialect);
}

function appleShellScripts(code: Word | undefined): readonly Inner[] {
  const scripts = code?.text.matchAll(/\bdo shell script "((?:[^"\\]|\\.)*)"/gi) ?? [];
  return [...scripts].flatMap(([, text = '']) =>
    scriptOf(code && { ...code, text: text.replaceAll(/\\(.)/g, '$1') }, 'posix'),
  );
}

function unwrapByTable({ name, args, dialect }: SimpleCommand): readonly Inner[] {
  const wrapper = Object.hasOwn(WRAPPERS, name) ? WRAPPERS[name] : undefined;
  if (wrapper === undefined) return [];
  let start = operandsStart(args, wrapper);
  if (wrapper.subcommands !== undefined) {
    if (!wrapper.subcommands.includes(args[start]?.text ?? '')) return [];
    start = operandsStart(args, wrapper, start + 1);
  }
  const scripts = optionValues(args, wrapper.scripts ?? []).flatMap((script) => scriptOf(script, 'posix'));
  const clustered = wrapper.scripts?.includes('-c') === true ? clusteredScript(args) : [];
  if (scripts.length + clustered.length > 0) return [...scripts, ...clustered];
  const rest = args.slice(start + (wrapper.operands ?? 0));
  if (wrapper.joins === true) return scriptOf(joined(rest), 'posix');
  return wrapper.assignments === true
    ? afterAssignments(rest, dialect)
    : inner(rest[0]?.text === '--' ? rest.slice(1) : rest, dialect);
}

/** `script -qec COMMAND` */
function clusteredScript(args: readonly Word[]): readonly Inner[] {
  return args.flatMap(({ text }, index) => (/^-[A-Za-z]+c$/.test(text) ? scriptOf(args[index + 1], 'posix') : []));
}

const ASSIGNMENT = /^[A-Za-z_][\w.]*\+?=/;

/** `NAME=value` words, then the command behind them. */
export function afterAssignments(words: readonly Word[], dialect: Dialect): readonly Inner[] {
  const count = words.findIndex(({ text }) => !ASSIGNMENT.test(text));
  const assignments = count < 0 ? words : words.slice(0, count);
  return [
    ...assignments.map((word): Inner => ({ kind: 'assignment', word })),
    ...inner(words.slice(assignments.length), dialect),
  ];
}

function inner(words: readonly Word[], dialect: Dialect): readonly Inner[] {
  return words.length === 0 ? [] : [{ kind: 'command', words, dialect }];
}

function scriptOf(script: Word | undefined, dialect: Exclude<Dialect, 'argv'>): readonly Inner[] {
  return script === undefined ? [] : [{ kind: 'script', script, dialect }];
}

/** Shells that take several arguments join them before they read them; here that is what runs, not what is shown. */
function joined(words: readonly Word[]): Word | undefined {
  const [first] = words;
  return first && { ...first, text: words.map(({ text }) => text).join(' ') };
}
