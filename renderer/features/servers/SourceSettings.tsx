/**
 * The form for what a server is: the settings of a bundle, a command as typed, or an address.
 */
import { Text } from '@mantine/core';
import type { ComponentType, ReactNode } from 'react';
import type { ServerId } from '../../../app/contract/ids.ts';
import type { RemoteServer, ServerSource, TypedServer } from '../../../app/contract/servers.ts';
import { useCommand, type CommandState } from '../../state/useCommand.ts';
import { RemoteServerForm } from '../add/RemoteServerForm.tsx';
import type { ServerFormProps } from '../add/ServerForm.tsx';
import { TypedServerForm } from '../add/TypedServerForm.tsx';
import { useNavigation } from '../frame/navigation.tsx';
import { ConfigForm } from '../install/ConfigForm.tsx';
import { Notice } from './Notice.tsx';

interface FormProps {
  readonly serverId: ServerId;
  readonly onCancel: () => void;
}

interface BundleSettingsProps extends FormProps {
  readonly source: Extract<ServerSource, { kind: 'bundle' }>;
}

export function BundleSettings({ serverId, source, onCancel }: BundleSettingsProps): ReactNode {
  const configure = useCommand('server.configure');
  if (source.options.length === 0) {
    return (
      <section className="gh-card" aria-label="Settings of the bundle">
        <Text c="dimmed">This bundle has no settings of its own.</Text>
      </section>
    );
  }
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
        onSubmit={(config) => void configure.run({ serverId, config })}
        onCancel={onCancel}
      />
    </section>
  );
}

interface DefinitionSettingsProps<Definition> extends FormProps {
  readonly definition: Definition;
}

export function CommandSettings(props: DefinitionSettingsProps<TypedServer>): ReactNode {
  return (
    <DefinitionSettings {...props} Form={TypedServerForm} edit={useCommand('server.edit')}>
      If it changes what would run, you are asked before the server starts.
    </DefinitionSettings>
  );
}

export function AddressSettings(props: DefinitionSettingsProps<RemoteServer>): ReactNode {
  return (
    <DefinitionSettings {...props} Form={RemoteServerForm} edit={useCommand('server.editRemote')}>
      If it changes what would be reached or sent, you are asked before Gatehouse connects.
    </DefinitionSettings>
  );
}

interface EditProps<Definition> extends DefinitionSettingsProps<Definition> {
  readonly Form: ComponentType<ServerFormProps<Definition>>;
  readonly edit: CommandState<'server.edit'> & {
    readonly run: (params: { readonly serverId: ServerId; readonly definition: Definition }) => Promise<unknown>;
  };
  /** What is said once it is saved. */
  readonly children: string;
}

function DefinitionSettings<Definition>(props: EditProps<Definition>): ReactNode {
  const { serverId, definition, Form, edit, onCancel, children } = props;
  const { expectDecision } = useNavigation();
  const save = (changed: Definition): void => {
    expectDecision(serverId);
    void edit.run({ serverId, definition: changed });
  };
  return (
    <div>
      {edit.status === 'done' && (
        <Notice role="status" tone="plain" title="Saved">
          {children}
        </Notice>
      )}
      <Form
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
