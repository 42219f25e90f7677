/**
 * The tools of one server: find one, read what it says, call it.
 */
import { IconAlertTriangleFilled } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { ServerView } from '../../../app/contract/servers.ts';
import { useCallAgain } from '../calls/callAgain.ts';
import { OfferedList } from '../lists/OfferedList.tsx';
import { OfferedPanel } from '../lists/OfferedPanel.tsx';
import { useOffered } from '../lists/useOffered.ts';
import { useMissingScopes } from './MissingScope.tsx';
import { ToolDetail } from './ToolDetail.tsx';

export interface ToolsPanelProps {
  readonly server: ServerView;
}

export function ToolsPanel({ server }: ToolsPanelProps): ReactNode {
  const offered = useOffered('server.tools', server, server.toolsRevision, ({ tools, toolsRevision }) => ({
    count: tools.length,
    revision: toolsRevision,
  }));
  const again = useCallAgain(server.serverId);
  const missing = useMissingScopes(server.serverId);
  return (
    <OfferedPanel server={server} offered={offered} things="tools">
      {({ tools }) => (
        <OfferedList
          serverId={server.serverId}
          noun="tool"
          items={tools}
          keyOf={({ name }) => name}
          mark={({ name, unusualName }) => (
            <>
              {unusualName && <Mark>unusual name</Mark>}
              {missing.has(name) && <Mark>needs more than you gave</Mark>}
            </>
          )}
          note={server.state.kind !== 'running' && notRunning(server)}
          detail={(tool) => <ToolDetail server={server} tool={tool} missingScope={missing.get(tool.name)} />}
          chosenFirst={again?.toolName}
          nothingChosen="Its description and the form to call it will stand here."
          gone="The server does not offer the tool of that call any more."
        />
      )}
    </OfferedPanel>
  );
}

function notRunning({ source }: ServerView): string {
  return source.kind === 'remote'
    ? '. The server is not connected: calling one connects to it.'
    : '. The server is not running: calling one starts it.';
}

function Mark({ children }: { readonly children: string }): ReactNode {
  return (
    <span className="gh-entry-mark">
      <IconAlertTriangleFilled size="0.95em" aria-hidden /> {children}
    </span>
  );
}
