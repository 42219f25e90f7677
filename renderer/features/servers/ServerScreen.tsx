/**
 * One server: its state and buttons, and below them what it offers, its calls, log, connection, settings and facts.
 */
import { Badge, Button, Tabs } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { ServerId } from '../../../app/contract/ids.ts';
import type { ServerView } from '../../../app/contract/servers.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { useMirror } from '../../state/mirror.ts';
import { RecentCalls } from '../calls/RecentCalls.tsx';
import { useRunningCalls } from '../calls/useRunningCalls.ts';
import { ConnectionPanel } from '../connection/ConnectionPanel.tsx';
import { ServerQuestions } from '../decisions/ServerQuestions.tsx';
import { useNavigation } from '../frame/navigation.tsx';
import { PromptsPanel } from '../prompts/PromptsPanel.tsx';
import { ResourcesPanel } from '../resources/ResourcesPanel.tsx';
import { useSignIn } from '../signIn/useSignIn.ts';
import { ToolsPanel } from '../tools/ToolsPanel.tsx';
import { ServerAbout } from './ServerAbout.tsx';
import { ServerHeader } from './ServerHeader.tsx';
import { ServerLog } from './ServerLog.tsx';
import { ServerSettings } from './ServerSettings.tsx';
import { ServerStatePanel } from './ServerStatePanel.tsx';
import { useServerAction } from './useServerAction.ts';
import './servers.css';

export interface ServerScreenProps {
  readonly serverId: ServerId;
}

export function ServerScreen({ serverId }: ServerScreenProps): ReactNode {
  const server = useMirror((mirror) => mirror.servers.find((known) => known.serverId === serverId));
  const { go } = useNavigation();
  if (server === undefined) {
    return (
      <EmptyState
        title="This server is gone"
        action={
          <Button variant="default" onClick={() => go({ at: 'servers' })}>
            Show all servers
          </Button>
        }
      >
        It was removed.
      </EmptyState>
    );
  }
  return <PresentServer key={serverId} server={server} />;
}

function PresentServer({ server }: { readonly server: ServerView }): ReactNode {
  const action = useServerAction(server);
  const signIn = useSignIn(server);
  const error = action.error ?? signIn.error;
  const running = useRunningCalls(server.serverId).calls;
  const [tab, setTab] = useState<string | null>(server.state.kind === 'needs_configuration' ? 'settings' : 'tools');
  return (
    <>
      <ServerHeader server={server} onAct={action.act} />
      <ServerStatePanel server={server} onConfigure={() => setTab('settings')} signIn={signIn} />
      {error !== undefined && (
        <div className="gh-state-panel">
          <ErrorAlert error={error} />
        </div>
      )}
      <ServerQuestions serverId={server.serverId} />
      <Tabs value={tab} onChange={setTab} keepMounted={false}>
        <Tabs.List mb="md" className="gh-server-tabs">
          <Tabs.Tab value="tools">Tools</Tabs.Tab>
          <Tabs.Tab value="resources">Resources</Tabs.Tab>
          <Tabs.Tab value="prompts">Prompts</Tabs.Tab>
          <Tabs.Tab
            value="calls"
            {...(running > 0 && {
              rightSection: (
                <Badge size="sm" variant="light" aria-label={`${running} running`}>
                  {running}
                </Badge>
              ),
            })}
          >
            Calls
          </Tabs.Tab>
          <Tabs.Tab value="log">Log</Tabs.Tab>
          <Tabs.Tab value="connection">Connection</Tabs.Tab>
          <Tabs.Tab value="settings">Settings</Tabs.Tab>
          <Tabs.Tab value="about">About</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="tools" keepMounted>
          <ToolsPanel server={server} />
        </Tabs.Panel>
        <Tabs.Panel value="resources" keepMounted>
          <ResourcesPanel server={server} />
        </Tabs.Panel>
        <Tabs.Panel value="prompts" keepMounted>
          <PromptsPanel server={server} />
        </Tabs.Panel>
        <Tabs.Panel value="calls">
          <RecentCalls serverId={server.serverId} />
        </Tabs.Panel>
        <Tabs.Panel value="log">
          <ServerLog server={server} />
        </Tabs.Panel>
        <Tabs.Panel value="connection">
          <ConnectionPanel server={server} />
        </Tabs.Panel>
        <Tabs.Panel value="settings">
          <ServerSettings server={server} onCancel={() => setTab('tools')} />
        </Tabs.Panel>
        <Tabs.Panel value="about">
          <ServerAbout server={server} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
