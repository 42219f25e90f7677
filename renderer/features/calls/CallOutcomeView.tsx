/**
 * How a call ended: the result, the tool's own word that it failed, or an error of ours.
 *
 * The last two look different on purpose: one is an answer of the server's, the other means there is no answer.
 */
import { Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { CallOutcome } from '../../../app/contract/calls.ts';
import { assertNever } from '../../../app/contract/errors.ts';
import type { ServerId } from '../../../app/contract/ids.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { Notice } from '../servers/Notice.tsx';
import { StatusWord } from '../servers/StatusWord.tsx';
import { callStateWords, structuredCheckWords } from './callWords.ts';
import { ContentBlockView } from './ContentBlockView.tsx';
import { jsonText, JsonView } from './JsonView.tsx';

export interface CallOutcomeViewProps {
  readonly outcome: CallOutcome;
  /** Beside the words that say how it ended. */
  readonly aside?: ReactNode;
  /** Whose call it was, where that server can still be asked for what a link in the result names. */
  readonly serverId?: ServerId;
}

export function CallOutcomeView({ outcome, aside, serverId }: CallOutcomeViewProps): ReactNode {
  switch (outcome.kind) {
    case 'complete':
      return <CompleteView outcome={outcome} aside={aside} {...(serverId !== undefined && { serverId })} />;
    case 'failed':
      return <ErrorAlert error={outcome.error} />;
    case 'cancelled':
      return (
        <Notice tone="plain" title="The call was cancelled">
          The server was told. What it had already done by then stays done.
        </Notice>
      );
    case 'task':
      return (
        <Notice tone="plain" title="It goes on as a task">
          What becomes of it stands under Tasks.
        </Notice>
      );
    default:
      return assertNever(outcome);
  }
}

type Complete = Extract<CallOutcome, { kind: 'complete' }>;

interface CompleteViewProps extends CallOutcomeViewProps {
  readonly outcome: Complete;
}

function CompleteView({ outcome, aside, serverId }: CompleteViewProps): ReactNode {
  const { content, structuredContent, isError } = outcome;
  return (
    <Stack gap="md" className={isError ? 'gh-outcome gh-outcome-error' : 'gh-outcome'}>
      <Group justify="space-between" gap="sm">
        <Group gap="md">
          <StatusWord {...callStateWords(isError ? 'tool_error' : 'complete')} />
          {aside}
        </Group>
        <CopyButton text={jsonText({ content, structuredContent, isError })} label="Copy the result" look="text" />
      </Group>
      {content.length === 0 && structuredContent === undefined && (
        <Text c="dimmed">The tool answered without any content.</Text>
      )}
      {content.map((block, index) => (
        <ContentBlockView
          key={index}
          block={block}
          label={`Part ${index + 1} of ${content.length}`}
          {...(serverId !== undefined && { serverId })}
        />
      ))}
      <StructuredPart outcome={outcome} />
    </Stack>
  );
}

function StructuredPart({ outcome }: { readonly outcome: Complete }): ReactNode {
  const { structuredContent, structuredCheck, structuredProblem } = outcome;
  const verdict = structuredCheckWords(structuredCheck, structuredContent !== undefined);
  if (verdict === undefined) return null;
  return (
    <section className="gh-block" aria-label="Structured content">
      <Group gap="md" mb={6}>
        <Text fw={600}>Structured content</Text>
        <StatusWord {...verdict} />
      </Group>
      {structuredProblem !== undefined && (
        <Text size="sm" mb={6}>
          <VisibleText text={structuredProblem} />
        </Text>
      )}
      {structuredContent !== undefined && <JsonView value={structuredContent} noun="structured content" />}
    </section>
  );
}
