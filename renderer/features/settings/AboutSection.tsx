/**
 * Version, and the licences of everything Gatehouse is made of.
 */
import { Skeleton, Table, Text, TextInput, Title } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import type { HostView } from '../../../app/contract/settings.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { plural } from '../../ui/formatTime.ts';
import { useAnswer } from '../servers/useAnswer.ts';
import { findLicences, type Licence } from './findLicences.ts';

const SHELL_WORDS: Readonly<Record<HostView['shell'], string>> = {
  electron: 'desktop window',
  loopback: 'page on this computer (127.0.0.1)',
};

export function AboutSection({ host }: { readonly host: HostView }): ReactNode {
  const { result, error } = useAnswer('app.about', {});
  const version = `Gatehouse ${host.version}, ${SHELL_WORDS[host.shell]}, ${host.platform}`;
  return (
    <section className="gh-card" aria-labelledby="about-heading">
      <Title order={2} id="about-heading" mb="sm">
        About Gatehouse
      </Title>
      <Text component="div" mb="md">
        {version} <CopyButton text={version} label="Copy the version" />
      </Text>
      {error !== undefined && <ErrorAlert error={error} />}
      {result === undefined && error === undefined && <Skeleton height={120} aria-label="Loading the licences" />}
      {result !== undefined && <Licences licences={result.licences} />}
    </section>
  );
}

function Licences({ licences }: { readonly licences: readonly Licence[] }): ReactNode {
  const [typed, setTyped] = useState('');
  const found = findLicences(licences, typed);
  return (
    <>
      <Title order={3} mb="xs">
        Made with
      </Title>
      <TextInput
        aria-label="Find a package or licence"
        placeholder="Find a package or licence"
        leftSection={<IconSearch size={16} aria-hidden />}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        maw="22rem"
        mb="xs"
      />
      <div className="gh-licences" tabIndex={0} role="region" aria-label="Packages and their licences">
        <Table verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Package</Table.Th>
              <Table.Th>Version</Table.Th>
              <Table.Th>Licence</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {found.map((licence) => (
              <Table.Tr key={`${licence.name}@${licence.version}`}>
                <Table.Td>{licence.name}</Table.Td>
                <Table.Td>{licence.version}</Table.Td>
                <Table.Td>{licence.license}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
      <Text size="sm" c="dimmed" mt={6} role="status">
        {found.length === licences.length
          ? plural(licences.length, 'package')
          : `${found.length} of ${plural(licences.length, 'package')}`}
      </Text>
    </>
  );
}
