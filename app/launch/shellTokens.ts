/**
 * Reads a shell script into simple commands: POSIX shells, cmd.exe and PowerShell, roughly.
 *
 * Quotes and escapes are taken off, commands in substitutions are listed too, variables stay as they are written. It
 * reads more commands than a shell would run (both branches, text of here-documents) rather than fewer. A script is
 * already a danger in itself; this only tells more about it.
 */

export interface ScriptCommand {
  readonly words: readonly string[];
  /** Files its input or output is connected with. */
  readonly redirects: readonly string[];
  /** The command that reads its output, through a pipe or a substitution. */
  readonly feeds: ScriptCommand | undefined;
}

type ScriptDialect = 'posix' | 'cmd' | 'powershell';

interface Draft {
  words: string[];
  redirects: string[];
  feeds: Draft | undefined;
}

interface ReaderMode {
  readonly depth: number;
  readonly limits: { tooDeep: boolean };
  readonly operators: boolean;
}

/** Substitutions inside substitutions that are still read. */
const MAX_NESTING = 20;

export interface ReadScript {
  readonly commands: readonly ScriptCommand[];
  /** Substitutions were nested so deep that the innermost were not read. */
  readonly tooDeep: boolean;
}

export function readScript(script: string, dialect: ScriptDialect): ReadScript {
  const limits = { tooDeep: false };
  const commands = new ScriptReader(script, dialect, { depth: 0, limits, operators: true }).read();
  return { commands: commands.filter(({ words, redirects }) => words.length + redirects.length > 0), ...limits };
}

/** One line into words, as `env -S` does: quotes and escapes count, operators don't. */
export function splitWords(line: string): readonly string[] {
  const mode = { depth: 0, limits: { tooDeep: false }, operators: false };
  return new ScriptReader(line, 'posix', mode).read().flatMap((command) => command.words);
}

const ESCAPES: Readonly<Record<ScriptDialect, string>> = { posix: '\\', cmd: '^', powershell: '`' };
const ANSI_ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', e: '\u001b', a: '\u0007', b: '\b' };

class ScriptReader {
  private readonly script: string;
  private readonly dialect: ScriptDialect;
  private readonly mode: ReaderMode;
  private readonly commands: Draft[] = [];
  private current: Draft;
  private latest: Draft | undefined;
  private word: string | undefined;
  private redirecting = false;
  private at = 0;

  constructor(script: string, dialect: ScriptDialect, mode: ReaderMode) {
    this.script = script;
    this.dialect = dialect;
    this.mode = mode;
    this.current = this.startCommand();
  }

  read(): readonly Draft[] {
    while (this.at < this.script.length) this.step(this.script[this.at] ?? '');
    this.endWord();
    return this.commands;
  }

  private step(character: string): void {
    const { dialect } = this;
    if (character === ESCAPES[dialect]) this.readEscape();
    else if (character === "'" && dialect !== 'cmd') this.readSingleQuoted();
    else if (character === '"') this.readDoubleQuoted();
    else if (character === '$' && dialect !== 'cmd') this.readDollar(false);
    else if (character === '`' && dialect === 'posix') this.readBackticks();
    else if (character === '#' && dialect !== 'cmd' && this.word === undefined) this.skipComment();
    else if (/[ \t]/.test(character) || (dialect === 'cmd' && /[,;]/.test(character))) this.separate();
    else if (!this.mode.operators && character !== '\n') this.take(character);
    else this.stepOperator(character);
  }

  private stepOperator(character: string): void {
    const { script, at, dialect } = this;
    const next = script[at + 1];
    const isRedirect = character === '<' || character === '>';
    const isOperator = /[;&|\n\r()]/.test(character) || (dialect === 'powershell' && /[{}]/.test(character));
    if (isRedirect && next === '(') this.readSubstitution(at + 2);
    else if (isRedirect) this.readRedirect();
    else if (character === '&' && next === '>') this.separate();
    else if (dialect === 'powershell' && character === '(' && this.isCommandStarted()) this.readSubstitution(at + 1);
    else if (isOperator) this.readOperator();
    else {
      if (dialect === 'cmd' && character === '/' && this.isBareFirstWord()) this.endWord();
      this.take(character);
    }
  }

  private take(text: string): void {
    this.word = (this.word ?? '') + text;
    this.at += 1;
  }

  private separate(): void {
    this.endWord();
    this.at += 1;
  }

  private endWord(): void {
    if (this.word === undefined) return;
    (this.redirecting ? this.current.redirects : this.current.words).push(this.word);
    this.redirecting = false;
    this.word = undefined;
  }

  private isCommandStarted(): boolean {
    return this.word !== undefined || this.current.words.length > 0;
  }

  /** `del/q` names the command `del`. */
  private isBareFirstWord(): boolean {
    return this.current.words.length === 0 && /^[A-Za-z]+$/.test(this.word ?? '');
  }

  private startCommand(): Draft {
    const command: Draft = { words: [], redirects: [], feeds: undefined };
    this.commands.push(command);
    return command;
  }

