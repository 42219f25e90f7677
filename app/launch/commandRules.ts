/**
 * Findings about what programs do: shells, code in arguments, other rights, deleting, the network.
 *
 * Each rule looks at one command with its wrappers off, so none has to know about `sudo` or `sh -c`.
 */
import { quoted } from '../contract/visibleText.ts';
import type { Finding } from '../contract/plan.ts';
import { readInterpreterUse, type InlineCode } from './interpreters.ts';
import { powershellScript } from './powershell.ts';
import { POSIX_SHELLS, shellScriptOption } from './unwrapCommand.ts';
import type { CommandWalk } from './walkCommands.ts';
import { found, operandsStart, type SimpleCommand, type Word } from './words.ts';

export function commandFindings(walk: CommandWalk): readonly Finding[] {
  return [
    ...walk.commands.flatMap((command) => [
      ...shellFindings(command),
      ...inlineCodeFindings(command),
      ...elevationFindings(command),
      ...deletionFindings(command),
      ...networkFindings(command),
    ]),
    ...walk.tooDeep.map((word) =>
      found(
        'SHELL_COMMAND',
        'danger',
        word,
        'This holds so many commands, or nests them so deep, that Gatehouse did not read all of them.',
      ),
    ),
  ];
}

const CODE_READERS = new Set(
  'eval invoke-expression source . node python perl ruby php lua osascript powershell cmd deno bun'.split(' '),
);
const FETCHERS = new Set('curl wget fetch aria2c lynx invoke-webrequest invoke-restmethod nc ncat'.split(' '));

/** Code that is fetched and run in one go, `curl … | sh`. */
export function fetchedCodeFindings(walk: CommandWalk): readonly Finding[] {
  return walk.pipes.flatMap(({ from, to }) => {
    const fetcher = from.find(({ name }) => FETCHERS.has(name));
    const reader = to.find(({ name }) => POSIX_SHELLS.has(name) || CODE_READERS.has(name));
    if (fetcher === undefined || reader === undefined) return [];
    const detail = `What ${quoted(fetcher.name)} fetches from the network is run at once by ${quoted(reader.name)}.`;
    return [found('DOWNLOADS_CODE', 'danger', fetcher.word, detail)];
  });
}

function shellFindings(command: SimpleCommand): readonly Finding[] {
  const { name, word, args } = command;
  if (!POSIX_SHELLS.has(name) && name !== 'cmd' && name !== 'powershell' && name !== 'wsl') return [];
  const readsScript =
    (POSIX_SHELLS.has(name) && shellScriptOption(args) >= 0) ||
    (name === 'cmd' && args.some(({ text }) => /^\/[ckr]/i.test(text))) ||
    (name === 'powershell' && powershellScript(args) !== undefined);
  const detail = readsScript
    ? `${quoted(name)} is a command interpreter: the text it is given can start any number of other programs.`
    : `${quoted(name)} is a command interpreter, which can start any other program.`;
  return [found('SHELL_COMMAND', readsScript ? 'danger' : 'caution', word, detail)];
}

function inlineCodeFindings(command: SimpleCommand): readonly Finding[] {
  const { name, args } = command;
  const option = shellCodeOption(command);
  if (option !== undefined) return [codeFinding(name, option)];
  return (readInterpreterUse({ ...command, args })?.inline ?? []).map((inline) => interpreterFinding(name, inline));
}

function shellCodeOption({ name, args }: SimpleCommand): Word | undefined {
  if (POSIX_SHELLS.has(name)) return args[shellScriptOption(args)];
  if (name === 'cmd') return args.find(({ text }) => /^\/[ckr]/i.test(text));
  return name === 'powershell' ? powershellScript(args)?.option : undefined;
}

function interpreterFinding(name: string, { option, kind, value }: InlineCode): Finding {
  const loaded = value?.text ?? '';
  if (kind === 'operand') {
    const detail = `${quoted(name)} runs code that is written in the arguments themselves.`;
    return found('INLINE_CODE', 'danger', option, detail);
  }
  if (kind === 'code' || /^(?:data|https?):/i.test(loaded)) return codeFinding(name, option);
  const detail = `${quoted(name)} first loads and runs ${quoted(loaded)}, before the program it is meant to run.`;
  return found('INLINE_CODE', 'caution', option, detail);
}

