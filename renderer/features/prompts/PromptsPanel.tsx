/**
 * The prompts of one server: find one, fill it in, see the messages it makes.
 */
import type { ReactNode } from 'react';
import type { ServerView } from '../../../app/contract/servers.ts';
import { LeftOut } from '../lists/LeftOut.tsx';
import { OfferedList } from '../lists/OfferedList.tsx';
import { OfferedPanel } from '../lists/OfferedPanel.tsx';
import { useOffered } from '../lists/useOffered.ts';
import { PromptDetail } from './PromptDetail.tsx';

export interface PromptsPanelProps {
  readonly server: ServerView;
}

export function PromptsPanel({ server }: PromptsPanelProps): ReactNode {
  const offered = useOffered('server.prompts', server, server.promptsRevision, ({ prompts, promptsRevision }) => ({
    count: prompts.length,
    revision: promptsRevision,
  }));
  return (
    <OfferedPanel server={server} offered={offered} things="prompts">
      {({ prompts, dropped }) => (
        <OfferedList
          serverId={server.serverId}
          noun="prompt"
          items={prompts}
          keyOf={({ name }) => name}
          note={<LeftOut count={dropped} />}
          detail={(prompt) => <PromptDetail server={server} prompt={prompt} />}
          nothingChosen="A prompt is a text the server has prepared for a model. You fill it in and see all of it."
        />
      )}
    </OfferedPanel>
  );
}
