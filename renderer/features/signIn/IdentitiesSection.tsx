/**
 * Everything about signing in in one place: who one is where, where Gatehouse is registered, and how it can be known
 * without that.
 */
import { Text, Title } from '@mantine/core';
import { useRef, useState, type ReactNode } from 'react';
import type { IdentityView, RegistrationView } from '../../../app/contract/authorization.ts';
import { useMirror } from '../../state/mirror.ts';
import { useCommand } from '../../state/useCommand.ts';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { useNavigation } from '../frame/navigation.tsx';
import { ClientMetadataForm } from './ClientMetadataForm.tsx';
import { IdentityTable } from './IdentityTable.tsx';
import { RegistrationDialog } from './RegistrationDialog.tsx';
import { RegistrationTable } from './RegistrationTable.tsx';
import { RemoveUnused } from './RemoveUnused.tsx';
import { SignOutDialog } from './SignOutDialog.tsx';
import './signIn.css';

export function IdentitiesSection(): ReactNode {
  return (
    <section className="gh-card" aria-labelledby="sign-ins-heading">
      <Identities />
      <Registrations />
      <h3 className="gh-sign-ins-part">How authorization servers can know Gatehouse</h3>
      <ClientMetadataForm />
    </section>
  );
}

function Identities(): ReactNode {
  const identities = useMirror((mirror) => mirror.identities.identities);
  const { go } = useNavigation();
  const refresh = useCommand('identity.refresh');
  const [refreshing, setRefreshing] = useState<IdentityView['serverId']>();
  const [signsOut, setSignsOut] = useState<IdentityView>();
  const heading = useRef<HTMLHeadingElement>(null);
  return (
    <>
      <Title order={2} id="sign-ins-heading" mb="sm" ref={heading} tabIndex={-1}>
        Sign-ins
      </Title>
      <Text mb="md" maw="44rem">
        Who you are at remote servers. The tokens themselves are never shown, only a mark that tells two apart.
      </Text>
      <IdentityTable
        identities={identities}
        refreshing={refresh.status === 'pending' ? refreshing : undefined}
        onOpen={({ serverId }) => go({ at: 'server', serverId })}
        onRefresh={({ serverId }) => {
          setRefreshing(serverId);
          void refresh.run({ serverId });
        }}
        onSignOut={setSignsOut}
      />
      {refresh.status === 'failed' && <ErrorAlert error={refresh.error} />}
      <SignOutDialog
        identity={signsOut}
        onClose={() => setSignsOut(undefined)}
        onSignedOut={() => {
          setSignsOut(undefined);
          // The button that opened this is gone.
          heading.current?.focus();
        }}
      />
    </>
  );
}

function Registrations(): ReactNode {
  const registrations = useMirror((mirror) => mirror.identities.registrations);
  const servers = useMirror((mirror) => mirror.servers);
  const [removed, setRemoved] = useState<RegistrationView>();
  const heading = useRef<HTMLHeadingElement>(null);
  const nameOf = (serverId: string): string => servers.find((server) => server.serverId === serverId)?.name ?? serverId;
  // The button that removed the last one is gone.
  const goToHeading = (): void => heading.current?.focus();
  return (
    <>
      <h3 className="gh-sign-ins-part" ref={heading} tabIndex={-1}>
        Registrations
      </h3>
      <Text mb="md" maw="44rem">
        Where an authorization server did not know Gatehouse, Gatehouse has registered itself before you signed in.
      </Text>
      {registrations.length === 0 ? (
        <Text c="dimmed">At present it is registered nowhere.</Text>
      ) : (
        <RegistrationTable registrations={registrations} nameOf={nameOf} onRemove={setRemoved} />
      )}
      <RemoveUnused registrations={registrations} onRemoved={goToHeading} />
      <RegistrationDialog
        registration={removed}
        nameOf={nameOf}
        onClose={() => setRemoved(undefined)}
        onRemoved={() => {
          setRemoved(undefined);
          goToHeading();
        }}
      />
    </>
  );
}
