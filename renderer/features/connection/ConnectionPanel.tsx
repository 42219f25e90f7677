/**
 * How a server is spoken to: what was negotiated, what each side can do, and every message that went over the wire.
 */
import { Group, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ConnectionView, ServerView } from '../../../app/contract/servers.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { formatTimestamp } from '../../ui/formatTime.ts';
import { Quoted } from '../../ui/Quoted.tsx';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { sourceText } from '../servers/serverWords.ts';
import { Capabilities } from './Capabilities.tsx';
import { eraWords, sessionWords, transportWords } from './connectionWords.ts';
import { WireLog } from './WireLog.tsx';
import './connection.css';

export function ConnectionPanel({ server }: { readonly server: ServerView }): ReactNode {
  const { state } = server;
  return (
    <Stack gap="lg">
      {state.kind === 'running' ? (
        <>
          <Facts server={server} connection={state.connection} startedAtMs={state.startedAtMs} />
          <Capabilities connection={state.connection} />
        </>
      ) : (
        <Text c="dimmed">
          {server.source.kind === 'remote'
            ? 'There is no connection. What the server can do is known while it is connected.'
            : 'The server is not running. What it can do is known while it runs.'}
        </Text>
      )}
      <WireLog server={server} />
      {state.kind === 'running' && <Claims connection={state.connection} />}
    </Stack>
  );
}

interface FactsProps {
  readonly server: ServerView;
  readonly connection: ConnectionView;
  readonly startedAtMs: number;
}

function Facts({ server: { source }, connection, startedAtMs }: FactsProps): ReactNode {
  const remoteUrl = source.kind === 'remote' ? source.definition.url : undefined;
  const { kind, text } = sourceText(source);
  return (
    <section className="gh-card" aria-labelledby="connection-heading">
      <Title order={2} id="connection-heading" mb="sm">
        The connection
      </Title>
      <dl className="gh-facts">
        <dt>{remoteUrl === undefined ? 'Running since' : 'Connected since'}</dt>
        <dd>{formatTimestamp(startedAtMs)}</dd>
        <dt>{kind}</dt>
        <dd>
          <VisibleText text={remoteUrl ?? text} mono />
        </dd>
        <dt>Transport</dt>
        <dd>{transportWords(connection.transport)}</dd>
        <dt>Protocol</dt>
        <dd>
          <VisibleText text={connection.protocolVersion} mono />
          {sessionWords(connection)}
          <div className="gh-soft">The {eraWords(connection.era)}.</div>
        </dd>
      </dl>
    </section>
  );
}

/** All of it is the server's word. The website is text: nothing of a server becomes a link. SECURITY(S11) */
function Claims({ connection }: { readonly connection: ConnectionView }): ReactNode {
  const { serverName, serverTitle, serverVersion, serverWebsite, instructions } = connection;
  return (
    <section className="gh-card" aria-labelledby="claims-heading">
      <Title order={2} id="claims-heading" mb="sm">
        What the server says about itself
      </Title>
      <Stack gap="sm">
        {serverTitle !== undefined && <Quoted by="server" label="Title, as the server says:" text={serverTitle} />}
        <Quoted by="server" label="Name and version, as the server says:" text={`${serverName} ${serverVersion}`} />
        {serverWebsite !== undefined && (
          <Group gap="xs" align="flex-end" wrap="nowrap">
            <Quoted by="server" label="Website, as the server says:" text={serverWebsite} />
            <CopyButton text={serverWebsite} label="Copy the address of the website" />
          </Group>
        )}
        {instructions !== undefined && (
          <Quoted by="server" label="Instructions for models, as the server says:" text={instructions} />
        )}
      </Stack>
    </section>
  );
}
