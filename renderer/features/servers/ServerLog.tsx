/**
 * What a server's process says outside the protocol, live. The end stays in view until the reader scrolls up.
 */
import { Button, Group, Switch, Text } from '@mantine/core';
import { useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import type { LogLine, ServerView } from '../../../app/contract/servers.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { formatClock } from '../../ui/formatTime.ts';
import { PrintedText } from '../calls/PrintedText.tsx';
import { logAsText } from './logTail.ts';
import { useServerLog } from './useServerLog.ts';

/** Lines drawn; the rest is in the clipboard's copy. */
const DRAWN_LINES = 500;
/** Nearer to the end than this counts as being there. */
const AT_END_PX = 24;

const SOURCES: Readonly<Record<LogLine['from'], string>> = {
  stderr: 'server',
  stdout_noise: 'server, protocol line',
  host: 'Gatehouse',
};

export interface ServerLogProps {
  readonly server: ServerView;
}

export function ServerLog({ server }: ServerLogProps): ReactNode {
  const { lines, droppedLines } = useServerLog(server);
  const [follows, setFollows] = useState(true);
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (follows) box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [lines, follows]);
  const notDrawn = droppedLines + Math.max(0, lines.length - DRAWN_LINES);
  return (
    <>
      <Group justify="space-between" mb="xs">
        <Text size="sm" c="dimmed" maw="34rem">
          What the server’s process prints. Lines marked “protocol line” it printed where only messages of the protocol
          belong; lines marked Gatehouse are ours.
        </Text>
        <Group gap="md">
          <Switch label="Follow" checked={follows} onChange={(event) => setFollows(event.currentTarget.checked)} />
          <CopyButton text={logAsText(lines)} label="Copy the log" look="text" />
        </Group>
      </Group>
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
            Nothing so far.
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

function Line({ line }: { readonly line: LogLine }): ReactNode {
  return (
    <div className={line.from === 'host' ? 'gh-log-line gh-log-host' : 'gh-log-line'}>
      <span>{formatClock(line.atMs)}</span>
      <span>{SOURCES[line.from]}</span>
      <PrintedText text={line.text} />
    </div>
  );
}

function isAtEnd(box: HTMLElement): boolean {
  return box.scrollHeight - box.scrollTop - box.clientHeight < AT_END_PX;
}
