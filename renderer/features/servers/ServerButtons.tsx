/**
 * The buttons that start and stop a server, as its state allows.
 */
import { Button } from '@mantine/core';
import {
  IconPlayerPlay,
  IconPlayerStop,
  IconPlugConnected,
  IconPlugConnectedX,
  IconRefresh,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { ServerView } from '../../../app/contract/servers.ts';
import { visible } from '../../../app/contract/visibleText.ts';
import { actionWords, serverActions, type ServerAction } from './serverWords.ts';

const ICONS = { start: IconPlayerPlay, stop: IconPlayerStop, restart: IconRefresh } as const;
const REMOTE_ICONS = { start: IconPlugConnected, stop: IconPlugConnectedX, restart: IconRefresh } as const;

export interface ServerButtonsProps {
  readonly server: ServerView;
  readonly onAct: (action: ServerAction) => void;
  /** In a list there is one button, which also says whose it is. */
  readonly named?: boolean;
}

export function ServerButtons({ server, onAct, named = false }: ServerButtonsProps): ReactNode {
  const actions = serverActions(server.state);
  return (named ? actions.slice(0, 1) : actions).map((action) => {
    const Icon = (server.source.kind === 'remote' ? REMOTE_ICONS : ICONS)[action];
    const words = actionWords(action, server);
    return (
      <Button
        key={action}
        variant="default"
        size="sm"
        leftSection={<Icon size={16} aria-hidden />}
        onClick={() => onAct(action)}
        {...(named && { 'aria-label': `${words} ${visible(server.name)}` })}
      >
        {words}
      </Button>
    );
  });
}
