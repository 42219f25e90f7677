/**
 * Words for errors in what is kept on the disk.
 */
import type { WordsFor } from './words.ts';

const FREE_SPACE = 'Free some space on the disk, then try again.';

export const STORE_WORDS: WordsFor<'STORE' | 'RECORD' | 'ACTIVITY'> = {
  ACTIVITY_NOT_FOUND: {
    title: 'This record is not there',
    text: 'The record was wiped, or it belongs to another data folder.',
  },
  STORE_DISK_FULL: {
    title: 'The disk is full',
    text: 'Gatehouse could not write what it needs to. Nothing was left half done.',
    hint: FREE_SPACE,
  },
  STORE_READ_ONLY: {
    title: 'Gatehouse may not write here',
    text: 'The folder where Gatehouse keeps its data can’t be written to.',
    hint: 'Check the permissions of the folder, or start Gatehouse with another data folder.',
  },
  STORE_UNREADABLE: {
    title: 'Saved data can’t be read',
    text: 'A file in which Gatehouse keeps its data is damaged, or the operating system does not let Gatehouse read it.',
    hint: 'If a place it was moved to is named below, the damaged file was set aside there, not overwritten, and Gatehouse started with an empty one: if you have a backup, quit Gatehouse and put it in its place. Otherwise check the disk and the permissions of the file.',
  },
  RECORD_ALTERED: {
    title: 'A record was altered',
    text: 'An entry in the record is not as Gatehouse wrote it: a person or a program changed it, or the disk did.',
    hint: 'Don’t rely on this entry. Activity says whether the rest of the record is intact.',
  },
  STORE_NEWER_VERSION: {
    title: 'Saved data comes from a newer Gatehouse',
    text: 'This version does not know how to read it, and leaves it as it is.',
    hint: 'Start the newer version again.',
  },
};
