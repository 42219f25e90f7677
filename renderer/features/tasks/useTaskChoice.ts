/**
 * Whether a tool's calls run as tasks, where that is a person's choice, remembered for each tool of each server.
 */
import type { ErrorView } from '../../../app/contract/errors.ts';
import type { ServerId } from '../../../app/contract/ids.ts';
import type { ToolView } from '../../../app/contract/servers.ts';
import { useMirror } from '../../state/mirror.ts';
import { useCommand } from '../../state/useCommand.ts';

export interface TaskChoice {
  /** What was chosen; false where there is nothing to choose. */
  readonly asTask: boolean;
  /** Its tasks end with a process on this computer. */
  readonly isLocal: boolean;
  readonly pending: boolean;
  readonly error?: ErrorView;
  readonly choose: (asTask: boolean) => void;
}

export function useTaskChoice(serverId: ServerId, { name, taskSupport }: ToolView): TaskChoice {
  const server = useMirror(({ servers }) => servers.find((known) => known.serverId === serverId));
  const prefer = useCommand('server.prefer');
  const chosen = server?.preferences.taskTools ?? [];
  return {
    asTask: taskSupport === 'optional' && chosen.includes(name),
    isLocal: server?.source.kind !== 'remote',
    pending: prefer.status === 'pending',
    ...(prefer.status === 'failed' && { error: prefer.error }),
    choose(asTask) {
      const others = chosen.filter((each) => each !== name);
      void prefer.run({ serverId, change: { taskTools: asTask ? [...others, name] : others } });
    },
  };
}
