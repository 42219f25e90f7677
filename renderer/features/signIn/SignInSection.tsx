/**
 * Signing in at one remote server: who one is there, and how one signs in.
 */
import { Button, Group, Modal, Text, Title } from '@mantine/core';
import { useRef, useState, type ReactNode } from 'react';
import type { IdentityView, SignInSetup } from '../../../app/contract/authorization.ts';
import type { ServerView } from '../../../app/contract/servers.ts';
import { useMirror } from '../../state/mirror.ts';
import { useCommand } from '../../state/useCommand.ts';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { IdentityFacts } from './IdentityFacts.tsx';
import { SetupFacts } from './SetupFacts.tsx';
import { SignInForm } from './SignInForm.tsx';
import { SignOutDialog } from './SignOutDialog.tsx';
import { useSignIn } from './useSignIn.ts';
import './signIn.css';

export interface SignInSectionProps {
  readonly server: ServerView;
  readonly setup: SignInSetup | undefined;
}

export function SignInSection({ server, setup }: SignInSectionProps): ReactNode {
  const { serverId } = server;
  const identity = useMirror(({ identities }) => identities.identities.find((each) => each.serverId === serverId));
  const [changes, setChanges] = useState(false);
  return (
    <section className="gh-card" aria-labelledby="sign-in-heading">
      <Title order={2} id="sign-in-heading" mb="sm">
        Sign-in
      </Title>
      <Identity server={server} setup={setup} identity={identity} />
      <div className="gh-sign-in-setup">
        <SetupFacts setup={setup} />
        <Button variant="default" size="sm" mt="sm" onClick={() => setChanges(true)}>
          Change how you sign in…
        </Button>
      </div>
      <Modal
        opened={changes}
        onClose={() => setChanges(false)}
        title="How you sign in"
        size="lg"
        // What was typed is not lost by a click beside it.
        closeOnClickOutside={false}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {changes && (
          <SetupForm
            server={server}
            setup={setup}
            isSignedIn={identity !== undefined}
            onDone={() => setChanges(false)}
          />
        )}
      </Modal>
    </section>
  );
}

interface IdentityProps extends SignInSectionProps {
  readonly identity: IdentityView | undefined;
}

function Identity({ server, setup, identity }: IdentityProps): ReactNode {
  const { serverId } = server;
  const { signIn, pending, error } = useSignIn(server);
  const refresh = useCommand('identity.refresh');
  const [signsOut, setSignsOut] = useState<IdentityView>();
  const signInButton = useRef<HTMLButtonElement>(null);
  return (
    <>
      {identity === undefined ? <NotSignedIn setup={setup} /> : <IdentityFacts identity={identity} />}
      <Group mt="md" gap="sm">
        {identity?.canRefresh === true && (
          <Button
            variant="default"
            size="sm"
            loading={refresh.status === 'pending'}
            onClick={() => void refresh.run({ serverId })}
          >
            Refresh now
          </Button>
        )}
        <Button
          ref={signInButton}
          variant={identity === undefined ? 'filled' : 'default'}
          size="sm"
          loading={pending}
          onClick={signIn}
        >
          {identity === undefined ? 'Sign in' : 'Sign in again'}
        </Button>
        {identity !== undefined && (
          <Button variant="default" size="sm" onClick={() => setSignsOut(identity)}>
            Sign out…
          </Button>
        )}
      </Group>
      {refresh.status === 'done' && identity !== undefined && (
        <Text size="sm" c="dimmed" mt="xs" role="status">
          It was renewed.
        </Text>
      )}
      {refresh.status === 'failed' && <ErrorAlert error={refresh.error} />}
      {error !== undefined && <ErrorAlert error={error} />}
      <SignOutDialog
        identity={signsOut}
        onClose={() => setSignsOut(undefined)}
        onSignedOut={() => {
          setSignsOut(undefined);
          // The button that opened this is gone.
          signInButton.current?.focus();
        }}
      />
    </>
  );
}

function NotSignedIn({ setup }: Pick<SignInSectionProps, 'setup'>): ReactNode {
  return (
    <Text maw="44rem">
      You are not signed in.{' '}
      {setup === undefined || setup.kind === 'person'
        ? 'If the server wants to know who you are, you are asked before anything opens. Many servers want nothing.'
        : 'Gatehouse signs in by itself, as the client below, when the server wants to know who asks.'}
    </Text>
  );
}

interface SetupFormProps extends SignInSectionProps {
  readonly isSignedIn: boolean;
  readonly onDone: () => void;
}

function SetupForm({ server, setup, isSignedIn, onDone }: SetupFormProps): ReactNode {
  const set = useCommand('server.setSignIn');
  const save = async (changed: SignInSetup): Promise<void> => {
    const outcome = await set.run({ serverId: server.serverId, setup: changed });
    if (outcome.status === 'done') onDone();
  };
  return (
    <>
      {isSignedIn && <Text>If you change this, what is granted at present is forgotten, and you sign in anew.</Text>}
      <SignInForm
        before={setup}
        error={set.status === 'failed' ? set.error : undefined}
        pending={set.status === 'pending'}
        onSubmit={(changed) => void save(changed)}
        onCancel={onDone}
      />
    </>
  );
}
