import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const renderer = join(import.meta.dirname, '../renderer');
/** Classes a style sheet has a rule of its own for, whatever stands before or after them in the selector. */
const classesOf = (file: string): ReadonlySet<string> =>
  new Set(readFileSync(join(renderer, file), 'utf8').match(/^\.gh-[a-z0-9-]+(?=[ ,:{])/gm));

test('no two features style one class: all of their sheets are in the page at once', () => {
  const sheets = readdirSync(renderer, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.css'));
  const shared = classesOf('ui/base.css');
  const styledBy = new Map<string, string[]>();
  for (const sheet of sheets.filter((file) => file !== 'ui/base.css')) {
    for (const name of classesOf(sheet)) styledBy.set(name, [...(styledBy.get(name) ?? []), sheet]);
  }
  const twice = [...styledBy].filter(([name, files]) => files.length > 1 && !shared.has(name));
  expect(Object.fromEntries(twice)).toEqual({});
});
