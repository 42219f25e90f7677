/**
 * Every simple command that one command line would run, wrappers taken off and scripts read.
 *
 * It works on argv; the only lines it reads are those that a shell among the arguments would read as a line.
 */
import { commandName } from './commandName.ts';
import { readScript, type ScriptCommand } from './shellTokens.ts';
import { afterAssignments, unwrap, type Inner } from './unwrapCommand.ts';
import type { Dialect, SimpleCommand, Word } from './words.ts';
import type { MachineFacts } from '../ports/runtimes.ts';

export interface CommandWalk {
  readonly commands: readonly SimpleCommand[];
  /** `NAME=value` given to `env` or set in a script. */
  readonly assignments: readonly Word[];
  /** Words and redirections of scripts, whose paths are not among the plan's own arguments. */
  readonly scriptWords: readonly Word[];
  /** Scripts in which one program's output goes to another. */
  readonly pipes: readonly { readonly from: readonly SimpleCommand[]; readonly to: readonly SimpleCommand[] }[];
  /** Where wrappers or scripts are nested too deep to be read to the end. */
  readonly tooDeep: readonly Word[];
}

/** Wrappers around a wrapper that are still taken off. */
const MAX_DEPTH = 10;
/** Commands that are looked at in one plan. */
const MAX_COMMANDS = 2_000;
/** Programs behind a pipe that are connected with the one at its beginning. */
const MAX_STAGES = 20;

const KEYWORDS = new Set('! { } if then elif else fi while until do done time'.split(' '));

export function walkCommands(words: readonly Word[], platform: MachineFacts['platform']): CommandWalk {
  const commands: SimpleCommand[] = [];
  const assignments: Word[] = [];
  const scriptWords: Word[] = [];
  const pipes: { from: readonly SimpleCommand[]; to: readonly SimpleCommand[] }[] = [];
  const tooDeep: Word[] = [];

  /** Returns the commands it found, the innermost last. */
  function visit([word, ...args]: readonly Word[], dialect: Dialect, depth: number): readonly SimpleCommand[] {
    if (word === undefined) return [];
    if (depth > MAX_DEPTH || commands.length >= MAX_COMMANDS) {
      tooDeep.push(word);
      return [];
    }
    const windows = platform === 'win32' || dialect === 'cmd' || dialect === 'powershell';
    const name = commandName(word.text, { windows, fold: windows || platform === 'darwin' });
    const command: SimpleCommand = { name, word, args, dialect };
    commands.push(command);
    return [command, ...unwrap(command).flatMap((inner) => visitInner(inner, depth + 1))];
  }

  function visitInner(inner: Inner, depth: number): readonly SimpleCommand[] {
    switch (inner.kind) {
      case 'command':
        return visit(inner.words, inner.dialect, depth);
      case 'assignment':
        assignments.push(inner.word);
        return [];
      case 'script':
        return visitScript(inner.script, inner.dialect, depth);
    }
  }

  function visitScript(script: Word, dialect: Exclude<Dialect, 'argv'>, depth: number): readonly SimpleCommand[] {
    const read = readScript(script.text, dialect);
    if (read.tooDeep) tooDeep.push(script);
    const found = new Map<ScriptCommand, readonly SimpleCommand[]>();
    for (const line of read.commands) {
      if (commands.length >= MAX_COMMANDS) {
        tooDeep.push(script);
        break;
      }
      const lineWords = line.words.map((text): Word => ({ ...script, text }));
      scriptWords.push(...lineWords.slice(1), ...line.redirects.map((text): Word => ({ ...script, text })));
      found.set(line, visitLine(withoutKeywords(lineWords), dialect, depth));
    }
    for (const line of found.keys()) {
      const downstream = [...readersOf(line)].flatMap((reader) => found.get(reader) ?? []);
      if (downstream.length > 0) pipes.push({ from: found.get(line) ?? [], to: downstream });
    }
    return [...found.values()].flat();
  }

  function visitLine(line: readonly Word[], dialect: Dialect, depth: number): readonly SimpleCommand[] {
    const [first, second] = line;
    // PowerShell and cmd.exe set variables as statements of their own.
    if (first !== undefined && /^(?:\$env:|set$|export$|declare$|setx$)/i.test(first.text)) {
      assignments.push(/^\$env:/i.test(first.text) ? { ...first, text: first.text.slice(5) } : (second ?? first));
    }
    return afterAssignments(line, dialect).flatMap((inner) => visitInner(inner, depth + 1));
  }

  visit(words, 'argv', 0);
  return { commands, assignments, scriptWords, pipes, tooDeep };
}

function withoutKeywords(words: readonly Word[]): readonly Word[] {
  const start = words.findIndex(({ text }) => !KEYWORDS.has(text));
  return start < 0
    ? []
    : words.slice(start).map((word, index) => (index === 0 ? { ...word, text: word.text.replace(/^@/, '') } : word));
}

function* readersOf(command: ScriptCommand): Generator<ScriptCommand> {
  let next = command.feeds;
  for (let stage = 0; next !== undefined && stage < MAX_STAGES; stage += 1) {
    yield next;
    next = next.feeds;
  }
}
