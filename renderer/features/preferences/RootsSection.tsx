/**
 * The folders a server is told that it may work in (MCP 2025-11-25 client/roots). Guidance, and never a wall.
 */
import { ActionIcon, Button, Text, Title } from '@mantine/core';
import { IconFolder, IconFolderPlus, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { CommandParams } from '../../../app/contract/commands.ts';
import type { ServerView } from '../../../app/contract/servers.ts';
import { visible } from '../../../app/contract/visibleText.ts';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { useCommand } from '../../state/useCommand.ts';
import { usePicker } from '../picker/pickerContext.ts';

type Roots = CommandParams<'server.setRoots'>['roots'];

export function RootsSection({ server }: { readonly server: ServerView }): ReactNode {
  const setRoots = useCommand('server.setRoots');
  const pick = usePicker();
  const { serverId, preferences, source, state } = server;
  const kept: Roots = preferences.roots.map(({ path }) => ({ keep: path }));
  const set = (roots: Roots): void => void setRoots.run({ serverId, roots });
  const add = async (): Promise<void> => {
    const picks = await pick({ want: 'directory', multiple: true, extensions: [] });
    if (picks.length > 0) set([...kept, ...picks.map(({ pickId }) => ({ pickId }))]);
  };
  return (
    <section className="gh-card" aria-labelledby="roots-heading">
      <Title order={2} id="roots-heading" mb="sm">
        Folders
      </Title>
      <Text maw="44rem">
        Folders the server is told it may work in. This is guidance, no wall:{' '}
        {source.kind === 'remote'
          ? 'it learns their paths, and gets nothing that is in them.'
          : 'its program can still reach whatever you can reach.'}
      </Text>
      {preferences.roots.length === 0 ? (
        <Text c="dimmed" mt="sm">
          No folders. The server is told that there are none.
        </Text>
      ) : (
        <ul className="gh-roots" aria-label="Folders the server is told of">
          {preferences.roots.map(({ path }) => (
            <li key={path}>
              <IconFolder size={18} aria-hidden />
              <VisibleText text={path} mono />
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={`Remove ${visible(path)}`}
                disabled={setRoots.status === 'pending'}
                onClick={() =>
                  set(preferences.roots.filter((each) => each.path !== path).map((each) => ({ keep: each.path })))
                }
              >
                <IconX size={16} aria-hidden />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      <Button
        mt="sm"
        variant="default"
        size="sm"
        leftSection={<IconFolderPlus size={16} aria-hidden />}
        loading={setRoots.status === 'pending'}
        onClick={() => void add()}
      >
        Add folders…
      </Button>
      {state.kind === 'running' && (
        <Text size="sm" c="dimmed" mt="xs">
          A change is told to the server at once, if it listens.
        </Text>
      )}
      {setRoots.status === 'failed' && <ErrorAlert error={setRoots.error} />}
    </section>
  );
}
