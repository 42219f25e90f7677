/**
 * The ways to open a bundle from the page. Each ends on the install's screen, or in an error that is kept here.
 */
import { useCallback } from 'react';
import { useCommand } from '../../state/useCommand.ts';
import type { CommandParams } from '../../../app/contract/commands.ts';
import type { ErrorView } from '../../../app/contract/errors.ts';
import { useNavigation } from '../frame/navigation.tsx';
import { usePicker } from '../picker/pickerContext.ts';

/** Endings of bundle files; `.dxt` is what they were called first. */
export const BUNDLE_EXTENSIONS = ['mcpb', 'dxt'] as const;

type From = CommandParams<'bundle.open'>['from'];

export interface OpenBundle {
  readonly pending: boolean;
  readonly error: ErrorView | undefined;
  readonly choose: () => Promise<void>;
  readonly open: (from: From) => Promise<void>;
  readonly forgetError: () => void;
}

export function useOpenBundle(): OpenBundle {
  const command = useCommand('bundle.open');
  const pick = usePicker();
  const { go } = useNavigation();
  const { run } = command;

  const open = useCallback(
    async (from: From): Promise<void> => {
      const outcome = await run({ from });
      if (outcome.status === 'done') go({ at: 'install', installId: outcome.result.installId });
    },
    [run, go],
  );
  const choose = useCallback(async (): Promise<void> => {
    const [chosen] = await pick({ want: 'file', multiple: false, extensions: BUNDLE_EXTENSIONS });
    if (chosen !== undefined) await open({ kind: 'pick', pickId: chosen.pickId });
  }, [pick, open]);

  return {
    pending: command.status === 'pending',
    error: command.status === 'failed' ? command.error : undefined,
    choose,
    open,
    forgetError: command.reset,
  };
}
