/**
 * The prompts of one server: find one, fill it in, see the messages it makes.
 */
import { useState, type ReactNode } from 'react';
import type { CommandResult } from '../../../app/contract/commands.ts';
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
      {(list) => <FoundPrompts server={server} list={list} />}
    </OfferedPanel>
  );
}

interface FoundPromptsProps {
  readonly server: ServerView;
  readonly list: CommandResult<'server.prompts'>;
}

function FoundPrompts({ server, list: { prompts, dropped } }: FoundPromptsProps): ReactNode {
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<string>();
  const prompt = prompts.find(({ name }) => name === chosen);
  return (
    <OfferedList
      serverId={server.serverId}
      noun="prompt"
      items={prompts}
      keyOf={({ name }) => name}
      typed={typed}
      onType={setTyped}
      chosen={chosen}
      onChoose={setChosen}
      subtitle={({ name }) => name}
      note={<LeftOut count={dropped} />}
      detail={prompt && <PromptDetail key={prompt.name} server={server} prompt={prompt} />}
      nothingChosen="A prompt is a text the server has prepared for a model. You fill it in and see all of it."
    />
  );
}
