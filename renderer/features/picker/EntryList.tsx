/**
 * The entries of a folder as a list box: arrows move, Enter opens or takes, Backspace goes up, letters find.
 */
import { IconFile, IconFolder } from '@tabler/icons-react';
import { useEffect, useId, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import type { FolderView, PickRequest } from '../../../app/contract/picks.ts';
import { formatBytes } from '../../ui/formatTime.ts';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { findByTyping, rowAfterKey, TYPING_MS } from './folderKeys.ts';
import type { FolderEntry } from './folderKeys.ts';

export interface EntryListProps {
  readonly folder: FolderView;
  readonly want: PickRequest['want'];
  readonly multiple: boolean;
  /** Ids of the marked entries. */
  readonly selected: readonly string[];
  readonly onSelect: (entryIds: readonly string[]) => void;
  readonly onOpen: (entryId: string) => void;
  readonly onTake: (entryId: string) => void;
}

export function EntryList(props: EntryListProps): ReactNode {
  const { folder, want, multiple, selected, onSelect, onOpen, onTake } = props;
  const { entries } = folder;
  const [row, setRow] = useState(0);
  const listId = useId();
  const list = useRef<HTMLUListElement>(null);
  const typed = useRef({ text: '', atMs: 0 });
  useEffect(() => {
    list.current?.focus();
  }, []);
  useEffect(() => {
    list.current?.children[row]?.scrollIntoView({ block: 'nearest' });
  }, [row]);

  const mark = (entry: FolderEntry): void => {
    if (entry.kind !== want) return;
    const isMarked = selected.includes(entry.entryId);
    if (!multiple) onSelect([entry.entryId]);
    else onSelect(isMarked ? selected.filter((id) => id !== entry.entryId) : [...selected, entry.entryId]);
  };
  const moveTo = (next: number): void => {
    setRow(next);
    const entry = entries[next];
    if (!multiple && entry !== undefined) onSelect(entry.kind === want ? [entry.entryId] : []);
  };
  const act = (entry: FolderEntry): void => {
    if (entry.kind === 'directory') onOpen(entry.entryId);
    else if (want === 'file') onTake(entry.entryId);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const entry = entries[row];
    const next = rowAfterKey(event.key, row, entries.length);
    if (next !== undefined) moveTo(next);
    else if (event.key === 'Enter' && entry !== undefined) act(entry);
    else if (event.key === 'Backspace' && folder.parentEntryId !== undefined) onOpen(folder.parentEntryId);
    else if (event.key === ' ' && multiple && entry !== undefined) mark(entry);
    else if (event.key.length === 1 && event.key !== ' ') {
      const nowMs = Date.now();
      const text = nowMs - typed.current.atMs < TYPING_MS ? typed.current.text + event.key : event.key;
      typed.current = { text, atMs: nowMs };
      const found = findByTyping(text, row, entries);
      if (found !== undefined) moveTo(found);
    } else return;
    event.preventDefault();
  };

  return (
    <ul
      ref={list}
      role="listbox"
      data-autofocus
      tabIndex={0}
      aria-label="Files and folders"
      aria-multiselectable={multiple}
      {...(entries.length === 0 ? {} : { 'aria-activedescendant': `${listId}-${row}` })}
      className="gh-entries"
      onKeyDown={onKeyDown}
    >
      {entries.map((entry, index) => (
        <EntryRow
          key={entry.entryId}
          id={`${listId}-${index}`}
          entry={entry}
          current={index === row}
          marked={selected.includes(entry.entryId)}
          choosable={entry.kind === want}
          onMark={() => {
            setRow(index);
            mark(entry);
          }}
          onAct={() => act(entry)}
        />
      ))}
      {entries.length === 0 && (
        <li role="presentation" className="gh-soft gh-entries-empty">
          Nothing to choose in this folder.
        </li>
      )}
    </ul>
  );
}

interface EntryRowProps {
  readonly id: string;
  readonly entry: FolderEntry;
  readonly current: boolean;
  readonly marked: boolean;
  readonly choosable: boolean;
  readonly onMark: () => void;
  readonly onAct: () => void;
}

function EntryRow({ id, entry, current, marked, choosable, onMark, onAct }: EntryRowProps): ReactNode {
  const Icon = entry.kind === 'directory' ? IconFolder : IconFile;
  const dimmed = !choosable && entry.kind === 'file';
  return (
    <li
      id={id}
      role="option"
      aria-selected={marked}
      aria-disabled={dimmed}
      className={`gh-entry${current ? ' gh-entry-current' : ''}${marked ? ' gh-entry-marked' : ''}`}
      onClick={onMark}
      onDoubleClick={onAct}
    >
      <Icon size={18} aria-hidden />
      <span className="gh-entry-name">
        <VisibleText text={entry.name} />
      </span>
      <span className="gh-soft">{entry.sizeBytes === undefined ? '' : formatBytes(entry.sizeBytes)}</span>
    </li>
  );
}
