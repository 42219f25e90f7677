/**
 * One server of an import: a tick, its name, what has to be filled in, every value, and what is different here.
 */
import { Checkbox, TextInput } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useId } from 'react';
import type { ReactNode } from 'react';
import type { ImportEntry, ImportNote } from '../../../app/contract/imports.ts';
import { useMirror } from '../../state/mirror.ts';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { FieldRows } from './FieldRows.tsx';
import { isChosen, neededInputs } from './importForm.ts';
import type { EntryForm, EntryProblems } from './importForm.ts';
import { NOTE_WORDS } from './importWords.ts';
import { InputRow } from './InputRow.tsx';

export interface EntryCardProps {
  readonly entry: ImportEntry;
  readonly form: EntryForm;
  /** For example `Cursor says:`. */
  readonly speaker: string;
  /** Absent before the form was tried. */
  readonly problems: EntryProblems | undefined;
  readonly onChange: (form: EntryForm) => void;
}

export function EntryCard(props: EntryCardProps): ReactNode {
  const { entry, form, onChange } = props;
  const heading = useId();
  const isOpen = isChosen(entry, form);
  return (
    <section className={`gh-card ${isOpen ? '' : 'gh-entry-off'}`} aria-labelledby={heading}>
      <div className="gh-entry-head">
        {/* The heading beside it is its label. */}
        <Checkbox
          aria-labelledby={heading}
          checked={isOpen}
          disabled={entry.kind === 'unusable' || entry.addedAs !== undefined}
          onChange={(event) => onChange({ ...form, chosen: event.currentTarget.checked })}
        />
        <div>
          <h2 id={heading}>
            <VisibleText text={entry.name} />
          </h2>
          <Summary entry={entry} />
        </div>
      </div>
      {isOpen && <Chosen {...props} />}
      <Notes notes={entry.notes} />
    </section>
  );
}

function Summary({ entry }: { readonly entry: ImportEntry }): ReactNode {
  if (entry.addedAs !== undefined) return <p className="gh-soft gh-tight">Added.</p>;
  const words = {
    local: 'Runs a program on this computer',
    remote: 'Connects to an address',
    unusable: 'Can’t be added',
  };
  return <p className="gh-soft gh-tight">{words[entry.kind]}</p>;
}

function Chosen({ entry, form, speaker, problems, onChange }: EntryCardProps): ReactNode {
  const isTaken = useMirror(({ servers }) => servers.some(({ name }) => name === form.name));
  const needed = neededInputs(entry, form);
  return (
    <div className="gh-form">
      <TextInput
        label="Name"
        description={
          isTaken ? 'A server in your list has this name already.' : 'How this server is called in Gatehouse.'
        }
        value={form.name}
        maxLength={200}
        withAsterisk
        error={problems?.name === true ? 'Give the server a name, so that you recognise it.' : undefined}
        onChange={(event) => onChange({ ...form, name: event.currentTarget.value })}
      />
      {needed.length > 0 && (
        <fieldset className="gh-inputs">
          <legend>To be filled in</legend>
          {needed.map((input) => (
            <InputRow
              key={input.key}
              entry={entry}
              form={form}
              input={input}
              speaker={speaker}
              isMissing={problems?.inputs.has(input.key) ?? false}
              onChange={onChange}
            />
          ))}
        </fieldset>
      )}
      <FieldRows entry={entry} form={form} undecided={problems?.fields} onChange={onChange} />
    </div>
  );
}

function Notes({ notes }: { readonly notes: readonly ImportNote[] }): ReactNode {
  if (notes.length === 0) return null;
  return (
    <ul className="gh-entry-notes" aria-label="What is different here">
      {notes.map((note, index) => (
        <li key={index}>
          <IconInfoCircle size={16} aria-hidden />
          <span>
            {note.setting !== undefined && (
              <>
                <VisibleText text={note.setting} mono />:{' '}
              </>
            )}
            <Words note={note} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function Words({ note: { code, detail } }: { readonly note: ImportNote }): ReactNode {
  const words = NOTE_WORDS[code];
  if (detail === undefined) return words;
  return (
    <>
      {words.replace(/\.$/, '')}: <VisibleText text={detail} mono />
    </>
  );
}
