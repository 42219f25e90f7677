/**
 * Bundles and links that the operating system, the command line or a later start named, kept until the host can open them.
 */

/** What was named: a bundle by its absolute path, or an install link. */
export type Opening = { readonly file: string } | { readonly link: string };

export interface Inbox {
  add(openings: readonly Opening[]): void;
  /** Hands over what waits, then everything that comes. */
  deliverTo(open: (opening: Opening) => void): void;
}

export function createInbox(): Inbox {
  const waiting: Opening[] = [];
  let deliver: ((opening: Opening) => void) | undefined;
  return {
    add(openings) {
      if (deliver === undefined) waiting.push(...openings);
      else openings.forEach(deliver);
    },
    deliverTo(open) {
      deliver = open;
      waiting.splice(0).forEach(open);
    },
  };
}

/** Files first: what they were named beside is not said. */
export function openingsOf({
  files,
  links,
}: {
  readonly files: readonly string[];
  readonly links: readonly string[];
}): readonly Opening[] {
  return [...files.map((file) => ({ file })), ...links.map((link) => ({ link }))];
}
