/**
 * One import: every server in it with all that would be stored. The person chooses, fills in and decides.
 *
 * The host forgets an import once it is added or its time is over; what it held stays on this screen until one leaves it.
 */
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { ImportId } from '../../../app/contract/ids.ts';
import type { ImportView } from '../../../app/contract/imports.ts';
import { useMirror } from '../../state/mirror.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useNavigation } from '../frame/navigation.tsx';
import { ImportForm } from './ImportForm.tsx';
import './imports.css';

export function ImportScreen({ importId }: { readonly importId: ImportId }): ReactNode {
  const live = useMirror(({ imports }) => imports.find((each) => each.importId === importId));
  const [kept, setKept] = useState<ImportView | undefined>(live);
  if (live !== undefined && live !== kept) setKept(live);
  const view = live ?? kept;
  return view === undefined ? <Closed /> : <ImportForm view={view} isOpen={live !== undefined} closed={<Closed />} />;
}

function Closed(): ReactNode {
  const { replace } = useNavigation();
  return (
    <EmptyState
      title="This import is closed"
      action={<Button onClick={() => replace({ at: 'bring' })}>Bring servers again</Button>}
    >
      It was finished, cancelled, or left for half an hour. Nothing of it was kept.
    </EmptyState>
  );
}