  private readEscape(): void {
    const next = this.script[this.at + 1] ?? '';
    this.at += 2;
    const isLineEnd = next === '\n' || next === '\r';
    if (!isLineEnd) this.word = (this.word ?? '') + next;
  }

  private readSingleQuoted(): void {
    const end = indexOrEnd(this.script, "'", this.at + 1);
    this.word = (this.word ?? '') + this.script.slice(this.at + 1, end);
    this.at = end + 1;
  }

  private readDoubleQuoted(): void {
    this.word ??= '';
    this.at += 1;
    for (let character = this.script[this.at]; character !== undefined; character = this.script[this.at]) {
      if (character === '"') break;
      if (character === '$' && this.dialect !== 'cmd') this.readDollar(true);
      else if (character === '`' && this.dialect === 'posix') this.readBackticks();
      else if (character === ESCAPES[this.dialect] && this.dialect !== 'cmd') this.readEscape();
      else this.take(character);
    }
    this.at += 1;
  }

  private readDollar(quoted: boolean): void {
    const { script, at } = this;
    const next = script[at + 1];
    const separator = quoted ? undefined : /^\$(?:IFS\b|\{IFS\})/.exec(script.slice(at, at + 6))?.[0];
    if (separator !== undefined) {
      this.endWord();
      this.at += separator.length;
    } else if (next === '(') this.readSubstitution(at + 2);
    else if (next === "'" && !quoted) this.readAnsiQuoted();
    else if (next === '"' && !quoted) this.at += 1;
    else if (next === '{') this.readVariable();
    else this.take('$');
  }

  private readVariable(): void {
    const { script, at } = this;
    const end = indexOrEnd(script, '}', at);
    this.word = (this.word ?? '') + script.slice(at, end + 1);
    // A default value may hold a substitution of its own: ${x:-$(command)}.
    if (/[`(]/.test(script.slice(at + 2, end))) this.addNested(script.slice(at + 2, end));
    this.at = end + 1;
  }

  private readAnsiQuoted(): void {
    const body = /^\$'((?:[^'\\]|\\[^])*)'?/.exec(this.script.slice(this.at));
    this.word = (this.word ?? '') + (body?.[1] ?? '').replaceAll(ANSI_ESCAPE, ansiCharacter);
    this.at += Math.max(body?.[0].length ?? 0, 2);
  }

  private readBackticks(): void {
    const end = indexOrEnd(this.script, '`', this.at + 1);
    this.word ??= '';
    this.addNested(this.script.slice(this.at + 1, end));
    this.at = end + 1;
  }

  private readSubstitution(start: number): void {
    const end = closingParenthesis(this.script, start);
    this.word ??= '';
    this.addNested(this.script.slice(start, end));
    this.at = end + 1;
  }

  private addNested(script: string): void {
    const { current, mode } = this;
    if (mode.depth >= MAX_NESTING) {
      mode.limits.tooDeep = true;
      return;
    }
    for (const command of new ScriptReader(script, this.dialect, { ...mode, depth: mode.depth + 1 }).read()) {
      this.commands.push(command);
      command.feeds ??= current;
    }
  }

  private skipComment(): void {
    this.at = indexOrEnd(this.script, '\n', this.at);
  }

  private readRedirect(): void {
    if (/^\d+$/.test(this.word ?? '')) this.word = undefined;
    this.endWord();
    while (/[<>&|-]/.test(this.script[this.at] ?? '')) this.at += 1;
    this.redirecting = true;
  }

  private readOperator(): void {
    this.endWord();
    this.redirecting = false;
    const operator = /^(?:\|\||&&|;;|\|&|[^])/.exec(this.script.slice(this.at, this.at + 2))?.[0] ?? '';
    this.at += operator.length;
    if (this.current.words.length + this.current.redirects.length > 0) {
      this.latest = this.current;
      this.current = this.startCommand();
    }
    if (this.latest !== undefined && (operator === '|' || operator === '|&')) this.latest.feeds = this.current;
  }
}

const ANSI_ESCAPE = /\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|([0-7]{1,3})|([^]))/g;

function ansiCharacter(_all: string, hex?: string, unicode?: string, octal?: string, one = ''): string {
  const code = hex ?? unicode;
  if (code !== undefined) return String.fromCharCode(parseInt(code, 16));
  return octal === undefined ? (ANSI_ESCAPES[one] ?? one) : String.fromCharCode(parseInt(octal, 8));
}

function indexOrEnd(text: string, wanted: string, from: number): number {
  const index = text.indexOf(wanted, from);
  return index < 0 ? text.length : index;
}

/** Index of the parenthesis that ends a substitution, quotes and nested ones passed over. */
function closingParenthesis(script: string, start: number): number {
  let open = 1;
  let quote = '';
  for (let index = start; index < script.length; index += 1) {
    const character = script[index] ?? '';
    if (character === '\\' && quote !== "'") index += 1;
    else if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (character === '(') open += 1;
    else if (character === ')' && (open -= 1) === 0) return index;
  }
  return script.length;
}
