/**
 * Something that keeps Gatehouse from starting and that the person at the terminal can do something about.
 *
 * Its message is a whole sentence for that person and is printed without a stack; anything else thrown while starting
 * is a bug and is printed with one.
 */

/** Exit codes of the command line, after sysexits.h; `refused` is what a bundle gets. */
export const EXIT = { refused: 2, usage: 64, unavailable: 69, bug: 70 } as const;

export class StartProblem extends Error {
  readonly exitCode: number;

  constructor(message: string, options: { exitCode?: number; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'StartProblem';
    this.exitCode = options.exitCode ?? EXIT.unavailable;
  }
}
