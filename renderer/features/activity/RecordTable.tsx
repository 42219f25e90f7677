/**
 * Records as a table, a row each. Names are as they were then.
 */
import { Anchor, Table } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ActivityRecord } from '../../../app/contract/activity.ts';
import { formatTimestamp } from '../../ui/formatTime.ts';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { outcomeWords, whatHappened } from './activityWords.ts';

export interface RecordTableProps {
  readonly records: readonly ActivityRecord[];
  readonly onOpen: (seq: number) => void;
}

export function RecordTable({ records, onOpen }: RecordTableProps): ReactNode {
  return (
    <div className="gh-record-table">
      <Table aria-label="Records, newest first" verticalSpacing="xs" highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Time</Table.Th>
            <Table.Th>What happened</Table.Th>
            <Table.Th>About</Table.Th>
            <Table.Th>Outcome</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {records.map((record) => (
            <Table.Tr key={record.seq} onClick={() => onOpen(record.seq)} className="gh-record-row">
              <Table.Td className="gh-record-time">{formatTimestamp(record.atMs)}</Table.Td>
              <Table.Td>
                <Anchor component="button" type="button" size="sm" ta="left">
                  {whatHappened(record)}
                </Anchor>
              </Table.Td>
              <Table.Td>
                <VisibleText text={record.label} />
              </Table.Td>
              <Table.Td>{record.outcome !== undefined && <Outcome outcome={record.outcome} />}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function Outcome({ outcome }: { readonly outcome: string }): ReactNode {
  const { words, failed } = outcomeWords(outcome);
  return (
    <span className={failed ? 'gh-record-failed' : ''}>
      <VisibleText text={words} />
    </span>
  );
}
