/**
 * One server in the list: what it is, how it stands, and the buttons one needs most.
 */
import { Anchor, Button, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ServerView } from '../../../app/contract/servers.ts';
import { visible } from '../../../app/contract/visibleText.ts';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { plural } from '../../ui/formatTime.ts';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { useMirror } from '../../state/mirror.ts';
import { useCommand } from '../../state/useCommand.ts';
import { useNavigation } from '../frame/navigation.tsx';
import { useNow } from '../calls/useNow.ts';
import { useRunningCalls } from '../calls/useRunningCalls.ts';
import { openSignIn } from '../signIn/signInState.ts';
import { ServerButtons } from './ServerButtons.tsx';
import { ServerIcon } from './ServerIcon.tsx';
import { secondsUntil, serverStateWords, sourceText } from './serverWords.ts';
import { StatusWord } from './StatusWord.tsx';
import { useServerAction } from './useServerAction.ts';

export interface ServerRowProps {
  readonly server: ServerView;
}

export function ServerRow({ server }: ServerRowProps): ReactNode {
  const { go } = useNavigation();
  const { act, error } = useServerAction(server);
  const { state, serverId } = server;
  const { calls, tasks } = useRunningCalls(serverId);
  const signIn = useMirror(({ decisions }) => openSignIn(decisions, serverId));
  if (server.removedUntilMs !== undefined) return <RemovedRow server={server} untilMs={server.removedUntilMs} />;
  return (
    <li className="gh-server-row">
      <ServerIcon server={server} />
      <div className="gh-server-what">
        <Anchor
          component="button"
          type="button"
          className="gh-server-name"
          onClick={() => go({ at: 'server', serverId })}
        >
          <VisibleText text={server.name} />
        </Anchor>
        <SourceLine server={server} />
      </div>
      <div className="gh-server-state">
        <StatusWord {...serverStateWords(server, signIn !== undefined)} />
        {calls > 0 && (
          <Text size="sm" c="dimmed">
            {plural(calls, 'call')} running
          </Text>
        )}
        {tasks > 0 && (
          <Text size="sm" c="dimmed">
            {plural(tasks, 'task')} open
          </Text>
        )}
      </div>
      <Group gap="xs" className="gh-server-buttons">
        {state.kind === 'awaiting_decision' && (
          <Button size="sm" onClick={() => go({ at: 'decision', decisionId: state.decisionId })}>
            Review
          </Button>
        )}
        {signIn !== undefined && (
          <Button
            size="sm"
            aria-label={`Sign in at ${visible(server.name)}`}
            onClick={() => go({ at: 'decision', decisionId: signIn.decisionId })}
          >
            Sign in
          </Button>
        )}
        {state.kind === 'needs_configuration' && (
          <Button variant="default" size="sm" onClick={() => go({ at: 'server', serverId })}>
            Settings
          </Button>
        )}
        {signIn === undefined && <ServerButtons server={server} onAct={act} named />}
      </Group>
      {error !== undefined && (
        <div className="gh-server-error">
          <ErrorAlert error={error} />
        </div>
      )}
    </li>
  );
}

function SourceLine({ server }: { readonly server: ServerView }): ReactNode {
  const { kind, text, mono } = sourceText(server.source);
  return (
    <Text size="sm" c="dimmed" className="gh-one-line">
      {kind} <VisibleText text={text} mono={mono} />
    </Text>
  );
}

function RemovedRow({ server, untilMs }: { readonly server: ServerView; readonly untilMs: number }): ReactNode {
  return (
    <li className="gh-server-row">
      <ServerIcon server={server} />
      <div className="gh-server-what gh-removed">
        <s>
          <VisibleText text={server.name} />
        </s>
      </div>
      <UndoRemoval server={server} untilMs={untilMs} />
    </li>
  );
}

/** Counts down, and takes a removal back. */
export function UndoRemoval({ server, untilMs }: { readonly server: ServerView; readonly untilMs: number }): ReactNode {
  const undo = useCommand('server.undoRemove');
  const left = secondsUntil(untilMs, useNow(250));
  return (
    <Group gap="md" className="gh-server-buttons">
      <Text size="sm" c="dimmed" role="status">
        Removed{left > 0 && `, for good in ${left} s`}
      </Text>
      <Button
        variant="default"
        size="sm"
        onClick={() => void undo.run({ serverId: server.serverId })}
        aria-label={`Undo removing ${visible(server.name)}`}
      >
        Undo
      </Button>
    </Group>
  );
}
