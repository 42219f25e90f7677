/**
 * One record whole: every field, its details as JSON, and the records that belong to it.
 */
import { Anchor, Modal, Skeleton, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ActivityRecord } from '../../../app/contract/activity.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { formatTimestamp } from '../../ui/formatTime.ts';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { jsonText, JsonView } from '../calls/JsonView.tsx';
import { useAnswer } from '../servers/useAnswer.ts';
import { decidedByWords, outcomeWords, whatHappened } from './activityWords.ts';
import '../calls/calls.css';

export interface RecordDialogProps {
  /** The record that is open, if any. */
  readonly seq: number | undefined;
  readonly onClose: () => void;
  readonly onOpen: (seq: number) => void;
}

export function RecordDialog({ seq, onClose, onOpen }: RecordDialogProps): ReactNode {
  return (
    <Modal
      opened={seq !== undefined}
      onClose={onClose}
      title={`Record ${seq ?? ''}`}
      size="xl"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {seq !== undefined && <OpenRecord key={seq} seq={seq} onOpen={onOpen} />}
    </Modal>
  );
}

function OpenRecord({ seq, onOpen }: { readonly seq: number; readonly onOpen: (seq: number) => void }): ReactNode {
  const { result, error } = useAnswer('activity.get', { seq });
  if (error !== undefined) return <ErrorAlert error={error} />;
  if (result === undefined) return <Skeleton height={200} aria-label="Loading the record" />;
  const { record, related } = result;
  return (
    <Stack gap="md">
      <Fields record={record} />
      {Object.keys(record.details).length > 0 && (
        <section aria-label="Details">
          <Text fw={600} mb={4}>
            Details
          </Text>
          <JsonView value={record.details} noun="details" />
        </section>
      )}
      {related.length > 0 && <Related related={related} onOpen={onOpen} />}
      <CopyButton text={jsonText(record)} label="Copy the whole record" look="text" />
    </Stack>
  );
}

function Fields({ record }: { readonly record: ActivityRecord }): ReactNode {
  const { decision, decidedBy, outcome, completes, digestShown } = record;
  return (
    <dl className="gh-facts">
      <Field label="What happened">{whatHappened(record)}</Field>
      <Field label="Time">{formatTimestamp(record.atMs)}</Field>
      <Field label="About">
        <VisibleText text={record.label} />
      </Field>
      <Field label="Its id">
        <VisibleText text={record.subject} mono />
      </Field>
      {decision !== undefined && <Field label="Decision">{decision.replaceAll('_', ' ')}</Field>}
      {decidedBy !== undefined && <Field label="Decided by">{decidedByWords(decidedBy)}</Field>}
      {outcome !== undefined && (
        <Field label="Outcome">
          <VisibleText text={outcomeWords(outcome).words} /> <VisibleText text={`(${outcome})`} mono />
        </Field>
      )}
      <Field label="Phase">{record.phase}</Field>
      {completes !== undefined && <Field label="Completes">record {completes}</Field>}
      {digestShown !== undefined && <Digest label="Digest of what was shown" text={digestShown} />}
      <Digest label="Hash" text={record.hash} />
      <Digest label="Hash of the record before" text={record.prevHash} />
    </dl>
  );
}

function Field({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactNode {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Digest({ label, text }: { readonly label: string; readonly text: string }): ReactNode {
  return (
    <Field label={label}>
      <VisibleText text={text} mono /> <CopyButton text={text} label={`Copy: ${label}`} />
    </Field>
  );
}

interface RelatedProps {
  readonly related: readonly ActivityRecord[];
  readonly onOpen: (seq: number) => void;
}

function Related({ related, onOpen }: RelatedProps): ReactNode {
  return (
    <section aria-label="Records that belong to it">
      <Text fw={600} mb={4}>
        Belongs to it
      </Text>
      {related.map((record) => (
        <Text key={record.seq} component="div">
          <Anchor component="button" type="button" onClick={() => onOpen(record.seq)}>
            Record {record.seq}: {whatHappened(record)}
          </Anchor>
        </Text>
      ))}
    </section>
  );
}
