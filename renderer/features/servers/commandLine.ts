/**
 * A command and its arguments as one line that a shell reads back as exactly these words. Pure.
 *
 * For copying only: nothing in Gatehouse runs it, splits it or compares it.
 */
import type { HostView } from '../../../app/contract/settings.ts';

/** Words a shell takes as they are, whatever stands around them. */
const PLAIN = /^[A-Za-z0-9_./-][A-Za-z0-9_./:@%+,-]*$/;

/**
 * @param words The command first, as written.
 * @param platform Windows gets the quoting of PowerShell, every other system that of a POSIX shell.
 */
export function commandLine(words: readonly string[], platform: HostView['platform']): string {
  return platform === 'win32' ? `& ${words.map(powerShellQuoted).join(' ')}` : words.map(posixQuoted).join(' ');
}

function posixQuoted(word: string): string {
  if (PLAIN.test(word)) return word;
  // SECURITY(S12): a control character pasted into a terminal can act before the shell reads the quotes around it.
  if (/\p{Cc}/u.test(word)) return `$'${word.replaceAll(/[\\']|\p{Cc}/gu, octalEscape)}'`;
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

function octalEscape(character: string): string {
  const bytes = Array.from(new TextEncoder().encode(character));
  return bytes.map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
}

function powerShellQuoted(word: string): string {
  if (!/\p{Cc}/u.test(word)) return `'${word.replaceAll(/['‘’‚‛]/g, '$&$&')}'`;
  const escaped = word.replaceAll(/[`"$“”„]/g, '`$&').replaceAll(/\p{Cc}/gu, characterExpression);
  return `"${escaped}"`;
}

/** PowerShell's older editions know no escape by number. */
function characterExpression(character: string): string {
  return `$([char]${character.charCodeAt(0)})`;
}
