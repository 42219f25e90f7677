/**
 * Words for errors with addresses that others supply.
 */
import type { WordsFor } from './words.ts';

export const ADDRESS_WORDS: WordsFor<'ADDRESS' | 'DOWNLOAD' | 'BROWSER'> = {
  ADDRESS_REFUSED: {
    title: 'Gatehouse does not go to this address',
    text: 'It was named by somebody else and leads to this computer, to your own network, or to something that is no web address.',
  },
  ADDRESS_UNKNOWN: {
    title: 'The name can’t be found',
    text: 'No address is known for this name.',
    hint: 'Check the spelling and your network.',
  },
  DOWNLOAD_TOO_LARGE: {
    title: 'Too large to be loaded',
    text: 'What is at this address is larger than Gatehouse loads for this purpose.',
  },
  DOWNLOAD_FAILED: {
    title: 'Could not be loaded',
    text: 'What is at this address did not arrive, or is not what it should be.',
  },
  BROWSER_NOT_OPENED: {
    title: 'The browser could not be opened',
    text: 'The operating system did not open the address.',
    hint: 'Copy the address and open it in a browser yourself.',
  },
};
