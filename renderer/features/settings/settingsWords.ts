/**
 * Words for what Gatehouse stores, and for quitting.
 */
import type { StoredItem } from '../../../app/contract/settings.ts';

interface StoredWords {
  readonly title: string;
  readonly text: string;
}

export const STORED_WORDS: Readonly<Record<StoredItem['what'], StoredWords>> = {
  configuration: {
    title: 'Configuration',
    text: 'Your servers and models, their settings, what you agreed to, and these settings.',
  },
  record: { title: 'Record', text: 'Every decision, start, call and refusal, and the arguments of calls.' },
  secrets: {
    title: 'Secrets',
    text: 'Encrypted under a key in your system’s keychain. Without a keychain, none is stored.',
  },
  bundles: { title: 'Installed bundles', text: 'The files of the bundles you installed.' },
  window: { title: 'Window', text: 'Where the window stood, and what its browser engine keeps for itself.' },
  staging: { title: 'Unfinished installs', text: 'Cleared when Gatehouse starts.' },
};

/** What has to be typed before everything is wiped. */
export const WIPE_WORDS = 'wipe everything' as const;

/** @param running How many calls run, as the host says; anything but a number counts as unknown. */
export function quitQuestion(running: unknown): string {
  if (running === 1) return '1 call is running. Quitting ends it.';
  return typeof running === 'number'
    ? `${running} calls are running. Quitting ends them.`
    : 'Calls are running. Quitting ends them.';
}
