/**
 * A form for a command: the program, its arguments one per row, variables, working directory. It only proposes.
 */
import { Button, TextInput } from '@mantine/core';
import { IconFolderOpen } from '@tabler/icons-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { TypedServer } from '../../../app/contract/servers.ts';
import { usePicker } from '../picker/pickerContext.ts';
import { ArgumentRows } from './ArgumentRows.tsx';
import { NamedValueRows } from './NamedValueRows.tsx';
import { ServerForm, type ServerFormProps } from './ServerForm.tsx';
import { addEnv, changeEnv, hasProblems, initialTyped, removeEnv, toTypedServer, typedProblems } from './typedForm.ts';

export function TypedServerForm({ initial, onSubmit, ...form }: ServerFormProps<TypedServer>): ReactNode {
  const [fields, setFields] = useState(() => initialTyped(initial));
  const [tried, setTried] = useState(false);
  const problems = typedProblems(fields);
  const shown = tried ? problems : undefined;
  const submit = (): void => {
    setTried(true);
    const definition = hasProblems(problems) ? undefined : toTypedServer(fields);
    if (definition !== undefined) onSubmit(definition);
  };

  return (
    <ServerForm
      {...form}
      name={fields.name}
      nameProblem={shown?.name}
      onName={(name) => setFields({ ...fields, name })}
      hasMarks={shown !== undefined && hasProblems(shown)}
      onSubmit={submit}
    >
      <TextInput
        label="Command"
        description="The program alone, as a name or a path. Its arguments go into the rows below."
        value={fields.command}
        withAsterisk
        error={shown?.command}
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
        problems={shown?.env}
        onAdd={() => setFields(addEnv(fields))}
        onChange={(id, change) => setFields(changeEnv(fields, id, change))}
        onRemove={(id) => setFields(removeEnv(fields, id))}
      />
      <WorkingDirectory value={fields.cwd} onChange={(cwd) => setFields({ ...fields, cwd })} />
    </ServerForm>
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
