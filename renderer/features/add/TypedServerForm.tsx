/**
 * A form for a command: the program, its arguments one per row, variables, working directory. It only proposes.
 */
import { Button, Group, TextInput } from '@mantine/core';
import { IconFolderOpen } from '@tabler/icons-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { ErrorView } from '../../../app/contract/errors.ts';
import type { TypedServer } from '../../../app/contract/servers.ts';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { usePicker } from '../picker/pickerContext.ts';
import { ArgumentRows } from './ArgumentRows.tsx';
import { NamedValueRows } from './NamedValueRows.tsx';
import { addEnv, changeEnv, hasProblems, initialTyped, removeEnv, toTypedServer, typedProblems } from './typedForm.ts';
import './add.css';

export interface TypedServerFormProps {
  readonly initial?: TypedServer;
  readonly error?: ErrorView | undefined;
  readonly pending: boolean;
  readonly submitLabel: string;
  readonly onSubmit: (definition: TypedServer) => void;
  readonly onCancel: () => void;
}

export function TypedServerForm(props: TypedServerFormProps): ReactNode {
  const { initial, error, pending, submitLabel, onSubmit, onCancel } = props;
  const [fields, setFields] = useState(() => initialTyped(initial));
  const [tried, setTried] = useState(false);
  const problems = typedProblems(fields);
  const submit = (): void => {
    setTried(true);
    const definition = hasProblems(problems) ? undefined : toTypedServer(fields);
    if (definition !== undefined) onSubmit(definition);
  };

  return (
    <form
      className="gh-form gh-card"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <TextInput
        label="Name"
        description="How this server is called in Gatehouse."
        value={fields.name}
        withAsterisk
        error={tried ? problems.name : undefined}
        onChange={(event) => setFields({ ...fields, name: event.currentTarget.value })}
      />
      <TextInput
        label="Command"
        description="The program alone, as a name or a path. Its arguments go into the rows below."
        value={fields.command}
        withAsterisk
        error={tried ? problems.command : undefined}
        classNames={{ input: 'gh-mono' }}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setFields({ ...fields, command: event.currentTarget.value })}
      />
      <ArgumentRows fields={fields} onChange={setFields} />
      <NamedValueRows
        label="Environment variables"
        description="Mark passwords and keys as secret: they are never shown again and never written in the clear."
        noun="variable"
        namePlaceholder="NAME"
        rows={fields.env}
        problems={tried ? problems.env : undefined}
        onAdd={() => setFields(addEnv(fields))}
        onChange={(id, change) => setFields(changeEnv(fields, id, change))}
        onRemove={(id) => setFields(removeEnv(fields, id))}
      />
      <WorkingDirectory value={fields.cwd} onChange={(cwd) => setFields({ ...fields, cwd })} />
      {tried && hasProblems(problems) && (
        <p role="alert" className="gh-form-problem">
          Some fields are not filled in correctly. They are marked above.
        </p>
      )}
      {error !== undefined && <ErrorAlert error={error} />}
      <Group justify="space-between">
        <Button variant="default" onClick={onCancel} disabled={pending}>
          Cancel
        </Button>
        <Button type="submit" loading={pending}>
          {submitLabel}
        </Button>
      </Group>
    </form>
  );
}

interface WorkingDirectoryProps {
  readonly value: string;
  readonly onChange: (path: string) => void;
}

function WorkingDirectory({ value, onChange }: WorkingDirectoryProps): ReactNode {
  const pick = usePicker();
  const choose = async (): Promise<void> => {
    const [chosen] = await pick({ want: 'directory', multiple: false, extensions: [] });
    if (chosen !== undefined) onChange(chosen.path);
  };
  return (
    <div className="gh-with-button">
      <TextInput
        label="Working directory"
        description="The folder the program runs in. Empty: your home folder."
        value={value}
        classNames={{ input: 'gh-mono' }}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <Button variant="default" leftSection={<IconFolderOpen size={16} aria-hidden />} onClick={() => void choose()}>
        Choose…
      </Button>
    </div>
  );
}
