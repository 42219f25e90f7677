/**
 * One template: a field for each of its variables, the address they make, and the way to read it.
 *
 * The address is made by the host from what stands in the fields, and shown before anything is asked of the server.
 */
import { Skeleton, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState, type ReactNode } from 'react';
import type { ResourceTemplateView } from '../../../app/contract/resources.ts';
import type { ServerView } from '../../../app/contract/servers.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { Quoted } from '../../ui/Quoted.tsx';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { ArgumentFields, type ArgumentValues } from '../completion/ArgumentFields.tsx';
import { OfferedHead } from '../lists/OfferedHead.tsx';
import { useAnswer } from '../servers/useAnswer.ts';
import { ResourceReading } from './ResourceReading.tsx';

const QUIET_MS = 200;
const NO_PROBLEMS: ReadonlyMap<string, string> = new Map();

export interface TemplateDetailProps {
  readonly server: ServerView;
  readonly template: ResourceTemplateView;
}

export function TemplateDetail({ server, template }: TemplateDetailProps): ReactNode {
  const { uriTemplate, description, mimeType, variables } = template;
  const [values, setValues] = useState<ArgumentValues>({});
  return (
    <article className="gh-card">
      <Stack gap="md">
        <OfferedHead serverId={server.serverId} entry={template} known={uriTemplate} copyLabel="Copy the template" />
        {description !== undefined && <Quoted by="server" text={description} />}
        {mimeType !== undefined && (
          <Text size="sm">
            The server says that what it makes is of the type <VisibleText text={mimeType} mono />.
          </Text>
        )}
        <section aria-label="What the template is filled in with">
          {variables.length === 0 ? (
            <Text c="dimmed">There is nothing to fill in: Gatehouse finds no variables in this template.</Text>
          ) : (
            <ArgumentFields
              server={server}
              target={{ kind: 'template', uriTemplate }}
              fields={variables.map((name) => ({ name, required: false }))}
              values={values}
              problems={NO_PROBLEMS}
              onChange={setValues}
            />
          )}
        </section>
        <MadeAddress server={server} uriTemplate={uriTemplate} values={values} />
      </Stack>
    </article>
  );
}

interface MadeAddressProps {
  readonly server: ServerView;
  readonly uriTemplate: string;
  readonly values: ArgumentValues;
}

function MadeAddress({ server, uriTemplate, values }: MadeAddressProps): ReactNode {
  const [settled] = useDebouncedValue(values, QUIET_MS);
  const { result, error } = useAnswer('resource.expand', { uriTemplate, values: settled });
  const uri = result?.uri;
  return (
    <section aria-label="The address">
      <Text fw={600} mb={4}>
        The address this makes
      </Text>
      {error !== undefined && <ErrorAlert error={error} />}
      {uri === undefined && error === undefined && <Skeleton height={24} aria-label="Making the address" />}
      {uri !== undefined && (
        <>
          <div className="gh-with-copy">
            {uri === '' ? <span className="gh-escape">empty</span> : <VisibleText text={uri} mono />}
            <CopyButton text={uri} label="Copy the address" />
          </div>
          {/* Another address is another reading: what was read before does not stand under it. */}
          <ResourceReading key={uri} serverId={server.serverId} uri={uri} ready={settled === values && uri !== ''} />
        </>
      )}
    </section>
  );
}
