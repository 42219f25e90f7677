/**
 * Words for the state of a server, and what a person can do in it. A remote server is connected to, not run.
 */
import { assertNever } from '../../../app/contract/errors.ts';
import type { ServerSource, ServerState, ServerView } from '../../../app/contract/servers.ts';
import { signInRemedy } from '../signIn/signInState.ts';
import type { StatusWords } from './StatusWord.tsx';

/** @param asksToSignIn A question about it is open, or the browser is. A server that runs meanwhile goes on running. */
export function serverStateWords(
  { state, source }: Pick<ServerView, 'state' | 'source'>,
  asksToSignIn = false,
): StatusWords {
  const isRemote = source.kind === 'remote';
  if (asksToSignIn && state.kind !== 'running') return { words: 'Waits for you to sign in', tone: 'attention' };
  switch (state.kind) {
    case 'stopped':
      return { words: isRemote ? 'Not connected' : 'Stopped', tone: 'idle' };
    case 'needs_configuration':
      return { words: 'Needs settings', tone: 'attention' };
    case 'preparing':
      return { words: isRemote ? 'Checking what would be reached' : 'Checking what would run', tone: 'busy' };
    case 'awaiting_decision':
      return { words: 'Waits for you', tone: 'attention' };
    case 'starting':
      return { words: isRemote ? 'Connecting' : 'Starting', tone: 'busy' };
    case 'running':
      return { words: isRemote ? 'Connected' : 'Running', tone: 'good' };
    case 'stopping':
      return { words: isRemote ? 'Disconnecting' : 'Stopping', tone: 'busy' };
    case 'failed':
      if (isRemote && signInRemedy(state) !== undefined) return { words: 'Not signed in', tone: 'attention' };
      return { words: state.retryAtMs === undefined ? 'Failed' : 'Failed, tries again', tone: 'bad' };
    default:
      return assertNever(state);
  }
}

export type ServerAction = 'start' | 'stop' | 'restart';

/** In the order they are drawn. None where the next step is a person's: settings or a decision. */
export function serverActions(state: ServerState): readonly ServerAction[] {
  switch (state.kind) {
    case 'stopped':
      return ['start'];
    case 'failed':
      return state.retryAtMs === undefined ? ['start'] : ['start', 'stop'];
    case 'preparing':
    case 'starting':
      return ['stop'];
    case 'running':
      return ['stop', 'restart'];
    case 'needs_configuration':
    case 'awaiting_decision':
    case 'stopping':
      return [];
    default:
      return assertNever(state);
  }
}

const ACTION_WORDS = { start: 'Start', stop: 'Stop', restart: 'Restart' } as const;
const REMOTE_ACTION_WORDS = { start: 'Connect', stop: 'Disconnect', restart: 'Reconnect' } as const;

export function actionWords(action: ServerAction, { state, source }: Pick<ServerView, 'state' | 'source'>): string {
  if (action === 'stop' && state.kind === 'failed') return 'Stop trying';
  return source.kind === 'remote' ? REMOTE_ACTION_WORDS[action] : ACTION_WORDS[action];
}

export interface SourceText {
  readonly kind: string;
  readonly text: string;
  /** To be read letter by letter. */
  readonly mono: boolean;
}

/** Where a server comes from, as data: a bundle's name and version, the command as typed, or the origin of an address. */
export function sourceText(source: ServerSource): SourceText {
  switch (source.kind) {
    case 'bundle':
      return { kind: 'Bundle', text: `${source.name} ${source.version}`, mono: false };
    case 'typed':
      return { kind: 'Command', text: source.definition.command, mono: true };
    case 'remote':
      // Its path and query can hold keys, and only the origin says whose server it is.
      return { kind: 'Address', text: URL.parse(source.definition.url)?.origin ?? source.definition.url, mono: true };
    default:
      return assertNever(source);
  }
}

/** Whole seconds until a moment, at least zero. */
export function secondsUntil(atMs: number, nowMs: number): number {
  return Math.max(0, Math.ceil((atMs - nowMs) / 1_000));
}
