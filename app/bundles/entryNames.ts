/**
 * Which names an entry of a bundle may have.
 *
 * A name must mean the same file on every platform, whichever platform reads it: so what only Windows reserves is refused
 * everywhere, and nothing is ever cleaned up or renamed.
 */
import type { ErrorCode } from '../contract/errors.ts';
import { MAX_PATH_BYTES, MAX_SEGMENT_BYTES } from './archiveLimits.ts';

const WINDOWS_DEVICE = /^(?:con|prn|aux|nul|clock\$|conin\$|conout\$|(?:com|lpt)[1-9¹²³]) *(?:\.|$)/i;
const WINDOWS_CHARACTERS = /[<>:"|?*]/;
const CONTROL_CHARACTERS = /[\u0000-\u001f\u007f-\u009f]/;
const DRIVE = /^[A-Za-z]:/;

const utf8 = new TextEncoder();

function utf8Bytes(text: string): number {
  return utf8.encode(text).length;
}

function isReserved(segment: string): boolean {
  return WINDOWS_DEVICE.test(segment) || WINDOWS_CHARACTERS.test(segment) || /[. ]$/.test(segment);
}

/** A name, taken apart once for all rules. */
interface ParsedName {
  readonly name: string;
  /** Without the slash that ends a folder's name. */
  readonly path: string;
  readonly segments: readonly string[];
}

// The first rule that is broken names the refusal, so the gravest stand first.
const NAME_RULES: readonly (readonly [ErrorCode, (parsed: ParsedName) => boolean])[] = [
  ['BUNDLE_ENTRY_NAME_INVALID', ({ name }) => name === ''],
  ['BUNDLE_ENTRY_CONTROL_CHARACTER', ({ name }) => CONTROL_CHARACTERS.test(name)],
  // SECURITY(S7): also where only Windows sees a separator, or `..\..` would leave the folder there.
  ['BUNDLE_ENTRY_ESCAPES', ({ name }) => name.split(/[/\\]/).includes('..')],
  ['BUNDLE_ENTRY_ABSOLUTE', ({ name }) => /^[/\\]/.test(name) || DRIVE.test(name)],
  ['BUNDLE_ENTRY_BACKSLASH', ({ name }) => name.includes('\\')],
  ['BUNDLE_ENTRY_NAME_INVALID', ({ segments }) => segments.includes('') || segments.includes('.')],
  ['BUNDLE_ENTRY_NAME_RESERVED', ({ segments }) => segments.some(isReserved)],
  ['BUNDLE_ENTRY_NAME_TOO_LONG', ({ segments }) => segments.some((segment) => utf8Bytes(segment) > MAX_SEGMENT_BYTES)],
  ['BUNDLE_ENTRY_NAME_TOO_LONG', ({ path }) => utf8Bytes(path) > MAX_PATH_BYTES],
];

/** The first rule that a name breaks, or `undefined` for a good one. A folder's name ends in `/`. */
export function judgeEntryName(name: string): ErrorCode | undefined {
  const path = name.endsWith('/') ? name.slice(0, -1) : name;
  const parsed = { name, path, segments: path.split('/') };
  return NAME_RULES.find(([, isBroken]) => isBroken(parsed))?.[0];
}

/**
 * The form under which two names are one file on a file system that ignores case or normalisation.
 *
 * Upper case first, so that letters with two lower-case forms (ς and σ, ſ and s) and letters that expand (ß) fall together.
 */
export function foldName(path: string): string {
  return path.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
}