function codeFinding(name: string, option: Word): Finding {
  const flag = /^-{0,2}[^=\s]*/.exec(option.text)?.[0] ?? '';
  return found(
    'INLINE_CODE',
    'danger',
    option,
    `${quoted(flag)} makes ${quoted(name)} run code that is written in the arguments themselves.`,
  );
}

const ELEVATORS = new Set(
  'sudo sudo-rs sudoedit doas pkexec su runuser gsudo run0 runas dzdo pfexec please gosu su-exec setpriv'.split(' '),
);

function elevationFindings({ name, word, args }: SimpleCommand): readonly Finding[] {
  const detail = `${quoted(name)} runs programs with the rights of another user, usually the administrator.`;
  if (ELEVATORS.has(name)) return [found('ELEVATES', 'danger', word, detail)];
  if (name !== 'start-process' && name !== 'start') return [];
  const verb = args.findIndex(({ text }) => /^-verb$/i.test(text));
  const runAs = args[verb + 1];
  if (verb < 0 || runAs === undefined || !/^runas(?:user)?$/i.test(runAs.text)) return [];
  return [found('ELEVATES', 'danger', runAs, detail)];
}

// prettier-ignore
const DELETERS = new Set(['rm', 'rmdir', 'unlink', 'shred', 'srm', 'wipefs', 'truncate', 'rimraf', 'del', 'erase', 'rd', 'deltree',
  'mkfs', 'mke2fs', 'newfs', 'diskpart', 'remove-item', 'clear-content', 'clear-disk', 'format-volume']);

function deletionFindings(command: SimpleCommand): readonly Finding[] {
  const word = deletionWord(command);
  if (word === undefined) return [];
  return [found('DELETES', 'danger', word, `${quoted(command.name)} deletes or overwrites data as it is used here.`)];
}

function deletionWord({ name, word, args, dialect }: SimpleCommand): Word | undefined {
  if (DELETERS.has(name) || /^mkfs\.\w+$/.test(name)) return word;
  const operands = args.slice(operandsStart(args, { short: 'Cc', long: ['--git-dir', '--work-tree'] }));
  switch (name) {
    case 'dd':
      return args.find(({ text }) => text.startsWith('of='));
    case 'find':
      return args.find(({ text }) => text === '-delete');
    case 'git':
      return operands[0]?.text === 'clean' ? operands[0] : undefined;
    case 'rsync':
      return args.find(({ text }) => /^--del(?:ete(?:-\w+)?)?$/.test(text));
    case 'format':
      return args.some(({ text }) => /^[A-Za-z]:$/.test(text)) ? word : undefined;
    case 'ri':
      return dialect === 'powershell' ? word : undefined;
    default:
      return undefined;
  }
}

// prettier-ignore
const NETWORKERS = new Set(['curl', 'wget', 'nc', 'ncat', 'socat', 'ssh', 'scp', 'sftp', 'ftp', 'tftp', 'telnet', 'nmap', 'aria2c', 'lynx',
  'autossh', 'mosh', 'cloudflared', 'ngrok', 'bitsadmin', 'invoke-webrequest', 'invoke-restmethod', 'start-bitstransfer']);

function networkFindings(command: SimpleCommand): readonly Finding[] {
  const word = networkWord(command);
  if (word === undefined) return [];
  return [found('NETWORK_COMMAND', 'caution', word, `${quoted(command.name)} exchanges data with other computers.`)];
}

function networkWord({ name, word, args }: SimpleCommand): Word | undefined {
  if (NETWORKERS.has(name)) return word;
  switch (name) {
    case 'rsync':
      return args.find(({ text }) => /^rsync:\/\//.test(text) || /^(?!-)[^/\\]{2,}:/.test(text));
    case 'certutil':
      return args.find(({ text }) => /^[-/]urlcache$/i.test(text));
    case 'openssl':
      return args[0]?.text === 's_client' ? word : undefined;
    case 'git':
      return args.find(({ text }) => /^(?:clone|fetch|pull|push)$/.test(text));
    default:
      return undefined;
  }
}
