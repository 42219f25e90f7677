/**
 * Words for the state of a server, and what a person can do in it.
 */
import { assertNever } from '../../../app/contract/errors.ts';
import type { ConnectionView, ServerSource, ServerState } from '../../../app/contract/servers.ts';
import type { StatusWords } from './StatusWord.tsx';

export function serverStateWords(state: ServerState): StatusWords {
  switch (state.kind) {
    case 'stopped':
      return { words: 'Stopped', tone: 'idle' };
    case 'needs_configuration':
      return { words: 'Needs settings', tone: 'attention' };
    case 'preparing':
      return { words: 'Checking what would run', tone: 'busy' };
    case 'awaiting_decision':
      return { words: 'Waits for you', tone: 'attention' };
    case 'starting':
      return { words: 'Starting', tone: 'busy' };
    case 'running':
      return { words: 'Running', tone: 'good' };
    case 'stopping':
      return { words: 'Stopping', tone: 'busy' };
    case 'failed':
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

/** Where a server comes from, as data: a bundle's name and version or the command as typed. */
export function sourceText(source: ServerSource): { readonly kind: string; readonly text: string } {
  if (source.kind === 'bundle') return { kind: 'Bundle', text: `${source.name} ${source.version}` };
  return { kind: 'Command', text: source.definition.command };
}

export function eraWords(era: ConnectionView['era']): string {
  return era === 'modern' ? 'current protocol (2026-07-28 and later)' : 'earlier protocol (2025-11-25 and before)';
}

/** Whole seconds until a moment, at least zero. */
export function secondsUntil(atMs: number, nowMs: number): number {
  return Math.max(0, Math.ceil((atMs - nowMs) / 1_000));
}
