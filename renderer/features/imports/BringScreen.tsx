/**
 * Bringing servers from another application: paste what it has written down, or open its file.
 */
import { Button, Group, Textarea } from '@mantine/core';
import { IconFolderOpen } from '@tabler/icons-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { IMPORT_CLIENTS, MAX_PASTED_LENGTH } from '../../../app/contract/imports.ts';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { useNavigation } from '../frame/navigation.tsx';
import { CLIENT_NAMES, CLIENT_PLACES } from './importWords.ts';
import { useReadImport } from './useReadImport.ts';
import './imports.css';

export function BringScreen(): ReactNode {
  const { back } = useNavigation();
  return (
    <>
      <PageHeader
        title="Bring servers from another application"
        description="Gatehouse reads what the other application has written down and shows you all of it. You choose what is added. Nothing starts."
      />
      <div className="gh-column">
        <FileSection />
        <PasteSection />
        <Group>
          <Button variant="default" onClick={back}>
            Cancel
          </Button>
        </Group>
      </div>
    </>
  );
}

function FileSection(): ReactNode {
  const { choose, pending, error } = useReadImport();
  return (
    <section className="gh-card" aria-labelledby="file-heading">
      <h2 id="file-heading">Open its file</h2>
      <p className="gh-soft gh-tight">You can also drop the file anywhere on this window.</p>
      <Group my="sm">
        <Button leftSection={<IconFolderOpen size={16} aria-hidden />} loading={pending} onClick={() => void choose()}>
          Choose a file…
        </Button>
      </Group>
      {error !== undefined && <ErrorAlert error={error} />}
      <Places />
    </section>
  );
}

function PasteSection(): ReactNode {
  const { read, pending, error, forgetError } = useReadImport();
  const [text, setText] = useState('');
  const isTooLong = text.length > MAX_PASTED_LENGTH;
  return (
    <section className="gh-card" aria-labelledby="paste-heading">
      <h2 id="paste-heading">Paste it</h2>
      <form
        className="gh-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() !== '' && !isTooLong) void read({ kind: 'text', text });
        }}
      >
        <Textarea
          label="Configuration or install link"
          description="The whole file, a part of it such as the example in a server’s instructions, or the link behind a button like “Add to Cursor”."
          value={text}
          minRows={7}
          maxRows={18}
          autosize
          spellCheck={false}
          autoComplete="off"
          classNames={{ input: 'gh-mono' }}
          error={isTooLong ? 'That is too long to be pasted. Open the file instead.' : undefined}
          onChange={(event) => {
            setText(event.currentTarget.value);
            forgetError();
          }}
        />
        {error !== undefined && <ErrorAlert error={error} />}
        <Group>
          <Button type="submit" variant="light" disabled={text.trim() === '' || isTooLong} loading={pending}>
            Show what is in it
          </Button>
        </Group>
      </form>
    </section>
  );
}

function Places(): ReactNode {
  return (
    <details className="gh-places">
      <summary>Where do I find it?</summary>
      <dl className="gh-facts">
        {IMPORT_CLIENTS.map((client) => (
          <Place key={client} name={CLIENT_NAMES[client]} words={CLIENT_PLACES[client]} />
        ))}
      </dl>
      <p className="gh-soft">
        Names that begin with a dot are hidden. In a file dialog, press Ctrl+H on Linux or Command+Shift+Period on a Mac
        to see them.
      </p>
    </details>
  );
}

function Place({ name, words }: { readonly name: string; readonly words: string }): ReactNode {
  return (
    <>
      <dt>{name}</dt>
      <dd>{words}</dd>
    </>
  );
}
