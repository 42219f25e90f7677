/**
 * The ways to read a configuration from the page. Each ends on the import's screen, or in an error that is kept here.
 */
import { useCallback } from 'react';
import type { CommandParams } from '../../../app/contract/commands.ts';
import type { ErrorView } from '../../../app/contract/errors.ts';
import { useCommand } from '../../state/useCommand.ts';
import { useNavigation } from '../frame/navigation.tsx';
import { usePicker } from '../picker/pickerContext.ts';

type From = CommandParams<'import.read'>['from'];

export interface ReadImport {
  readonly pending: boolean;
  readonly error: ErrorView | undefined;
  /** Any file: what others call theirs can't be told by its ending. */
  readonly choose: () => Promise<void>;
  readonly read: (from: From) => Promise<void>;
  readonly forgetError: () => void;
}

export function useReadImport(): ReadImport {
  const command = useCommand('import.read');
  const pick = usePicker();
  const { go } = useNavigation();
  const { run } = command;

  const read = useCallback(
    async (from: From): Promise<void> => {
      const outcome = await run({ from });
      if (outcome.status === 'done') go({ at: 'import', importId: outcome.result.importId });
    },
    [run, go],
  );
  const choose = useCallback(async (): Promise<void> => {
    const [chosen] = await pick({ want: 'file', multiple: false, extensions: [] });
    if (chosen !== undefined) await read({ kind: 'pick', pickId: chosen.pickId });
  }, [pick, read]);

  return {
    pending: command.status === 'pending',
    error: command.status === 'failed' ? command.error : undefined,
    choose,
    read,
    forgetError: command.reset,
  };
}
