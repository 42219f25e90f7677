/**
 * The words for one error, and what the tables of each domain share.
 */
import type { ErrorCode } from '../../../app/contract/errors.ts';

export interface ErrorWords {
  /** A short statement, without a full stop. */
  readonly title: string;
  /** What happened, in a sentence or two. */
  readonly text: string;
  /** What to do. Absent where there is nothing to do. */
  readonly hint?: string;
}

/** Words for every code that begins with one of these, so that one without words does not compile. */
export type WordsFor<Beginning extends string> = Readonly<
  Record<Extract<ErrorCode, Beginning | `${Beginning}_${string}`>, ErrorWords>
>;

export const LOOK_AT_THE_LOG = 'Open the server’s log: what it printed last often says why.';
