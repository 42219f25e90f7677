/**
 * Finds what a server offers by what a person types. Every word has to be there, in a name or in the description.
 */

/** What every tool, resource, template and prompt has. */
export interface Entry {
  readonly name: string;
  readonly label: string;
  readonly description?: string | undefined;
  /** Of a resource; a template has `uriTemplate`. */
  readonly uri?: string;
  readonly uriTemplate?: string;
}

/** In the order given; entries whose names hold all words come before those that only describe them. */
export function findEntries<T extends Entry>(entries: readonly T[], typed: string): readonly T[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return entries;
  const holdsAll = (text: string): boolean => words.every((word) => text.includes(word));
  const named: T[] = [];
  const described: T[] = [];
  for (const entry of entries) {
    const { label, name, uri = '', uriTemplate = '', description = '' } = entry;
    const names = `${label}\n${name}\n${uri}\n${uriTemplate}`.toLowerCase();
    if (holdsAll(names)) named.push(entry);
    else if (holdsAll(`${names}\n${description.toLowerCase()}`)) described.push(entry);
  }
  return [...named, ...described];
}
