/**
 * The servers of an import, to be chosen from, and the way to add them. It only proposes: what is added is stopped.
 */
import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { ImportEntry, ImportView } from '../../../app/contract/imports.ts';
import { useCommand } from '../../state/useCommand.ts';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { plural } from '../../ui/formatTime.ts';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { useNavigation } from '../frame/navigation.tsx';
import { AddedServers } from './AddedServers.tsx';
import { EntryCard } from './EntryCard.tsx';
import { entryProblems, hasProblems, initialForms, isChosen, toChoice } from './importForm.ts';
import type { EntryForm } from './importForm.ts';
import { sourceTitle, speaker } from './importWords.ts';

export interface ImportFormProps {
  readonly view: ImportView;
  /** False once the host has forgotten it. */
  readonly isOpen: boolean;
  /** What stands here once it can't be added any more. */
  readonly closed: ReactNode;
}

export function ImportForm({ view, isOpen, closed }: ImportFormProps): ReactNode {
  const { importId, source, entries } = view;
  const [forms, setForms] = useState(() => initialForms(view));
  const [tried, setTried] = useState(false);
  const add = useCommand('import.add');
  const cancel = useCommand('import.cancel');
  const { back } = useNavigation();
  if (add.status === 'done') return <AddedServers serverIds={add.result.serverIds} />;
  if (!isOpen && add.status !== 'pending') return closed;

  const pairs = pairUp(entries, forms);
  const chosen = pairs.filter(({ entry, form }) => isChosen(entry, form));
  const isIncomplete = chosen.some(({ entry, form }) => hasProblems(entryProblems(entry, form)));
  const addChosen = async (): Promise<void> => {
    const outcome = await add.run({ importId, entries: chosen.map(({ entry, form }) => toChoice(entry, form)) });
    // SECURITY(S9): what was typed is the host's now.
    if (outcome.status === 'done') setForms([]);
  };
  const submit = (): void => {
    setTried(true);
    if (chosen.length > 0 && !isIncomplete) void addChosen();
  };
  const leave = (): void => {
    back();
    void cancel.run({ importId }); // One that is gone already needs no cancelling.
  };

  return (
    <>
      <PageHeader
        title={sourceTitle(source)}
        description={
          <>
            {source.kind === 'configuration' && source.fileName !== undefined && (
              <>
                <VisibleText text={source.fileName} mono />
                <br />
              </>
            )}
            Everything that would be stored is shown here. Servers are added stopped; before one starts, you are asked.
          </>
        }
        actions={<ChooseAll pairs={pairs} onChange={setForms} />}
      />
      <form
        className="gh-column"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {pairs.map(({ entry, form }) => (
          <EntryCard
            key={entry.index}
            entry={entry}
            form={form}
            speaker={speaker(source)}
            problems={tried ? entryProblems(entry, form) : undefined}
            onChange={(changed) => setForms(forms.map((each) => (each.index === changed.index ? changed : each)))}
          />
        ))}
        {tried && isIncomplete && (
          <p role="alert" className="gh-form-problem">
            Something is not filled in or not decided yet. It is marked above.
          </p>
        )}
        {add.status === 'failed' && <ErrorAlert error={add.error} />}
        <Group justify="space-between">
          <Button variant="default" onClick={leave} disabled={add.status === 'pending'}>
            Cancel
          </Button>
          <Button type="submit" loading={add.status === 'pending'} disabled={chosen.length === 0}>
            {chosen.length === 0 ? 'Add' : `Add ${plural(chosen.length, 'server')}`}
          </Button>
        </Group>
      </form>
    </>
  );
}

interface Pair {
  readonly entry: ImportEntry;
  readonly form: EntryForm;
}

function pairUp(entries: readonly ImportEntry[], forms: readonly EntryForm[]): readonly Pair[] {
  return entries.flatMap((entry) => {
    const form = forms.find(({ index }) => index === entry.index);
    return form === undefined ? [] : [{ entry, form }];
  });
}

/** With few servers each has its own tick, which is enough. */
const FEW = 3;

interface ChooseAllProps {
  readonly pairs: readonly Pair[];
  readonly onChange: (forms: readonly EntryForm[]) => void;
}

function ChooseAll({ pairs, onChange }: ChooseAllProps): ReactNode {
  const usable = pairs.filter(({ entry, form }) => isChosen(entry, { ...form, chosen: true }));
  if (usable.length <= FEW) return null;
  const all = usable.every(({ form }) => form.chosen);
  return (
    <Button variant="default" size="sm" onClick={() => onChange(pairs.map(({ form }) => ({ ...form, chosen: !all })))}>
      {all ? 'Choose none' : `Choose all ${usable.length}`}
    </Button>
  );
}
