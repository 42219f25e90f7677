/**
 * The tasks of all servers, of this run and earlier ones, newest first.
 */
import { Button, Group, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconRefresh, IconSearch } from '@tabler/icons-react';
import { useCallback, useState, type ReactNode } from 'react';
import type { CallId } from '../../../app/contract/ids.ts';
import { visible } from '../../../app/contract/visibleText.ts';
import { useMirror } from '../../state/mirror.ts';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { useNavigation } from '../frame/navigation.tsx';
import { FoundTasks } from './FoundTasks.tsx';
import type { TaskFilter } from './taskPages.ts';
import { useTasks } from './useTasks.ts';
import './tasks.css';

export interface TasksScreenProps {
  /** What it looked for when it was left. */
  readonly filter?: TaskFilter;
}

export function TasksScreen({ filter: before = { show: 'all' } }: TasksScreenProps): ReactNode {
  const { go, replace } = useNavigation();
  const [show, setShow] = useState(before.show);
  const [serverId, setServerId] = useState(before.serverId);
  const [typed, setTyped] = useState(before.text ?? '');
  const [text] = useDebouncedValue(typed.trim(), 250);
  const filter: TaskFilter = { show, ...(serverId !== undefined && { serverId }), ...(text !== '' && { text }) };
  const tasks = useTasks(filter);
  const key = JSON.stringify(filter);
  const open = useCallback(
    (callId: CallId): void => {
      // So that the way back leads to the same list.
      replace({ at: 'tasks', filter: JSON.parse(key) as TaskFilter }); // It was made of one above.
      go({ at: 'task', callId });
    },
    [go, replace, key],
  );
  return (
    <>
      <PageHeader
        title="Tasks"
        description="Calls that go on by themselves, and what became of them."
        actions={
          <Button
            variant="default"
            leftSection={<IconRefresh size={16} aria-hidden />}
            onClick={tasks.refresh}
            loading={tasks.pending}
          >
            Refresh
          </Button>
        }
      />
      <Group gap="sm" mb="md" align="flex-end">
        <TextInput
          label="Find"
          placeholder="A name, a message, an argument"
          leftSection={<IconSearch size={16} aria-hidden />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          maxLength={200}
          className="gh-task-find"
        />
        <ServerChoice serverId={serverId} onChange={setServerId} />
        <ShowChoice show={show} onChange={setShow} />
      </Group>
      {tasks.error !== undefined && <ErrorAlert error={tasks.error} />}
      <FoundTasks key={key} found={tasks} isFiltered={key !== JSON.stringify({ show: 'all' })} onOpen={open} />
    </>
  );
}

interface ServerChoiceProps {
  readonly serverId: TaskFilter['serverId'];
  readonly onChange: (serverId: TaskFilter['serverId']) => void;
}

function ServerChoice({ serverId, onChange }: ServerChoiceProps): ReactNode {
  const servers = useMirror((mirror) => mirror.servers);
  return (
    <Select
      label="Server"
      placeholder="All servers"
      data={servers.map((server) => ({ value: server.serverId, label: visible(server.name) }))}
      value={serverId ?? null}
      onChange={(chosen) => onChange(servers.find((server) => server.serverId === chosen)?.serverId)}
      clearable
      clearButtonProps={{ 'aria-label': 'Show all servers' }}
      className="gh-task-server"
    />
  );
}

const SHOWN = [
  { value: 'all', label: 'All' },
  { value: 'open', label: 'Open' },
  { value: 'ended', label: 'Ended' },
] as const;

interface ShowChoiceProps {
  readonly show: TaskFilter['show'];
  readonly onChange: (show: TaskFilter['show']) => void;
}

function ShowChoice({ show, onChange }: ShowChoiceProps): ReactNode {
  return (
    <SegmentedControl
      aria-label="Which tasks to show"
      value={show}
      onChange={(chosen) => onChange(SHOWN.find(({ value }) => value === chosen)?.value ?? 'all')}
      data={[...SHOWN]}
    />
  );
}
