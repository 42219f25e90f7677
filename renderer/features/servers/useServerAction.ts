/**
 * Starts, stops and restarts a server from the page.
 */
import type { ErrorView } from '../../../app/contract/errors.ts';
import type { ServerView } from '../../../app/contract/servers.ts';
import { useCommand } from '../../state/useCommand.ts';
import { useNavigation } from '../frame/navigation.tsx';
import type { ServerAction } from './serverWords.ts';

export interface ServerActions {
  readonly act: (action: ServerAction) => void;
  /** What went wrong, where the server's own state does not already say so. */
  readonly error?: ErrorView;
}

/** Errors that are no news: the person said no, or a banner tells of it. */
const QUIET = ['LAUNCH_NOT_AGREED', 'AUTH_DECLINED', 'BRIDGE_CLOSED', 'CALL_CANCELLED'];

export function useServerAction(server: ServerView): ServerActions {
  const commands = {
    start: useCommand('server.start'),
    stop: useCommand('server.stop'),
    restart: useCommand('server.restart'),
  };
  const { expectDecision, stopExpecting } = useNavigation();
  const { serverId } = server;
  const all = Object.values(commands);
  const failed = all.find((command) => command.status === 'failed');
  const error = failed?.status === 'failed' && !QUIET.includes(failed.error.code) ? failed.error : undefined;
  return {
    act(action) {
      for (const command of all) command.reset();
      if (action === 'stop') stopExpecting(serverId);
      else expectDecision(serverId);
      void commands[action].run({ serverId });
    },
    ...(error !== undefined && server.state.kind !== 'failed' && { error }),
  };
}
