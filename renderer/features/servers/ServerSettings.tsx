/**
 * The settings of a bundle, or the command as typed. What changes what would run is asked about before the next start.
 */
import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ServerSource, ServerView, TypedServer } from '../../../app/contract/servers.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useCommand } from '../../state/useCommand.ts';
import { TypedServerForm } from '../add/TypedServerForm.tsx';
import { useNavigation } from '../frame/navigation.tsx';
import { ConfigForm } from '../install/ConfigForm.tsx';
import { Notice } from './Notice.tsx';

export interface ServerSettingsProps {
  readonly server: ServerView;
  readonly onCancel: () => void;
}

export function ServerSettings({ server, onCancel }: ServerSettingsProps): ReactNode {
  const { source } = server;
  if (source.kind === 'bundle') return <BundleSettings server={server} source={source} onCancel={onCancel} />;
  return <CommandSettings server={server} definition={source.definition} onCancel={onCancel} />;
}

interface BundleSettingsProps extends ServerSettingsProps {
  readonly source: Extract<ServerSource, { kind: 'bundle' }>;
}

function BundleSettings({ server, source, onCancel }: BundleSettingsProps): ReactNode {
  const configure = useCommand('server.configure');
  if (source.options.length === 0)
    return <EmptyState title="No settings">This bundle has nothing to set up.</EmptyState>;
  return (
    <section className="gh-card gh-column" aria-label="Settings of the bundle">
      <Text size="sm" c="dimmed" mb="sm">
        Titles and descriptions are the bundle’s own words. Fields with a * have to be filled in.
      </Text>
      {configure.status === 'done' && (
        <Notice role="status" tone="plain" title="Saved">
          It counts from the next start. If it changes what would run, you are asked first.
        </Notice>
      )}
      <ConfigForm
        // What is stored now is what the form starts from, so that a secret just saved is shown as kept.
        key={JSON.stringify(source.config)}
        options={source.options}
        stored={source.config}
        error={configure.status === 'failed' ? configure.error : undefined}
        pending={configure.status === 'pending'}
        submitLabel="Save"
        onSubmit={(config) => void configure.run({ serverId: server.serverId, config })}
        onCancel={onCancel}
      />
    </section>
  );
}

interface CommandSettingsProps extends ServerSettingsProps {
  readonly definition: TypedServer;
}

function CommandSettings({ server, definition, onCancel }: CommandSettingsProps): ReactNode {
  const edit = useCommand('server.edit');
  const { expectDecision } = useNavigation();
  const save = (changed: TypedServer): void => {
    expectDecision(server.serverId);
    void edit.run({ serverId: server.serverId, definition: changed });
  };
  return (
    <div className="gh-column">
      {edit.status === 'done' && (
        <Notice role="status" tone="plain" title="Saved">
          If it changes what would run, you are asked before the server starts.
        </Notice>
      )}
      <TypedServerForm
        key={JSON.stringify(definition)}
        initial={definition}
        error={edit.status === 'failed' ? edit.error : undefined}
        pending={edit.status === 'pending'}
        submitLabel="Save"
        onSubmit={save}
        onCancel={onCancel}
      />
    </div>
  );
}
