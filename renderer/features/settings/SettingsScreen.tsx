/**
 * Settings: the look, models, sign-ins, the identity provider, what Gatehouse stores, servers for other applications, what it is made of, and the way to
 * quit.
 */
import { SegmentedControl, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { HostView, SettingsView } from '../../../app/contract/settings.ts';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { useMirror } from '../../state/mirror.ts';
import { useCommand } from '../../state/useCommand.ts';
import { StatusWord } from '../servers/StatusWord.tsx';
import { ExportSection } from '../imports/ExportSection.tsx';
import { IdentitiesSection } from '../signIn/IdentitiesSection.tsx';
import { ProviderSection } from '../signIn/ProviderSection.tsx';
import { AboutSection } from './AboutSection.tsx';
import { ModelsSection } from './ModelsSection.tsx';
import { QuitButton } from './QuitButton.tsx';
import { StorageSection } from './StorageSection.tsx';
import { WipeSection } from './WipeSection.tsx';
import './settings.css';

const THEMES: readonly { readonly value: SettingsView['theme']; readonly label: string }[] = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];

export function SettingsScreen(): ReactNode {
  const host = useMirror((mirror) => mirror.host);
  return (
    <>
      <PageHeader title="Settings" actions={<QuitButton />} />
      <Stack gap="lg" className="gh-settings">
        <LookSection />
        <ModelsSection />
        <IdentitiesSection />
        <ProviderSection />
        <KeychainSection host={host} />
        <StorageSection />
        <ExportSection />
        <WipeSection />
        <AboutSection host={host} />
      </Stack>
    </>
  );
}

function LookSection(): ReactNode {
  const theme = useMirror((mirror) => mirror.settings.theme);
  const update = useCommand('settings.update');
  const choose = (value: string): void => {
    const chosen = THEMES.find((known) => known.value === value);
    if (chosen !== undefined) void update.run({ theme: chosen.value });
  };
  return (
    <section className="gh-card" aria-labelledby="look-heading">
      <Title order={2} id="look-heading" mb="sm">
        Look
      </Title>
      <SegmentedControl aria-labelledby="look-heading" value={theme} onChange={choose} data={[...THEMES]} />
      {update.status === 'failed' && <ErrorAlert error={update.error} />}
    </section>
  );
}

function KeychainSection({ host }: { readonly host: HostView }): ReactNode {
  return (
    <section className="gh-card" aria-labelledby="keychain-heading">
      <Title order={2} id="keychain-heading" mb="sm">
        Keychain
      </Title>
      {host.keychain ? (
        <>
          <StatusWord words="Your system’s keychain is in use" tone="good" />
          <Text mt={4}>
            It holds one key. Under that key your secrets are encrypted and your agreements are sealed, so that nobody
            can change them unnoticed.
          </Text>
        </>
      ) : (
        <>
          <StatusWord words="No keychain answers" tone="attention" />
          <Text mt={4}>
            Secrets and agreements last until Gatehouse quits, and you are asked again the next time. Nothing secret is
            written to disk. On Linux a keychain comes with a desktop session, such as GNOME Keyring or KWallet.
          </Text>
        </>
      )}
    </section>
  );
}
