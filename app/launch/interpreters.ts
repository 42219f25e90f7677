/**
 * How interpreters take code from their arguments: which option runs text, which loads a file first, where the script is.
 *
 * Options are read only up to the script; what follows belongs to the script. An option missing from `values` would hide
 * what comes after its value, so the lists name every option with a separate value, dangerous or not.
 */
import type { SimpleCommand, Word } from './words.ts';

interface Interpreter {
  /** Options whose value is code. Short ones also count inside clusters, `-ne`. */
  readonly code: readonly string[];
  /** Options whose value is a file or module that runs before the script. */
  readonly preload?: readonly string[];
  /** Other options that take the next word. */
  readonly values?: readonly string[];
  /** Options after whose value everything belongs to the program, as `-m module` of python. */
  readonly ends?: readonly string[];
  /** A first word whose next word is code, such as `eval` of deno. */
  readonly codeSubcommands?: readonly string[];
  /** A first word that the options follow. */
  readonly subcommands?: readonly string[];
  /** Options whose value is a file of code. Without any code among the options, the first operand is code. */
  readonly codeFiles?: readonly string[];
}

export interface InlineCode {
  /** The code itself, where `kind` is `operand`. */
  readonly option: Word;
  readonly kind: 'code' | 'operand' | 'preload';
  /** The code, or what is loaded; absent when nothing follows. */
  readonly value: Word | undefined;
}

export interface InterpreterUse {
  readonly inline: readonly InlineCode[];
  readonly script: Word | undefined;
  /** What follows the script. */
  readonly scriptArgs: readonly Word[];
  /** A module that is run by name, `python -m pip`, and its arguments. */
  readonly module: readonly Word[];
}

const NODE_LIKE = {
  code: ['-e', '--eval', '-p', '--print', '-pe'],
  preload: ['-r', '--require', '--import', '--loader', '--experimental-loader', '--run'],
} as const;

// prettier-ignore
const NODE_VALUES = ['-C', '--conditions', '--build-sea', '--build-snapshot-config', '--cpu-prof-dir', '--cpu-prof-interval',
  '--cpu-prof-name', '--diagnostic-dir', '--disable-proto', '--disable-warning', '--dns-result-order', '--env-file',
  '--env-file-if-exists', '--experimental-config-file', '--experimental-default-type', '--experimental-sea-config', '--heap-prof-dir',
  '--heap-prof-interval', '--heap-prof-name', '--heapsnapshot-near-heap-limit', '--heapsnapshot-signal', '--icu-data-dir',
  '--input-type', '--inspect-port', '--inspect-publish-uid', '--debug-port', '--localstorage-file', '--max-http-header-size',
  '--network-family-autoselection-attempt-timeout', '--openssl-config', '--redirect-warnings', '--report-dir',
  '--report-directory', '--report-filename', '--report-signal', '--secure-heap', '--secure-heap-min', '--snapshot-blob',
  '--test-concurrency', '--test-coverage-branches', '--test-coverage-exclude', '--test-coverage-functions',
  '--test-coverage-include', '--test-coverage-lines', '--test-global-setup', '--test-isolation', '--test-name-pattern',
  '--test-reporter', '--test-reporter-destination', '--test-rerun-failures', '--test-shard', '--test-skip-pattern',
  '--test-timeout', '--title', '--tls-cipher-list', '--tls-keylog', '--tls-max-v1.2', '--trace-event-categories',
  '--trace-event-file-pattern', '--trace-require-module', '--unhandled-rejections', '--use-largepages', '--v8-pool-size',
  '--watch-path', '--watch-kill-signal', '--allow-fs-read', '--allow-fs-write', '--stack-trace-limit', '--tsconfig', '-P', '--project'];

const INTERPRETERS: Readonly<Record<string, Interpreter>> = {
  node: { ...NODE_LIKE, values: NODE_VALUES },
  tsx: { ...NODE_LIKE, values: NODE_VALUES },
  'ts-node': { ...NODE_LIKE, values: NODE_VALUES },
  electron: { ...NODE_LIKE, values: NODE_VALUES },
  bun: {
    code: ['-e', '--eval', '-p', '--print'],
    preload: ['-r', '--preload', '--require', '--import'],
    values: [
      '--cwd',
      '--config',
      '-c',
      '--env-file',
      '--define',
      '-d',
      '--port',
      '--conditions',
      '--tsconfig-override',
    ],
  },
  deno: {
    code: ['--eval'],
    preload: ['--preload', '--import', '--require'],
    values: ['-c', '--config', '--import-map', '--cert', '-L', '--log-level', '--location', '--seed', '--ext'],
    codeSubcommands: ['eval'],
    subcommands: ['run', 'serve', 'repl', 'test'],
  },
  python: { code: ['-c'], ends: ['-m'], values: ['-W', '-X', '-Q', '--check-hash-based-pycs'] },
  perl: { code: ['-e', '-E'], preload: ['-M', '-m'], values: ['-I', '-i', '-F', '-x', '-D', '-C'] },
  ruby: {
    code: ['-e'],
    preload: ['-r', '--require'],
    values: ['-I', '-C', '-X', '-F', '-E', '-K', '-T', '-W', '-x', '-i'],
  },
  php: {
    code: ['-r', '--run', '-R', '--process-code', '-B', '--process-begin', '-E', '--process-end'],
    preload: ['-z', '--zend-extension'],
    values: ['-c', '-d', '-t', '-S', '--php-ini', '--define', '--docroot', '--server'],
  },
  lua: { code: ['-e'], preload: ['-l'] },
  julia: { code: ['-e', '--eval', '-E', '--print'], preload: ['-L', '--load'], values: ['-J', '-t', '-p', '-C', '-H'] },
  Rscript: { code: ['-e'] },
  R: { code: ['-e'], values: ['-f', '--file', '-g'] },
  osascript: { code: ['-e'], values: ['-l', '-s'] },
  groovy: { code: ['-e'], values: ['-cp', '-classpath', '-D', '-c'] },
  elixir: {
    code: ['-e', '--eval', '--rpc-eval'],
    preload: ['-r', '-pr'],
    values: ['-S', '--name', '--sname', '--cookie'],
  },
  swift: { code: ['-e'] },
  awk: {
    code: ['-e', '--source'],
    preload: ['-i', '--include', '-l', '--load'],
    values: ['-F', '--field-separator', '-v', '--assign', '-W'],
    codeFiles: ['-f', '--file', '-E', '--exec'],
  },
};

