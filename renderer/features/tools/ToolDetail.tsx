/**
 * One tool: what its server says about it, its schemas, and the way to call it.
 *
 * SECURITY(S12): name, description and annotations are the server's claims and stand as such; none of them changes what
 * Gatehouse does.
 */
import { Accordion, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ServerView, ToolView } from '../../../app/contract/servers.ts';
import { Quoted } from '../../ui/Quoted.tsx';
import { JsonView } from '../calls/JsonView.tsx';
import { ToolCallPanel } from '../calls/ToolCallPanel.tsx';
import { OfferedHead } from '../lists/OfferedHead.tsx';
import { Notice } from '../servers/Notice.tsx';
import { MirroredArguments } from './MirroredArguments.tsx';
import { MissingScope } from './MissingScope.tsx';
import { toolClaims } from './toolClaims.ts';

export interface ToolDetailProps {
  readonly server: ServerView;
  readonly tool: ToolView;
  /** Declined before, so that calls of the tool fail. */
  readonly missingScope: string | undefined;
}

export function ToolDetail({ server, tool, missingScope }: ToolDetailProps): ReactNode {
  const { serverId } = server;
  return (
    <article className="gh-card">
      <Stack gap="md">
        <OfferedHead serverId={serverId} entry={tool} known={tool.name} copyLabel="Copy the tool’s name" />
        {tool.unusualName && (
          <Notice title="The tool has an unusual name">
            Names of tools are 1 to 128 letters, digits, dots, hyphens and underscores. This one is not, so it may look
            like another tool’s, or not work everywhere. It is called exactly by the name above.
          </Notice>
        )}
        {tool.undeclared && (
          <Notice title="The bundle does not list this tool">
            Its manifest says its list of tools is complete, and this one is not in it.
          </Notice>
        )}
        {missingScope !== undefined && <MissingScope server={server} scope={missingScope} />}
        {tool.description !== undefined && <Quoted by="server" text={tool.description} />}
        <Claims tool={tool} />
        <MirroredArguments names={tool.mirroredArguments} />
        <Schemas tool={tool} />
        <ToolCallPanel serverId={serverId} tool={tool} />
      </Stack>
    </article>
  );
}

function Claims({ tool }: { readonly tool: ToolView }): ReactNode {
  const claims = toolClaims(tool.annotations);
  return (
    <Text size="sm">
      {claims.length === 0 ? (
        'The server says nothing about what this tool may change.'
      ) : (
        <>The server says that it {new Intl.ListFormat('en').format(claims)}. Gatehouse can’t check this.</>
      )}
    </Text>
  );
}

function Schemas({ tool }: { readonly tool: ToolView }): ReactNode {
  return (
    <Accordion variant="contained" multiple>
      <Accordion.Item value="input">
        <Accordion.Control>Schema of its arguments</Accordion.Control>
        <Accordion.Panel>
          <JsonView value={tool.inputSchema} noun="schema of the arguments" />
        </Accordion.Panel>
      </Accordion.Item>
      {tool.outputSchema !== undefined && (
        <Accordion.Item value="output">
          <Accordion.Control>Schema of its results</Accordion.Control>
          <Accordion.Panel>
            <JsonView value={tool.outputSchema} noun="schema of the results" />
          </Accordion.Panel>
        </Accordion.Item>
      )}
    </Accordion>
  );
}
