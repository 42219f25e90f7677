/**
 * The buttons that start and stop a server, as its state allows.
 */
import { Button } from '@mantine/core';
import { IconPlayerPlay, IconPlayerStop, IconRefresh } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { ServerView } from '../../../app/contract/servers.ts';
import { visible } from '../../../app/contract/visibleText.ts';
import { serverActions, type ServerAction } from './serverWords.ts';

const LOOKS = {
  start: { word: 'Start', Icon: IconPlayerPlay },
  stop: { word: 'Stop', Icon: IconPlayerStop },
  restart: { word: 'Restart', Icon: IconRefresh },
} as const;

export interface ServerButtonsProps {
  readonly server: ServerView;
  readonly onAct: (action: ServerAction) => void;
  /** In a list there is one button, which also says whose it is. */
  readonly named?: boolean;
}

export function ServerButtons({ server, onAct, named = false }: ServerButtonsProps): ReactNode {
  const actions = serverActions(server.state);
  return (named ? actions.slice(0, 1) : actions).map((action) => {
    const { word, Icon } = LOOKS[action];
    const words = action === 'stop' && server.state.kind === 'failed' ? 'Stop trying' : word;
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