/** `undefined` for a program that is no interpreter we know. */
export function readInterpreterUse(command: SimpleCommand): InterpreterUse | undefined {
  const interpreter = Object.hasOwn(INTERPRETERS, command.name) ? INTERPRETERS[command.name] : undefined;
  if (interpreter === undefined) return undefined;
  const { args } = command;
  const [first, second] = args;
  if (first !== undefined && interpreter.codeSubcommands?.includes(first.text) === true) {
    return { inline: [{ option: first, kind: 'code', value: second }], script: undefined, scriptArgs: [], module: [] };
  }
  const hasSubcommand = first !== undefined && interpreter.subcommands?.includes(first.text) === true;
  return readOptions(hasSubcommand ? args.slice(1) : args, interpreter);
}

function readOptions(args: readonly Word[], interpreter: Interpreter): InterpreterUse {
  const inline: InlineCode[] = [];
  const files: (Word | undefined)[] = [];
  let index = 0;
  for (let word = args[index]; word !== undefined; word = args[index]) {
    if (word.text === '--') {
      index += 1;
      break;
    }
    if (!word.text.startsWith('-') || word.text === '-') break;
    const option = readOption(word, interpreter);
    const value = option.attached === undefined ? args[index + 1] : { ...word, text: option.attached };
    if (option.kind === 'ends') {
      const after = args.slice(index + (option.attached === undefined ? 2 : 1));
      return { inline, script: undefined, scriptArgs: [], module: value === undefined ? [] : [value, ...after] };
    }
    if (option.kind === 'code' || option.kind === 'preload') inline.push({ option: word, kind: option.kind, value });
    if (option.kind === 'file') files.push(value);
    index += option.kind !== 'flag' && option.attached === undefined ? 2 : 1;
  }
  if (interpreter.codeFiles !== undefined) return readCodeOperand(args.slice(index), inline, files);
  // With code in the arguments the rest is the code's own; the first operand is no script then.
  const hasCode = inline.some(({ kind }) => kind === 'code');
  return { inline, script: hasCode ? undefined : args[index], scriptArgs: args.slice(index + 1), module: [] };
}

function readCodeOperand(
  operands: readonly Word[],
  inline: readonly InlineCode[],
  files: readonly (Word | undefined)[],
): InterpreterUse {
  const [first] = operands;
  const isCode = first !== undefined && files.length === 0 && !inline.some(({ kind }) => kind === 'code');
  const code: readonly InlineCode[] = isCode ? [{ option: first, kind: 'operand', value: first }] : [];
  return { inline: [...inline, ...code], script: files[0], scriptArgs: operands, module: [] };
}

interface ReadOption {
  readonly kind: 'code' | 'preload' | 'ends' | 'file' | 'value' | 'flag';
  /** The value, where it is part of the same word. */
  readonly attached: string | undefined;
}

function readOption({ text }: Word, interpreter: Interpreter): ReadOption {
  const kind = kindOf(text, interpreter);
  if (kind !== 'flag') return { kind, attached: undefined };
  if (text.startsWith('--')) {
    const equals = text.indexOf('=');
    const name = equals < 0 ? text : text.slice(0, equals);
    // Node takes underscores for dashes.
    const attached = equals < 0 ? undefined : text.slice(equals + 1);
    return { kind: kindOf(name.replaceAll('_', '-'), interpreter), attached };
  }
  for (let at = 1; at < text.length; at += 1) {
    const letterKind = kindOf(`-${text[at] ?? ''}`, interpreter);
    if (letterKind !== 'flag') return { kind: letterKind, attached: text.slice(at + 1).replace(/^=/, '') || undefined };
  }
  return { kind: 'flag', attached: undefined };
}

function kindOf(option: string, interpreter: Interpreter): ReadOption['kind'] {
  const { code, preload = [], ends = [], values = [], codeFiles = [] } = interpreter;
  if (code.includes(option)) return 'code';
  if (ends.includes(option)) return 'ends';
  if (preload.includes(option)) return 'preload';
  if (codeFiles.includes(option)) return 'file';
  return values.includes(option) ? 'value' : 'flag';
}
