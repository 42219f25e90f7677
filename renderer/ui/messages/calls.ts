/**
 * Words for errors in what is asked of a server: calls, resources and other requests.
 */
import { LOOK_AT_THE_LOG, type WordsFor } from './words.ts';

export const CALL_WORDS: WordsFor<'TOOL' | 'CALL' | 'RESOURCE' | 'REQUEST'> = {
  TOOL_NOT_FOUND: {
    title: 'The server has no tool of this name',
    text: 'Its list of tools may have changed.',
    hint: 'Look at the list again.',
  },
  CALL_NOT_FOUND: {
    title: 'This call is not known any more',
    text: 'Calls of an earlier run keep their record under Activity, but not their result.',
  },
  CALL_TIMED_OUT: {
    title: 'The call took too long',
    text: 'The server did not answer in time and sent no progress. The call was cancelled.',
    hint: 'The tool may have done part of its work. Check before you call it again.',
  },
  CALL_CANCELLED: {
    title: 'The call was cancelled',
    text: 'The server was told to stop. It may have done part of its work.',
  },
  CALL_RESULT_INVALID: {
    title: 'The result can’t be understood',
    text: 'The server answered with something that is not a tool result.',
    hint: LOOK_AT_THE_LOG,
  },
  CALL_INPUT_UNSUPPORTED: {
    title: 'The server asks for something Gatehouse can’t give yet',
    text: 'It wants further input in the middle of the call. The call was ended.',
  },
  CALL_INPUT_TOO_OFTEN: {
    title: 'The server kept asking',
    text: 'It asked for further input again and again without coming to an end. The call was ended.',
    hint: 'If you trust the server, call again.',
  },
  CALL_INPUT_REFUSED: {
    title: 'The question could not be answered',
    text: 'The server needs something that was refused, or that Gatehouse does not give to it.',
    hint: LOOK_AT_THE_LOG,
  },
  CALL_ANSWER_LOST: {
    title: 'The answer was lost on the way',
    text: 'The connection broke before the answer came. The server may have done the work.',
    hint: 'Repeat the call only if it does no harm when done twice.',
  },
  RESOURCE_NOT_FOUND: {
    title: 'The server has no such resource',
    text: 'It answered that nothing is there under this address.',
    hint: 'Look at the list again; it may have changed.',
  },
  RESOURCE_TEMPLATE_INVALID: {
    title: 'The template can’t be filled in',
    text: 'The server’s pattern for addresses is not written as the standard asks, or makes too long an address.',
  },
  REQUEST_NOT_FOUND: {
    title: 'This is no longer under way',
    text: 'It ended before it could be cancelled.',
  },
};
