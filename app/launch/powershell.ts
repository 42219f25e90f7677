/**
 * Finds the script in PowerShell's arguments. Parameters may be shortened and written with several kinds of dashes.
 */
import type { Word } from './words.ts';

export interface PowershellScript {
  /** The parameter that announces the script, or the script itself where none does. */
  readonly option: Word;
  /** Decoded, where it was encoded. */
  readonly script: Word;
}

// prettier-ignore
const WITH_VALUE = ['executionpolicy', 'ep', 'windowstyle', 'version', 'inputformat', 'if', 'outputformat', 'of', 'configurationname',
  'configurationfile', 'psconsolefile', 'settingsfile', 'workingdirectory', 'wd', 'custompipename'];

/** `undefined` when PowerShell is given a file, or nothing. */
export function powershellScript(args: readonly Word[]): PowershellScript | undefined {
  for (let index = 0; index < args.length; index += 1) {
    const word = args[index];
    if (word === undefined) break;
    const name = /^(?:--?|[–—―/])([A-Za-z]+)$/.exec(word.text)?.[1]?.toLowerCase();
    if (name === undefined) return /\.ps1$/i.test(word.text) ? undefined : { option: word, script: rest(args, index) };
    const [value] = args.slice(index + 1);
    if ('file'.startsWith(name)) return undefined;
    if ('encodedcommand'.startsWith(name) || name === 'ec') {
      return { option: word, script: { subject: value?.subject ?? word.subject, text: decode(value?.text ?? '') } };
    }
    if ('command'.startsWith(name) || 'commandwithargs'.startsWith(name) || name === 'cwa') {
      return { option: word, script: value === undefined ? word : rest(args, index + 1) };
    }
    if (WITH_VALUE.some((known) => known.startsWith(name))) index += 1;
  }
  return undefined;
}

/** PowerShell joins what follows, so this is the text it reads. */
function rest(args: readonly Word[], from: number): Word {
  const words = args.slice(from);
  return { subject: words[0]?.subject ?? 'command', text: words.map(({ text }) => text).join(' ') };
}

/** Base64 of UTF-16LE. What is no base64 stays as it is. */
function decode(text: string): string {
  try {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    return new TextDecoder('utf-16le').decode(bytes);
  } catch {
    return text;
  }
}
