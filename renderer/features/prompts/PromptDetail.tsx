/**
 * One prompt: what its server says about it, the form for its arguments, and the messages it makes of them.
 *
 * Prompts are used when a person asks for it, and nothing is sent to a model here (MCP 2025-11-25 server/prompts).
 */
import { Button, Group, Stack, Text } from '@mantine/core';
import { useState, type ReactNode, type SyntheticEvent } from 'react';
import type { PromptView } from '../../../app/contract/resources.ts';
import type { ServerView } from '../../../app/contract/servers.ts';
import { visible } from '../../../app/contract/visibleText.ts';
import { Quoted } from '../../ui/Quoted.tsx';
import { ArgumentFields, type ArgumentValues } from '../completion/ArgumentFields.tsx';
import { OfferedHead } from '../lists/OfferedHead.tsx';
import { RunningRequest } from '../requests/RunningRequest.tsx';
import { useRequest } from '../requests/useRequest.ts';
import { filledArguments, missingArguments } from './missingArguments.ts';
import { PromptOutcomeView } from './PromptOutcomeView.tsx';
import './prompts.css';

export interface PromptDetailProps {
  readonly server: ServerView;
  readonly prompt: PromptView;
}

const NO_PROBLEMS: ReadonlyMap<string, string> = new Map();

export function PromptDetail({ server, prompt }: PromptDetailProps): ReactNode {
  const { serverId } = server;
  const { name, description } = prompt;
  const [values, setValues] = useState<ArgumentValues>({});
  const [tried, setTried] = useState(false);
  const [request, start] = useRequest('prompt.get', serverId, name);
  const missing = missingArguments(prompt, values);
  const show = (event: SyntheticEvent): void => {
    event.preventDefault();
    setTried(true);
    if (missing.size > 0) return;
    void start((requestId) => ({ requestId, serverId, name, arguments: filledArguments(prompt, values) }));
  };
  return (
    <article className="gh-card">
      <Stack gap="md">
        <OfferedHead serverId={serverId} entry={prompt} known={name} copyLabel="Copy the prompt’s name" />
        {description !== undefined && <Quoted by="server" text={description} />}
        <form noValidate onSubmit={show} aria-label={`Arguments of ${visible(prompt.label)}`}>
          <ArgumentFields
            server={server}
            target={{ kind: 'prompt', name }}
            fields={prompt.arguments}
            values={values}
            problems={tried ? missing : NO_PROBLEMS}
            onChange={setValues}
          />
          <Group mt="md" gap="md">
            <Button type="submit" disabled={request.kind === 'running'}>
              {request.kind === 'ended' ? 'Show messages again' : 'Show messages'}
            </Button>
            <Text size="sm" c="dimmed">
              {prompt.arguments.length === 0 && 'This prompt takes no arguments. '}
              No model is asked.
            </Text>
          </Group>
        </form>
        {request.kind === 'running' && (
          <RunningRequest startedAtMs={request.startedAtMs} cancelling={request.cancelling} onCancel={request.cancel} />
        )}
        {request.kind === 'ended' && <PromptOutcomeView serverId={serverId} outcome={request.outcome} />}
      </Stack>
    </article>
  );
}
