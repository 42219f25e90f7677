/**
 * A list of what a server offers, asked for while it runs, and again whenever the server says that it changed.
 *
 * What somebody is reading or has just used stays on the screen when the server stops. Nothing is asked of a stopped
 * server: some of these questions would start it.
 */
import type { CommandResult } from '../../../app/contract/commands.ts';
import type { ErrorView } from '../../../app/contract/errors.ts';
import type { ServerView } from '../../../app/contract/servers.ts';
import { useAnswer } from '../servers/useAnswer.ts';

export type ListCommand = 'server.tools' | 'server.resources' | 'server.prompts';

export type Offered<N extends ListCommand> =
  | { readonly kind: 'not_running' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: ErrorView }
  | { readonly kind: 'none' }
  /** `error`: why a newer list could not be had. */
  | { readonly kind: 'known'; readonly list: CommandResult<N>; readonly error?: ErrorView };

/** How many entries a list has, and the revision it was read at. */
type Look<N extends ListCommand> = (list: CommandResult<N>) => { readonly count: number; readonly revision: number };

export function useOffered<N extends ListCommand>(
  command: N,
  { serverId, state }: Pick<ServerView, 'serverId' | 'state'>,
  revision: number,
  look: Look<N>,
): Offered<N> {
  const isRunning = state.kind === 'running';
  const version = isRunning ? `${revision} ${state.startedAtMs}` : '';
  // The parameters of all three are the server's id alone.
  const { result, error } = useAnswer<ListCommand>(command, { serverId }, version, isRunning);
  const list = result as CommandResult<N> | undefined;
  const seen = list === undefined ? undefined : look(list);
  if (list !== undefined && seen !== undefined && seen.count > 0) {
    return { kind: 'known', list, ...(error !== undefined && { error }) };
  }
  if (!isRunning) return { kind: 'not_running' };
  if (error !== undefined) return { kind: 'failed', error };
  // An empty list of before the server started says nothing about what it has by now.
  return seen === undefined || seen.revision < revision ? { kind: 'loading' } : { kind: 'none' };
}
