/**
 * What a server is (its settings, its command or its address), who one is there, and how a person wants it to be spoken to.
 *
 * What changes what would run or be reached is asked about before the next start.
 */
import type { ReactNode } from 'react';
import { assertNever } from '../../../app/contract/errors.ts';
import type { ServerView } from '../../../app/contract/servers.ts';
import { EraSection } from '../preferences/EraSection.tsx';
import { RootsSection } from '../preferences/RootsSection.tsx';
import { SamplingSection } from '../preferences/SamplingSection.tsx';
import { SignInSection } from '../signIn/SignInSection.tsx';
import { AddressSettings, BundleSettings, CommandSettings } from './SourceSettings.tsx';
import '../preferences/preferences.css';

export interface ServerSettingsProps {
  readonly server: ServerView;
  readonly onCancel: () => void;
}

export function ServerSettings({ server, onCancel }: ServerSettingsProps): ReactNode {
  return (
    <div className="gh-column">
      {server.source.kind === 'remote' && <SignInSection server={server} setup={server.source.signIn} />}
      <SourceSettings server={server} onCancel={onCancel} />
      <RootsSection server={server} />
      <SamplingSection server={server} />
      <EraSection server={server} />
    </div>
  );
}

function SourceSettings({ server, onCancel }: ServerSettingsProps): ReactNode {
  const { serverId, source } = server;
  switch (source.kind) {
    case 'bundle':
      return <BundleSettings serverId={serverId} source={source} onCancel={onCancel} />;
    case 'typed':
      return <CommandSettings serverId={serverId} definition={source.definition} onCancel={onCancel} />;
    case 'remote':
      return <AddressSettings serverId={serverId} definition={source.definition} onCancel={onCancel} />;
    default:
      return assertNever(source);
  }
}
