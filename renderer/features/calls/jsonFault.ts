/**
 * Finds where a text stops being JSON.
 *
 * Only for texts that `JSON.parse` refused: browsers word their errors differently and often leave the position out.
 */

const SPACE = /[ \t\r\n]*/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SCALAR = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

class Fault extends Error {
  readonly offset: number;

  constructor(offset: number) {
    super('JSON ends here');
    this.offset = offset;
  }
}

/** Offset of the first character that can't stand where it stands; the text's length when it ends too early. */
export function jsonFaultOffset(text: string): number {
  try {
    return skip(SPACE, text, skipValue(text, 0));
  } catch (error) {
    if (error instanceof Fault) return error.offset;
    throw error;
  }
}

function skip(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  if (!pattern.test(text)) throw new Fault(from);
  return pattern.lastIndex;
}

function skipValue(text: string, from: number): number {
  const at = skip(SPACE, text, from);
  if (text[at] === '{') return skipItems(text, at, '}', skipMember);
  if (text[at] === '[') return skipItems(text, at, ']', skipValue);
  return skip(text[at] === '"' ? STRING : SCALAR, text, at);
}

function skipMember(text: string, from: number): number {
  const afterName = skip(SPACE, text, skip(STRING, text, skip(SPACE, text, from)));
  if (text[afterName] !== ':') throw new Fault(afterName);
  return skipValue(text, afterName + 1);
}

function skipItems(text: string, from: number, close: string, skipItem: typeof skipValue): number {
  let at = skip(SPACE, text, from + 1);
  if (text[at] === close) return at + 1;
  for (;;) {
    at = skip(SPACE, text, skipItem(text, at));
    if (text[at] === close) return at + 1;
    if (text[at] !== ',') throw new Fault(at);
    at += 1;
  }
}
