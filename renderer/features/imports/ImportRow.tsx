/**
 * An import that waits, among everything else that waits for a person.
 */
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ImportView } from '../../../app/contract/imports.ts';
import { plural } from '../../ui/formatTime.ts';
import { useNavigation } from '../frame/navigation.tsx';
import { sourceTitle } from './importWords.ts';

export function ImportRow({ view }: { readonly view: ImportView }): ReactNode {
  const { go } = useNavigation();
  return (
    <li className="gh-card gh-waiting-row">
      <div>
        <h2>{sourceTitle(view.source)}</h2>
        <div className="gh-soft">{plural(view.entries.length, 'server')} to choose from. Nothing is added yet.</div>
      </div>
      <Button variant="default" onClick={() => go({ at: 'import', importId: view.importId })}>
        Go on
      </Button>
    </li>
  );
}
