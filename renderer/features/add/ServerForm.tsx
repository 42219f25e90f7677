/**
 * What the forms for a command and for an address have in common: the server's name comes first.
 */
import { TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { CheckedForm, type CheckedFormProps, type FormFoot } from '../../ui/CheckedForm.tsx';
import './add.css';

/** Of a form for one kind of server. */
export interface ServerFormProps<Definition> extends FormFoot {
  readonly initial?: Definition;
  readonly onSubmit: (definition: Definition) => void;
}

interface NamedFormProps extends Omit<CheckedFormProps, 'className'> {
  readonly name: string;
  readonly nameProblem: string | undefined;
  readonly onName: (name: string) => void;
}

export function ServerForm({ name, nameProblem, onName, children, ...form }: NamedFormProps): ReactNode {
  return (
    <CheckedForm {...form} className="gh-form gh-card">
      <TextInput
        label="Name"
        description="How this server is called in Gatehouse."
        value={name}
        withAsterisk
        error={nameProblem}
        onChange={(event) => onName(event.currentTarget.value)}
      />
      {children}
    </CheckedForm>
  );
}
