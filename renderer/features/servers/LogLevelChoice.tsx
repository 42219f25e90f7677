/**
 * From which severity on the server is asked to send messages, where it lets itself be asked.
 */
import { Select } from '@mantine/core';
import type { ReactNode } from 'react';
import { logLevel, LOG_LEVELS, type ServerView } from '../../../app/contract/servers.ts';
import { useCommand } from '../../state/useCommand.ts';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { offers } from '../resources/offers.ts';

export function LogLevelChoice({ server }: { readonly server: ServerView }): ReactNode {
  const prefer = useCommand('server.prefer');
  const { serverId, preferences, state } = server;
  if (offers(state, 'logging') !== true) return null;
  const choose = (chosen: string | null): void => {
    const level = logLevel.safeParse(chosen);
    if (level.success) void prefer.run({ serverId, change: { logLevel: level.data } });
  };
  return (
    <>
      <Select
        label="Ask the server for messages from"
        size="sm"
        w="15rem"
        allowDeselect={false}
        placeholder="The server’s own choice"
        value={preferences.logLevel ?? null}
        data={LOG_LEVELS.map((level) => ({ value: level, label: level === 'debug' ? 'debug (everything)' : level }))}
        onChange={choose}
      />
      {prefer.status === 'failed' && <ErrorAlert error={prefer.error} />}
    </>
  );
}
