/**
 * The tools of one server: find one, read what it says, call it.
 */
import { Skeleton, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useMemo, useState, type ReactNode } from 'react';
import type { ServerView, ToolView } from '../../../app/contract/servers.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { plural } from '../../ui/formatTime.ts';
import { useAnswer } from '../servers/useAnswer.ts';
import { findTools } from './findTools.ts';
import { ToolDetail } from './ToolDetail.tsx';
import { ToolList } from './ToolList.tsx';
import './tools.css';

export interface ToolsPanelProps {
  readonly server: ServerView;
}

export function ToolsPanel({ server }: ToolsPanelProps): ReactNode {
  const { serverId, toolsRevision, state } = server;
  const isRunning = state.kind === 'running';
  const { result: last, error } = useAnswer('server.tools', { serverId }, `${toolsRevision} ${isRunning}`);
  // The answer of before the server started says nothing about the tools it has now.
  const result = last !== undefined && isRunning && last.toolsRevision < toolsRevision ? undefined : last;
  // A server that stops has no tools any more. What somebody is reading or has just called stays on the screen.
  const [known, setKnown] = useState<readonly ToolView[]>([]);
  if (result !== undefined && result.tools !== known && (isRunning || result.tools.length > 0)) setKnown(result.tools);
  if (known.length > 0) {
    return (
      <div className="gh-tools-room">
        <FoundTools server={server} tools={known} />
      </div>
    );
  }
  if (!isRunning) {
    return (
      <EmptyState title="The server is not running">
        Its tools are known while it runs. Start it to see them.
      </EmptyState>
    );
  }
  if (error !== undefined) return <ErrorAlert error={error} />;
  if (result === undefined) return <Skeleton height={240} aria-label="Loading the tools" />;
  return <EmptyState title="No tools">This server offers none.</EmptyState>;
}

interface FoundToolsProps {
  readonly server: ServerView;
  readonly tools: readonly ToolView[];
}

function FoundTools({ server, tools }: FoundToolsProps): ReactNode {
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<string>();
  const found = useMemo(() => findTools(tools, typed), [tools, typed]);
  const tool = tools.find((known) => known.name === chosen);
  const count =
    typed.trim() === '' ? plural(tools.length, 'tool') : `${found.length} of ${plural(tools.length, 'tool')}`;
  return (
    <div className="gh-tools">
      <div>
        <TextInput
          aria-label="Find a tool"
          placeholder="Find a tool"
          leftSection={<IconSearch size={16} aria-hidden />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          mb="xs"
        />
        <ToolList tools={found} chosen={chosen} onChoose={setChosen} />
        <Text size="sm" c="dimmed" mt={6} role="status">
          {count}
          {server.state.kind !== 'running' && '. The server is not running: calling one starts it.'}
        </Text>
      </div>
      {tool === undefined ? (
        <EmptyState title="Choose a tool">Its description and the form to call it will stand here.</EmptyState>
      ) : (
        <ToolDetail key={tool.name} serverId={server.serverId} tool={tool} />
      )}
    </div>
  );
}
