/**
 * What reading a resource brought: text, pictures and sounds drawn as such, anything else as something to save.
 */
import { Button, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { assertNever } from '../../../app/contract/errors.ts';
import type { ReadOutcome, ResourceContent } from '../../../app/contract/resources.ts';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { formatBytes } from '../../ui/formatTime.ts';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { BinaryView } from '../calls/BinaryView.tsx';
import { LongText } from '../calls/LongText.tsx';
import { SaveButton } from '../calls/SaveButton.tsx';
import { Notice } from '../servers/Notice.tsx';
import { StatusWord } from '../servers/StatusWord.tsx';
import '../calls/calls.css';

export interface ReadOutcomeViewProps {
  readonly outcome: ReadOutcome;
  /** Asks the server although it said that what is kept stays good. */
  readonly onReadAnew: () => void;
}

export function ReadOutcomeView({ outcome, onReadAnew }: ReadOutcomeViewProps): ReactNode {
  switch (outcome.kind) {
    case 'complete':
      return <Complete result={outcome.result} onReadAnew={onReadAnew} />;
    case 'failed':
      return <ErrorAlert error={outcome.error} />;
    case 'cancelled':
      return <Notice tone="plain" title="The reading was cancelled" />;
    default:
      return assertNever(outcome);
  }
}

interface CompleteProps {
  readonly result: Extract<ReadOutcome, { kind: 'complete' }>['result'];
  readonly onReadAnew: () => void;
}

function Complete({ result: { contents, cached }, onReadAnew }: CompleteProps): ReactNode {
  return (
    <Stack gap="md" className="gh-outcome">
      <Group gap="md">
        <StatusWord words={cached ? 'From memory' : 'Read'} tone="good" />
        {cached && (
          <>
            <Text size="sm" c="dimmed">
              The server said that what it sent earlier stays good for a while, so it was not asked again.
            </Text>
            <Button variant="default" size="xs" onClick={onReadAnew}>
              Ask the server anyway
            </Button>
          </>
        )}
      </Group>
      {contents.length === 0 && <Text c="dimmed">The server answered without any content.</Text>}
      {contents.map((content, index) => (
        <section key={index} className="gh-block" aria-label={`Part ${index + 1} of ${contents.length}`}>
          {contents.length > 1 && (
            <Text size="sm" c="dimmed" mb={4}>
              <VisibleText text={content.uri} mono />
            </Text>
          )}
          <Content content={content} />
        </section>
      ))}
    </Stack>
  );
}

function Content({ content: { text, base64, mimeType } }: { readonly content: ResourceContent }): ReactNode {
  if (base64 !== undefined) {
    return <BinaryView mimeType={mimeType ?? 'application/octet-stream'} base64={base64} of="resource" />;
  }
  if (text === undefined) return <Text c="dimmed">This part has neither text nor data.</Text>;
  return (
    <>
      <LongText text={text} label="Text of the resource" copyLabel="Copy the text" />
      <Group gap="sm" mt={6}>
        <Text size="sm" c="dimmed">
          {mimeType !== undefined && (
            <>
              <VisibleText text={mimeType} mono /> ·{' '}
            </>
          )}
          {formatBytes(new TextEncoder().encode(text).length)}
        </Text>
        <SaveButton bytes={text} fileName="resource.txt" label="Save as…" />
      </Group>
    </>
  );
}
