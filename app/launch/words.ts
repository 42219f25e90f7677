/**
 * The words of a command as findings see them: text, and which argument of the plan it came from.
 *
 * A word of a script keeps the subject of the argument that holds the script. Secrets stand in a word as their
 * placeholder, so nothing here ever sees a value.
 */
import type { Finding } from '../contract/plan.ts';
import type { MachineFacts } from '../ports/runtimes.ts';

export interface Word {
  readonly text: string;
  /** `command` or `args[2]`. */
  readonly subject: string;
}

/** How the words were read: from the plan's own argv, or out of a script in one of the shells' languages. */
export type Dialect = 'argv' | 'posix' | 'cmd' | 'powershell';

/** One program with its arguments, wrappers around it already taken off. */
export interface SimpleCommand {
  /** As `commandName` gives it. */
  readonly name: string;
  readonly word: Word;
  readonly args: readonly Word[];
  readonly dialect: Dialect;
}

export interface FindingContext {
  readonly bundleDir?: string;
  readonly machine: MachineFacts;
}

export function found(code: Finding['code'], severity: Finding['severity'], about: Word, detail: string): Finding {
  return { code, severity, subject: about.subject, detail };
}

/** Options of a program that take the next word as their value. */
export interface OptionValues {
  /** Letters, for clusters such as `-qn 5`. */
  readonly short?: string;
  /** With their dashes. `--name=value` needs no mention. */
  readonly long?: readonly string[];
}

/** Where the options end and the operands begin, `--` included in the options. */
export function operandsStart(args: readonly Word[], values: OptionValues, from = 0): number {
  let index = from;
  for (let word = args[index]; word !== undefined; word = args[index]) {
    if (word.text === '--') return index + 1;
    if (!word.text.startsWith('-') || word.text === '-') return index;
    index += takesNext(word.text, values) ? 2 : 1;
  }
  return args.length;
}

/** The words given to an option: the rest of `--name=value`, or the word after it. */
export function optionValues(args: readonly Word[], names: readonly string[]): readonly Word[] {
  return args.flatMap((word, index) => {
    if (names.includes(word.text)) return args.slice(index + 1, index + 2);
    const equals = word.text.indexOf('=');
    if (equals < 0 || !names.includes(word.text.slice(0, equals))) return [];
    return [{ ...word, text: word.text.slice(equals + 1) }];
  });
}

function takesNext(option: string, { short = '', long = [] }: OptionValues): boolean {
  if (long.includes(option)) return true;
  if (option.startsWith('--')) return false;
  const letters = Array.from(option.slice(1));
  const valued = letters.findIndex((letter) => short.includes(letter));
  return valued >= 0 && valued === letters.length - 1;
}
