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
import { useNavigation } from '../frame/navigation.tsx';
import { IdentityFacts } from './IdentityFacts.tsx';
import { PROVIDER_HEADING_ID } from './ProviderSection.tsx';
import { RedirectAddresses } from './RedirectAddresses.tsx';
import { SetupFacts } from './SetupFacts.tsx';
import { SignInForm } from './SignInForm.tsx';
import { SignInKey } from './SignInKey.tsx';
import { NOT_SIGNED_IN_WORDS } from './signInWords.ts';
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
  const provider = useMirror(({ identities }) => identities.provider?.issuer);
  const keychain = useMirror(({ host }) => host.keychain);
  const { go } = useNavigation();
  const [changes, setChanges] = useState(false);
  /** How the setup was saved from here: a key is read anew after each time. */
  const [saved, setSaved] = useState({ times: 0, madeKey: false });
  return (
    <section className="gh-card gh-sign-in-section" aria-labelledby="sign-in-heading">
      <Title order={2} id="sign-in-heading" mb="sm">
        Sign-in
      </Title>
      <Identity server={server} setup={setup} identity={identity} />
      <div className="gh-sign-in-setup">
        <SetupFacts
          {...{ setup, provider, keychain }}
          onSetUpProvider={() => go({ at: 'settings', part: PROVIDER_HEADING_ID })}
        />
        <Button
          variant="default"
          size="sm"
          mt="sm"
          onClick={() => {
            setSaved({ ...saved, madeKey: false });
            setChanges(true);
          }}
        >
          Change how you sign in…
        </Button>
      </div>
      {setup?.kind === 'private_key_jwt' && (
        <SignInKey
          key={`${saved.times} ${setup.clientId} ${setup.algorithm}`}
          serverId={serverId}
          isNew={saved.madeKey}
        />
      )}
      <Modal
        opened={changes}
        onClose={() => setChanges(false)}
        title="How you sign in"
        size="lg"
        // What was typed is not lost by a click beside it.
        closeOnClickOutside={false}
        closeButtonProps={{ 'aria-label': 'Close' }}
        // A new key takes the focus, since it has to be handed on.
        returnFocus={!saved.madeKey}
      >
        {changes && (
          <SetupForm
            server={server}
            setup={setup}
            hasProvider={provider !== undefined}
            isSignedIn={identity !== undefined}
            onSaved={(madeKey) => {
              setSaved({ times: saved.times + 1, madeKey });
              setChanges(false);
            }}
            onCancel={() => setChanges(false)}
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
  return <Text maw="44rem">You are not signed in. {NOT_SIGNED_IN_WORDS[setup?.kind ?? 'person']}</Text>;
}

interface SetupFormProps extends SignInSectionProps {
  readonly hasProvider: boolean;
  readonly isSignedIn: boolean;
  /** `madeKey`: there is a new key, which the server does not know yet. */
  readonly onSaved: (madeKey: boolean) => void;
  readonly onCancel: () => void;
}

function SetupForm({ server, setup, hasProvider, isSignedIn, onSaved, onCancel }: SetupFormProps): ReactNode {
  const set = useCommand('server.setSignIn');
  const save = async (changed: SignInSetup): Promise<void> => {
    const outcome = await set.run({ serverId: server.serverId, setup: changed });
    if (outcome.status === 'done') onSaved(changed.kind === 'private_key_jwt' && changed.makeKey === true);
  };
  return (
    <>
      {isSignedIn && <Text>If you change this, what is granted at present is forgotten, and you sign in anew.</Text>}
      <SignInForm
        before={setup}
        hasProvider={hasProvider}
        addresses={<RedirectAddresses />}
        error={set.status === 'failed' ? set.error : undefined}
        pending={set.status === 'pending'}
        onSubmit={(changed) => void save(changed)}
        onCancel={onCancel}
      />
    </>
  );
}
