/**
 * Words for what Gatehouse stores, and for quitting.
 */
import type { CallView } from '../../../app/contract/calls.ts';
import type { StoredItem } from '../../../app/contract/settings.ts';
import { plural } from '../../ui/formatTime.ts';
import { isOpenCall } from '../calls/callWords.ts';

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

export interface OpenWork {
  /** Calls that are no tasks. */
  readonly calls: number;
  /** Tasks that live in a process on this computer. */
  readonly localTasks: number;
  readonly remoteTasks: number;
}

export function openWork(calls: readonly CallView[]): OpenWork {
  const open = calls.filter(({ state }) => isOpenCall(state));
  const tasks = open.flatMap(({ task }) => task ?? []);
  const localTasks = tasks.filter(({ endsWithServer }) => endsWithServer).length;
  return { calls: open.length - tasks.length, localTasks, remoteTasks: tasks.length - localTasks };
}

/** What quitting does to what is open, a sentence or two for each sort of it. */
export function quitWords({ calls, localTasks, remoteTasks }: OpenWork): readonly string[] {
  const said = [
    calls > 0 && `${are(calls, 'call')} running. Quitting ends ${them(calls)}.`,
    localTasks > 0 &&
      `${are(localTasks, 'task')} open that ${localTasks === 1 ? 'lives' : 'live'} in a server’s process on this computer. Quitting ends that process, and the ${localTasks === 1 ? 'task' : 'tasks'} with it.`,
    remoteTasks > 0 &&
      `${are(remoteTasks, 'task')} open on ${remoteTasks === 1 ? 'a server' : 'servers'} elsewhere. Gatehouse follows ${them(remoteTasks)} on when it is started again.`,
  ].filter((words) => words !== false);
  return said.length === 0 ? ['Calls are running. Quitting ends them.'] : said;
}

function are(count: number, noun: string): string {
  return `${plural(count, noun)} ${count === 1 ? 'is' : 'are'}`;
}

function them(count: number): string {
  return count === 1 ? 'it' : 'them';
}
