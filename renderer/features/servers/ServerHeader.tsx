/**
 * The head of a server's screen: its name, which can be changed in place, where it comes from, and its buttons.
 */
import { Anchor, Button, Group, TextInput, Tooltip } from '@mantine/core';
import { IconArrowLeft, IconPencil, IconTrash } from '@tabler/icons-react';
import { useState, type ReactNode, type SyntheticEvent } from 'react';
import type { ServerView } from '../../../app/contract/servers.ts';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { useMirror } from '../../state/mirror.ts';
import { useCommand } from '../../state/useCommand.ts';
import { useNavigation } from '../frame/navigation.tsx';
import { openSignIn } from '../signIn/signInState.ts';
import { ServerButtons } from './ServerButtons.tsx';
import { ServerIcon } from './ServerIcon.tsx';
import { serverStateWords, sourceText, type ServerAction } from './serverWords.ts';
import { StatusWord } from './StatusWord.tsx';

export interface ServerHeaderProps {
  readonly server: ServerView;
  readonly onAct: (action: ServerAction) => void;
}

export function ServerHeader({ server, onAct }: ServerHeaderProps): ReactNode {
  const { go, replace } = useNavigation();
  const remove = useCommand('server.remove');
  const removeIt = async (): Promise<void> => {
    const outcome = await remove.run({ serverId: server.serverId });
    // The list shows it struck out, with ten seconds to take it back.
    if (outcome.status === 'done') replace({ at: 'servers' });
  };
  const [renames, setRenames] = useState(false);
  return (
    <>
      <PageHeader
        above={
          <Anchor component="button" type="button" size="sm" onClick={() => go({ at: 'servers' })}>
            <Group gap={4} component="span">
              <IconArrowLeft size={15} aria-hidden /> Servers
            </Group>
          </Anchor>
        }
        title={
          <Group gap="sm" component="span" wrap="nowrap">
            <ServerIcon server={server} />
            <VisibleText text={server.name} />
          </Group>
        }
        description={<StateAndSource server={server} />}
        actions={
          <Group gap="xs">
            <ServerButtons server={server} onAct={onAct} />
            <Button
              variant="default"
              leftSection={<IconPencil size={16} aria-hidden />}
              onClick={() => setRenames(true)}
            >
              Rename
            </Button>
            <Tooltip label="Takes it off the list. You have ten seconds to undo it; then its files, settings, secrets and logs go.">
              <Button
                variant="default"
                leftSection={<IconTrash size={16} aria-hidden />}
                onClick={() => void removeIt()}
                loading={remove.status === 'pending'}
              >
                Remove
              </Button>
            </Tooltip>
          </Group>
        }
      />
      {remove.status === 'failed' && <ErrorAlert error={remove.error} />}
      {renames && <RenameForm server={server} onDone={() => setRenames(false)} />}
    </>
  );
}

function StateAndSource({ server }: { readonly server: ServerView }): ReactNode {
  const { kind, text, mono } = sourceText(server.source);
  const asksToSignIn = useMirror(({ decisions }) => openSignIn(decisions, server.serverId) !== undefined);
  return (
    <span className="gh-inline">
      <StatusWord {...serverStateWords(server, asksToSignIn)} />
      <span>
        {kind} <VisibleText text={text} mono={mono} />
      </span>
    </span>
  );
}

function RenameForm({ server, onDone }: { readonly server: ServerView; readonly onDone: () => void }): ReactNode {
  const [name, setName] = useState(server.name);
  const rename = useCommand('server.rename');
  const save = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    const outcome = await rename.run({ serverId: server.serverId, name: name.trim() });
    if (outcome.status === 'done') onDone();
  };
  return (
    <form onSubmit={(event) => void save(event)}>
      <Group gap="xs" mb="md">
        <TextInput
          aria-label="New name"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Escape' && onDone()}
          maxLength={200}
          autoFocus
        />
        <Button type="submit" size="sm" disabled={name.trim() === ''} loading={rename.status === 'pending'}>
          Rename
        </Button>
        <Button variant="default" size="sm" onClick={onDone}>
          Cancel
        </Button>
      </Group>
      {rename.status === 'failed' && <ErrorAlert error={rename.error} />}
    </form>
  );
}
