/**
 * The variables, one per row. A secret is masked, goes to the host once, and never comes back to the page.
 */
import { ActionIcon, Button, Checkbox, Input, PasswordInput, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { StoredSecret } from '../install/StoredSecret.tsx';
import { addEnv, changeEnv, removeEnv } from './typedForm.ts';
import type { EnvRow, TypedFields } from './typedForm.ts';

export interface EnvRowsProps {
  readonly fields: TypedFields;
  /** By row id; absent before the form was tried. */
  readonly problems: ReadonlyMap<number, string> | undefined;
  readonly onChange: (fields: TypedFields) => void;
}

export function EnvRows({ fields, problems, onChange }: EnvRowsProps): ReactNode {
  return (
    <Input.Wrapper
      label="Environment variables"
      labelElement="div"
      description="Mark passwords and keys as secret: they are never shown again and never written in the clear."
    >
      <div className="gh-form-rows" role="group" aria-label="Environment variables">
        {fields.env.map((row, index) => (
          <VariableRow
            key={row.id}
            row={row}
            number={index + 1}
            problem={problems?.get(row.id)}
            onChange={(change) => onChange(changeEnv(fields, row.id, change))}
            onRemove={() => onChange(removeEnv(fields, row.id))}
          />
        ))}
        <div>
          <Button
            variant="default"
            size="sm"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => onChange(addEnv(fields))}
          >
            Add a variable
          </Button>
        </div>
      </div>
    </Input.Wrapper>
  );
}

interface VariableRowProps {
  readonly row: EnvRow;
  readonly number: number;
  readonly problem: string | undefined;
  readonly onChange: (change: Partial<Omit<EnvRow, 'id'>>) => void;
  readonly onRemove: () => void;
}

function VariableRow({ row, number, problem, onChange, onRemove }: VariableRowProps): ReactNode {
  return (
    <div className="gh-env-row">
      <TextInput
        aria-label={`Name of variable ${number}`}
        placeholder="NAME"
        value={row.name}
        error={problem}
        classNames={{ input: 'gh-mono' }}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <Value row={row} number={number} onChange={onChange} />
      <Checkbox
        label="Secret"
        aria-label={`Variable ${number} is secret`}
        checked={row.secret}
        // What was stored as a secret can be replaced but not turned into open text.
        disabled={row.kept}
        onChange={(event) => onChange({ secret: event.currentTarget.checked })}
      />
      <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`Remove variable ${number}`} onClick={onRemove}>
        <IconX size={16} aria-hidden />
      </ActionIcon>
    </div>
  );
}

function Value({ row, number, onChange }: Pick<VariableRowProps, 'row' | 'number' | 'onChange'>): ReactNode {
  if (row.kept) {
    return (
      <div className="gh-kept-value">
        <StoredSecret />
        <Button
          variant="default"
          size="xs"
          aria-label={`Replace the value of variable ${number}`}
          onClick={() => onChange({ kept: false })}
        >
          Replace
        </Button>
      </div>
    );
  }
  const Control = row.secret ? PasswordInput : TextInput;
  return (
    <Control
      aria-label={`Value of variable ${number}`}
      placeholder="value"
      value={row.value}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => onChange({ value: event.currentTarget.value })}
    />
  );
}
