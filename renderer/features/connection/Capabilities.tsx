/**
 * What each side said it can do, a row for each capability, unknown ones as they were sent.
 */
import { Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ConnectionView } from '../../../app/contract/servers.ts';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { capabilityRows, extensionRows, type CapabilityRow } from './capabilityRows.ts';

export function Capabilities({ connection }: { readonly connection: ConnectionView }): ReactNode {
  const { serverCapabilities, clientCapabilities } = connection;
  return (
    <section className="gh-card" aria-labelledby="capabilities-heading">
      <Title order={2} id="capabilities-heading" mb="sm">
        What each side can do
      </Title>
      <div className="gh-sides">
        <Side
          title="The server says it offers"
          rows={capabilityRows('server', serverCapabilities)}
          extensions={extensionRows(serverCapabilities)}
        />
        <Side
          title="Gatehouse offers the server"
          rows={capabilityRows('client', clientCapabilities)}
          extensions={extensionRows(clientCapabilities)}
        />
      </div>
    </section>
  );
}

interface SideProps {
  readonly title: string;
  readonly rows: readonly CapabilityRow[];
  readonly extensions: readonly CapabilityRow[];
}

function Side({ title, rows, extensions }: SideProps): ReactNode {
  return (
    <section aria-label={title}>
      <Title order={3} mb={6}>
        {title}
      </Title>
      {rows.length === 0 ? <Text c="dimmed">Nothing.</Text> : <Rows rows={rows} />}
      {extensions.length > 0 && (
        <>
          <Text fw={600} mt="sm" mb={4}>
            Extensions
          </Text>
          <Rows rows={extensions} stacked />
        </>
      )}
    </section>
  );
}

interface RowsProps {
  readonly rows: readonly CapabilityRow[];
  /** The name above the words: ids of extensions are long. */
  readonly stacked?: boolean;
}

function Rows({ rows, stacked = false }: RowsProps): ReactNode {
  return (
    <dl className={stacked ? 'gh-capabilities gh-capabilities-stacked' : 'gh-capabilities'}>
      {rows.map(({ name, words, details, rest }) => (
        <div key={name}>
          <dt>
            <VisibleText text={name} mono />
          </dt>
          <dd>
            {[words ?? 'Gatehouse does not know this one.', ...details].join(' ')}
            {rest !== undefined && (
              <div className="gh-capability-rest">
                <VisibleText text={JSON.stringify(rest)} mono />
              </div>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
