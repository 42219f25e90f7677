/**
 * Makes a value fit for the record: what is stored, read back and hashed again must be the same, whatever a server sent.
 */

/**
 * A copy that JSON carries faithfully: lone surrogates become U+FFFD, numbers that aren't finite become
 * text, other values that aren't JSON the name of their type, and members that are `undefined` are left out.
 */
export function toRecordable<T>(value: T): T {
  // The shape stays as it is: only leaves that JSON can't carry change, and a record has none.
  return copy(value) as T;
}

function copy(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'boolean' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => copy(item ?? null));
  if (typeof value === 'object') {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return Object.fromEntries(members.map(([name, member]) => [name.toWellFormed(), copy(member)]));
  }
  return typeof value === 'bigint' ? value.toString() : typeof value;
}
