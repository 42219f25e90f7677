/**
 * JSON in its one canonical spelling (RFC 8785), so that a value has one digest.
 *
 * What JSON can't carry faithfully is refused, not repaired: text from outside is made well-formed before it gets here.
 */

/**
 * Members sorted by UTF-16 code units, no white space, numbers and strings as ECMAScript writes them (RFC 8785 §3.2).
 * Members whose value is `undefined` are absent, as in `JSON.stringify`.
 *
 * @throws {Error} for numbers that aren't finite, lone surrogates (§3.2.2.2) and values that aren't JSON.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (typeof value === 'string' && value.isWellFormed()) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (isPlainObject(value)) {
    let members = '';
    // Sorted as strings, which is by UTF-16 code units.
    for (const name of Object.keys(value).sort()) {
      if (value[name] === undefined) continue;
      members += `${members === '' ? '' : ','}${canonicalJson(name)}:${canonicalJson(value[name])}`;
    }
    return `{${members}}`;
  }
  throw new Error(`Not a value of canonical JSON: ${typeof value}`);
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
