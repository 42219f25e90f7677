/**
 * What a server's state asks of the person, if anything: settings, a decision, or to read what went wrong.
 */
import { Button, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ServerView } from '../../../app/contract/servers.ts';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { useNavigation } from '../frame/navigation.tsx';
import { useNow } from '../calls/useNow.ts';
import { PROVIDER_HEADING_ID } from '../signIn/ProviderSection.tsx';
import { signInRemedy } from '../signIn/signInState.ts';
import type { SignIn } from '../signIn/useSignIn.ts';
import { Notice } from './Notice.tsx';
import { UndoRemoval } from './ServerRow.tsx';
import { secondsUntil } from './serverWords.ts';

export interface ServerStatePanelProps {
  readonly server: ServerView;
  readonly onConfigure: () => void;
  /** Of the page, which stays when the state that this was pressed in is over. */
  readonly signIn: SignIn;
}

export function ServerStatePanel({ server, onConfigure, signIn }: ServerStatePanelProps): ReactNode {
  const { go } = useNavigation();
  const { state } = server;
  const isRemote = server.source.kind === 'remote';
  if (server.removedUntilMs !== undefined) {
    return (
      <Notice title="This server is being removed">
        <UndoRemoval server={server} untilMs={server.removedUntilMs} />
      </Notice>
    );
  }
  if (state.kind === 'needs_configuration') {
    return (
      <Notice title="Some settings are missing">
        <Text mb="sm">
          The server can start once these are filled in: <VisibleText text={state.missing.join(', ')} />
        </Text>
        <Button onClick={onConfigure}>Fill in the settings</Button>
      </Notice>
    );
  }
  if (state.kind === 'awaiting_decision') {
    return (
      <Notice title={isRemote ? 'Nothing is sent until you agree' : 'Nothing runs until you agree'}>
        <Group justify="space-between">
          <Text>Look at what would {isRemote ? 'be reached' : 'run'}, then agree or cancel.</Text>
          <Button onClick={() => go({ at: 'decision', decisionId: state.decisionId })}>
            Review what would {isRemote ? 'be reached' : 'run'}
          </Button>
        </Group>
      </Notice>
    );
  }
  if (state.kind !== 'failed') return null;
  const remedy = isRemote ? signInRemedy(state) : undefined;
  return (
    <div className="gh-state-panel">
      <ErrorAlert
        error={state.error}
        tone={remedy === 'sign_in' ? 'caution' : 'danger'}
        actions={
          <>
            {remedy === 'sign_in' && (
              <Button size="sm" loading={signIn.pending} onClick={signIn.signIn}>
                Sign in
              </Button>
            )}
            {remedy === 'set_up' && (
              <Button variant="default" size="sm" onClick={onConfigure}>
                Settings of the sign-in
              </Button>
            )}
            {remedy === 'provider' && (
              <Button variant="default" size="sm" onClick={() => go({ at: 'settings', part: PROVIDER_HEADING_ID })}>
                Set up the identity provider
              </Button>
            )}
            {state.retryAtMs !== undefined && <RetryWords atMs={state.retryAtMs} />}
          </>
        }
      />
    </div>
  );
}

function RetryWords({ atMs }: { readonly atMs: number }): ReactNode {
  const left = secondsUntil(atMs, useNow(500));
  return <Text size="sm">{left === 0 ? 'Tries again now.' : `Tries again in ${left} s.`}</Text>;
}
