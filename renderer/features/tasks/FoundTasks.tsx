/**
 * The tasks that were found, a hundred rows at a time, so that the ten-thousandth is drawn as quickly as the first.
 */
import { Button, Group, Skeleton, Text } from '@mantine/core';
import { IconClockPlay } from '@tabler/icons-react';
import { useRef, useState, type ReactNode } from 'react';
import type { CallId } from '../../../app/contract/ids.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { plural } from '../../ui/formatTime.ts';
import { PAGE_TASKS } from './taskPages.ts';
import { TaskRow } from './TaskRow.tsx';
import type { Tasks } from './useTasks.ts';

export interface FoundTasksProps {
  readonly found: Tasks;
  readonly isFiltered: boolean;
  readonly onOpen: (callId: CallId) => void;
}

export function FoundTasks({ found, isFiltered, onOpen }: FoundTasksProps): ReactNode {
  const { tasks, error } = found;
  const list = useRef<HTMLUListElement>(null);
  const [wanted, setFirst] = useState(0);
  if (tasks === undefined) {
    return error === undefined && <Skeleton height={240} aria-label="Loading the tasks" />;
  }
  if (tasks.length === 0 && found.older === undefined) {
    return isFiltered ? <EmptyState title="Nothing found">No task matches.</EmptyState> : <NoTasks />;
  }
  // Tasks leave the list as well, and a page that was asked for may not come.
  const first = Math.min(wanted, startOfLastPage(tasks.length));
  const show = (index: number): void => {
    setFirst(index);
    list.current?.scrollIntoView({ block: 'start' });
  };
  return (
    <>
      <ul ref={list} className="gh-rows gh-tasks" aria-label="Tasks, newest first">
        {tasks.slice(first, first + PAGE_TASKS).map((call) => (
          <TaskRow key={call.callId} call={call} onOpen={onOpen} />
        ))}
      </ul>
      <Pages found={found} known={tasks.length} first={first} onShow={show} />
    </>
  );
}

function startOfLastPage(count: number): number {
  return Math.max(0, Math.ceil(count / PAGE_TASKS) - 1) * PAGE_TASKS;
}

interface PagesProps {
  readonly found: Pick<Tasks, 'total' | 'older' | 'pending'>;
  /** How many are here. */
  readonly known: number;
  /** Index of the first row that is shown. */
  readonly first: number;
  readonly onShow: (first: number) => void;
}

function Pages({ found: { total, older, pending }, known, first, onShow }: PagesProps): ReactNode {
  const next = first + PAGE_TASKS;
  const isAll = first === 0 && next >= total;
  const showOlder = async (): Promise<void> => {
    if (next >= known) await older?.();
    onShow(next);
  };
  return (
    <Group justify="space-between" mt="md">
      <Text size="sm" c="dimmed" role="status">
        {isAll ? plural(total, 'task') : `${first + 1} to ${Math.min(next, known)} of ${plural(total, 'task')}`}
      </Text>
      {!isAll && (
        <Group gap="sm">
          <Button variant="default" onClick={() => onShow(Math.max(0, first - PAGE_TASKS))} disabled={first === 0}>
            Newer
          </Button>
          <Button
            variant="default"
            onClick={() => void showOlder()}
            disabled={next >= known && older === undefined}
            loading={pending}
          >
            Older
          </Button>
        </Group>
      )}
    </Group>
  );
}

function NoTasks(): ReactNode {
  return (
    <EmptyState icon={<IconClockPlay size={40} stroke={1.5} aria-hidden />} title="No tasks yet">
      <Text maw="36rem">
        A task is a call that goes on by itself after its first answer, for hours if need be. Gatehouse follows it,
        keeps its result, and brings up here what the server wants to know meanwhile.
      </Text>
      <Text maw="36rem" mt="sm">
        It comes about by calling a tool: some servers make a task of a call by themselves, and with some tools you can
        choose to.
      </Text>
    </EmptyState>
  );
}
