/**
 * Words for errors with files a person chooses.
 */
import type { WordsFor } from './words.ts';

export const FILE_WORDS: WordsFor<'PICK' | 'UPLOAD' | 'INSTALL'> = {
  PICK_NOT_FOUND: {
    title: 'The choice is not valid any more',
    text: 'Chosen files are remembered only while Gatehouse runs.',
    hint: 'Choose the file or folder again.',
  },
  PICK_UNREADABLE: {
    title: 'The folder can’t be opened',
    text: 'The operating system does not let Gatehouse read it.',
    hint: 'Choose another folder.',
  },
  UPLOAD_NOT_FOUND: {
    title: 'The file did not arrive',
    text: 'The transfer was cancelled, or Gatehouse was restarted in between.',
    hint: 'Drop or choose the file again.',
  },
  UPLOAD_OUT_OF_ORDER: {
    title: 'The file did not arrive whole',
    text: 'A piece of it was lost on the way.',
    hint: 'Drop or choose the file again.',
  },
  UPLOAD_TOO_LARGE: {
    title: 'The file is too large',
    text: 'Bundles may be up to 512 MiB.',
  },
  INSTALL_NOT_FOUND: {
    title: 'This installation is not under way any more',
    text: 'It was finished or cancelled, perhaps in another window.',
    hint: 'Open the bundle again if you still want it.',
  },
  INSTALL_STATE_WRONG: {
    title: 'This step is already over',
    text: 'The installation has gone on, perhaps in another window.',
  },
};
