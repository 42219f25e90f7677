/**
 * The servers a person has. With none, the welcome screen stands here instead.
 */
import { Button, Text, TextInput } from '@mantine/core';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { useMirror } from '../../state/mirror.ts';
import { useNavigation } from '../frame/navigation.tsx';
import { findServers } from './findServers.ts';
import { ServerRow } from './ServerRow.tsx';
import './servers.css';

/** More than these, and a find box stands above the list. */
const EASY_TO_SCAN = 8;

export function ServersScreen(): ReactNode {
  const servers = useMirror((mirror) => mirror.servers);
  const { go } = useNavigation();
  const [typed, setTyped] = useState('');
  const found = findServers(servers, typed);
  return (
    <>
      <PageHeader
        title="Servers"
        actions={
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => go({ at: 'add' })}>
            Add a server
          </Button>
        }
      />
      {servers.length > EASY_TO_SCAN && (
        <TextInput
          aria-label="Find a server"
          placeholder="Find a server"
          leftSection={<IconSearch size={16} aria-hidden />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          maw="22rem"
          mb="md"
        />
      )}
      <ul className="gh-server-list" aria-label="Servers">
        {found.map((server) => (
          <ServerRow key={server.serverId} server={server} />
        ))}
      </ul>
      {found.length === 0 && servers.length > 0 && (
        <Text c="dimmed" role="status">
          No server matches.
        </Text>
      )}
    </>
  );
}
