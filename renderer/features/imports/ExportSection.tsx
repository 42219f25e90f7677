/**
 * Servers as another application writes them down, to be saved as a file. Secrets stay here.
 */
import { Button, Checkbox, Group, NativeSelect, Text, Title } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { CommandResult } from '../../../app/contract/commands.ts';
import type { ServerId } from '../../../app/contract/ids.ts';
import { importClient, IMPORT_CLIENTS } from '../../../app/contract/imports.ts';
import type { ImportClient } from '../../../app/contract/imports.ts';
import { useMirror } from '../../state/mirror.ts';
import { useCommand } from '../../state/useCommand.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { QuotedName } from '../../ui/QuotedName.tsx';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { saveFile } from '../calls/SaveButton.tsx';
import { CLIENT_NAMES, CLIENT_PLACES, EXPORT_NOTE_WORDS } from './importWords.ts';
import './imports.css';

export function ExportSection(): ReactNode {
  const servers = useMirror((mirror) => mirror.servers.filter(({ removedUntilMs }) => removedUntilMs === undefined));
  const [client, setClient] = useState<ImportClient>('claude_desktop');
  const [leftOut, setLeftOut] = useState<ReadonlySet<ServerId>>(new Set());
  const write = useCommand('export.config');
  const portable = servers.filter(({ source }) => source.kind !== 'bundle');
  const chosen = portable.filter(({ serverId }) => !leftOut.has(serverId)).map(({ serverId }) => serverId);

  const toggle = (serverId: ServerId): void => {
    write.reset();
    setLeftOut(
      leftOut.has(serverId) ? new Set([...leftOut].filter((id) => id !== serverId)) : new Set([...leftOut, serverId]),
    );
  };
  return (
    <section className="gh-card" aria-labelledby="export-heading">
      <Title order={2} id="export-heading" mb="sm">
        Use your servers elsewhere
      </Title>
      <Text>
        Writes the servers you choose as another application’s configuration. Secrets are not in it: you enter them
        there.
      </Text>
      {portable.length === 0 ? (
        <Text c="dimmed" mt="sm">
          There is no server to write. Bundles are files, which a configuration does not carry.
        </Text>
      ) : (
        <div className="gh-form">
          <NativeSelect
            label="Application"
            value={client}
            data={IMPORT_CLIENTS.map((value) => ({ value, label: CLIENT_NAMES[value] }))}
            onChange={(event) => {
              write.reset();
              setClient(importClient.parse(event.currentTarget.value));
            }}
          />
          <fieldset className="gh-inputs">
            <legend>Servers</legend>
            {portable.map(({ serverId, name }) => (
              <Checkbox
                key={serverId}
                label={<VisibleText text={name} />}
                checked={!leftOut.has(serverId)}
                onChange={() => toggle(serverId)}
              />
            ))}
          </fieldset>
          <Group>
            <Button
              variant="default"
              disabled={chosen.length === 0}
              loading={write.status === 'pending'}
              onClick={() => void write.run({ format: client, serverIds: chosen })}
            >
              Write the configuration
            </Button>
          </Group>
          {write.status === 'failed' && <ErrorAlert error={write.error} />}
          {write.status === 'done' && <Written result={write.result} client={client} />}
        </div>
      )}
    </section>
  );
}

interface WrittenProps {
  readonly result: CommandResult<'export.config'>;
  readonly client: ImportClient;
}

function Written({ result, client }: WrittenProps): ReactNode {
  const { fileName, text, notes } = result;
  const servers = useMirror((mirror) => mirror.servers);
  return (
    <div className="gh-written" role="status">
      <pre className="gh-mono gh-written-text" tabIndex={0} aria-label="The configuration">
        <VisibleLines text={text} />
      </pre>
      {notes.length > 0 && (
        <ul className="gh-entry-notes">
          {notes.map(({ serverId, code }) => (
            <li key={`${serverId} ${code}`}>
              <span>
                <QuotedName name={servers.find((server) => server.serverId === serverId)?.name ?? ''} />{' '}
                {EXPORT_NOTE_WORDS[code]}
              </span>
            </li>
          ))}
        </ul>
      )}
      <Text size="sm" c="dimmed">
        Where it goes: {CLIENT_PLACES[client]} If that file has content already, add the servers to it rather than
        replacing it.
      </Text>
      <Group>
        <Button
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
          onClick={() => saveFile(text, fileName)}
        >
          Save as a file
        </Button>
        <CopyButton text={text} label="Copy the configuration" look="text" />
      </Group>
    </div>
  );
}

function VisibleLines({ text }: { readonly text: string }): ReactNode {
  return text
    .trimEnd()
    .split('\n')
    .map((line, index) => (
      <span key={index}>
        {/* Indentation is ours. */}
        {/^ */.exec(line)?.[0]}
        <VisibleText text={line.trimStart()} mono />
        {'\n'}
      </span>
    ));
}
