/**
 * What a server offers of one kind: a box to find by, the list, and beside it the one that was chosen.
 */
import { Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { Fragment, useMemo, useState, type ReactNode } from 'react';
import type { ServerId } from '../../../app/contract/ids.ts';
import type { IconView } from '../../../app/contract/resources.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { plural } from '../../ui/formatTime.ts';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { ServerThingIcon } from '../icons/ServerThingIcon.tsx';
import { findEntries, type Entry } from './findEntries.ts';
import { WindowedList } from './WindowedList.tsx';

export interface OfferedEntry extends Entry {
  readonly icons: readonly IconView[];
}

export interface OfferedListProps<T extends OfferedEntry> {
  readonly serverId: ServerId;
  /** `tool`: names the list, its box and its count. Its plural takes an s. */
  readonly noun: string;
  readonly items: readonly T[];
  /** What tells two entries of one label apart, and stands below it: a name or an address. */
  readonly keyOf: (item: T) => string;
  /** A word of ours beside the label. */
  readonly mark?: (item: T) => ReactNode;
  /** After the count. */
  readonly note?: ReactNode;
  /** Above the box. */
  readonly above?: ReactNode;
  /** The chosen entry in full. */
  readonly detail: (item: T) => ReactNode;
  /** What stands in place of the detail. */
  readonly nothingChosen: string;
  /** The key of the entry that stands open at first, and what is said where there is none of that key. */
  readonly chosenFirst?: string | undefined;
  readonly gone?: string;
}

export function OfferedList<T extends OfferedEntry>(props: OfferedListProps<T>): ReactNode {
  const { noun, items, keyOf, note, above, detail } = props;
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState(props.chosenFirst);
  const shown = items.find((item) => keyOf(item) === chosen);
  const found = useMemo(() => findEntries(items, typed), [items, typed]);
  // Where nothing has an icon there is no column of neutral marks.
  const hasIcons = useMemo(() => items.some(({ icons }) => icons.length > 0), [items]);
  const all = plural(items.length, noun);
  return (
    <div className="gh-offers-room">
      <div className="gh-offers">
        <div>
          {above}
          <TextInput
            aria-label={`Find a ${noun}`}
            placeholder={`Find a ${noun}`}
            leftSection={<IconSearch size={16} aria-hidden />}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            mb="xs"
          />
          <WindowedList
            label={`${noun.charAt(0).toUpperCase()}${noun.slice(1)}s`}
            items={found}
            keyOf={keyOf}
            chosen={chosen}
            onChoose={setChosen}
            row={(item) => <OfferedRow item={item} list={props} hasIcons={hasIcons} />}
          />
          <Text size="sm" c="dimmed" mt={6} role="status">
            {typed.trim() === '' ? all : `${found.length} of ${all}`}
            {note}
          </Text>
        </div>
        {shown === undefined ? (
          <EmptyState title={`Choose a ${noun}`}>
            {(chosen !== undefined && props.gone) || props.nothingChosen}
          </EmptyState>
        ) : (
          <Fragment key={chosen}>{detail(shown)}</Fragment>
        )}
      </div>
    </div>
  );
}

interface OfferedRowProps<T extends OfferedEntry> {
  readonly item: T;
  readonly list: Pick<OfferedListProps<T>, 'serverId' | 'keyOf' | 'mark'>;
  readonly hasIcons: boolean;
}

function OfferedRow<T extends OfferedEntry>({ item, list, hasIcons }: OfferedRowProps<T>): ReactNode {
  return (
    <div className="gh-offer-row">
      {hasIcons && <ServerThingIcon serverId={list.serverId} icons={item.icons} />}
      <div className="gh-offer-what">
        <div className="gh-offer-label">
          <VisibleText text={item.label} />
          {list.mark?.(item)}
        </div>
        <div className="gh-offer-subtitle">
          <VisibleText text={list.keyOf(item)} mono />
        </div>
      </div>
    </div>
  );
}
