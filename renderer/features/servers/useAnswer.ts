/**
 * Asks the host for what the mirror does not hold (tools, logs, records), again whenever `version` changes.
 *
 * While a newer answer is under way the last one stays, so that lists don't blink.
 */
import { useEffect, useState } from 'react';
import type { CommandName, CommandParams, CommandResult } from '../../../app/contract/commands.ts';
import type { ErrorView } from '../../../app/contract/errors.ts';
import { useBridge } from '../../state/bridgeContext.ts';
import { useConnection } from '../../state/mirror.ts';
import { runCommand } from '../../state/useCommand.ts';

export interface Answer<N extends CommandName> {
  /** The last answer to these parameters. */
  readonly result?: CommandResult<N>;
  /** Why the last question failed; absent once one succeeds. */
  readonly error?: ErrorView;
}

interface Kept<N extends CommandName> {
  readonly key: string;
  readonly result?: CommandResult<N>;
  readonly error?: ErrorView;
}

export function useAnswer<N extends CommandName>(
  command: N,
  params: CommandParams<N>,
  version: string | number = 0,
  /** False: nothing is asked, and the last answer stays. */
  asks = true,
): Answer<N> {
  const bridge = useBridge();
  const isOpen = useConnection().kind === 'open';
  const key = JSON.stringify(params);
  const [kept, setKept] = useState<Kept<N>>({ key });

  useEffect(() => {
    // While the line is lost nothing is asked; when it is back, everything is.
    if (!isOpen || !asks) return undefined;
    let left = false;
    void runCommand(bridge, command, params).then((outcome) => {
      if (left) return;
      if (outcome.status === 'done') setKept({ key, result: outcome.result });
      else if (outcome.error.code !== 'BRIDGE_CLOSED') {
        setKept((last) => ({ ...(last.key === key ? last : { key }), error: outcome.error }));
      }
    });
    return () => {
      left = true;
    };
    // `params` is compared by its text, since callers write it in place.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [bridge, command, key, version, isOpen, asks]);

  const { result, error } = kept.key === key ? kept : {};
  return {
    ...(result !== undefined && { result }),
    ...(error !== undefined && { error }),
  };
}
