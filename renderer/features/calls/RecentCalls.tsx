/**
 * The calls of one server that the host still lists, newest first; one can be opened.
 */
import { Button, Group, Modal, Text, UnstyledButton } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { CallView } from '../../../app/contract/calls.ts';
import type { CallId, ServerId } from '../../../app/contract/ids.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { formatClock } from '../../ui/formatTime.ts';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { StatusWord } from '../servers/StatusWord.tsx';
import { useMirror } from '../../state/mirror.ts';
import { useNavigation } from '../frame/navigation.tsx';
import { isTaskCall, taskStateWords } from '../tasks/taskWords.ts';
import { CallDetailView } from './CallDetailView.tsx';
import { callStateWords } from './callWords.ts';

const SHOWN_AT_FIRST = 50;

export interface RecentCallsProps {
  readonly serverId: ServerId;
}

export function RecentCalls({ serverId }: RecentCallsProps): ReactNode {
  const calls = useMirror((mirror) => mirror.calls);
  const { go, screen } = useNavigation();
  const [openId, setOpenId] = useState<CallId>();
  const [all, setAll] = useState(false);
  const mine = calls.filter((call) => call.serverId === serverId).sort((a, b) => b.startedAtMs - a.startedAtMs);
  const open = mine.find((call) => call.callId === openId);
  if (mine.length === 0)
    return <EmptyState title="No calls yet">Calls of this server’s tools will stand here.</EmptyState>;
  return (
    <>
      <ul className="gh-rows" aria-label="Calls, newest first">
        {mine.slice(0, all ? undefined : SHOWN_AT_FIRST).map((call) => (
          <li key={call.callId}>
            <CallRow
              call={call}
              onOpen={() => (isTaskCall(call) ? go({ at: 'task', callId: call.callId }) : setOpenId(call.callId))}
            />
          </li>
        ))}
      </ul>
      {!all && mine.length > SHOWN_AT_FIRST && (
        <Button mt="sm" variant="default" onClick={() => setAll(true)}>
          Show all {mine.length}
        </Button>
      )}
      <Modal
        // A dialog would lie over the page of a decision, and comes back after it.
        opened={open !== undefined && screen.at !== 'decision'}
        onClose={() => setOpenId(undefined)}
        title={open && <VisibleText text={open.toolName} mono />}
        size="xl"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {open && <CallDetailView call={open} />}
      </Modal>
    </>
  );
}

function CallRow({ call, onOpen }: { readonly call: CallView; readonly onOpen: () => void }): ReactNode {
  return (
    <UnstyledButton className="gh-row" onClick={onOpen}>
      <Group justify="space-between" gap="md">
        <span className="gh-row-name">
          <VisibleText text={call.toolName} mono />
        </span>
        <Group gap="md">
          <StatusWord {...(isTaskCall(call) ? taskStateWords(call) : callStateWords(call.state))} />
          <Text size="sm" c="dimmed">
            {formatClock(call.startedAtMs)}
          </Text>
        </Group>
      </Group>
    </UnstyledButton>
  );
}
