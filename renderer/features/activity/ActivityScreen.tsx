/**
 * The record: everything that was decided, started, called, granted or refused.
 */
import { Button, Group, MultiSelect, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconRefresh, IconSearch } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { ACTIVITY_KINDS, type ActivityKind } from '../../../app/contract/activity.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { plural } from '../../ui/formatTime.ts';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Notice } from '../servers/Notice.tsx';
import { StatusWord } from '../servers/StatusWord.tsx';
import { KIND_CHOICES } from './activityWords.ts';
import { RecordDialog } from './RecordDialog.tsx';
import { RecordTable } from './RecordTable.tsx';
import { useRecords, type Records } from './useRecords.ts';
import './activity.css';

export function ActivityScreen(): ReactNode {
  const [kinds, setKinds] = useState<readonly ActivityKind[]>([]);
  const [typed, setTyped] = useState('');
  const [text] = useDebouncedValue(typed.trim(), 250);
  const [openSeq, setOpenSeq] = useState<number>();
  const records = useRecords({ ...(kinds.length > 0 && { kinds }), ...(text !== '' && { text }) });
  return (
    <>
      <PageHeader
        title="Activity"
        description="Every decision, start, call and refusal, in a chain where each record names the one before it."
        actions={
          <Button
            variant="default"
            leftSection={<IconRefresh size={16} aria-hidden />}
            onClick={records.refresh}
            loading={records.pending}
          >
            Refresh
          </Button>
        }
      />
      <Chain chain={records.chain} />
      <Group gap="sm" mb="md" align="flex-end">
        <TextInput
          label="Find"
          placeholder="A name or a word"
          leftSection={<IconSearch size={16} aria-hidden />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          maxLength={200}
          className="gh-activity-find"
        />
        <MultiSelect
          label="Kinds"
          placeholder={kinds.length === 0 ? 'All kinds' : ''}
          data={KIND_CHOICES}
          value={[...kinds]}
          onChange={(chosen) => setKinds(ACTIVITY_KINDS.filter((kind) => chosen.includes(kind)))}
          clearable
          clearButtonProps={{ 'aria-label': 'Show all kinds' }}
          className="gh-activity-kinds"
        />
      </Group>
      {records.error !== undefined && <ErrorAlert error={records.error} />}
      <FoundRecords records={records} isFiltered={kinds.length > 0 || text !== ''} onOpen={setOpenSeq} />
      <RecordDialog seq={openSeq} onClose={() => setOpenSeq(undefined)} onOpen={setOpenSeq} />
    </>
  );
}

function Chain({ chain }: Pick<Records, 'chain'>): ReactNode {
  if (chain === 'unknown') return null;
  if (chain !== 'broken') {
    return (
      <Text component="div" mb="md">
        {chain === 'intact' ? (
          <StatusWord words="The record is intact" tone="good" />
        ) : (
          <StatusWord words="Checking whether the record is intact" tone="busy" />
        )}
      </Text>
    );
  }
  return (
    <Notice role="alert" tone="danger" title="The record is broken">
      At least one record was changed or taken out after it was written. What stands below may not be what happened.
    </Notice>
  );
}

interface FoundRecordsProps {
  readonly records: Records;
  readonly isFiltered: boolean;
  readonly onOpen: (seq: number) => void;
}

function FoundRecords({ records, isFiltered, onOpen }: FoundRecordsProps): ReactNode {
  if (records.records.length === 0) {
    if (records.pending || records.error !== undefined) return null;
    return isFiltered ? (
      <EmptyState title="Nothing found">No record matches.</EmptyState>
    ) : (
      <EmptyState title="Nothing has happened yet">What you decide and what servers do will stand here.</EmptyState>
    );
  }
  return (
    <>
      <RecordTable records={records.records} onOpen={onOpen} />
      <Group justify="space-between" mt="md">
        <Text size="sm" c="dimmed" role="status">
          {records.records.length} of {plural(records.total, 'record')}
        </Text>
        {records.older !== undefined && (
          <Button variant="default" onClick={records.older} loading={records.pending}>
            Older
          </Button>
        )}
      </Group>
    </>
  );
}
