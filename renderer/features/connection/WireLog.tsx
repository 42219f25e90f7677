/**
 * The messages of the protocol, live: a row each, found by method, direction or text, one of them shown whole.
 */
import { Button, Group, SegmentedControl, Select, Switch, Text, TextInput, Title } from '@mantine/core';
import { IconArrowDownLeft, IconArrowUpRight, IconDownload, IconSearch } from '@tabler/icons-react';
import { useCallback, useDeferredValue, useMemo, useState, type ReactNode } from 'react';
import type { ServerView, WireMessage } from '../../../app/contract/servers.ts';
import type { Bridge } from '../../bridge/createBridge.ts';
import { formatClock, plural } from '../../ui/formatTime.ts';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { runCommand } from '../../state/useCommand.ts';
import { saveFile } from '../calls/SaveButton.tsx';
import { WindowedList } from '../lists/WindowedList.tsx';
import type { Tail } from '../servers/tail.ts';
import { useTail } from '../servers/useTail.ts';
import { WireMessageView } from './WireMessageView.tsx';
import { messagesAsLines, methodsOf, shownMessages, type WireFilter } from './wireMessages.ts';

/** As many as the host keeps. */
const KEPT_MESSAGES = 2_000;
const EVERYTHING: WireFilter = { direction: 'both', method: undefined, text: '' };

export function WireLog({ server }: { readonly server: ServerView }): ReactNode {
  const { entries, dropped } = useWireMessages(server);
  const [filter, setFilter] = useState(EVERYTHING);
  const [chosen, setChosen] = useState<string>();
  const [follows, setFollows] = useState(true);
  // Looking through megabytes of messages must not hold up the typing.
  const settled = useDeferredValue(filter);
  const shown = useMemo(() => shownMessages(entries, settled), [entries, settled]);
  const message = entries.find(({ seq }) => String(seq) === chosen);
  const choose = (key: string): void => {
    setFollows(false);
    setChosen(key);
  };
  return (
    <section className="gh-card" aria-labelledby="wire-heading">
      <Title order={2} id="wire-heading">
        Protocol log
      </Title>
      <Text size="sm" c="dimmed" mt={4} mb="sm" maw="44rem">
        Every message between Gatehouse and the server. Secrets that Gatehouse knows are removed, and so is all but the
        host of addresses to open. What you or the server put into a message stands in it: look before you pass it on.
      </Text>
      <WireFilterBar entries={entries} filter={filter} onChange={setFilter} />
      {entries.length === 0 ? (
        <Text c="dimmed">No messages so far.</Text>
      ) : (
        <div className="gh-wire">
          <div className="gh-wire-row gh-wire-head" aria-hidden>
            <span>Time</span>
            <span>Direction</span>
            <span>Kind</span>
            <span>Method</span>
            <span>Id</span>
            <span>Characters</span>
          </div>
          <WindowedList
            label="Messages"
            items={shown}
            keyOf={({ seq }) => String(seq)}
            chosen={chosen}
            onChoose={choose}
            rowRem={2.25}
            className="gh-wire-list"
            row={(each) => <WireRow message={each} />}
            followsEnd={follows}
            onAtEnd={setFollows}
          />
        </div>
      )}
      <Group justify="space-between" mt="xs">
        <Text size="sm" c="dimmed" role="status">
          {countWords(shown.length, entries.length, dropped)}
        </Text>
        <Group gap="md">
          <Switch label="Follow" checked={follows} onChange={(event) => setFollows(event.currentTarget.checked)} />
          <Button
            variant="default"
            size="xs"
            leftSection={<IconDownload size={15} aria-hidden />}
            disabled={shown.length === 0}
            onClick={() => saveFile(messagesAsLines(shown), 'gatehouse-protocol-log.jsonl')}
          >
            Export {shown.length === entries.length ? 'all' : 'these'}
          </Button>
        </Group>
      </Group>
      {message !== undefined && <WireMessageView key={message.seq} message={message} />}
    </section>
  );
}

function useWireMessages({ serverId, wireSeq }: Pick<ServerView, 'serverId' | 'wireSeq'>): Tail<WireMessage> {
  const ask = useCallback(
    async (bridge: Bridge, afterSeq: number): Promise<Tail<WireMessage> | undefined> => {
      const outcome = await runCommand(bridge, 'server.wire', { serverId, afterSeq });
      if (outcome.status === 'failed') return undefined;
      return { entries: outcome.result.messages, dropped: outcome.result.droppedMessages };
    },
    [serverId],
  );
  return useTail({ newest: wireSeq, limit: KEPT_MESSAGES, ask });
}

function countWords(shown: number, kept: number, dropped: number): string {
  const all = plural(kept, 'message');
  const earlier = dropped === 0 ? '' : ` ${dropped.toLocaleString()} earlier ones are gone.`;
  return `${shown === kept ? all : `${shown} of ${all}`}.${earlier}`;
}

interface WireFilterBarProps {
  readonly entries: readonly WireMessage[];
  readonly filter: WireFilter;
  readonly onChange: (filter: WireFilter) => void;
}

function WireFilterBar({ entries, filter, onChange }: WireFilterBarProps): ReactNode {
  const methods = useMemo(() => methodsOf(entries), [entries]);
  return (
    <Group gap="sm" mb="sm" align="flex-end">
      <TextInput
        className="gh-wire-find"
        aria-label="Find in messages"
        placeholder="Find in messages"
        leftSection={<IconSearch size={16} aria-hidden />}
        value={filter.text}
        onChange={(event) => onChange({ ...filter, text: event.currentTarget.value })}
      />
      <Select
        aria-label="Method"
        placeholder="Any method"
        clearable
        searchable
        w="15rem"
        value={filter.method ?? null}
        data={[...methods]}
        renderOption={({ option }) => <VisibleText text={option.value} mono />}
        onChange={(method) => onChange({ ...filter, method: method ?? undefined })}
      />
      <SegmentedControl
        aria-label="Direction"
        value={filter.direction}
        onChange={(chosen) =>
          onChange({ ...filter, direction: chosen === 'sent' || chosen === 'received' ? chosen : 'both' })
        }
        data={[
          { value: 'both', label: 'Both ways' },
          { value: 'sent', label: 'Sent' },
          { value: 'received', label: 'Received' },
        ]}
      />
    </Group>
  );
}

function WireRow({ message }: { readonly message: WireMessage }): ReactNode {
  const { atMs, direction, kind, method, id, sizeChars } = message;
  const Icon = direction === 'sent' ? IconArrowUpRight : IconArrowDownLeft;
  return (
    <div className={kind === 'error' ? 'gh-wire-row gh-wire-error' : 'gh-wire-row'}>
      <span>{formatClock(atMs)}</span>
      <span className="gh-wire-direction">
        <Icon size="1.1em" aria-hidden /> <span>{direction}</span>
      </span>
      <span>{kind}</span>
      <span>{method !== undefined && <VisibleText text={method} mono />}</span>
      <span>{id !== undefined && <VisibleText text={String(id)} mono />}</span>
      <span className="gh-wire-size">{sizeChars.toLocaleString()}</span>
    </div>
  );
}
