/**
 * Words for errors in answers to what waits for a person.
 */
import type { WordsFor } from './words.ts';

export const DECISION_WORDS: WordsFor<'DECISION'> = {
  DECISION_NOT_FOUND: {
    title: 'This decision is no longer open',
    text: 'It was answered or withdrawn, perhaps in another window.',
  },
  DECISION_STALE: {
    title: 'What you saw is not up to date',
    text: 'What you decide about has changed since it was shown to you, so your answer does not count.',
    hint: 'Read it again: this page shows the current state.',
  },
  DECISION_NOT_ARMED: {
    title: 'That was too quick',
    text: 'Agreement counts only after the page has been visible for a moment, so that nobody agrees by accident.',
    hint: 'Read what is shown, then try again.',
  },
  DECISION_NOT_ACKNOWLEDGED: {
    title: 'The statement is not ticked',
    text: 'There are warnings of the kind “danger”. Agreeing to them takes the tick as well.',
    hint: 'Read the warnings, then tick the statement if you want to go on.',
  },
  DECISION_ANSWER_INVALID: {
    title: 'The answer does not fit the question',
    text: 'Something in it is missing or not allowed. Nothing was sent.',
    hint: 'Correct what is marked, then send it again.',
  },
};
