/**
 * From which severity on the server is asked to send messages, where it lets itself be asked.
 */
import { Select, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { LOG_LEVELS, logLevelChoice, type ServerView } from '../../../app/contract/servers.ts';
import { useCommand } from '../../state/useCommand.ts';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { offers } from '../resources/offers.ts';

const CHOICES = [
  { value: 'server', label: 'The server’s own choice' },
  ...LOG_LEVELS.map((level) => ({ value: level, label: level === 'debug' ? 'debug (everything)' : level })),
];

export function LogLevelChoice({ server }: { readonly server: ServerView }): ReactNode {
  const prefer = useCommand('server.prefer');
  /** The start, by its time, during which the choice was left to the server. */
  const [leftToItMs, setLeftToItMs] = useState<number>();
  const { serverId, preferences, state } = server;
  if (state.kind !== 'running' || offers(state, 'logging') !== true) return null;
  const { connection, startedAtMs } = state;
  const choose = (chosen: string | null): void => {
    const level = logLevelChoice.safeParse(chosen);
    if (!level.success) return;
    setLeftToItMs(level.data === 'server' ? startedAtMs : undefined);
    void prefer.run({ serverId, change: { logLevel: level.data } });
  };
  const keepsLast = leftToItMs === startedAtMs && connection.era === 'legacy';
  return (
    <>
      <Select
        label="Ask the server for messages from"
        size="sm"
        w="15rem"
        allowDeselect={false}
        value={preferences.logLevel ?? 'server'}
        data={CHOICES}
        onChange={choose}
      />
      {keepsLast && prefer.status === 'done' && (
        <Text size="sm" c="dimmed" role="status">
          It keeps to the level it was told last until it starts again.
        </Text>
      )}
      {prefer.status === 'failed' && <ErrorAlert error={prefer.error} />}
    </>
  );
}
