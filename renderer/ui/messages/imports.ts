/**
 * Words for errors in configurations and links of other applications.
 */
import type { WordsFor } from './words.ts';

export const IMPORT_WORDS: WordsFor<'IMPORT' | 'LINK'> = {
  IMPORT_UNREADABLE: {
    title: 'This can’t be read as a configuration',
    text: 'It is not written correctly, or the file can’t be opened.',
    hint: 'Check that all of it was copied.',
  },
  IMPORT_TOO_LARGE: {
    title: 'Too large for a configuration',
    text: 'Configurations of other applications are far smaller. It was not read.',
  },
  IMPORT_FORMAT_UNKNOWN: {
    title: 'No servers found in it',
    text: 'Gatehouse looked for the ways in which other applications write down their servers, and found none.',
    hint: 'Paste the whole file of the other application, or type the server in by hand.',
  },
  IMPORT_NOT_FOUND: {
    title: 'This import was closed',
    text: 'It was finished or cancelled, perhaps in another window.',
    hint: 'Open the configuration again.',
  },
  LINK_INVALID: {
    title: 'This link can’t be used',
    text: 'It is no install link that Gatehouse knows, or parts of it are missing.',
    hint: 'Copy the link again, or type the server in by hand.',
  },
};
