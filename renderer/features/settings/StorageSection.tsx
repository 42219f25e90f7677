/**
 * What Gatehouse stores, where, and how much of it; and a copy of it as a file.
 */
import { Button, Group, Skeleton, Table, Text, Title } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { StoredItem } from '../../../app/contract/settings.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { formatBytes } from '../../ui/formatTime.ts';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { useCommand } from '../../state/useCommand.ts';
import { saveFile } from '../calls/SaveButton.tsx';
import { useAnswer } from '../servers/useAnswer.ts';
import { STORED_WORDS } from './settingsWords.ts';

export function StorageSection(): ReactNode {
  const { result, error } = useAnswer('storage.describe', {});
  return (
    <section className="gh-card" aria-labelledby="storage-heading">
      <Title order={2} id="storage-heading" mb="sm">
        What Gatehouse stores
      </Title>
      <Text mb="sm">
        All of it lies on this computer, readable by your user only. Gatehouse sends none of it anywhere, except what a
        server or a model of yours is given when you use it.
      </Text>
      {error !== undefined && <ErrorAlert error={error} />}
      {result === undefined && error === undefined && <Skeleton height={160} aria-label="Loading what is stored" />}
      {result !== undefined && <StoredTable items={result.items} />}
      <ExportButton />
    </section>
  );
}

function StoredTable({ items }: { readonly items: readonly StoredItem[] }): ReactNode {
  return (
    <div className="gh-scroll-x">
      <Table aria-label="What is stored" verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>What</Table.Th>
            <Table.Th>Where</Table.Th>
            <Table.Th ta="right">Size</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((item) => (
            <StoredRow key={`${item.what} ${item.path}`} item={item} />
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function StoredRow({ item }: { readonly item: StoredItem }): ReactNode {
  const words = STORED_WORDS[item.what];
  return (
    <Table.Tr>
      <Table.Td>
        {words.title}
        <Text size="sm" c="dimmed">
          {words.text}
        </Text>
      </Table.Td>
      <Table.Td>
        <Group gap={4} wrap="nowrap">
          <VisibleText text={item.path} mono />
          <CopyButton text={item.path} label={`Copy the path: ${words.title}`} />
        </Group>
      </Table.Td>
      <Table.Td ta="right" className="gh-stored-size">
        {formatBytes(item.sizeBytes)}
      </Table.Td>
    </Table.Tr>
  );
}

function ExportButton(): ReactNode {
  const fetchExport = useCommand('storage.export');
  const save = async (): Promise<void> => {
    const outcome = await fetchExport.run({});
    if (outcome.status === 'done') saveFile(outcome.result.text, outcome.result.fileName);
  };
  return (
    <>
      <Group mt="md" gap="md">
        <Button
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
          onClick={() => void save()}
          loading={fetchExport.status === 'pending'}
        >
          Export as a file
        </Button>
        <Text size="sm" c="dimmed">
          Everything but secrets, as one JSON document.
        </Text>
      </Group>
      {fetchExport.status === 'failed' && <ErrorAlert error={fetchExport.error} />}
    </>
  );
}
