/**
 * What came of an import: the servers that were added, none of which runs.
 */
import { Anchor, Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ServerId } from '../../../app/contract/ids.ts';
import { useMirror } from '../../state/mirror.ts';
import { plural } from '../../ui/formatTime.ts';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { useNavigation } from '../frame/navigation.tsx';
import { HOME } from '../frame/screens.ts';

export function AddedServers({ serverIds }: { readonly serverIds: readonly ServerId[] }): ReactNode {
  const added = useMirror(({ servers }) => servers.filter(({ serverId }) => serverIds.includes(serverId)));
  const { go, replace } = useNavigation();
  return (
    <>
      <PageHeader
        title={`${plural(serverIds.length, 'server')} added`}
        description={`${serverIds.length === 1 ? 'It does not run.' : 'None of them runs.'} When you start one, you first see exactly what it would do, and decide.`}
      />
      <div className="gh-column">
        <ul className="gh-rows" aria-label="Added servers">
          {added.map(({ serverId, name }) => (
            <li key={serverId} className="gh-added-row">
              <Anchor component="button" type="button" onClick={() => go({ at: 'server', serverId })}>
                <VisibleText text={name} />
              </Anchor>
            </li>
          ))}
        </ul>
        <Group>
          <Button onClick={() => replace(HOME)}>Go to the servers</Button>
        </Group>
      </div>
    </>
  );
}
