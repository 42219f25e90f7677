/**
 * The identity provider of a person's organisation: what it is for, which one it is, who is signed in there, and the ways out.
 */
import { Button, Group, Modal, Text, Title } from '@mantine/core';
import { useRef, useState, type ReactNode } from 'react';
import type { IdentityProviderSetup } from '../../../app/contract/authorization.ts';
import { useMirror } from '../../state/mirror.ts';
import { useCommand } from '../../state/useCommand.ts';
import { ProviderEndDialog, type ProviderEndDialogProps } from './ProviderEndDialog.tsx';
import { ProviderFacts } from './ProviderFacts.tsx';
import { ProviderForm } from './ProviderForm.tsx';
import { RedirectAddresses } from './RedirectAddresses.tsx';
import { serversOver } from './providerServers.ts';
import './signIn.css';

export const PROVIDER_HEADING_ID = 'provider-heading';

export function ProviderSection(): ReactNode {
  const provider = useMirror(({ identities }) => identities.provider);
  const keychain = useMirror(({ host }) => host.keychain);
  const setUp = useMirror(({ servers }) => serversOver(servers));
  const [edits, setEdits] = useState(false);
  const [ends, setEnds] = useState<ProviderEndDialogProps['ends']>();
  const heading = useRef<HTMLHeadingElement>(null);
  return (
    <section className="gh-card" aria-labelledby={PROVIDER_HEADING_ID}>
      <Title order={2} id={PROVIDER_HEADING_ID} mb="sm" ref={heading} tabIndex={-1}>
        Identity provider
      </Title>
      <Text mb="md" maw="44rem">
        Your organisation signs you in once; servers that are set up so are let in without asking you again.
      </Text>
      {provider === undefined ? (
        <NoProvider />
      ) : (
        <ProviderFacts provider={provider} servers={setUp} keychain={keychain} />
      )}
      <Group mt="md" gap="sm">
        <Button variant="default" size="sm" onClick={() => setEdits(true)}>
          {provider === undefined ? 'Set up the identity provider…' : 'Change…'}
        </Button>
        {provider?.signedIn !== undefined && (
          <Button variant="default" size="sm" onClick={() => setEnds({ end: 'sign_out', provider })}>
            Sign out…
          </Button>
        )}
        {provider !== undefined && (
          <Button variant="default" size="sm" onClick={() => setEnds({ end: 'remove', provider })}>
            Remove…
          </Button>
        )}
      </Group>
      <ProviderModal opened={edits} onClose={() => setEdits(false)} />
      <ProviderEndDialog
        ends={ends}
        onClose={() => setEnds(undefined)}
        onEnded={() => {
          setEnds(undefined);
          // The button that opened this is gone.
          heading.current?.focus();
        }}
      />
    </section>
  );
}

function NoProvider(): ReactNode {
  return (
    <div className="gh-nobody">
      <strong>None is set up</strong>
      <p className="gh-tight gh-soft">
        You need none unless your organisation tells you so. It then gives you the address of its identity provider and
        a client id for Gatehouse.
      </p>
    </div>
  );
}

interface ProviderModalProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Saving reaches the provider and can take a while: the form stays until it is known what came of it. */
function ProviderModal({ opened, onClose }: ProviderModalProps): ReactNode {
  const { reset, run, ...set } = useCommand('provider.set');
  const provider = useMirror(({ identities }) => identities.provider);
  const pending = set.status === 'pending';
  const close = (): void => {
    if (pending) return;
    reset();
    onClose();
  };
  const save = async (setup: IdentityProviderSetup): Promise<void> => {
    if ((await run(setup)).status === 'done') onClose();
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      title="Identity provider"
      size="lg"
      // What was typed is not lost by a click beside it.
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': 'Close', disabled: pending }}
    >
      {opened && (
        <ProviderForm
          before={provider}
          addresses={<RedirectAddresses />}
          error={set.status === 'failed' ? set.error : undefined}
          pending={pending}
          onSubmit={(setup) => void save(setup)}
          onCancel={close}
        />
      )}
    </Modal>
  );
}
