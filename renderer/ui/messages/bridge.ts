/**
 * Words for errors between the page and the host.
 */
import type { WordsFor } from './words.ts';

const TRY_AGAIN = 'Try again. If it keeps happening, quit Gatehouse and start it again.';

export const BRIDGE_WORDS: WordsFor<'COMMAND' | 'BRIDGE' | 'INTERNAL'> = {
  COMMAND_UNKNOWN: {
    title: 'This page does not fit the running Gatehouse',
    text: 'It asked for something that Gatehouse doesn’t know.',
    hint: 'Reload the page.',
  },
  COMMAND_INVALID: {
    title: 'The request was not accepted',
    text: 'Something in it is missing, too long, or of the wrong kind.',
    hint: 'Check what you entered. If it looks right, this is a fault in Gatehouse.',
  },
  BRIDGE_CLOSED: {
    title: 'The connection to Gatehouse was lost',
    text: 'It is not known whether this was still done.',
    hint: 'Wait until the connection is back, then look before you try again.',
  },
  INTERNAL: {
    title: 'Something went wrong inside Gatehouse',
    text: 'This is a fault in Gatehouse, not something you did. The details are in its own log.',
    hint: TRY_AGAIN,
  },
};
