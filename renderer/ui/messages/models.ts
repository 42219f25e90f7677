/**
 * Words for errors of models and their providers.
 */
import type { WordsFor } from './words.ts';

export const MODEL_WORDS: WordsFor<'MODEL'> = {
  MODEL_NOT_FOUND: {
    title: 'This model is not in the list any more',
    text: 'It was removed, perhaps from another window.',
    hint: 'Choose another model, or answer by hand.',
  },
  MODEL_URL_INVALID: {
    title: 'This is no address of a model provider',
    text: 'It has to start with https://, or with http:// for a provider on this computer.',
  },
  MODEL_UNREACHABLE: {
    title: 'The model’s provider can’t be reached',
    text: 'Nothing answered at its address, or the connection broke off.',
    hint: 'Check the address in Settings, and that the provider is running.',
  },
  MODEL_UNAUTHORIZED: {
    title: 'The model’s provider refused the key',
    text: 'The key is missing, wrong, expired, or not allowed to use this model.',
    hint: 'Enter the key again in Settings.',
  },
  MODEL_FAILED: {
    title: 'The model gave no usable answer',
    text: 'Its provider answered with an error, or with something that is no answer.',
    hint: 'Try again, choose another model, or answer by hand.',
  },
};
