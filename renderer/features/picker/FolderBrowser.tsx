/**
 * A dialog to choose files or folders, drawn from what the host lists.
 *
 * The page names entries by the host's ids and never by a path, so it can choose only what a person could see.
 */
import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { PickerId } from '../../../app/contract/ids.ts';
import type { FolderView, Pick, PickRequest } from '../../../app/contract/picks.ts';
import { useCommand } from '../../state/useCommand.ts';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { EntryList } from './EntryList.tsx';
import './picker.css';

export interface FolderBrowserProps {
  readonly request: PickRequest;
  readonly pickerId: PickerId;
  readonly firstFolder: FolderView;
  /** With what was chosen, or nothing. */
  readonly onFinish: (picks: readonly Pick[]) => void;
}

export function FolderBrowser({ request, pickerId, firstFolder, onFinish }: FolderBrowserProps): ReactNode {
  const [folder, setFolder] = useState(firstFolder);
  const [selected, setSelected] = useState<readonly string[]>([]);
  const list = useCommand('picker.list');
  const choose = useCommand('picker.choose');
  const cancel = useCommand('picker.cancel');

  const open = async (entryId: string): Promise<void> => {
    const outcome = await list.run({ pickerId, entryId });
    if (outcome.status !== 'done') return;
    setFolder(outcome.result);
    setSelected([]);
  };
  const take = async (entryIds: readonly string[]): Promise<void> => {
    const outcome = await choose.run({ pickerId, entryIds });
    if (outcome.status === 'done') onFinish(outcome.result.picks);
  };
  const close = (): void => {
    void cancel.run({ pickerId }); // The host forgets the walk; nothing depends on its answer.
    onFinish([]);
  };

  const error = list.status === 'failed' ? list.error : choose.status === 'failed' ? choose.error : undefined;
  return (
    <Modal opened onClose={close} size="56rem" title={titleFor(request)} closeButtonProps={{ 'aria-label': 'Close' }}>
      <div className="gh-picker">
        <Places folder={folder} onOpen={(entryId) => void open(entryId)} />
        <div className="gh-picker-main">
          <div className="gh-picker-path">
            <VisibleText text={folder.path} mono />
          </div>
          <EntryList
            key={folder.path}
            folder={folder}
            want={request.want}
            multiple={request.multiple}
            selected={selected}
            onSelect={setSelected}
            onOpen={(entryId) => void open(entryId)}
            onTake={(entryId) => void take([entryId])}
          />
          {folder.truncated && <p className="gh-soft gh-tight">There are more entries than are listed here.</p>}
          {error !== undefined && <ErrorAlert error={error} />}
        </div>
      </div>
      <div className="gh-picker-foot">
        <Button variant="default" onClick={close}>
          Cancel
        </Button>
        <Button
          disabled={selected.length === 0 && request.want === 'file'}
          loading={choose.status === 'pending'}
          onClick={() => void take(selected.length === 0 ? [folder.selfEntryId] : selected)}
        >
          {buttonFor(request, selected.length)}
        </Button>
      </div>
    </Modal>
  );
}

interface PlacesProps {
  readonly folder: FolderView;
  readonly onOpen: (entryId: string) => void;
}

function Places({ folder, onOpen }: PlacesProps): ReactNode {
  const { parentEntryId } = folder;
  return (
    <nav aria-label="Places" className="gh-picker-places">
      <Button
        variant="subtle"
        justify="flex-start"
        fullWidth
        disabled={parentEntryId === undefined}
        onClick={() => {
          if (parentEntryId !== undefined) onOpen(parentEntryId);
        }}
      >
        Up one folder
      </Button>
      {folder.places.map((place) => (
        <Button
          key={place.entryId}
          variant="subtle"
          color="gray"
          justify="flex-start"
          fullWidth
          onClick={() => {
            onOpen(place.entryId);
          }}
        >
          <VisibleText text={place.label} />
        </Button>
      ))}
    </nav>
  );
}

function titleFor({ want, multiple, extensions }: PickRequest): string {
  if (want === 'directory') return multiple ? 'Choose folders' : 'Choose a folder';
  const kind = extensions.length === 0 ? '' : ` (${extensions.map((extension) => `.${extension}`).join(', ')})`;
  return (multiple ? 'Choose files' : 'Choose a file') + kind;
}

function buttonFor({ want }: PickRequest, selectedCount: number): string {
  if (selectedCount > 1) return `Choose ${selectedCount}`;
  if (want === 'file') return 'Choose the file';
  return selectedCount === 0 ? 'Choose this folder' : 'Choose the marked folder';
}
