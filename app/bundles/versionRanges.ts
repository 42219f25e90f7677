/**
 * Whether a version lies in a range, in npm's notation and in Python's.
 *
 * A range that can't be read is no constraint: manifests are written by hand, and a runtime that does not fit shows itself.
 */
import semver from 'semver';

/** npm's notation, as in `>=16.0.0 <23`. */
export function satisfiesRange(version: string, range: string): boolean {
  const parsed = semver.validRange(range);
  const found = semver.coerce(version, { includePrerelease: true });
  return parsed === null || found === null || semver.satisfies(found, parsed, { includePrerelease: true });
}

const CLAUSE = /^(~=|===?|!=|<=|>=|<|>)\s*(\d+(?:\.\d+){0,2})(\.\*)?$/;

/** Python's notation, clauses separated by commas (PEP 440), as in `>=3.8,<4.0`; npm's where a clause is none of it. */
export function satisfiesPythonRange(version: string, range: string): boolean {
  // Python writes pre-releases without a hyphen (3.14.0rc1); only the numbers count here.
  const release = semver.coerce(version)?.version ?? version;
  return range.split(',').every((clause) => satisfiesClause(release, clause.trim()));
}

function satisfiesClause(release: string, clause: string): boolean {
  const [, operator, numbers, wildcard] = CLAUSE.exec(clause) ?? [];
  if (operator === undefined || numbers === undefined) return satisfiesRange(release, clause);
  const padded = [...numbers.split('.'), '0', '0'].slice(0, 3).join('.');
  const exact = wildcard === undefined ? padded : `${numbers}.x`;
  switch (operator) {
    case '!=':
      return !satisfiesRange(release, exact);
    case '==':
    case '===':
      return satisfiesRange(release, exact);
    case '~=':
      // `~=3.10` allows any 3.x from there on, `~=3.10.2` any 3.10.x (PEP 440 §Compatible release).
      return satisfiesRange(release, numbers.split('.').length < 3 ? `^${padded}` : `~${padded}`);
    default:
      return satisfiesRange(release, `${operator}${padded}`);
  }
}
