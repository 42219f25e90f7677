/**
 * A form for a remote server: its address, headers that go along, and how it is spoken to. It only proposes.
 */
import { Accordion, Radio, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { RemoteServer } from '../../../app/contract/servers.ts';
import { NamedValueRows } from './NamedValueRows.tsx';
import {
  addHeader,
  changeHeader,
  hasRemoteProblems,
  initialRemote,
  remoteProblems,
  removeHeader,
  toRemoteServer,
} from './remoteForm.ts';
import { ServerForm, type ServerFormProps } from './ServerForm.tsx';

export function RemoteServerForm({ initial, onSubmit, ...form }: ServerFormProps<RemoteServer>): ReactNode {
  const [fields, setFields] = useState(() => initialRemote(initial));
  const [tried, setTried] = useState(false);
  const problems = remoteProblems(fields);
  const shown = tried ? problems : undefined;
  const submit = (): void => {
    setTried(true);
    const definition = hasRemoteProblems(problems) ? undefined : toRemoteServer(fields);
    if (definition !== undefined) onSubmit(definition);
  };

  return (
    <ServerForm
      {...form}
      name={fields.name}
      nameProblem={shown?.name}
      onName={(name) => setFields({ ...fields, name })}
      hasMarks={shown !== undefined && hasRemoteProblems(shown)}
      onSubmit={submit}
    >
      <TextInput
        label="Address"
        description="The whole web address of the server, as whoever runs it gave it to you."
        placeholder="https://"
        value={fields.url}
        withAsterisk
        error={shown?.url}
        classNames={{ input: 'gh-mono' }}
        spellCheck={false}
        autoComplete="off"
        inputMode="url"
        onChange={(event) => setFields({ ...fields, url: event.currentTarget.value })}
      />
      <NamedValueRows
        label="Headers"
        description="Sent with every request, such as a key you were given. Secret ones are never shown again and never written in the clear."
        noun="header"
        namePlaceholder="Authorization"
        rows={fields.headers}
        problems={shown?.headers}
        onAdd={() => setFields(addHeader(fields))}
        onChange={(id, change) => setFields(changeHeader(fields, id, change))}
        onRemove={(id) => setFields(removeHeader(fields, id))}
      />
      <Advanced transport={fields.transport} onChange={(transport) => setFields({ ...fields, transport })} />
    </ServerForm>
  );
}

type Transport = RemoteServer['transport'];

const TRANSPORTS: readonly { readonly value: Transport; readonly label: string; readonly description: string }[] = [
  {
    value: 'auto',
    label: 'Find out',
    description: 'The present way (Streamable HTTP), and the older one where the server knows no other.',
  },
  { value: 'streamable_http', label: 'Streamable HTTP', description: 'The present way only.' },
  { value: 'sse', label: 'HTTP with SSE', description: 'The older way, of servers from before 2025.' },
];

interface AdvancedProps {
  readonly transport: Transport;
  readonly onChange: (transport: Transport) => void;
}

function Advanced({ transport, onChange }: AdvancedProps): ReactNode {
  return (
    <Accordion variant="contained" defaultValue={transport === 'auto' ? null : 'advanced'}>
      <Accordion.Item value="advanced">
        <Accordion.Control>Advanced</Accordion.Control>
        <Accordion.Panel>
          <Radio.Group
            label="How to speak to it"
            value={transport}
            onChange={(chosen) => onChange(TRANSPORTS.find(({ value }) => value === chosen)?.value ?? 'auto')}
          >
            <div className="gh-radio-column">
              {TRANSPORTS.map((each) => (
                <Radio key={each.value} {...each} />
              ))}
            </div>
          </Radio.Group>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}
