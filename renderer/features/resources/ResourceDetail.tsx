/**
 * One resource: what its server says about it, and the way to read it.
 *
 * SECURITY(S12): all of it is the server's claim. The address is shown and never opened.
 */
import { Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ResourceView } from '../../../app/contract/resources.ts';
import type { ServerView } from '../../../app/contract/servers.ts';
import { formatBytes } from '../../ui/formatTime.ts';
import { Quoted } from '../../ui/Quoted.tsx';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { OfferedHead } from '../lists/OfferedHead.tsx';
import { resourceClaims } from './resourceClaims.ts';
import { ResourceReading } from './ResourceReading.tsx';

export interface ResourceDetailProps {
  readonly server: ServerView;
  readonly resource: ResourceView;
}

export function ResourceDetail({ server, resource }: ResourceDetailProps): ReactNode {
  const { uri, name, label, description, mimeType, sizeBytes } = resource;
  const claims = resourceClaims(resource);
  const hasFacts = name !== label || mimeType !== undefined || sizeBytes !== undefined;
  return (
    <article className="gh-card">
      <Stack gap="md">
        <OfferedHead serverId={server.serverId} entry={resource} known={uri} copyLabel="Copy the address" />
        {description !== undefined && <Quoted by="server" text={description} />}
        {hasFacts && (
          <dl className="gh-facts">
            {name !== label && <Fact label="Name" value={name} />}
            {mimeType !== undefined && <Fact label="Type, as the server says" value={mimeType} />}
            {sizeBytes !== undefined && <Fact label="Size, as the server says" value={formatBytes(sizeBytes)} />}
          </dl>
        )}
        {claims.length > 0 && (
          <Text size="sm">
            The server says that it{' '}
            {claims.map(({ words, quotes }, index) => (
              <span key={words}>
                {index > 0 && (index === claims.length - 1 ? ' and ' : ', ')}
                {words}
                {quotes !== undefined && (
                  <>
                    {' '}
                    <VisibleText text={quotes} />
                  </>
                )}
              </span>
            ))}
            .
          </Text>
        )}
        <ResourceReading serverId={server.serverId} uri={uri} />
      </Stack>
    </article>
  );
}

function Fact({ label, value }: { readonly label: string; readonly value: string }): ReactNode {
  return (
    <>
      <dt>{label}</dt>
      <dd>
        <VisibleText text={value} mono />
      </dd>
    </>
  );
}
