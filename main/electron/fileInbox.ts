/**
 * Bundles that the operating system, the command line or a later start named, kept until the host can open them.
 */

export interface FileInbox {
  /** Absolute paths. */
  add(files: readonly string[]): void;
  /** Hands over what waits, then everything that comes. */
  deliverTo(open: (file: string) => void): void;
}

export function createFileInbox(): FileInbox {
  const waiting: string[] = [];
  let deliver: ((file: string) => void) | undefined;
  return {
    add(files) {
      if (deliver === undefined) waiting.push(...files);
      else files.forEach(deliver);
    },
    deliverTo(open) {
      deliver = open;
      waiting.splice(0).forEach(open);
    },
  };
}
