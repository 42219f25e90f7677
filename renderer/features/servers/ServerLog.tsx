/**
 * What a server says outside the answers it gives, live. The end stays in view until the reader scrolls up.
 */
import { Button, Group, Select, Switch, Text } from '@mantine/core';
import { useCallback, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import type { Bridge } from '../../bridge/createBridge.ts';
import { logLevel, LOG_LEVELS, type LogLevel, type LogLine, type ServerView } from '../../../app/contract/servers.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { formatClock } from '../../ui/formatTime.ts';
import { runCommand } from '../../state/useCommand.ts';
import { PrintedText } from '../calls/PrintedText.tsx';
import { LogLevelChoice } from './LogLevelChoice.tsx';
import { atLeast, levelTone, logAsText } from './logLines.ts';
import type { Tail } from './tail.ts';
import { useTail } from './useTail.ts';

/** Lines kept, and lines drawn; the rest is in the clipboard's copy. */
const KEPT_LINES = 2_000;
const DRAWN_LINES = 500;
/** Nearer to the end than this counts as being there. */
const AT_END_PX = 24;

const SOURCES: Readonly<Record<LogLine['from'], string>> = {
  stderr: 'server',
  stdout_noise: 'server, protocol line',
  host: 'Gatehouse',
  message: 'message',
};

export interface ServerLogProps {
  readonly server: ServerView;
}

export function ServerLog({ server }: ServerLogProps): ReactNode {
  const { entries, dropped } = useServerLog(server);
  const [least, setLeast] = useState<LogLevel>('debug');
  const [follows, setFollows] = useState(true);
  const box = useRef<HTMLDivElement>(null);
  const lines = atLeast(entries, least);
  useLayoutEffect(() => {
    if (follows) box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [entries, least, follows]);
  const notDrawn = dropped + Math.max(0, lines.length - DRAWN_LINES);
  return (
    <>
      <LogHead server={server} lines={lines} least={least} onLeast={setLeast} follows={follows} onFollow={setFollows} />
      <div
        ref={box}
        className="gh-log"
        role="log"
        aria-label="Log"
        tabIndex={0}
        onScroll={(event) => setFollows(isAtEnd(event.currentTarget))}
      >
        {notDrawn > 0 && (
          <Text size="sm" c="dimmed" px="md">
            {notDrawn.toLocaleString()} earlier lines are not shown.
          </Text>
        )}
        {lines.length === 0 && (
          <Text c="dimmed" px="md">
            {entries.length === 0 ? 'Nothing so far.' : 'No line of this severity.'}
          </Text>
        )}
        {lines.slice(-DRAWN_LINES).map((line) => (
          <Line key={line.seq} line={line} />
        ))}
      </div>
      {!follows && (
        <Button mt="xs" size="xs" variant="default" onClick={() => setFollows(true)}>
          Go to the newest line
        </Button>
      )}
    </>
  );
}

function useServerLog({ serverId, logSeq }: Pick<ServerView, 'serverId' | 'logSeq'>): Tail<LogLine> {
  const ask = useCallback(
    async (bridge: Bridge, afterSeq: number): Promise<Tail<LogLine> | undefined> => {
      const outcome = await runCommand(bridge, 'server.log', { serverId, afterSeq });
      if (outcome.status === 'failed') return undefined;
      return { entries: outcome.result.lines, dropped: outcome.result.droppedLines };
    },
    [serverId],
  );
  return useTail({ newest: logSeq, limit: KEPT_LINES, ask });
}

interface LogHeadProps {
  readonly server: ServerView;
  readonly lines: readonly LogLine[];
  readonly least: LogLevel;
  readonly onLeast: (least: LogLevel) => void;
  readonly follows: boolean;
  readonly onFollow: (follows: boolean) => void;
}

function LogHead({ server, lines, least, onLeast, follows, onFollow }: LogHeadProps): ReactNode {
  const isRemote = server.source.kind === 'remote';
  return (
    <>
      <Text size="sm" c="dimmed" maw="44rem" mb="xs">
        {isRemote
          ? 'Messages the server sends about its work, and lines marked Gatehouse, which are ours.'
          : 'What the server’s process prints, and messages it sends about its work. Lines marked “protocol line” it printed where only messages of the protocol belong; lines marked Gatehouse are ours.'}
      </Text>
      <Group justify="space-between" align="flex-end" mb="xs" gap="sm">
        <Group gap="md" align="flex-end">
          <Select
            label="Show messages from"
            size="sm"
            w="11rem"
            allowDeselect={false}
            value={least}
            data={LOG_LEVELS.map((level) => ({ value: level, label: level === 'debug' ? 'debug (all)' : level }))}
            onChange={(chosen) => onLeast(logLevel.catch('debug').parse(chosen))}
          />
          <LogLevelChoice server={server} />
        </Group>
        <Group gap="md">
          <Switch label="Follow" checked={follows} onChange={(event) => onFollow(event.currentTarget.checked)} />
          <CopyButton text={logAsText(lines)} label="Copy the log" look="text" />
        </Group>
      </Group>
    </>
  );
}

const LINE_CLASSES = { plain: '', caution: ' gh-log-caution', danger: ' gh-log-danger' } as const;

function Line({ line }: { readonly line: LogLine }): ReactNode {
  const source = line.level === undefined ? SOURCES[line.from] : `${SOURCES[line.from]}, ${line.level}`;
  const ours = line.from === 'host' ? ' gh-log-host' : '';
  return (
    <div className={`gh-log-line${ours}${LINE_CLASSES[levelTone(line.level)]}`}>
      <span>{formatClock(line.atMs)}</span>
      <span>{source}</span>
      <PrintedText text={line.text} />
    </div>
  );
}

function isAtEnd(box: HTMLElement): boolean {
  return box.scrollHeight - box.scrollTop - box.clientHeight < AT_END_PX;
}
