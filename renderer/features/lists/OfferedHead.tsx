/**
 * The head of one thing a server offers: its icon, its label, and the name or address it really goes by.
 */
import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ServerId } from '../../../app/contract/ids.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { ServerThingIcon } from '../icons/ServerThingIcon.tsx';
import type { OfferedEntry } from './OfferedList.tsx';

export interface OfferedHeadProps {
  readonly serverId: ServerId;
  readonly entry: Pick<OfferedEntry, 'label' | 'icons'>;
  /** Its name or address. */
  readonly known: string;
  /** `Copy the address`. */
  readonly copyLabel: string;
}

export function OfferedHead({ serverId, entry, known, copyLabel }: OfferedHeadProps): ReactNode {
  return (
    <header className="gh-offer-head">
      {entry.icons.length > 0 && <ServerThingIcon serverId={serverId} icons={entry.icons} size={2.5} />}
      <div>
        <Title order={2}>
          <VisibleText text={entry.label} />
        </Title>
        <div className="gh-with-copy">
          <VisibleText text={known} mono />
          <CopyButton text={known} label={copyLabel} />
        </div>
      </div>
    </header>
  );
}
