/**
 * Runs one command from a component and keeps how it went as one union, so that pending and failed can't both be true.
 */
import { useCallback, useRef, useState } from 'react';
import type { CommandName, CommandParams, CommandResult } from '../../app/contract/commands.ts';
import { toErrorView, type ErrorView } from '../../app/contract/errors.ts';
import type { Bridge } from '../bridge/createBridge.ts';
import { useBridge } from './bridgeContext.ts';

export type CommandOutcome<N extends CommandName> =
  | { readonly status: 'failed'; readonly error: ErrorView }
  | { readonly status: 'done'; readonly result: CommandResult<N> };

export type CommandState<N extends CommandName> =
  { readonly status: 'idle' } | { readonly status: 'pending' } | CommandOutcome<N>;

export interface CommandActions<N extends CommandName> {
  /** Never rejects; answers how it went. Of several runs at once the state shows the newest. */
  readonly run: (params: CommandParams<N>) => Promise<CommandOutcome<N>>;
  /** Back to idle; what still runs is not shown any more. */
  readonly reset: () => void;
}

export function useCommand<N extends CommandName>(name: N): CommandState<N> & CommandActions<N> {
  const bridge = useBridge();
  const [state, setState] = useState<CommandState<N>>({ status: 'idle' });
  const newestRun = useRef(0);

  const run = useCallback(
    async (params: CommandParams<N>) => {
      const thisRun = (newestRun.current += 1);
      setState({ status: 'pending' });
      const outcome = await runCommand(bridge, name, params);
      if (newestRun.current === thisRun) setState(outcome);
      return outcome;
    },
    [bridge, name],
  );
  const reset = useCallback(() => {
    newestRun.current += 1;
    setState({ status: 'idle' });
  }, []);
  return { ...state, run, reset };
}

/** Runs a command and turns what is thrown into a value. An error that is no `AppError` shows as `INTERNAL`. */
export async function runCommand<N extends CommandName>(
  bridge: Pick<Bridge, 'run'>,
  name: N,
  params: CommandParams<N>,
): Promise<CommandOutcome<N>> {
  try {
    return { status: 'done', result: await bridge.run(name, params) };
  } catch (error) {
    return { status: 'failed', error: toErrorView(error) };
  }
}
